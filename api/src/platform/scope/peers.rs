//! The processes that share a PostgreSQL database: they hear each other's news and know who of them is alive.
//!
//! Each server keeps one connection of its own for this. On it, it listens to what others commit, and it holds an advisory
//! lock keyed by its name: the database lets go of that lock when the process ends, however it ends, so a name whose lock
//! is free is the name of a process that has died. Both need a connection that is really ours: no pooler that hands it
//! to others between two transactions. Nothing depends on being told: whoever waits for work also looks every second.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::sea_query::Expr;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::{self, Error};
use sea_orm::{DbBackend, Statement};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use super::news::{Listeners, News};

const CHANNEL: &str = "mgs_wa";
/// Tells many things at once; the text of a notification is at most 8,000 bytes.
pub(super) const ANNOUNCE: &str =
    "SELECT pg_notify('mgs_wa', value) FROM json_array_elements_text(CAST($1 AS json))";
const HOLD_NAME: &str = "SELECT pg_advisory_lock(hashtextextended($1, 0))";
/// How long joining may take.
const JOIN_WITHIN: Duration = Duration::from_secs(5);
/// The wait before joining is tried again.
const JOIN_AGAIN: Duration = Duration::from_millis(500);
/// Whoever lost its connection gives the others this long to come back too, before it takes any of them for dead.
const OTHERS_COME_BACK: Duration = Duration::from_secs(2);
/// After this long without a word the connection is tried.
const PROBE: Duration = Duration::from_secs(15);

/// Whether no living process has the name that a column holds. PostgreSQL only.
#[must_use]
pub fn is_gone(column: &str) -> Expr {
    Expr::cust(format!(
        "NOT EXISTS (SELECT 1 FROM pg_locks held WHERE held.locktype = 'advisory' AND held.objsubid = 1 \
         AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
         AND (held.classid::bigint << 32) | held.objid::bigint = hashtextextended({column}, 0))"
    ))
}

/// What one process calls to the others.
#[derive(Serialize, Deserialize)]
struct Call {
    by: String,
    news: News,
}

/// The texts of the notifications that tell the news, as a JSON array.
pub(super) fn calls(by: &str, news: &[News]) -> String {
    let texts = news.iter().map(|news| {
        let call = Call { by: by.to_owned(), news: news.clone() };
        serde_json::to_string(&call).unwrap_or_default()
    });
    serde_json::Value::from_iter(texts).to_string()
}

pub(super) fn announcement(by: &str, news: &[News]) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, ANNOUNCE, [calls(by, news).into()])
}

/// This process among the others, until it is dropped.
pub(super) struct Peers {
    is_present: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Peers {
    /// Takes the name and begins to listen.
    pub(super) async fn join(url: &str, name: &str, listeners: Arc<Listeners>) -> Result<Self, Error> {
        let line = open(url, name).await?;
        let is_present = Arc::new(AtomicBool::new(true));
        let (url, name, is_known) = (url.to_owned(), name.to_owned(), is_present.clone());
        let task = tokio::spawn(async move {
            let mut line = line;
            loop {
                listen(&mut line, &name, &listeners).await;
                is_known.store(false, Ordering::Relaxed);
                tracing::warn!("the connection to the other processes was lost");
                drop(line);
                line = reopen(&url, &name).await;
                listeners.missed();
                tokio::time::sleep(OTHERS_COME_BACK).await;
                is_known.store(true, Ordering::Relaxed);
            }
        });
        Ok(Self { is_present, task })
    }

    /// Whether the others know that this process is alive, and it may judge them.
    pub(super) fn is_present(&self) -> bool {
        self.is_present.load(Ordering::Relaxed)
    }

    /// Gives the name back.
    pub(super) fn leave(&self) {
        self.task.abort();
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        self.leave();
    }
}

async fn open(url: &str, name: &str) -> Result<PgListener, Error> {
    let open = async {
        let mut line = PgListener::connect(url).await?;
        line.eager_reconnect(false);
        sqlx::query(HOLD_NAME).bind(name).execute(&mut line).await?;
        line.listen(CHANNEL).await?;
        Ok(line)
    };
    tokio::time::timeout(JOIN_WITHIN, open).await.map_err(|_| Error::PoolTimedOut)?
}

async fn reopen(url: &str, name: &str) -> PgListener {
    loop {
        match open(url, name).await {
            Ok(line) => return line,
            Err(_) => tokio::time::sleep(JOIN_AGAIN).await,
        }
    }
}

/// Tells what the others call, until the connection is lost.
async fn listen(line: &mut PgListener, name: &str, listeners: &Listeners) {
    loop {
        match tokio::time::timeout(PROBE, line.try_recv()).await {
            Ok(Ok(Some(call))) => match serde_json::from_str::<Call>(call.payload()) {
                Ok(call) if call.by == name => {}
                Ok(call) => listeners.tell(call.news),
                Err(_) => tracing::debug!("another version of this program speaks of something new"),
            },
            Ok(Ok(None) | Err(_)) => return,
            Err(_) => {
                let probe = sqlx::query("SELECT 1").execute(&mut *line);
                if !matches!(tokio::time::timeout(JOIN_WITHIN, probe).await, Ok(Ok(_))) {
                    return;
                }
            }
        }
    }
}
