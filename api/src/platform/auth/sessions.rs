//! Which sessions live: looked up for every request, remembered for 5 s, forgotten at once when this process ends one.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::TimeDelta;
use sea_orm::DbErr;
use shared::{SessionId, Time, UserId};

use crate::entities::session;
use crate::platform::scope::Db;

/// How old the answer may be.
const REMEMBERED: TimeDelta = TimeDelta::seconds(5);
/// Sessions remembered before all are looked up anew.
const CAPACITY: usize = 50_000;

/// Remembers live sessions.
#[derive(Default)]
pub struct Sessions {
    known: Mutex<HashMap<SessionId, (Time, UserId)>>,
}

impl Sessions {
    /// Whose session this is, when it lives.
    ///
    /// # Errors
    /// When the database fails; a request is refused then.
    pub async fn user_of(&self, db: &Db, id: SessionId) -> Result<Option<UserId>, DbErr> {
        let now = db.clock().now();
        let known = self.known.lock().ok().and_then(|known| known.get(&id).copied());
        if let Some((seen, user)) = known
            && now - seen <= REMEMBERED
        {
            return Ok(Some(user));
        }
        let row = db.accounts().find::<session::Entity>().with_id(id.uuid()).one().await?;
        let user = row.filter(|row| lives(row, now)).map(|row| UserId(row.user_id));
        if let Ok(mut known) = self.known.lock() {
            if known.len() >= CAPACITY {
                known.clear();
            }
            match user {
                Some(user) => known.insert(id, (now, user)),
                None => known.remove(&id),
            };
        }
        Ok(user)
    }

    /// Forgets every session of a user: they ended, or what they may has changed.
    pub fn forget(&self, user: UserId) {
        if let Ok(mut known) = self.known.lock() {
            known.retain(|_, (_, of)| *of != user);
        }
    }
}

fn lives(row: &session::Model, now: Time) -> bool {
    row.ended_at.is_none() && now < row.expires_at && now < row.idle_expires_at
}
