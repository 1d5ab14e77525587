//! Builds what has changed, then becomes the server.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::inputs::Stamp;
use crate::workspace::{cargo, root, server, sh};
use crate::{Result, web};

/// Builds the web app and the server and starts it; `args` go to `mgs-wa serve`.
///
/// The server takes the place of this process, so that signals and the exit status are its own. It is started in the
/// root of the repository, where its data folder lies unless it is told otherwise.
pub(crate) fn run(args: &[&str]) -> Result {
    web::build_any()?;
    build_server()?;
    let error = Command::new(server()).arg("serve").args(args).current_dir(root()).exec();
    Err(format!("{}: {error}", server().display()).into())
}

/// Builds `mgs-wa` in the development profile unless its sources are those of the last build.
pub(crate) fn build_server() -> Result {
    let stamp = Stamp::of("server", &["api", "migration", "whatsapp"])?;
    if stamp.is_current(&server()) {
        return Ok(());
    }
    println!("Building the server (the first time takes minutes)");
    sh(cargo().args(["build", "--package", "api", "--bin", "mgs-wa"]))?;
    stamp.write(&server())
}
