//! Several at once: other writers that go away halfway, and a second server on the same PostgreSQL.

use std::collections::BTreeMap;
use std::time::Duration;

use api::entities::inbound_item::ItemState;
use api::entities::number;
use api::platform::scope::Actor;
use sea_orm::{ColumnTrait, QueryFilter};

use super::bench::Bench;
use crate::support::{Kind, on_both};

const PEOPLE: u32 = 10;
const TEXTS: u32 = 12;

/// Everybody writes, each in order.
async fn write(bench: &Bench) {
    let writers = (0..PEOPLE).map(|person| async move {
        for n in 0..TEXTS {
            let text = bench.text(&format!("wamid.{person}.{n}"), person, &format!("{person} {n}"));
            assert_eq!(bench.post_value(text).await, 200);
        }
    });
    futures_util::future::join_all(writers).await;
}

async fn everything_is_answered_once_in_order(bench: &Bench) {
    let all = usize::try_from(PEOPLE * TEXTS).unwrap();
    bench
        .until("every text has its reply", || async {
            let sent = bench.sent().await;
            sent.len() == all && sent.iter().all(|message| message.wamid.is_some())
        })
        .await;
    let mut threads: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for message in bench.sent().await {
        threads.entry(message.conversation_id).or_default().push(message.body);
    }
    for replies in threads.values() {
        let person = replies[0].split(' ').nth(1).unwrap().to_owned();
        let wanted: Vec<_> = (0..TEXTS).map(|n| format!("echo: {person} {n}")).collect();
        assert_eq!(replies, &wanted);
    }
    let accepted = bench.accepted().await;
    assert_eq!(accepted.len(), all);
    assert!(accepted.iter().all(|(_, n)| *n == 1));
    let items = bench.items().await;
    assert!(items.iter().all(|item| item.attempts == 0 && item.state != ItemState::Quarantined));
}

on_both! {
    async fn writers_that_go_away_halfway_disturb_nobody(kind: Kind) {
        let bench = Bench::running(kind).await;
        bench.echo_bot().await;
        for person in 0..PEOPLE {
            bench.phone(person).await;
        }
        let rude = async {
            for n in 0_u64..150 {
                let change = async {
                    let tx = bench.db().begin(Actor::System, bench.workspace).await.unwrap();
                    let change = tx.change::<number::Entity>().set(number::Column::Name, format!("{n}"));
                    change.filter(number::Column::Id.eq(bench.number_id)).run().await.unwrap();
                    tokio::task::yield_now().await;
                    tx.commit_pipeline().await.unwrap();
                };
                let _ = tokio::time::timeout(Duration::from_micros(n * 37 % 4_000), change).await;
            }
        };
        tokio::join!(write(&bench), rude);
        everything_is_answered_once_in_order(&bench).await;
    }

    async fn two_servers_share_the_work_and_double_nothing(kind: Kind) {
        let bench = Bench::running(kind).await;
        // A second server on the same SQLite file is refused by its lock.
        if kind == Kind::Postgres {
            let other = bench.app.another_server().await;
            bench.app.run_jobs().await;
            bench.run(&other.state);
            bench.echo_bot().await;
            for person in 0..PEOPLE {
                bench.phone(person).await;
            }
            write(&bench).await;
            everything_is_answered_once_in_order(&bench).await;
        }
    }
}
