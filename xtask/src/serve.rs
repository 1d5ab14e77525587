//! A server for a check: on a free port, with an empty data folder.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::Result;
use crate::workspace::{scratch, server};

/// Ended, and its data removed, when dropped.
pub(crate) struct Server {
    process: Child,
    /// Kept open: a server that cannot speak any more might end.
    says: Option<BufReader<ChildStdout>>,
    data_dir: PathBuf,
    /// Where it answers, such as `http://127.0.0.1:40123`.
    pub(crate) address: String,
}

impl Server {
    /// Starts what has been built and waits until it is ready; `name` is that of its data's folder.
    pub(crate) fn start(name: &str) -> Result<Self> {
        let data_dir = scratch(name)?.join(std::process::id().to_string());
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let address = format!("http://{listen}");
        let mut process = Command::new(server())
            .arg("serve")
            .env("MGS_DATA_DIR", &data_dir)
            .env("MGS_LISTEN", &listen)
            .env("MGS_PUBLIC_URL", &address)
            // Requests may say where they come from: one that guesses shuts nobody else out.
            .env("MGS_TRUSTED_PROXIES", "127.0.0.1")
            // Every example is a request: none of them is to be one too many.
            .envs(
                ["ADDRESS", "SESSION", "KEY", "WORKSPACE"].map(|who| (format!("MGS_LIMIT_{who}"), "1000000")),
            )
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let says = process.stdout.take().map(BufReader::new);
        let mut started = Self { process, says, data_dir, address };
        started.wait_until_ready()?;
        Ok(started)
    }

    /// The folder that its mails are written to.
    pub(crate) fn mails(&self) -> PathBuf {
        self.data_dir.join("mail")
    }

    /// It says so in its first line, or ends.
    fn wait_until_ready(&mut self) -> Result {
        let mut line = String::new();
        if let Some(says) = &mut self.says {
            says.read_line(&mut line)?;
        }
        match line.contains("is ready") {
            true => Ok(()),
            false => Err("the server did not start".into()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing of it is needed any more, so how it ends does not matter.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}
