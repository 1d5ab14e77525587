//! How many requests somebody may make: a bucket for each address, session, key and workspace.
//!
//! In memory, for each process by itself: a request must not cost a write, and several processes at worst allow as many
//! times the limit. What guards passwords is counted in the database instead (`auth::guess`). See ADR 6.

mod bucket;
mod headers;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;

use actix_web::{HttpMessage, HttpRequest};
use chrono::TimeDelta;
use shared::{ApiKeyId, ErrorCode, SessionId, Time, WorkspaceId};

pub use bucket::{Bucket, Left, WINDOW};
pub(super) use headers::write;

use super::network::Network;
use super::state::State;
use crate::error::ApiError;

/// Buckets kept; beyond it newcomers of a kind share one.
const CAPACITY: usize = 100_000;

/// Requests a minute, each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Of an address in which nobody is signed in.
    pub address: u32,
    /// Of a session.
    pub session: u32,
    /// Of an API key.
    pub key: u32,
    /// Of all keys of a workspace.
    pub workspace: u32,
}

/// Whose requests are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// An address in which nobody is signed in.
    Address(Option<Network>),
    /// A session.
    Session(SessionId),
    /// An API key.
    Key(ApiKeyId),
    /// All keys of a workspace.
    Workspace(WorkspaceId),
}

impl Who {
    const fn name(self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::Session(_) => "session",
            Self::Key(_) => "key",
            Self::Workspace(_) => "workspace",
        }
    }

    const fn quota(self, quotas: &Quotas) -> u32 {
        match self {
            Self::Address(_) => quotas.address,
            Self::Session(_) => quotas.session,
            Self::Key(_) => quotas.key,
            Self::Workspace(_) => quotas.workspace,
        }
    }
}

/// The buckets of one process.
pub struct Limits {
    quotas: Quotas,
    buckets: Mutex<Buckets<(&'static str, Option<Who>)>>,
}

impl Limits {
    /// All buckets full.
    #[must_use]
    pub fn new(quotas: Quotas) -> Self {
        Self { quotas, buckets: Mutex::new(Buckets { kept: HashMap::new(), capacity: CAPACITY }) }
    }

    /// Counts a request; says as an error that it is one too many.
    fn count(&self, who: Who, now: Time) -> Result<Report, Report> {
        let quota = who.quota(&self.quotas);
        let report = |left| Report { name: who.name(), quota, left };
        let Ok(mut buckets) = self.buckets.lock() else {
            return Err(report(Left { requests: 0, full_in: WINDOW, next_in: Some(WINDOW) }));
        };
        let left = buckets.of((who.name(), Some(who)), (who.name(), None), now).take(quota, now);
        if left.next_in.is_some() { Err(report(left)) } else { Ok(report(left)) }
    }
}

/// What a limit said of a request.
#[derive(Debug, Clone, Copy)]
struct Report {
    name: &'static str,
    quota: u32,
    left: Left,
}

/// What the limits said of a request, for its answer's headers.
#[derive(Debug)]
struct Reports(Vec<Report>);

/// Counts a request.
///
/// # Errors
/// `too_many_requests`, with when the next one is taken.
pub fn take(request: &HttpRequest, state: &State, who: Who) -> Result<(), ApiError> {
    let answer = state.limits.count(who, state.clock.now());
    let (Ok(report) | Err(report)) = answer;
    let mut extensions = request.extensions_mut();
    match extensions.get_mut::<Reports>() {
        Some(reports) => reports.0.push(report),
        None => drop(extensions.insert(Reports(vec![report]))),
    }
    if answer.is_ok() {
        return Ok(());
    }
    let detail = format!("more than {} requests a minute ({})", report.quota, report.name);
    let wait = report.left.next_in.unwrap_or(WINDOW);
    Err(ApiError::new(ErrorCode::TooManyRequests, detail).retry_after(seconds(wait)))
}

/// Whole seconds, at least one.
fn seconds(time: TimeDelta) -> u32 {
    let ms = u32::try_from(time.num_milliseconds()).unwrap_or(0);
    ms.div_ceil(1_000).max(1)
}

/// Buckets by whose they are, bounded.
struct Buckets<K> {
    kept: HashMap<K, Bucket>,
    capacity: usize,
}

impl<K: Eq + Hash> Buckets<K> {
    /// The bucket of `key`; `shared` instead when there is no room left for another one.
    fn of(&mut self, key: K, shared: K, now: Time) -> &mut Bucket {
        let has_room = self.kept.contains_key(&key) || self.kept.len() < self.capacity || {
            self.kept.retain(|_, bucket| !bucket.is_full(now));
            self.kept.len() < self.capacity
        };
        let key = if has_room { key } else { shared };
        self.kept.entry(key).or_insert_with(|| Bucket::full(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_floods_with_new_names_shares_one_bucket() {
        let now: Time = "2026-01-01T00:00:00Z".parse().unwrap();
        let mut buckets = Buckets { kept: HashMap::new(), capacity: 3 };
        let mut take = |name: u32, now: Time| buckets.of(name, 0, now).take(2, now).next_in.is_none();
        assert!([1, 2, 3].iter().all(|name| take(*name, now)));
        let taken = (4..20).filter(|name| take(*name, now)).count();
        assert_eq!(taken, 2, "one bucket for all of them");
        assert!(take(1, now), "those who were there keep theirs");
        assert!(take(30, now + WINDOW), "full buckets make room");
        assert!(buckets.kept.len() <= 4);
    }
}
