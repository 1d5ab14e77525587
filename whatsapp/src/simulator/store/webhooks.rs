//! Webhooks that are not answered 200 yet.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::Db;
use super::messages::set_state;
use crate::simulator::payload;

/// A webhook that waits: enough to keep the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) id: i64,
    pub(crate) phone_number_id: String,
    pub(crate) person: String,
    pub(crate) due_ms: i64,
    pub(crate) app_id: String,
}

/// What is posted, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) url: String,
    pub(crate) secret: String,
    pub(crate) body: String,
}

/// Whose webhook it is and when it is due; webhooks of one person and number keep their order.
pub(super) struct NewWebhook<'a> {
    pub(super) phone_number_id: &'a str,
    pub(super) person: &'a str,
    /// The phone's message that it carries.
    pub(super) wamid: Option<&'a str>,
    pub(super) due_ms: i64,
}

pub(super) fn insert_webhook(db: &Db, new: &NewWebhook<'_>, body: &Value) -> rusqlite::Result<()> {
    db.sql
        .prepare_cached(
            "INSERT INTO webhook (phone_number_id, person, wamid, body, due_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![new.phone_number_id, new.person, new.wamid, payload::body(body), new.due_ms])?;
    Ok(())
}

/// The webhooks after an id, in order.
pub(crate) fn webhooks_after(db: &Db, id: i64) -> rusqlite::Result<Vec<Waiting>> {
    let read = |row: &Row<'_>| {
        Ok(Waiting {
            id: row.get(0)?,
            phone_number_id: row.get(1)?,
            person: row.get(2)?,
            due_ms: row.get(3)?,
            app_id: row.get(4)?,
        })
    };
    db.sql
        .prepare_cached(
            "SELECT w.id, w.phone_number_id, w.person, w.due_ms, n.app_id FROM webhook w
             JOIN number n ON n.phone_number_id = w.phone_number_id WHERE w.id > ?1 ORDER BY w.id",
        )?
        .query_map([id], read)?
        .collect()
}

/// What to post now, with the app's present URL and secret; `None` when it was forgotten meanwhile.
pub(crate) fn posting(db: &Db, id: i64) -> rusqlite::Result<Option<Posting>> {
    let read = |row: &Row<'_>| Ok(Posting { url: row.get(0)?, secret: row.get(1)?, body: row.get(2)? });
    db.sql
        .prepare_cached(
            "SELECT a.webhook_url, a.secret, w.body FROM webhook w
             JOIN number n ON n.phone_number_id = w.phone_number_id
             JOIN app a ON a.app_id = n.app_id WHERE w.id = ?1",
        )?
        .query_row([id], read)
        .optional()
}

/// The webhook was answered 200: the phone's message it carried shows as delivered.
pub(crate) fn finish_webhook(db: &Db, id: i64) -> rusqlite::Result<()> {
    let wamid: Option<Option<String>> = db
        .sql
        .prepare_cached("DELETE FROM webhook WHERE id = ?1 RETURNING wamid")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(wamid) = wamid.flatten() {
        set_state(db, &wamid, "sent", "delivered")?;
    }
    Ok(())
}

pub(crate) fn n_waiting(db: &Db) -> rusqlite::Result<u64> {
    let n: i64 = db.sql.query_row("SELECT count(*) FROM webhook", [], |row| row.get(0))?;
    Ok(n.unsigned_abs())
}
