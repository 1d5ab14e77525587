//! Clients that are generated from the OpenAPI document, each used against the running server with an API key.
//!
//! What is generated is not kept: it lies beside the programs that use it, where git does not look, and in the target
//! directory. The third client, in Rust, is a crate of its own (`client`), and is tested with the server's crate.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::needs::{node, python};
use crate::serve::Server;
use crate::workspace::{node_bin, root, scratch, sh};
use crate::{Result, run};

/// Builds what is needed, then runs the clients.
pub(crate) fn check() -> Result {
    node::packages()?;
    run::build_server()?;
    run_all()
}

/// Generates the clients and runs them with what has been built.
pub(crate) fn run_all() -> Result {
    let programs = python::programs("clients", &folder().join("python/requirements.txt"))?;
    let generated = generate_python(&programs)?;
    generate_typescript()?;
    let server = Server::start("clients")?;
    let python = || {
        let mut python = Command::new(programs.join("python"));
        python.current_dir(folder().join("python")).env("PYTHONDONTWRITEBYTECODE", "1");
        python
    };
    let account = |name: &str| account(python().args(["account.py", name]), &server);

    println!("The client in Python");
    sh(python().arg("client.py").env("PYTHONPATH", &generated).envs(account("python")?))?;
    println!("The client in TypeScript");
    let mut node = Command::new("node");
    node.args(["--test", ".out/client.js"]).current_dir(folder().join("typescript"));
    sh(node.envs(account("typescript")?))
}

fn folder() -> PathBuf {
    root().join("openapi/clients")
}

fn document() -> PathBuf {
    root().join("openapi/openapi.json")
}

/// Answers the folder of the package. A warning says that a part of the document was left out, so it is a fault.
fn generate_python(programs: &std::path::Path) -> Result<PathBuf> {
    let output = scratch("clients")?.join("python");
    let mut generator = Command::new(programs.join("openapi-python-client"));
    generator.args(["generate", "--overwrite", "--fail-on-warning", "--config"]);
    generator.arg(folder().join("python/generator.yaml")).arg("--path").arg(document());
    sh(generator.arg("--output-path").arg(&output))?;
    Ok(output)
}

/// Writes the types beside the program and compiles both.
fn generate_typescript() -> Result {
    let folder = folder().join("typescript");
    let mut generator = Command::new(node_bin("openapi-typescript"));
    sh(generator.arg(document()).arg("--output").arg("schema.d.ts").current_dir(&folder))?;
    sh(Command::new(node_bin("tsc")).current_dir(folder))
}

/// Signs up, and answers what a client is told: where the server is, the workspace, and a key to it.
fn account(program: &mut Command, server: &Server) -> Result<Vec<(String, String)>> {
    program.env("MGS_URL", &server.address).env("MGS_MAILS", server.mails());
    let output = program.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let told = told.as_object().ok_or("the account is no object")?;
    Ok(told
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect())
}
