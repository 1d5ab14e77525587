//! Several servers on one PostgreSQL: they hear of each other's commits, and know who of them is alive.
//!
//! On SQLite a second server is refused, so there is nothing to test there.

use std::time::Duration;

use api::entities::message::MessageStatus;
use api::outbox::Sender;
use api::platform::jobs::NewJob;
use api::platform::live::Subscription;
use api::platform::scope::{Actor, Work};
use sea_orm::sqlx;
use serde_json::json;
use shared::BotId;
use shared::live::LiveEvent;

use crate::pipeline::bench::Bench;
use crate::support::{Kind, TestApp, TestWorkspace};

/// Longer than anything here takes; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.expect("it was never told")
}

async fn next(stream: &mut Subscription) -> LiveEvent {
    within(stream.next()).await.unwrap().event
}

async fn rename(workspace: &TestWorkspace<'_>, name: &str) {
    let answer = workspace.owner().await.patch(&workspace.url(""), json!({ "name": name })).await;
    assert_eq!(answer.status, 200);
}

/// Cuts the connections on which servers listen.
async fn cut_listeners(app: &TestApp) {
    let pool = app.database.peek().await.get_postgres_connection_pool();
    let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
        WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()";
    let n_cut: i64 = sqlx::query_scalar(sql).fetch_one(pool).await.unwrap();
    assert!(n_cut > 0, "nobody listens");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_of_one_server_are_told_what_another_commits_and_nothing_else() {
    if !Kind::Postgres.is_available() {
        return;
    }
    let app = TestApp::new(Kind::Postgres).await;
    let other = app.another_server().await;
    let acme = app.workspace("acme").await;
    let mut there = other.state.live.subscribe(acme.id, None);
    let mut here = app.state().live.subscribe(acme.id, None);
    let undone = app.db().begin(Actor::System, acme.id).await.unwrap();
    undone.publish(LiveEvent::BotChanged { bot_id: BotId::new() });
    drop(undone);
    rename(&acme, "Acme & Sons").await;
    let last = LiveEvent::BotChanged { bot_id: BotId::new() };
    let tx = app.db().begin(Actor::System, acme.id).await.unwrap();
    tx.publish(last.clone());
    tx.commit_pipeline().await.unwrap();
    for stream in [&mut here, &mut there] {
        assert_eq!(next(stream).await, LiveEvent::WorkspaceChanged {});
        assert_eq!(next(stream).await, last, "once each");
    }
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_could_not_hear_starts_over_and_hears_again() {
    if !Kind::Postgres.is_available() {
        return;
    }
    let app = TestApp::new(Kind::Postgres).await;
    let other = app.another_server().await;
    let acme = app.workspace("acme").await;
    let mut there = other.state.live.subscribe(acme.id, None);
    cut_listeners(&app).await;
    assert_eq!(next(&mut there).await, LiveEvent::Reset {});
    within(other.state.db.wait_for(Work::Messages)).await;
    rename(&acme, "Acme & Sons").await;
    assert_eq!(next(&mut there).await, LiveEvent::WorkspaceChanged {});
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_one_server_brings_wakes_the_others() {
    if !Kind::Postgres.is_available() {
        return;
    }
    let bench = Bench::still(Kind::Postgres).await;
    bench.echo_bot().await;
    let other = bench.app.another_server().await;
    assert_eq!(bench.post_value(bench.text("wamid.1", 1, "hi")).await, 200);
    within(other.state.db.wait_for(Work::Webhooks)).await;
    bench.run_pending().await;
    within(other.state.db.wait_for(Work::Messages)).await;
    let tx = bench.db().begin_global(Actor::System).await.unwrap();
    tx.enqueue(NewJob::new("refresh_sandbox", json!({}))).await.unwrap();
    tx.commit_pipeline().await.unwrap();
    within(other.state.db.wait_for(Work::Jobs)).await;
    bench.run_jobs().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_process_holds_no_conversation_up_and_a_living_one_is_left_alone() {
    if !Kind::Postgres.is_available() {
        return;
    }
    let bench = Bench::still(Kind::Postgres).await;
    bench.echo_bot().await;
    bench.phone(1).await;
    for n in 1..=2 {
        assert_eq!(bench.post_value(bench.text(&format!("wamid.{n}"), 1, "hi")).await, 200);
    }
    bench.run_pending().await;
    let statuses =
        || async { bench.sent().await.into_iter().map(|message| message.status).collect::<Vec<_>>() };
    let other = bench.app.another_server().await;
    let mut dying = Sender::new(&other.state);
    assert_eq!(dying.turn(true).await.unwrap(), 1);
    bench.send_due().await;
    assert_eq!(statuses().await, [MessageStatus::Sending, MessageStatus::Queued], "it is alive");
    drop(dying);
    other.stop().await;
    let settled = || async {
        bench.send_due().await;
        statuses().await == [MessageStatus::Unknown, MessageStatus::Accepted]
    };
    bench.until("the dead one's attempt is unknown, and what waited is sent", settled).await;
}
