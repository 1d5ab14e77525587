//! Messages both ways, and what happens to them.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::webhooks::{NewWebhook, insert_webhook};
use super::{Db, directory, next_id};
use crate::limits;
use crate::message::Recipient;
use crate::simulator::admin::{AcceptedCount, ConversationMessage, Number, Phone, Thread};
use crate::simulator::payload::{self, StatusPayload};

const MESSAGES_PER_PAGE: i64 = 500;
/// What [`read_message`] reads.
const COLUMNS: &str = "seq, change, wamid, is_from_business, content, reply_to, state, error_code, at_ms";

/// A message that a business sends, checked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewSend {
    /// Digits only for a phone number.
    pub(crate) to: Recipient,
    /// `type` and the object of that name.
    pub(crate) content: Value,
    /// The text, for those who count messages.
    pub(crate) body: String,
    pub(crate) reply_to: Option<String>,
    pub(crate) callback_data: Option<String>,
    /// Whether it may be sent outside the customer service window.
    pub(crate) is_template: bool,
}

/// An accepted message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AcceptedSend {
    pub(crate) wamid: String,
    pub(crate) phone: Option<Phone>,
    /// Whether it was addressed to a phone number.
    pub(crate) is_to_number: bool,
}

/// Accepts a message: it is stored, and so are the webhooks that tell what became of it.
pub(crate) fn accept(
    db: &Db,
    number: &Number,
    send: &NewSend,
    now_ms: i64,
    status_ms: i64,
) -> rusqlite::Result<AcceptedSend> {
    let recipient = match &send.to {
        Recipient::Phone(phone) => phone,
        Recipient::UserId(user_id) => user_id,
    };
    let phone = directory::phone(db, recipient)?;
    let wamid = db.ids.wamid(recipient, true, next_id(db)?);
    let error_code = match &phone {
        None => Some(131026),
        Some(phone) if !send.is_template && !is_window_open(db, number, phone, now_ms)? => Some(131047),
        Some(_) => None,
    };
    let row = Message {
        wamid: &wamid,
        user_id: phone.as_ref().map(|phone| phone.user_id.as_str()),
        recipient,
        is_from_business: true,
        body: &send.body,
        content: &send.content,
        reply_to: send.reply_to.as_deref(),
        callback_data: send.callback_data.as_deref(),
        state: if error_code.is_some() { "failed" } else { "delivered" },
        error_code,
        at_ms: now_ms,
    };
    insert_message(db, number, &row)?;
    let statuses: &[&str] = if error_code.is_some() { &["failed"] } else { &["sent", "delivered"] };
    for status in statuses {
        insert_status(db, number, phone.as_ref(), &row, status, now_ms + status_ms)?;
    }
    Ok(AcceptedSend { wamid, phone, is_to_number: matches!(send.to, Recipient::Phone(_)) })
}

/// The phone writes: the message and its webhook are stored, the window opens.
pub(crate) fn write(
    db: &Db,
    number: &Number,
    phone: &Phone,
    content: &Value,
    reply_to: Option<&str>,
    now_ms: i64,
) -> rusqlite::Result<String> {
    let wamid = db.ids.wamid(phone.wa_id.as_deref().unwrap_or(&phone.user_id), false, next_id(db)?);
    let row = Message {
        wamid: &wamid,
        user_id: Some(&phone.user_id),
        recipient: &number.phone_number_id,
        is_from_business: false,
        body: "",
        content,
        reply_to,
        callback_data: None,
        state: "sent",
        error_code: None,
        at_ms: now_ms,
    };
    insert_message(db, number, &row)?;
    set_last_written(db, number, phone, now_ms)?;
    let phone_number_id = &number.phone_number_id;
    let webhook = NewWebhook { phone_number_id, person: &phone.user_id, wamid: Some(&wamid), due_ms: now_ms };
    insert_webhook(db, &webhook, &payload::message(number, phone, &wamid, now_ms, content, reply_to))?;
    Ok(wamid)
}

