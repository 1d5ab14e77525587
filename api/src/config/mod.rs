//! Every setting of the server: defaults < file < environment (`MGS_…`) < flags.
//!
//! The only reader of the environment. [`Config::load`] refuses what is wrong in sentences that say what to do; what it
//! returns needs no further check.

mod settings;
mod show;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use shared::account::SignUpPolicy;
use url::Url;

pub use settings::Settings;

use crate::platform::limit::Quotas;
use crate::platform::network::Network;
use crate::platform::scope::Database;
use crate::platform::secret::Secret;

/// The settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the installation is for.
    pub env: Environment,
    /// Where the server keeps its files.
    pub data_dir: PathBuf,
    /// Where it listens; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Where the metrics are; loopback only.
    pub metrics_listen: SocketAddr,
    /// What people type; the address listened on when absent (development).
    pub public_url: Option<Url>,
    /// The database.
    pub database: Database,
    /// The file with the key ring.
    pub key_ring: PathBuf,
    /// Who may sign up.
    pub sign_up: SignUpPolicy,
    /// How mails leave.
    pub mail: Mail,
    /// Who sends them.
    pub mail_from: String,
    /// Another Graph API than Meta's, for test benches.
    pub graph_base_url: Option<Url>,
    /// Whether workspaces can have sandbox numbers.
    pub sandbox: bool,
    /// A simulator that runs as a process of its own; else it runs inside.
    pub simulator_url: Option<Url>,
    /// Proxies whose `X-Forwarded-For` and `-Proto` are believed.
    pub trusted_proxies: Vec<Network>,
    /// How long webhooks and sends are kept once they have taken effect.
    pub keep_done: TimeDelta,
    /// How long those are kept that could not, and dead jobs.
    pub keep_failed: TimeDelta,
    /// Connections of one address at the same time; 0 is no limit.
    pub connections_per_ip: usize,
    /// Requests a minute, each.
    pub limits: Quotas,
    /// What is logged, in the syntax of `tracing`'s filter.
    pub log: String,
}

/// What an installation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Trying and building: this machine only, mails in a folder, keys made when missing.
    Development,
    /// Real people.
    Production,
}

/// How mails leave.
#[derive(Clone, Debug)]
pub enum Mail {
    /// They do not: they lie in a folder and can be read at `/dev/mail`.
    Folder(PathBuf),
    /// By an SMTP server, `smtps://user:password@host`.
    Smtp(Secret<String>),
}

/// Why the server does not start: one sentence per fault.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

impl Config {
    /// Reads all sources.
    ///
    /// # Errors
    /// With everything that is wrong, at once.
    pub fn load(file: Option<&Path>, flags: &Settings) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Settings::default()));
        let named = Env::var("MGS_CONFIG").map(PathBuf::from);
        if let Some(file) = file.or(named.as_deref()) {
            if !file.is_file() {
                return Err(ConfigError(vec![format!("there is no settings file {}", file.display())]));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        let environment = Env::prefixed("MGS_").ignore(&["config"]);
        let names: Vec<String> =
            environment.iter().map(|(key, _)| key.as_str().to_ascii_lowercase()).collect();
        let environment = environment.only(Settings::NAMES);
        let settings: Settings = figment
            .merge(environment)
            .merge(Serialized::defaults(flags))
            .extract()
            .map_err(|error| ConfigError(error.into_iter().map(|e| sentence(&e)).collect()))?;
        let is_known =
            |name: &&String| Settings::NAMES.contains(&name.as_str()) || OF_TESTS.contains(&name.as_str());
        let unknown: Vec<_> = names.iter().filter(|name| !is_known(name)).collect();
        if !unknown.is_empty() {
            let sentence = |name: &String| {
                format!("MGS_{} is no setting; see docs/configuration.md", name.to_ascii_uppercase())
            };
            return Err(ConfigError(unknown.into_iter().map(sentence).collect()));
        }
        settings.check()
    }

    /// The address people use, when the server listens on `port`.
    #[must_use]
    pub fn public_url_on(&self, port: u16) -> Url {
        if let Some(url) = &self.public_url {
            return url.clone();
        }
        let mut url = LOCAL_URL.clone();
        // Cannot fail: an http URL with a host takes any port.
        let _ = url.set_port(Some(port));
        url
    }
}

/// Names in the environment of those who build and test this server; they say nothing to it.
const OF_TESTS: &[&str] = &[
    "binary",
    "ci_target",
    "cloud_api_dir",
    "fault_kills",
    "fault_texts",
    "require_payloads",
    "require_postgres",
    "test_postgres",
];

static LOCAL_URL: std::sync::LazyLock<Url> = std::sync::LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant that parses, as every test shows")]
    Url::parse("http://localhost/").expect("the local address is a URL")
});

fn sentence(error: &figment::Error) -> String {
    let name = error.path.join(".");
    let source = error.metadata.as_ref().map(|m| format!(" ({})", m.name)).unwrap_or_default();
    if name.is_empty() {
        format!("{}{source}", error.kind)
    } else {
        format!("{name}: {}{source}", error.kind)
    }
}

#[cfg(test)]
mod tests;
