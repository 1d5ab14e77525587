//! The settings as they are written, and the checks that make a [`Config`] of them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::account::SignUpPolicy;
use url::Url;

use super::{Config, ConfigError, Environment, Mail};
use crate::platform::limit::Quotas;
use crate::platform::network::Network;
use crate::platform::scope::{Database, Urls};
use crate::platform::secret::Secret;

/// Beyond this a bucket cannot tell two requests apart.
const MOST_REQUESTS: u32 = 1_000_000;

/// Every setting, all of them optional. `docs/configuration.md` describes them one by one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented once, on `Config`")]
pub struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env: Option<Environment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_listen: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_pipeline_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_owner_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_ring: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_up: Option<SignUpPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_dir: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graph_base_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simulator_url: Option<String>,
    /// Comma-separated addresses and networks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_proxies: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_done_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_failed_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections_per_ip: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_address: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_session: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_key: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_workspace: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
}

/// How long what has taken effect is kept at least: Meta sends a webhook again for seven days.
const KEEP_DONE_DAYS_MIN: u32 = 8;
const KEEP_DONE_DAYS: u32 = 30;
const KEEP_FAILED_DAYS: u32 = 90;

impl Settings {
    /// The names, as in the file; in the environment `MGS_` and upper case.
    pub const NAMES: &[&str] = &[
        "env",
        "data_dir",
        "listen",
        "metrics_listen",
        "public_url",
        "database_url",
        "database_pipeline_url",
        "database_owner_url",
        "key_ring",
        "sign_up",
        "smtp_url",
        "mail_from",
        "mail_dir",
        "graph_base_url",
        "sandbox",
        "simulator_url",
        "trusted_proxies",
        "keep_done_days",
        "keep_failed_days",
        "connections_per_ip",
        "limit_address",
        "limit_session",
        "limit_key",
        "limit_workspace",
        "log",
    ];

    /// Checks everything, and collects every fault.
    ///
    /// # Errors
    /// With one sentence per fault.
    pub fn check(self) -> Result<Config, ConfigError> {
        let mut faults = Vec::new();
        let env = self.env.unwrap_or(Environment::Development);
        let data_dir = self.data_dir.clone().unwrap_or_else(|| PathBuf::from("mgs-wa-data"));
        let config = Config {
            env,
            listen: self.listen.unwrap_or(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 8080)),
            metrics_listen: self.metrics_listen.unwrap_or_else(|| {
                let port = if env == Environment::Production { 9464 } else { 0 };
                SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)
            }),
            public_url: url("public_url", self.public_url.as_deref(), &mut faults),
            database: self.database(&data_dir, &mut faults),
            key_ring: self.key_ring.clone().unwrap_or_else(|| data_dir.join("key-ring")),
            sign_up: self.sign_up.unwrap_or(SignUpPolicy::Open),
            mail: self.mail(env, &data_dir, &mut faults),
            mail_from: self.mail_from.clone().unwrap_or_else(|| "MGS WA <no-reply@localhost>".into()),
            graph_base_url: url("graph_base_url", self.graph_base_url.as_deref(), &mut faults),
            sandbox: self.sandbox.unwrap_or(true),
            simulator_url: url("simulator_url", self.simulator_url.as_deref(), &mut faults),
            trusted_proxies: self.proxies(&mut faults),
            keep_done: days(self.keep_done_days.unwrap_or(KEEP_DONE_DAYS)),
            keep_failed: days(self.keep_failed_days.unwrap_or(KEEP_FAILED_DAYS)),
            // In development only this machine reaches it.
            connections_per_ip: self.connections_per_ip.unwrap_or(match env {
                Environment::Development => 0,
                Environment::Production => 100,
            }),
            limits: self.limits(&mut faults),
            log: self.log.clone().unwrap_or_else(|| default_log(env).to_owned()),
            data_dir,
        };
        check_loopback(&config, &mut faults);
        check_mail_from(&config, &mut faults);
        check_keeping(&config, &mut faults);
        match env {
            Environment::Development => check_development(&config, &mut faults),
            Environment::Production => check_production(&config, self.mail_from.is_some(), &mut faults),
        }
        if faults.is_empty() { Ok(config) } else { Err(ConfigError(faults)) }
    }

    fn database(&self, data_dir: &std::path::Path, faults: &mut Vec<String>) -> Database {
        let urls = [
            ("database_url", &self.database_url),
            ("database_pipeline_url", &self.database_pipeline_url),
            ("database_owner_url", &self.database_owner_url),
        ];
        for (name, url) in urls {
            if url.as_deref().is_some_and(|url| !is_postgres(url)) {
                faults.push(format!(
                    "{name} is not of the form postgres://user:password@host/name; leave it out for SQLite in data_dir"
                ));
            }
        }
        match (&self.database_url, &self.database_pipeline_url) {
            (Some(request), Some(pipeline)) => {
                let owner = self.database_owner_url.clone();
                return Database::Postgres(Urls { request: request.clone(), pipeline: pipeline.clone(), owner });
            }
            (Some(_), None) => faults.push(
                "PostgreSQL needs database_pipeline_url beside database_url: the same database as another role; \
                 docs/operate.md has the SQL that makes both"
                    .into(),
            ),
            (None, pipeline) if pipeline.is_some() || self.database_owner_url.is_some() => {
                faults.push("PostgreSQL needs database_url, of the role that serves requests".into());
            }
            (None, _) => {}
        }
        Database::Sqlite(data_dir.join("mgs-wa.sqlite"))
    }

    fn mail(&self, env: Environment, data_dir: &std::path::Path, faults: &mut Vec<String>) -> Mail {
        match (&self.smtp_url, &self.mail_dir) {
            (Some(_), Some(_)) => {
                faults.push("smtp_url and mail_dir exclude each other; leave one out".into());
                Mail::Folder(data_dir.join("mail"))
            }
            (Some(url), None) => {
                if !(url.starts_with("smtps://") || url.starts_with("smtp://")) {
                    faults.push("smtp_url is not of the form smtps://user:password@host".into());
                } else if env == Environment::Production && !is_encrypted(url) {
                    faults
                        .push("smtp_url would send mails in the clear; use smtps:// or ?tls=required".into());
                }
                Mail::Smtp(Secret::new(url.clone()))
            }
            (None, folder) => {
                if env == Environment::Production {
                    faults.push(
                        "env=production needs smtp_url: a mail folder exists in development only".into(),
                    );
                }
                Mail::Folder(folder.clone().unwrap_or_else(|| data_dir.join("mail")))
            }
        }
    }

    fn limits(&self, faults: &mut Vec<String>) -> Quotas {
        let mut limit = |name: &str, value: Option<u32>, default| {
            let value = value.unwrap_or(default);
            if !(1..=MOST_REQUESTS).contains(&value) {
                faults.push(format!("{name} is 1 to {MOST_REQUESTS} requests a minute"));
            }
            value
        };
        Quotas {
            address: limit("limit_address", self.limit_address, 300),
            session: limit("limit_session", self.limit_session, 1_200),
            key: limit("limit_key", self.limit_key, 1_200),
            workspace: limit("limit_workspace", self.limit_workspace, 6_000),
        }
    }

    fn proxies(&self, faults: &mut Vec<String>) -> Vec<Network> {
        let texts = self.trusted_proxies.as_deref().unwrap_or_default().split(',');
        let mut proxies = Vec::new();
        for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
            match text.parse() {
                Ok(address) => proxies.push(address),
                Err(fault) => faults.push(format!("trusted_proxies: {fault}")),
            }
        }
        proxies
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn is_encrypted(smtp_url: &str) -> bool {
    smtp_url.starts_with("smtps://") || smtp_url.contains("tls=required")
}

