//! Which sessions live: looked up for every request, remembered for 5 s, forgotten at once when this process ends one.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::TimeDelta;
use sea_orm::DbErr;
use shared::{SessionId, Time, UserId};
use tokio::sync::broadcast;

use crate::entities::session;
use crate::platform::scope::{Db, Global};

/// How old the answer may be.
const REMEMBERED: TimeDelta = TimeDelta::seconds(5);
/// Sessions remembered before all are looked up anew.
const CAPACITY: usize = 50_000;
/// Changes a stream may be behind before it looks whatever changed.
const BEHIND: usize = 256;

/// Remembers live sessions.
pub struct Sessions {
    known: Mutex<Known>,
    changed: broadcast::Sender<UserId>,
}

#[derive(Default)]
struct Known {
    sessions: HashMap<SessionId, (Time, UserId)>,
    /// Counts what was forgotten: an answer of the database that is older than it is not remembered.
    age: u64,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { known: Mutex::default(), changed: broadcast::Sender::new(BEHIND) }
    }
}

impl Sessions {
    /// Whose session this is, when it lives.
    ///
    /// # Errors
    /// When the database fails; a request is refused then.
    pub async fn user_of(&self, db: &Db, id: SessionId) -> Result<Option<UserId>, DbErr> {
        let now = db.clock().now();
        let known = self.known.lock().ok().and_then(|known| known.sessions.get(&id).copied());
        if let Some((seen, user)) = known
            && now - seen <= REMEMBERED
        {
            return Ok(Some(user));
        }
        self.look_up(db, id).await
    }

    /// Whose session this is, when it lives, whatever is remembered.
    ///
    /// # Errors
    /// When the database fails; a request is refused then.
    pub async fn look_up(&self, db: &Db, id: SessionId) -> Result<Option<UserId>, DbErr> {
        let (now, age) = (db.clock().now(), self.known.lock().map(|known| known.age).unwrap_or_default());
        let user = live_session(&db.accounts(), id, now).await?;
        if let Ok(mut known) = self.known.lock() {
            if known.sessions.len() >= CAPACITY {
                known.sessions.clear();
            }
            match user {
                Some(user) if known.age == age => {
                    known.sessions.insert(id, (now, user));
                }
                _ => {
                    known.sessions.remove(&id);
                }
            }
        }
        Ok(user)
    }

    /// Forgets every session of a user, and tells their streams: sessions ended, or what they may has changed.
    pub fn forget(&self, user: UserId) {
        if let Ok(mut known) = self.known.lock() {
            known.age = known.age.wrapping_add(1);
            known.sessions.retain(|_, (_, of)| *of != user);
        }
        // Nobody may be listening.
        let _ = self.changed.send(user);
    }

    /// Tells whose sessions were forgotten from now on.
    #[must_use]
    pub fn watch(&self) -> broadcast::Receiver<UserId> {
        self.changed.subscribe()
    }
}

/// Whose session this is, when it lives, as these reads see it.
///
/// # Errors
/// When the database fails; a request is refused then.
pub async fn live_session(reads: &Global, id: SessionId, now: Time) -> Result<Option<UserId>, DbErr> {
    let row = reads.find::<session::Entity>().with_id(id.uuid()).one().await?;
    Ok(row.filter(|row| lives(row, now)).map(|row| UserId(row.user_id)))
}

fn lives(row: &session::Model, now: Time) -> bool {
    row.ended_at.is_none() && now < row.expires_at && now < row.idle_expires_at
}
