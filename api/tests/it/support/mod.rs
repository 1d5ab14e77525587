//! What every test stands on.

mod actor;
mod app;
mod clock;
mod database;

pub use actor::{Actor, Answer};
pub use app::{TestApp, TestWorkspace};
pub use clock::TestClock;
pub use database::{Kind, OWNER, PIPELINE, REQUEST, TestDatabase, setting};

/// Makes two tests of one: on SQLite, and on PostgreSQL where there is one.
macro_rules! on_both {
    ($(async fn $name:ident($kind:ident: Kind) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($kind: Kind) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test(Kind::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if Kind::Postgres.is_available() {
                    test(Kind::Postgres).await;
                }
            }
        }
    )*};
}
pub(crate) use on_both;