const fn default_log(env: Environment) -> &'static str {
    match env {
        Environment::Development => "warn",
        Environment::Production => "info",
    }
}

fn url(name: &str, text: Option<&str>, faults: &mut Vec<String>) -> Option<Url> {
    let text = text?;
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
            if url.path() == "/"
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
            {
                return Some(url);
            }
            faults.push(format!("{name} must be an address alone, such as https://wa.example.com"));
        }
        _ => faults.push(format!("{name} is no http or https address")),
    }
    None
}

fn check_loopback(config: &Config, faults: &mut Vec<String>) {
    if !config.metrics_listen.ip().is_loopback() {
        faults.push("metrics_listen must be a loopback address such as 127.0.0.1:9464".into());
    }
    if config.simulator_url.as_ref().is_some_and(|url| !is_loopback(url)) {
        faults.push("simulator_url must be on this machine, such as http://127.0.0.1:8090".into());
    }
}

fn days(n: u32) -> TimeDelta {
    TimeDelta::days(n.into())
}

fn check_keeping(config: &Config, faults: &mut Vec<String>) {
    if config.keep_done < days(KEEP_DONE_DAYS_MIN) {
        faults.push(format!(
            "keep_done_days must be at least {KEEP_DONE_DAYS_MIN}: Meta sends a webhook again for seven days"
        ));
    }
    if config.keep_failed < config.keep_done {
        faults.push("keep_failed_days must not be less than keep_done_days".into());
    }
}

fn check_mail_from(config: &Config, faults: &mut Vec<String>) {
    if config.mail_from.parse::<lettre::message::Mailbox>().is_err() {
        faults.push("mail_from is no mail address such as MGS WA <no-reply@example.com>".into());
    }
}

fn check_development(config: &Config, faults: &mut Vec<String>) {
    if !config.listen.ip().is_loopback() {
        faults.push(format!(
            "env=development listens on this machine only, not on {}; set env=production for others to reach it",
            config.listen
        ));
    }
    if config.public_url.as_ref().is_some_and(|url| url.scheme() == "http" && !is_loopback(url)) {
        faults.push("public_url must begin with https:// unless it is localhost or 127.0.0.1: browsers keep the session's cookies only there".into());
    }
}

fn check_production(config: &Config, has_mail_from: bool, faults: &mut Vec<String>) {
    match &config.public_url {
        None => faults.push("env=production needs public_url, such as https://wa.example.com".into()),
        Some(url) if url.scheme() != "https" => {
            faults.push("env=production needs a public_url that begins with https://".into());
        }
        Some(_) => {}
    }
    if config.graph_base_url.is_some() {
        faults.push("env=production talks to Meta's Graph API only; leave graph_base_url out".into());
    }
    if !has_mail_from {
        faults.push("env=production needs mail_from, such as MGS WA <no-reply@example.com>".into());
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
