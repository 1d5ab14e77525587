//! Logs and metrics. Logs are JSON lines on stderr and hold ids, routes and times; never bodies, names, numbers, tokens.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Starts to log; once in a process.
///
/// # Errors
/// When the filter cannot be read.
pub fn start_logging(filter: &str) -> Result<(), String> {
    // What a stranger sends is no error of ours.
    let noise = "actix_http::h1::dispatcher=off";
    let filter = EnvFilter::try_new(format!("{noise},{filter}")).map_err(|error| format!("log: {error}"))?;
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_current_span(false)
        .with_span_list(false)
        .try_init();
    std::panic::set_hook(Box::new(|panic| {
        // The place, not the message: a message may hold values.
        let place = panic.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    Ok(())
}

/// The metrics of this process.
pub fn metrics() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            PrometheusBuilder::new()
                .set_buckets(&[0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0])
                .and_then(PrometheusBuilder::install_recorder)
                .ok()
        })
        .as_ref()
}
