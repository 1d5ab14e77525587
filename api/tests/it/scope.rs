//! The walls between workspaces, and transactions that always end.

use std::sync::Arc;
use std::time::Duration;

use api::entities::{audit_event, bot, job, user, workspace};
use api::platform::jobs::{JobError, NewJob, Worker};
use api::platform::live::Live;
use api::platform::scope::{Actor, AuditEvent, Db};
use futures_util::FutureExt;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;
use shared::WorkspaceId;
use shared::live::LiveEvent;
use uuid::Uuid;

use crate::support::{Kind, TestClock, TestDatabase, on_both};

struct Fixture {
    database: TestDatabase,
    db: Db,
    clock: Arc<TestClock>,
}

async fn fixture(kind: Kind) -> Fixture {
    let database = TestDatabase::new(kind).await;
    let clock = Arc::new(TestClock::default());
    let db = database.connect(clock.clone(), Live::new(7)).await;
    Fixture { database, db, clock }
}

async fn a_workspace(db: &Db) -> WorkspaceId {
    let id = WorkspaceId::new();
    let tx = db.begin(Actor::System, id).await.unwrap();
    let now = tx.now();
    tx.insert_this_workspace(workspace::ActiveModel {
        id: Set(id.uuid()),
        name: Set("Acme".into()),
        time_zone: Set("UTC".into()),
        language: Set("en".into()),
        data_key: Set(vec![1, 2, 3]),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    })
    .await
    .unwrap();
    tx.commit(AuditEvent::new("workspace.created")).await.unwrap();
    id
}

fn a_bot(db: &Db, name: &str) -> bot::ActiveModel {
    let now = db.clock().now();
    bot::ActiveModel {
        id: Set(Uuid::now_v7()),
        name: Set(name.into()),
        state: Set(bot::BotState::NeverPublished),
        live_version_id: Set(None),
        draft: Set(json!({"b": 1, "a": null})),
        draft_revision: Set(1),
        draft_updated_at: Set(now),
        draft_updated_by: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        deleted_at: Set(None),
        ..Default::default()
    }
}

