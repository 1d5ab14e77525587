//! Apps, business numbers and phones.

use rusqlite::{OptionalExtension, Row, params};

use super::{Db, next_id};
use crate::simulator::admin::{NewApp, NewNumber, NewPhone, Number, Phone};

const NUMBER: &str =
    "SELECT phone_number_id, waba_id, app_id, token, display_phone_number, verified_name FROM number";
const PHONE: &str = "SELECT user_id, wa_id, name, username FROM phone";

pub(crate) fn put_app(db: &Db, app_id: &str, app: &NewApp) -> rusqlite::Result<()> {
    db.sql.execute(
        "INSERT INTO app (app_id, secret, webhook_url, verify_token) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (app_id) DO UPDATE SET secret = ?2, webhook_url = ?3, verify_token = ?4",
        params![app_id, app.secret, app.webhook_url, app.verify_token],
    )?;
    Ok(())
}

pub(crate) fn app(db: &Db, app_id: &str) -> rusqlite::Result<Option<NewApp>> {
    let sql = "SELECT secret, webhook_url, verify_token FROM app WHERE app_id = ?1";
    let read = |row: &Row<'_>| {
        Ok(NewApp { secret: row.get(0)?, webhook_url: row.get(1)?, verify_token: row.get(2)? })
    };
    db.sql.prepare_cached(sql)?.query_row([app_id], read).optional()
}

pub(crate) fn n_apps(db: &Db) -> rusqlite::Result<u64> {
    let n: i64 = db.sql.query_row("SELECT count(*) FROM app", [], |row| row.get(0))?;
    Ok(n.cast_unsigned())
}

