//! The running server against its own document: schemathesis makes requests from the document, and checks the answers.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::needs::python;
use crate::workspace::{root, scratch, server, sh};
use crate::{Result, run};

const START_WITHIN: Duration = Duration::from_secs(30);
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
    data_dir: PathBuf,
    address: String,
}

impl Server {
    fn start() -> Result<Self> {
        let data_dir = scratch("contract")?.join(std::process::id().to_string());
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let address = format!("http://{listen}");
        let process = Command::new(server())
            .arg("serve")
            .env("MGS_DATA_DIR", &data_dir)
            .env("MGS_LISTEN", &listen)
            .env("MGS_PUBLIC_URL", &address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let started = Self { process, data_dir, address };
        let since = Instant::now();
        while !is_ready(&listen) {
            if since.elapsed() > START_WITHIN {
                return Err("the server did not start".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(started)
    }
}

fn is_ready(listen: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(listen)?;
        write!(stream, "GET /readyz HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.split_whitespace().nth(1) == Some("200"))
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing of it is needed any more, so how it ends does not matter.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}
