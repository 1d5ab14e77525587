//! PostgreSQL: a task that inserts arrays, three statements a commit however many bodies there are.

use sea_orm::sqlx::{self, PgPool, Row};
use tokio::sync::mpsc;

use super::{content_state, item_kind, item_state};
use crate::intake::rules::NewItem;
use crate::intake::writer::{NewEvent, Refused, Waiting, answer, batch};
use crate::platform::scope::{Raw, Waker};

const RESERVE: &str = "SELECT nextval(pg_get_serial_sequence('inbound_events', 'seq')) AS seq \
    FROM generate_series(1, $1) ORDER BY 1";
const INSERT_EVENTS: &str = "INSERT INTO inbound_events (seq, app_id, received_at, body, content_state, reason) \
    SELECT * FROM UNNEST($1::bigint[], $2::uuid[], $3::timestamptz[], $4::bytea[], $5::text[], $6::text[])";
const INSERT_ITEMS: &str = "INSERT INTO inbound_items (event_seq, position, workspace_id, number_id, thread_key, \
    kind, payload, state, reason, attempts, due_at) \
    SELECT event_seq, position, workspace_id, number_id, thread_key, kind, payload::jsonb, state, reason, 0, due_at \
    FROM UNNEST($1::bigint[], $2::int[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], \
    $9::text[], $10::timestamptz[]) WITH ORDINALITY AS item (event_seq, position, workspace_id, number_id, \
    thread_key, kind, payload, state, reason, due_at, n) ORDER BY n";

pub(super) async fn run(pool: PgPool, call: String, mut queue: mpsc::Receiver<Waiting>, arrived: Waker) {
    while let Some(first) = queue.recv().await {
        let batch = batch(first, &mut queue);
        let result = store(&pool, &call, batch.iter().map(|waiting| &waiting.event)).await;
        match result {
            Ok(()) => answer(batch, Ok(())),
            Err(error) if batch.len() > 1 && error.as_database_error().is_some() => {
                // Something in one body: the others are stored without it.
                for waiting in batch {
                    let result = store(&pool, &call, std::iter::once(&waiting.event)).await;
                    report(&result);
                    answer(vec![waiting], result.map_err(|_| Refused));
                }
            }
            Err(error) => {
                report(&Err(error));
                answer(batch, Err(Refused));
            }
        }
        arrived.wake();
    }
}

fn report(result: &Result<(), sqlx::Error>) {
    if let Err(error) = result {
        let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
        tracing::error!(?code, "webhooks could not be stored");
    }
}

async fn store<'a>(
    pool: &PgPool,
    call: &str,
    events: impl Iterator<Item = &'a NewEvent> + Clone + Send,
) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let count = i64::try_from(events.clone().count()).unwrap_or(i64::MAX);
    let rows = sqlx::query(RESERVE).bind(count).fetch_all(&mut *transaction).await?;
    let seqs = rows.iter().map(|row| row.try_get("seq")).collect::<Result<Vec<i64>, _>>()?;
    sqlx::query(INSERT_EVENTS)
        .bind(&seqs)
        .bind(events.clone().map(|event| event.app_id).collect::<Vec<_>>())
        .bind(events.clone().map(|event| event.received_at).collect::<Vec<_>>())
        .bind(events.clone().map(|event| event.body.as_ref()).collect::<Vec<_>>())
        .bind(events.clone().map(|event| content_state(event.parsed.content_state)).collect::<Vec<_>>())
        .bind(events.clone().map(|event| event.parsed.reason.as_deref()).collect::<Vec<_>>())
        .execute(&mut *transaction)
        .await?;
    let items: Vec<Placed<'_>> =
        seqs.iter().zip(events).flat_map(|(seq, event)| placed(*seq, event)).collect();
    insert_items(&mut transaction, &items).await?;
    sqlx::query(Raw::ANNOUNCE).bind(call).execute(&mut *transaction).await?;
    transaction.commit().await
}

/// An item with its place.
struct Placed<'a> {
    event_seq: i64,
    position: i32,
    event: &'a NewEvent,
    item: &'a NewItem,
}

fn placed(event_seq: i64, event: &NewEvent) -> impl Iterator<Item = Placed<'_>> {
    (0..).zip(&event.parsed.items).map(move |(position, item)| Placed { event_seq, position, event, item })
}

async fn insert_items(transaction: &mut sqlx::PgConnection, items: &[Placed<'_>]) -> Result<(), sqlx::Error> {
    let all = || items.iter();
    sqlx::query(INSERT_ITEMS)
        .bind(all().map(|placed| placed.event_seq).collect::<Vec<_>>())
        .bind(all().map(|placed| placed.position).collect::<Vec<_>>())
        .bind(
            all().map(|placed| placed.item.number_id.map(|_| placed.event.workspace_id)).collect::<Vec<_>>(),
        )
        .bind(all().map(|placed| placed.item.number_id).collect::<Vec<_>>())
        .bind(all().map(|placed| placed.item.thread_key.as_deref()).collect::<Vec<_>>())
        .bind(all().map(|placed| item_kind(placed.item.kind)).collect::<Vec<_>>())
        .bind(all().map(|placed| placed.item.payload.to_string()).collect::<Vec<_>>())
        .bind(all().map(|placed| item_state(placed.item.state)).collect::<Vec<_>>())
        .bind(all().map(|placed| placed.item.reason.as_deref()).collect::<Vec<_>>())
        .bind(all().map(|placed| placed.event.received_at).collect::<Vec<_>>())
        .execute(transaction)
        .await?;
    Ok(())
}
