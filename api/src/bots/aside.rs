//! Work that takes as long as a flow is large: never on a worker that answers requests, never within a transaction.

use sea_orm::DbErr;
use tokio::sync::Semaphore;

use super::Error;

/// Flows that are read and checked at the same time; more wait for their turn. Whoever sends many takes no CPU from the rest.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Does the work on a thread of its own. It goes on when nobody waits for it any more, and keeps its turn until it is done.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let broken = || Error::Database(DbErr::Custom("work on a flow came to no end".into()));
    let turn = TURNS.acquire().await.map_err(|_| broken())?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|_| broken())?
}
