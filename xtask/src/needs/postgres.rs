//! A PostgreSQL server of our own for the time of a test run.
//!
//! It is never one that runs already: a fresh cluster in a folder of its own, on a free port of 127.0.0.1, stopped and
//! removed when it is dropped. What a killed run left behind is removed by the next one.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{apt_install, is_root};
use crate::Result;
use crate::workspace::{on_path, output_of, sh};

const PREFIX: &str = "mgs-wa-test-postgres-";
const START_WITHIN: Duration = Duration::from_secs(60);

/// What an operator types to make the roles.
const OPERATE: &str = include_str!("../../../docs/operate.md");

/// A running server; its only superuser is `postgres`, without a password, and the roles of the product are made.
pub(crate) struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    port: u16,
    server: Child,
}

impl Cluster {
    /// Finds PostgreSQL, makes a cluster and starts it.
    pub(crate) fn start() -> Result<Self> {
        let bin = match programs() {
            Some(bin) => bin,
            None => {
                apt_install("postgresql")?;
                programs().ok_or("the package postgresql brought no initdb")?
            }
        };
        remove_left_over(&bin);
        let dir = Path::new("/var/tmp").join(format!("{PREFIX}{}", std::process::id()));
        std::fs::create_dir(&dir)?;
        if let Some((uid, gid)) = owner()? {
            chown(&dir, Some(uid), Some(gid))?;
        }
        let data = dir.join("data");
        let options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];
        sh(program(&bin, "initdb")?.args(options).arg("-D").arg(&data).stdout(Stdio::null()))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = std::fs::File::create(dir.join("log"))?;
        let server = program(&bin, "postgres")?
            .arg("-D")
            .arg(&data)
            .args([
                "-p",
                &port.to_string(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "max_connections=300",
                "-k",
            ])
            .arg(&dir)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut cluster = Self { bin, dir, port, server };
        cluster.wait_until_ready()?;
        cluster.make_roles()?;
        Ok(cluster)
    }

    /// By the very SQL that `docs/operate.md` gives to operators.
    fn make_roles(&self) -> Result {
        // The first piece is the text before any block.
        let blocks = OPERATE.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next());
        let sql = blocks.into_iter().find(|sql| sql.contains("CREATE ROLE"));
        let sql = sql.ok_or("docs/operate.md has no SQL that makes the roles")?;
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]);
        psql.arg(self.url()).stdin(Stdio::piped());
        let mut running = psql.spawn()?;
        if let Some(stdin) = &mut running.stdin {
            stdin.write_all(sql.as_bytes())?;
        }
        drop(running.stdin.take());
        if running.wait()?.success() {
            return Ok(());
        }
        Err("the SQL of docs/operate.md that makes the roles was refused".into())
    }

    /// Where tests connect to, to make databases of their own.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self) -> Result {
        let since = Instant::now();
        loop {
            let mut ready = Command::new(self.bin.join("pg_isready"));
            if output_of(ready.args(["-h", "127.0.0.1", "-p", &self.port.to_string()])).is_some() {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() || since.elapsed() > START_WITHIN {
                let log = std::fs::read_to_string(self.dir.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not start:\n{log}").into());
            }
            // PostgreSQL tells nobody when it is ready: asking is its own way (`pg_ctl -w` does the same).
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop(&self.bin, &self.dir);
        // Its own exit status tells nothing that the tests have not.
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// The folder of the newest server programs; Debian keeps them off the PATH.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let bins = versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").is_file());
    let newest = bins.max_by_key(|bin| version_of(bin));
    newest.or_else(|| Some(on_path("initdb")?.canonicalize().ok()?.parent()?.to_owned()))
}

fn version_of(bin: &Path) -> u32 {
    let version = bin.parent().and_then(Path::file_name).unwrap_or_default();
    version.to_string_lossy().parse().unwrap_or(0)
}

/// A server program, as a user it accepts: never root.
fn program(bin: &Path, name: &str) -> Result<Command> {
    let mut command = Command::new(bin.join(name));
    command.current_dir("/");
    if let Some((uid, gid)) = owner()? {
        command.gid(gid).uid(uid);
    }
    Ok(command)
}

/// User and group `postgres` when we are root; `None` when we run it as ourselves.
fn owner() -> Result<Option<(u32, u32)>> {
    if !is_root() {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd")?;
    let line = users.lines().find(|line| line.starts_with("postgres:"));
    let mut ids = line.ok_or("there is no user postgres to run the server as")?.split(':').skip(2);
    let mut next = || ids.next().and_then(|id| id.parse().ok()).ok_or("/etc/passwd: bad entry of postgres");
    Ok(Some((next()?, next()?)))
}

fn stop(bin: &Path, dir: &Path) {
    if let Ok(mut pg_ctl) = program(bin, "pg_ctl") {
        let pg_ctl = pg_ctl.args(["stop", "-s", "-m", "immediate", "-D"]).arg(dir.join("data"));
        // Nothing to stop is as good as stopped.
        let _ = pg_ctl.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// Removes the clusters of runs whose process is gone, if they are ours to remove and `/proc` can tell.
fn remove_left_over(bin: &Path) {
    if !Path::new("/proc/self").exists() {
        return;
    }
    for entry in std::fs::read_dir("/var/tmp").into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(pid) = name.strip_prefix(PREFIX) else { continue };
        let owner = owner().ok().flatten().map(|(uid, _)| uid);
        let is_ours = entry.metadata().is_ok_and(|metadata| owner.is_none_or(|uid| uid == metadata.uid()));
        if is_ours && !Path::new("/proc").join(pid).exists() {
            stop(bin, &entry.path());
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