on_both! {
    async fn a_scope_reaches_its_own_workspace_alone(kind: Kind) {
        let Fixture { db, database: _database, .. } = fixture(kind).await;
        let (mine, other) = (a_workspace(&db).await, a_workspace(&db).await);
        let tx = db.begin(Actor::System, mine).await.unwrap();
        let bot = tx.insert(a_bot(&db, "Welcome")).await.unwrap();
        assert!(tx.by_id::<bot::Entity>(bot.id).await.unwrap().is_some(), "a transaction sees what it wrote");
        tx.commit(AuditEvent::new("bot.created").about("bot", bot.id)).await.unwrap();

        assert_eq!(db.scope(mine).by_id::<bot::Entity>(bot.id).await.unwrap(), Some(bot.clone()));
        let stranger = db.scope(other);
        assert!(stranger.by_id::<bot::Entity>(bot.id).await.unwrap().is_none());
        assert!(stranger.find::<bot::Entity>().all().await.unwrap().is_empty());

        let tx = db.begin(Actor::System, other).await.unwrap();
        assert_eq!(tx.change::<bot::Entity>().set(bot::Column::Name, "Mine").run().await.unwrap(), 0);
        let moved = bot::ActiveModel { id: Set(bot.id), name: Set("Mine".into()), ..Default::default() };
        assert!(tx.update(moved).await.is_err());
        let planted = bot::ActiveModel { workspace_id: Set(mine.uuid()), ..a_bot(&db, "Planted") };
        assert!(tx.insert(planted).await.is_err());
        // On PostgreSQL nobody deletes a bot's row at all.
        assert!(!matches!(tx.remove::<bot::Entity>().run().await, Ok(1..)));
        drop(tx);
        assert_eq!(db.scope(mine).find::<bot::Entity>().count().await.unwrap(), 1);
    }

    async fn a_dropped_transaction_leaves_nothing_and_a_commit_leaves_its_audit_event(kind: Kind) {
        let Fixture { db, database, .. } = fixture(kind).await;
        let mine = a_workspace(&db).await;
        let mut stream = db.live().subscribe(mine, None);
        let tx = db.begin(Actor::System, mine).await.unwrap();
        let bot = tx.insert(a_bot(&db, "Gone")).await.unwrap();
        tx.enqueue(NewJob::new("nothing", json!({}))).await.unwrap();
        tx.publish(LiveEvent::WorkspaceChanged {});
        drop(tx);
        let tx = db.begin(Actor::System, mine).await.unwrap();
        tx.publish(LiveEvent::BotChanged { bot_id: bot.id.into() });
        tx.commit(AuditEvent::new("bot.looked_at").about("bot", bot.id)).await.unwrap();

        assert!(matches!(stream.next().await.unwrap().event, LiveEvent::BotChanged { .. }));
        assert!(db.scope(mine).by_id::<bot::Entity>(bot.id).await.unwrap().is_none());
        assert_eq!(db.across_workspaces("test").find::<job::Entity>().count().await.unwrap(), 0);
        let events = audit_event::Entity::find()
            .filter(audit_event::Column::WorkspaceId.eq(mine.uuid())).all(database.peek().await).await.unwrap();
        let names: Vec<_> = events.iter().map(|e| e.event.as_str()).collect();
        assert_eq!(names, ["workspace.created", "bot.looked_at"]);
    }

    async fn an_audit_event_can_be_neither_changed_nor_deleted(kind: Kind) {
        let Fixture { db, database, .. } = fixture(kind).await;
        a_workspace(&db).await;
        let strong = database.peek().await;
        for sql in ["UPDATE audit_events SET event = 'x'", "DELETE FROM audit_events"] {
            let error = strong.execute_unprepared(sql).await.unwrap_err().to_string();
            assert!(error.contains("append only"), "whoever it is: {error}");
        }
    }

    async fn a_row_cannot_point_into_another_workspace(kind: Kind) {
        let Fixture { db, database: _database, .. } = fixture(kind).await;
        let (mine, other) = (a_workspace(&db).await, a_workspace(&db).await);
        let tx = db.begin(Actor::System, other).await.unwrap();
        let bot = tx.insert(a_bot(&db, "Theirs")).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        let tx = db.begin(Actor::System, mine).await.unwrap();
        let version = api::entities::bot_version::ActiveModel {
            id: Set(Uuid::now_v7()),
            bot_id: Set(bot.id),
            number: Set(1),
            flow: Set(json!({})),
            content_hash: Set("x".into()),
            note: Set(String::new()),
            published_by: Set(Uuid::now_v7()),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        assert!(tx.insert(version).await.is_err());
    }

    async fn requests_cancelled_at_random_never_leave_the_writer_locked(kind: Kind) {
        let Fixture { db, database: _database, .. } = fixture(kind).await;
        let mine = a_workspace(&db).await;
        let mut seed = 0x9e37_79b9_u64;
        let mut tasks = Vec::new();
        for n in 0..120_u64 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let patience = Duration::from_micros((seed >> 33) % 6_000);
            let db = db.clone();
            tasks.push(tokio::spawn(async move {
                let work = async {
                    let tx = db.begin(Actor::System, mine).await?;
                    tx.insert(a_bot(&db, &format!("bot {n}"))).await?;
                    tx.insert(a_bot(&db, &format!("twin {n}"))).await?;
                    tx.commit(AuditEvent::new("bot.created")).await
                };
                match tokio::time::timeout(patience, work).await {
                    Ok(result) => result.map(|()| true),
                    Err(_) => Ok(false),
                }
            }));
        }
        let mut n_done = 0;
        for task in tasks {
            if task.await.unwrap().expect("no SQLITE_BUSY, no poisoned transaction") {
                n_done += 1;
            }
        }
        let tx = db.begin(Actor::System, mine).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        let bots = db.scope(mine).find::<bot::Entity>().all().await.unwrap();
        let twins = bots.iter().filter(|b| b.name.starts_with("twin")).count();
        assert_eq!(bots.len(), 2 * twins, "a transaction is whole or not there");
        assert!(twins >= n_done, "what was answered as done is there");
    }

    async fn a_failed_job_comes_back_later_and_dies_in_the_end(kind: Kind) {
        let Fixture { db, clock, database: _database } = fixture(kind).await;
        let worker = Worker::new(db.clone(), Arc::new(|claimed| async move {
            match claimed.kind.as_str() {
                "fine" => Ok(()),
                "broken" => panic!("as tests do"),
                _ => Err(JobError::Retry("not today".into())),
            }
        }.boxed()));
        let mine = a_workspace(&db).await;
        let tx = db.begin(Actor::System, mine).await.unwrap();
        tx.enqueue(NewJob::new("fine", json!({}))).await.unwrap();
        tx.enqueue(NewJob::new("failing", json!({}))).await.unwrap();
        tx.enqueue(NewJob::new("broken", json!({}))).await.unwrap();
        tx.enqueue(NewJob::new("fine", json!({})).after(Duration::from_secs(86_400))).await.unwrap();
        tx.commit_pipeline().await.unwrap();

        assert_eq!(worker.run_due().await.unwrap(), 3);
        assert_eq!(worker.run_due().await.unwrap(), 0, "a failed job waits");
        for _ in 2..=10 {
            clock.advance(chrono::TimeDelta::seconds(3_601));
            assert_eq!(worker.run_due().await.unwrap(), 2);
        }
        clock.advance(chrono::TimeDelta::seconds(86_400));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let jobs = db.across_workspaces("test").find::<job::Entity>().all().await.unwrap();
        let count = |state| jobs.iter().filter(|j| j.state == state).count();
        assert_eq!((count(job::JobState::Done), count(job::JobState::Dead)), (2, 2));
        assert!(jobs.iter().all(|j| j.workspace_id == Some(mine.uuid())));
    }

    async fn a_job_whose_worker_died_is_taken_up_when_its_lease_ends(kind: Kind) {
        let Fixture { db, clock, database: _database } = fixture(kind).await;
        let (entered, mut started) = tokio::sync::mpsc::channel(1);
        let stuck = Worker::new(db.clone(), Arc::new(move |_| {
            let entered = entered.clone();
            async move {
                entered.send(()).await.unwrap();
                std::future::pending().await
            }.boxed()
        }));
        let tx = db.begin_global(Actor::System).await.unwrap();
        tx.enqueue(NewJob::new("any", json!({}))).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        let run = tokio::spawn(async move { stuck.run_due().await });
        started.recv().await.unwrap();
        run.abort();

        let healthy = Worker::new(db.clone(), Arc::new(|_| async { Ok(()) }.boxed()));
        assert_eq!(healthy.run_due().await.unwrap(), 0, "the lease holds");
        clock.advance(chrono::TimeDelta::seconds(61));
        assert_eq!(healthy.run_due().await.unwrap(), 1);
        let row = db.across_workspaces("test").find::<job::Entity>().one().await.unwrap().unwrap();
        assert_eq!((row.state, row.attempts), (job::JobState::Done, 2));
    }

    async fn a_job_that_ends_its_process_each_time_is_given_up(kind: Kind) {
        let Fixture { db, clock, database: _database } = fixture(kind).await;
        let tx = db.begin_global(Actor::System).await.unwrap();
        tx.enqueue(NewJob::new("deadly", json!({}))).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        let (entered, mut started) = tokio::sync::mpsc::channel(1);
        let deadly = Worker::new(db.clone(), Arc::new(move |_| {
            let entered = entered.clone();
            async move {
                entered.send(()).await.unwrap();
                std::future::pending().await
            }.boxed()
        }));
        for _ in 1..=10 {
            let process = deadly.clone();
            let run = tokio::spawn(async move { process.run_due().await });
            started.recv().await.unwrap();
            run.abort();
            clock.advance(chrono::TimeDelta::seconds(61));
        }
        assert_eq!(deadly.run_due().await.unwrap(), 0, "nobody tries it again");
        let row = db.across_workspaces("test").find::<job::Entity>().one().await.unwrap().unwrap();
        assert_eq!((row.state, row.attempts), (job::JobState::Dead, 10));
        assert_eq!((row.last_error.as_deref(), row.leased_until), (Some("no attempt came to an end"), None));
    }

    async fn an_email_belongs_to_one_user(kind: Kind) {
        let Fixture { db, database: _database, .. } = fixture(kind).await;
        let tx = db.begin_global(Actor::System).await.unwrap();
        let user = |key: &str| user::ActiveModel {
            id: Set(Uuid::now_v7()),
            email: Set(key.into()),
            email_key: Set(key.into()),
            name: Set("A".into()),
            phone: Set("+1".into()),
            password_hash: Set("x".into()),
            verified_at: Set(None),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            language: Set(None),
            wrong_passwords: Set(0),
        };
        assert!(tx.insert_new(user("a@example.com"), [user::Column::EmailKey]).await.unwrap());
        assert!(!tx.insert_new(user("a@example.com"), [user::Column::EmailKey]).await.unwrap());
        tx.insert_many((0..1_500).map(|n| user(&format!("{n}@example.com"))).collect()).await.unwrap();
        assert_eq!(tx.find::<user::Entity>().count().await.unwrap(), 1_501);
    }
}