/// The phone reads all that came; each message gets its `read` webhook. Returns how many were not read before.
pub(crate) fn read_up(db: &Db, number: &Number, phone: &Phone, now_ms: i64) -> rusqlite::Result<usize> {
    let mut unread = db.sql.prepare_cached(
        "SELECT wamid, callback_data FROM message
         WHERE phone_number_id = ?1 AND user_id = ?2 AND is_from_business AND state = 'delivered' ORDER BY seq",
    )?;
    let unread: Vec<(String, Option<String>)> = unread
        .query_map([&number.phone_number_id, &phone.user_id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (wamid, callback_data) in &unread {
        set_state(db, wamid, "delivered", "read")?;
        let payload = StatusPayload {
            wamid,
            status: "read",
            at_ms: now_ms,
            callback_data: callback_data.as_deref(),
            error_code: None,
            recipient: &phone.user_id,
        };
        let phone_number_id = &number.phone_number_id;
        let webhook = NewWebhook { phone_number_id, person: &phone.user_id, wamid: None, due_ms: now_ms };
        insert_webhook(db, &webhook, &payload::status(number, Some(phone), &payload))?;
    }
    Ok(unread.len())
}

/// The business has read a phone's message and all before it; says whether the message is there.
pub(crate) fn mark_read(db: &Db, number: &Number, wamid: &str) -> rusqlite::Result<bool> {
    let found: Option<(i64, String)> = db
        .sql
        .prepare_cached(
            "SELECT seq, user_id FROM message WHERE wamid = ?1 AND phone_number_id = ?2 AND NOT is_from_business",
        )?
        .query_row([wamid, &number.phone_number_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((seq, user_id)) = found else { return Ok(false) };
    let mut earlier = db.sql.prepare_cached(
        "SELECT wamid FROM message WHERE phone_number_id = ?1 AND user_id = ?2 AND seq <= ?3
         AND NOT is_from_business AND state <> 'read'",
    )?;
    let earlier: Vec<String> = earlier
        .query_map(params![number.phone_number_id, user_id, seq], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for wamid in earlier {
        set_state(db, &wamid, "sent", "read")?;
        set_state(db, &wamid, "delivered", "read")?;
    }
    Ok(true)
}

/// Moves a message from one state to another; in any other state it stays as it is.
pub(super) fn set_state(db: &Db, wamid: &str, from: &str, to: &str) -> rusqlite::Result<()> {
    db.sql
        .prepare_cached(
            "UPDATE message SET state = ?3, change = (SELECT max(change) + 1 FROM message)
             WHERE wamid = ?1 AND state = ?2",
        )?
        .execute([wamid, from, to])?;
    Ok(())
}

/// Messages that came or changed after a cursor, oldest first, and the next cursor.
pub(crate) fn conversation(
    db: &Db,
    phone_number_id: &str,
    user_id: &str,
    since: i64,
) -> rusqlite::Result<(Vec<ConversationMessage>, i64)> {
    let mut changed = db.sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM message
         WHERE phone_number_id = ?1 AND user_id = ?2 AND change > ?3 ORDER BY change LIMIT ?4",
    ))?;
    let mut rows: Vec<(i64, i64, ConversationMessage)> = changed
        .query_map(params![phone_number_id, user_id, since, MESSAGES_PER_PAGE], read_message)?
        .collect::<Result<_, _>>()?;
    let cursor = rows.last().map_or(since, |(_, change, _)| *change);
    rows.sort_by_key(|(seq, _, _)| *seq);
    Ok((rows.into_iter().map(|(_, _, message)| message).collect(), cursor))
}

/// The newest messages, or the newest of those before one of them, oldest first. Nothing is before an unknown one.
pub(crate) fn thread(
    db: &Db,
    phone_number_id: &str,
    user_id: &str,
    before: Option<&str>,
    n: u16,
) -> rusqlite::Result<Thread> {
    let limit = i64::from(n).clamp(1, MESSAGES_PER_PAGE);
    let mut newest = db.sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM message WHERE phone_number_id = ?1 AND user_id = ?2
         AND (?3 IS NULL OR seq < (SELECT seq FROM message WHERE wamid = ?3)) ORDER BY seq DESC LIMIT ?4",
    ))?;
    let mut messages: Vec<ConversationMessage> = newest
        .query_map(params![phone_number_id, user_id, before, limit + 1], |row| Ok(read_message(row)?.2))?
        .collect::<Result<_, _>>()?;
    let has_older = messages.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if has_older {
        messages.pop();
    }
    messages.reverse();
    Ok(Thread { messages, has_older })
}

/// A message of a conversation.
pub(crate) fn message(
    db: &Db,
    phone_number_id: &str,
    user_id: &str,
    wamid: &str,
) -> rusqlite::Result<Option<ConversationMessage>> {
    db.sql
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM message WHERE phone_number_id = ?1 AND user_id = ?2 AND wamid = ?3",
        ))?
        .query_row([phone_number_id, user_id, wamid], |row| Ok(read_message(row)?.2))
        .optional()
}

