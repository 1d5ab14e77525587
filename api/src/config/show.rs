//! The settings as `--print-config` shows them: secrets masked.

use std::fmt;

use url::Url;

use super::{Config, Mail};
use crate::platform::scope::Database;

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |f: &mut fmt::Formatter<'_>, name: &str, value: &str| writeln!(f, "{name} = {value:?}");
        text(
            f,
            "env",
            if self.env == super::Environment::Production { "production" } else { "development" },
        )?;
        text(f, "data_dir", &self.data_dir.display().to_string())?;
        text(f, "listen", &self.listen.to_string())?;
        text(f, "metrics_listen", &self.metrics_listen.to_string())?;
        if let Some(url) = &self.public_url {
            text(f, "public_url", url.as_str())?;
        }
        match &self.database {
            Database::Sqlite(file) => writeln!(f, "# database: SQLite, {}", file.display())?,
            Database::Postgres(urls) => {
                text(f, "database_url", &mask(&urls.request))?;
                text(f, "database_pipeline_url", &mask(&urls.pipeline))?;
                if let Some(owner) = &urls.owner {
                    text(f, "database_owner_url", &mask(owner))?;
                }
            }
        }
        text(f, "key_ring", &self.key_ring.display().to_string())?;
        let is_open = self.sign_up == shared::account::SignUpPolicy::Open;
        text(f, "sign_up", if is_open { "open" } else { "invite" })?;
        match &self.mail {
            Mail::Folder(folder) => text(f, "mail_dir", &folder.display().to_string())?,
            Mail::Smtp(url) => text(f, "smtp_url", &mask(url.expose()))?,
        }
        text(f, "mail_from", &self.mail_from)?;
        if let Some(url) = &self.graph_base_url {
            text(f, "graph_base_url", url.as_str())?;
        }
        writeln!(f, "sandbox = {}", self.sandbox)?;
        if let Some(url) = &self.simulator_url {
            text(f, "simulator_url", url.as_str())?;
        }
        let proxies: Vec<String> = self.trusted_proxies.iter().map(ToString::to_string).collect();
        text(f, "trusted_proxies", &proxies.join(","))?;
        writeln!(f, "keep_done_days = {}", self.keep_done.num_days())?;
        writeln!(f, "keep_failed_days = {}", self.keep_failed.num_days())?;
        writeln!(f, "connections_per_ip = {}", self.connections_per_ip)?;
        let limits = &self.limits;
        for (name, limit) in [
            ("address", limits.address),
            ("session", limits.session),
            ("key", limits.key),
            ("workspace", limits.workspace),
        ] {
            writeln!(f, "limit_{name} = {limit}")?;
        }
        text(f, "log", &self.log)
    }
}

/// The URL without its password, wherever it stands.
fn mask(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else { return "***".into() };
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return "***".into();
    }
    if url.query().is_some() {
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let masked = pairs.into_iter().map(|(name, value)| {
            let is_secret = ["password", "sslpassword"].contains(&name.to_ascii_lowercase().as_str());
            (name, if is_secret { "***".to_owned() } else { value })
        });
        url.query_pairs_mut().clear().extend_pairs(masked);
    }
    url.into()
}
