//! What is kept only for a while: webhooks and sends once they have taken effect, and what was put aside.
//!
//! The messages themselves belong to their workspace and stay. How long is a setting; what is deleted leaves one entry in
//! the audit log.

use std::time::Duration;

use sea_orm::DbErr;
use serde_json::json;
use tokio::sync::watch;

use crate::error::scrub;
use crate::platform::scope::{Actor, AuditEvent};
use crate::platform::state::State;
use crate::{intake, outbox, platform};

/// How often it is looked for.
const SWEEP: Duration = Duration::from_secs(3_600);

/// How much was deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Webhooks, with all they held.
    pub n_webhooks: u64,
    /// Sends.
    pub n_sends: u64,
    /// Dead jobs.
    pub n_jobs: u64,
}

/// Sweeps at the start and every hour, until `stop` says so.
pub async fn run(state: State, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = sweep(&state).await {
            tracing::error!(error = %scrub(&error), "what is over is not deleted");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Deletes what is over now.
///
/// # Errors
/// When the database fails; what was deleted until then is.
pub async fn sweep(state: &State) -> Result<Swept, DbErr> {
    let (db, now) = (&state.db, state.clock.now());
    let (done_before, failed_before) = (now - state.config.keep_done, now - state.config.keep_failed);
    let swept = Swept {
        n_webhooks: intake::sweep(db, done_before, failed_before).await?,
        n_sends: outbox::sweep(db, done_before, failed_before).await?,
        n_jobs: platform::jobs::sweep_dead(db, failed_before).await?,
    };
    if swept != Swept::default() {
        let Swept { n_webhooks, n_sends, n_jobs } = swept;
        let detail = json!({ "n_webhooks": n_webhooks, "n_sends": n_sends, "n_jobs": n_jobs });
        let tx = db.begin_global(Actor::System).await?;
        tx.commit(AuditEvent::new("retention.swept").detail(detail)).await?;
    }
    Ok(swept)
}
