//! Every kind of job, and what does it: one exhaustive match.

use futures_util::FutureExt;
use serde::{Deserialize, Serialize};

use crate::platform::jobs::{Claimed, Handler, JobError, NewJob, Worker};
use crate::platform::state::State;
use crate::{accounts, numbers, team};

/// A job. A variant is never renamed while one of its kind may be in a queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Job {
    /// A mail to a user about their account.
    AccountMail(accounts::jobs::AccountMail),
    /// A mail about a workspace's team.
    TeamMail(team::jobs::TeamMail),
    /// The simulator learns where this server takes the webhooks of sandbox numbers.
    RefreshSandbox {},
}

impl Job {
    const fn kind(&self) -> &'static str {
        match self {
            Self::AccountMail(_) => "account_mail",
            Self::TeamMail(_) => "team_mail",
            Self::RefreshSandbox {} => "refresh_sandbox",
        }
    }

    async fn run(self, state: &State, claimed: &Claimed) -> Result<(), JobError> {
        match self {
            Self::AccountMail(mail) => accounts::jobs::send(state, mail, claimed.attempt).await,
            Self::TeamMail(mail) => team::jobs::send(state, mail).await,
            Self::RefreshSandbox {} => numbers::jobs::refresh_sandbox(state).await,
        }
    }
}

impl From<Job> for NewJob {
    fn from(job: Job) -> Self {
        let kind = job.kind();
        let written = serde_json::to_value(job).unwrap_or_default();
        Self::new(kind, written.get("payload").cloned().unwrap_or_default())
    }
}

/// What claims and runs the jobs of this process.
#[must_use]
pub fn worker(state: &State) -> Worker {
    let db = state.db.clone();
    let state = state.clone();
    let handler: Handler = std::sync::Arc::new(move |claimed| {
        let state = state.clone();
        async move {
            let written = serde_json::json!({"kind": claimed.kind, "payload": claimed.payload});
            let job: Job = serde_json::from_value(written)
                .map_err(|_| JobError::Dead("this version knows no such job".into()))?;
            job.run(&state, &claimed).await
        }
        .boxed()
    });
    Worker::new(db, handler)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::jobs::{About, AccountMail};

    #[test]
    fn a_job_is_written_under_the_kind_it_is_read_by() {
        let job = Job::AccountMail(AccountMail { user: shared::UserId::new(), about: About::Verify });
        let kind = job.kind();
        let written = serde_json::to_value(&job).unwrap();
        assert_eq!(written["kind"], kind);
        assert_eq!(serde_json::from_value::<Job>(written).unwrap(), job);
    }
}
