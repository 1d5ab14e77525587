//! The running server against its own document: schemathesis makes requests from the document, and checks the answers.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::needs::python;
use crate::workspace::{root, scratch, server, sh};
use crate::{Result, run};

/// Requests made for each operation in a test run; `cargo xtask contract -n 500` makes more.
const EXAMPLES: &str = "10";

/// Runs every check against a server of its own; `args` go to `schemathesis run`.
pub(crate) fn check(args: &[&str]) -> Result {
    run::build_server()?;
    let folder = root().join("openapi/schemathesis");
    let programs = python::programs(&folder.join("requirements.txt"))?;
    let server = Server::start()?;
    let mut schemathesis = Command::new(programs.join("st"));
    schemathesis
        .current_dir(&folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("MGS_CONTRACT_ADDRESS", &server.address)
        .env("MGS_CONTRACT_MAILS", server.data_dir.join("mail"))
        .args(["--config-file", "schemathesis.toml", "run", "--no-color", "-n", EXAMPLES])
        .args(args)
        .arg(format!("{}/api/openapi.json", server.address));
    sh(&mut schemathesis)
}

/// A server on a free port with an empty data folder; ended and removed when dropped.
struct Server {
    process: Child,
    /// Kept open: a server that cannot speak any more might end.
    says: Option<BufReader<ChildStdout>>,
    data_dir: PathBuf,
    address: String,
}

impl Server {
    fn start() -> Result<Self> {
        let data_dir = scratch("contract")?.join(std::process::id().to_string());
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let address = format!("http://{listen}");
        let mut process = Command::new(server())
            .arg("serve")
            .env("MGS_DATA_DIR", &data_dir)
            .env("MGS_LISTEN", &listen)
            .env("MGS_PUBLIC_URL", &address)
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
