//! The message pipeline as a whole: the intake's writer, the runner and the sender, started together and stopped together.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::intake::{Intake, StartError};
use crate::outbox::Sender;
use crate::platform::egress::Egress;
use crate::platform::scope::Db;
use crate::platform::seal::Seal;
use crate::runs::Runner;

/// How long the loops may take to finish what they have in hand.
const STOP_WITHIN: Duration = Duration::from_secs(25);

/// The running pipeline.
pub struct Pipeline {
    intake: Intake,
    to_send: Arc<Notify>,
    stop: watch::Sender<bool>,
    loops: Vec<JoinHandle<()>>,
}

impl Pipeline {
    /// Starts everything on a database.
    ///
    /// # Errors
    /// When the intake's writer cannot start.
    pub fn start(db: &Db, seal: &Seal, egress: Egress) -> Result<Self, StartError> {
        let intake = Intake::start(db, seal)?;
        let to_send = Arc::new(Notify::new());
        let (stop, stopped) = watch::channel(false);
        let runner = Runner::new(db.clone(), intake.arrived().clone(), to_send.clone());
        let sender = Sender::new(db.clone(), seal.clone(), egress, to_send.clone());
        let loops = vec![tokio::spawn(runner.run(stopped.clone())), tokio::spawn(sender.run(stopped))];
        Ok(Self { intake, to_send, stop, loops })
    }

    /// Where webhooks go in; the webhook's resource wants it as `web::Data`.
    #[must_use]
    pub const fn intake(&self) -> &Intake {
        &self.intake
    }

    /// Notify it after a commit that queued a message.
    #[must_use]
    pub const fn to_send(&self) -> &Arc<Notify> {
        &self.to_send
    }

    /// Finishes what is in hand. What is not finished in time is settled by the next start.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let all = futures_util::future::join_all(self.loops);
        if tokio::time::timeout(STOP_WITHIN, all).await.is_err() {
            tracing::warn!("the pipeline did not come to an end in time");
        }
    }
}