/// Lets the phone's last message be too old for an answer.
pub(crate) fn close_window(db: &Db, number: &Number, phone: &Phone, now_ms: i64) -> rusqlite::Result<()> {
    set_last_written(db, number, phone, now_ms - limits::SERVICE_WINDOW_S * 1000 - 1)
}

/// What was accepted, alike ones counted.
pub(crate) fn accepted(db: &Db) -> rusqlite::Result<Vec<AcceptedCount>> {
    let read = |row: &Row<'_>| {
        Ok(AcceptedCount {
            phone_number_id: row.get(0)?,
            to: row.get(1)?,
            body: row.get(2)?,
            callback_data: row.get(3)?,
            n: row.get::<_, i64>(4)?.unsigned_abs(),
        })
    };
    db.sql
        .prepare_cached(
            "SELECT phone_number_id, recipient, body, callback_data, count(*) FROM message
             WHERE is_from_business GROUP BY 1, 2, 3, 4 ORDER BY min(seq)",
        )?
        .query_map([], read)?
        .collect()
}

/// How many messages phones wrote.
pub(crate) fn n_written(db: &Db) -> rusqlite::Result<u64> {
    let n: i64 =
        db.sql.query_row("SELECT count(*) FROM message WHERE NOT is_from_business", [], |row| row.get(0))?;
    Ok(n.unsigned_abs())
}

struct Message<'a> {
    wamid: &'a str,
    user_id: Option<&'a str>,
    recipient: &'a str,
    is_from_business: bool,
    body: &'a str,
    content: &'a Value,
    reply_to: Option<&'a str>,
    callback_data: Option<&'a str>,
    state: &'a str,
    error_code: Option<i64>,
    at_ms: i64,
}

fn insert_message(db: &Db, number: &Number, message: &Message<'_>) -> rusqlite::Result<()> {
    db.sql
        .prepare_cached(
            "INSERT INTO message (change, wamid, phone_number_id, user_id, recipient, is_from_business, body, content,
                 reply_to, callback_data, state, error_code, at_ms)
             VALUES ((SELECT coalesce(max(change), 0) + 1 FROM message), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            message.wamid,
            number.phone_number_id,
            message.user_id,
            message.recipient,
            message.is_from_business,
            message.body,
            message.content.to_string(),
            message.reply_to,
            message.callback_data,
            message.state,
            message.error_code,
            message.at_ms,
        ])?;
    Ok(())
}

fn insert_status(
    db: &Db,
    number: &Number,
    phone: Option<&Phone>,
    message: &Message<'_>,
    status: &str,
    due_ms: i64,
) -> rusqlite::Result<()> {
    let payload = StatusPayload {
        wamid: message.wamid,
        status,
        at_ms: due_ms,
        callback_data: message.callback_data,
        error_code: message.error_code,
        recipient: message.recipient,
    };
    let person = phone.map_or(message.recipient, |phone| &phone.user_id);
    let webhook = NewWebhook { phone_number_id: &number.phone_number_id, person, wamid: None, due_ms };
    insert_webhook(db, &webhook, &payload::status(number, phone, &payload))
}

fn is_window_open(db: &Db, number: &Number, phone: &Phone, now_ms: i64) -> rusqlite::Result<bool> {
    let last: Option<i64> = db
        .sql
        .prepare_cached(
            "SELECT last_written_ms FROM conversation WHERE phone_number_id = ?1 AND user_id = ?2",
        )?
        .query_row([&number.phone_number_id, &phone.user_id], |row| row.get(0))
        .optional()?;
    Ok(last.is_some_and(|last| now_ms - last <= limits::SERVICE_WINDOW_S * 1000))
}

fn set_last_written(db: &Db, number: &Number, phone: &Phone, at_ms: i64) -> rusqlite::Result<()> {
    db.sql
        .prepare_cached(
            "INSERT INTO conversation (phone_number_id, user_id, last_written_ms) VALUES (?1, ?2, ?3)
             ON CONFLICT (phone_number_id, user_id) DO UPDATE SET last_written_ms = ?3",
        )?
        .execute(params![number.phone_number_id, phone.user_id, at_ms])?;
    Ok(())
}

fn read_message(row: &Row<'_>) -> rusqlite::Result<(i64, i64, ConversationMessage)> {
    let content: String = row.get(4)?;
    let message = ConversationMessage {
        wamid: row.get(2)?,
        is_from_business: row.get(3)?,
        content: serde_json::from_str(&content).unwrap_or_default(),
        reply_to: row.get(5)?,
        state: row.get(6)?,
        error_code: row.get(7)?,
        at_ms: row.get(8)?,
    };
    Ok((row.get(0)?, row.get(1)?, message))
}