/// Forgets an app and its numbers with all that belongs to them; says whether it was there.
pub(crate) fn delete_app(db: &Db, app_id: &str) -> rusqlite::Result<bool> {
    let mut numbers = db.sql.prepare_cached("SELECT phone_number_id FROM number WHERE app_id = ?1")?;
    let numbers: Vec<String> =
        numbers.query_map([app_id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for number in numbers {
        delete_number(db, &number)?;
    }
    Ok(db.sql.execute("DELETE FROM app WHERE app_id = ?1", [app_id])? > 0)
}

/// Makes or changes a number; `None` when its app is not there.
pub(crate) fn put_number(db: &Db, new: NewNumber) -> rusqlite::Result<Option<Number>> {
    if app(db, &new.app_id)?.is_none() {
        return Ok(None);
    }
    let old = new.phone_number_id.as_deref().map(|id| number(db, id)).transpose()?.flatten();
    let n = next_id(db)?;
    let old = |part: fn(Number) -> String| old.clone().map(part);
    let number = Number {
        waba_id: new.waba_id.or(old(|old| old.waba_id)).unwrap_or_else(|| db.ids.object_id("waba", n)),
        token: new.token.or(old(|old| old.token)).unwrap_or_else(|| db.ids.token(n)),
        display_phone_number: new
            .display_phone_number
            .or(old(|old| old.display_phone_number))
            .unwrap_or_else(|| format!("+{}", db.ids.wa_id(n))),
        phone_number_id: new.phone_number_id.unwrap_or_else(|| db.ids.object_id("number", n)),
        app_id: new.app_id,
        verified_name: new.verified_name,
    };
    db.sql.execute(
        "INSERT INTO number (phone_number_id, waba_id, app_id, token, display_phone_number, verified_name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (phone_number_id) DO UPDATE SET
             waba_id = ?2, app_id = ?3, token = ?4, display_phone_number = ?5, verified_name = ?6",
        params![
            number.phone_number_id,
            number.waba_id,
            number.app_id,
            number.token,
            number.display_phone_number,
            number.verified_name
        ],
    )?;
    Ok(Some(number))
}

pub(crate) fn number(db: &Db, phone_number_id: &str) -> rusqlite::Result<Option<Number>> {
    let sql = format!("{NUMBER} WHERE phone_number_id = ?1");
    db.sql.prepare_cached(&sql)?.query_row([phone_number_id], read_number).optional()
}

/// Whether any number has this token: an unknown token is another error than one of somebody else.
pub(crate) fn is_token_known(db: &Db, token: &str) -> rusqlite::Result<bool> {
    db.sql
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM number WHERE token = ?1)")?
        .query_row([token], |row| row.get(0))
}

/// Forgets a number and all that belongs to it; says whether it was there.
pub(crate) fn delete_number(db: &Db, phone_number_id: &str) -> rusqlite::Result<bool> {
    for table in ["webhook", "message", "conversation"] {
        db.sql.execute(&format!("DELETE FROM {table} WHERE phone_number_id = ?1"), [phone_number_id])?;
    }
    Ok(db.sql.execute("DELETE FROM number WHERE phone_number_id = ?1", [phone_number_id])? > 0)
}

/// Makes or changes a phone, found by its user id or its number; `None` when another phone has the number.
pub(crate) fn put_phone(db: &Db, new: NewPhone) -> rusqlite::Result<Option<Phone>> {
    let known = match (&new.user_id, &new.wa_id) {
        (Some(user_id), _) => phone(db, user_id)?,
        (None, Some(wa_id)) => phone(db, wa_id)?,
        (None, None) => None,
    };
    let known = known.as_ref();
    let user_id = match new.user_id.or(known.map(|known| known.user_id.clone())) {
        Some(user_id) => user_id,
        None => db.ids.user_id(next_id(db)?),
    };
    let wa_id = match new.wa_id.or(known.and_then(|known| known.wa_id.clone())) {
        _ if new.is_number_hidden => None,
        None => Some(free_wa_id(db)?),
        wa_id => wa_id,
    };
    if let Some(wa_id) = &wa_id
        && self::phone(db, wa_id)?.is_some_and(|other| other.user_id != user_id)
    {
        return Ok(None);
    }
    let phone = Phone { user_id, wa_id, name: new.name, username: new.username };
    db.sql.execute(
        "INSERT INTO phone (user_id, wa_id, name, username) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (user_id) DO UPDATE SET wa_id = ?2, name = ?3, username = ?4",
        params![phone.user_id, phone.wa_id, phone.name, phone.username],
    )?;
    Ok(Some(phone))
}

/// A phone by its user id or its number.
pub(crate) fn phone(db: &Db, user_id_or_wa_id: &str) -> rusqlite::Result<Option<Phone>> {
    let sql = format!("{PHONE} WHERE user_id = ?1 OR wa_id = ?1");
    db.sql.prepare_cached(&sql)?.query_row([user_id_or_wa_id], read_phone).optional()
}

/// Forgets a phone and all that belongs to it; says whether it was there.
pub(crate) fn delete_phone(db: &Db, user_id: &str) -> rusqlite::Result<bool> {
    db.sql.execute("DELETE FROM webhook WHERE person = ?1", [user_id])?;
    db.sql.execute("DELETE FROM message WHERE user_id = ?1", [user_id])?;
    db.sql.execute("DELETE FROM conversation WHERE user_id = ?1", [user_id])?;
    Ok(db.sql.execute("DELETE FROM phone WHERE user_id = ?1", [user_id])? > 0)
}

fn free_wa_id(db: &Db) -> rusqlite::Result<String> {
    loop {
        let wa_id = db.ids.wa_id(next_id(db)?);
        if phone(db, &wa_id)?.is_none() {
            return Ok(wa_id);
        }
    }
}

fn read_number(row: &Row<'_>) -> rusqlite::Result<Number> {
    Ok(Number {
        phone_number_id: row.get(0)?,
        waba_id: row.get(1)?,
        app_id: row.get(2)?,
        token: row.get(3)?,
        display_phone_number: row.get(4)?,
        verified_name: row.get(5)?,
    })
}

fn read_phone(row: &Row<'_>) -> rusqlite::Result<Phone> {
    Ok(Phone { user_id: row.get(0)?, wa_id: row.get(1)?, name: row.get(2)?, username: row.get(3)? })
}
