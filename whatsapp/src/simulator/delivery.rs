//! Posts webhooks until they are answered 200: several at a time, in order for each person and number, with growing waits.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::store::webhooks::{self, Posting, Waiting};
use super::store::{StoreError, directory};
use super::{Shared, admin, now_ms};
use crate::signature::{SIGNATURE_HEADER, sign};

/// Webhooks under way to one app at the same time.
const AT_A_TIME: usize = 8;
const POST_TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait when the store itself fails.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// The webhooks of one person and number; only the first may be under way.
type LaneKey = (String, String);

struct Lane {
    app_id: String,
    queue: VecDeque<Waiting>,
    n_failures: usize,
}

#[derive(Default)]
struct Lanes {
    lanes: HashMap<LaneKey, Lane>,
    /// Lanes whose first webhook is not under way, by when it may be posted.
    idle: BTreeSet<(Instant, LaneKey)>,
    n_under_way: HashMap<String, usize>,
    last_id: i64,
}

/// Runs until it is dropped.
pub(super) async fn run(shared: Arc<Shared>) {
    let mut lanes = Lanes::default();
    let mut posts = JoinSet::new();
    let mut apps = shared.apps.subscribe();
    let mut retry_load: Option<Instant> = Some(Instant::now());
    loop {
        if retry_load.is_some_and(|at| at <= Instant::now()) {
            retry_load = match lanes.load(&shared).await {
                Ok(()) => None,
                Err(_) => Some(Instant::now() + STORE_PAUSE),
            };
        }
        for (key, webhook) in lanes.take_due(Instant::now()) {
            posts.spawn(deliver(Arc::clone(&shared), key, webhook.id));
        }
        let next = lanes.next_due(Instant::now()).into_iter().chain(retry_load).min();
        tokio::select! {
            Some(ended) = posts.join_next() => {
                if let Ok((key, is_done)) = ended {
                    lanes.settle(&key, is_done, &shared.retry_after);
                }
            }
            () = shared.webhooks.notified() => retry_load = Some(Instant::now()),
            Ok(()) = apps.changed() => lanes.hurry(),
            () = sleep_until(next) => {}
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

impl Lanes {
    /// Takes in what was stored since the last time.
    async fn load(&mut self, shared: &Shared) -> Result<(), StoreError> {
        let last_id = self.last_id;
        let webhooks = shared.store.run(move |db| webhooks::webhooks_after(db, last_id)).await?;
        for webhook in webhooks {
            self.last_id = webhook.id;
            let key = (webhook.phone_number_id.clone(), webhook.person.clone());
            if let Some(lane) = self.lanes.get_mut(&key) {
                lane.queue.push_back(webhook);
                continue;
            }
            self.idle.insert((due(&webhook), key.clone()));
            let app_id = webhook.app_id.clone();
            self.lanes.insert(key, Lane { app_id, queue: VecDeque::from([webhook]), n_failures: 0 });
        }
        Ok(())
    }

    /// The webhooks to post now; their lanes count as under way.
    fn take_due(&mut self, now: Instant) -> Vec<(LaneKey, Waiting)> {
        let mut taken = Vec::new();
        for (at, key) in self.idle.iter().take_while(|(at, _)| *at <= now) {
            let Some(lane) = self.lanes.get(key) else { continue };
            let n_under_way = self.n_under_way.entry(lane.app_id.clone()).or_default();
            if let Some(webhook) = lane.queue.front().filter(|_| *n_under_way < AT_A_TIME) {
                *n_under_way += 1;
                taken.push((*at, key.clone(), webhook.clone()));
            }
        }
        let leave = |(at, key, webhook)| {
            let entry = (at, key);
            self.idle.remove(&entry);
            (entry.1, webhook)
        };
        taken.into_iter().map(leave).collect()
    }

    /// When to look again, if nothing happens before; lanes that only wait for a free place are not meant.
    fn next_due(&self, now: Instant) -> Option<Instant> {
        self.idle.iter().map(|(at, _)| *at).find(|at| *at > now)
    }

    /// A post ended: the lane goes on with the next webhook, or tries the same one later.
    fn settle(&mut self, key: &LaneKey, is_done: bool, retry_after: &[Duration]) {
        let Some(lane) = self.lanes.get_mut(key) else { return };
        if let Some(n_under_way) = self.n_under_way.get_mut(&lane.app_id) {
            *n_under_way = n_under_way.saturating_sub(1);
        }
        if is_done {
            lane.queue.pop_front();
            lane.n_failures = 0;
        } else {
            lane.n_failures += 1;
        }
        let wait = lane.n_failures.checked_sub(1).and_then(|n| retry_after.get(n).or(retry_after.last()));
        match lane.queue.front() {
            None => drop(self.lanes.remove(key)),
            Some(webhook) => {
                let at = due(webhook).max(Instant::now() + wait.copied().unwrap_or_default());
                self.idle.insert((at, key.clone()));
            }
        }
    }

    /// An app has a new URL: what waits is due now.
    fn hurry(&mut self) {
        let now = Instant::now();
        let idle = std::mem::take(&mut self.idle);
        self.idle = idle.into_iter().map(|(at, key)| (at.min(now), key)).collect();
        self.lanes.values_mut().for_each(|lane| lane.n_failures = 0);
    }
}

fn due(webhook: &Waiting) -> Instant {
    let wait_ms = u64::try_from(webhook.due_ms - now_ms()).unwrap_or_default();
    Instant::now() + Duration::from_millis(wait_ms)
}

/// Posts one webhook; says whether it needs no other try.
async fn deliver(shared: Arc<Shared>, key: LaneKey, id: i64) -> (LaneKey, bool) {
    let posting = match shared.store.run(move |db| webhooks::posting(db, id)).await {
        Ok(Some(posting)) => posting,
        Ok(None) => return (key, true),
        Err(_) => return (key, false),
    };
    if !post(&shared, &posting).await {
        return (key, false);
    }
    let is_doubled = shared.faults().is_webhook_doubled(&key.0);
    if is_doubled {
        post(&shared, &posting).await;
    }
    let is_done = shared.store.run(move |db| webhooks::finish_webhook(db, id)).await.is_ok();
    shared.conversations.send_replace(());
    (key, is_done)
}

async fn post(shared: &Shared, posting: &Posting) -> bool {
    let request = shared
        .http
        .post(&posting.url)
        .timeout(POST_TIMEOUT)
        .header("Content-Type", "application/json")
        .header(SIGNATURE_HEADER, sign(posting.secret.as_bytes(), posting.body.as_bytes()))
        .body(posting.body.clone());
    match request.send().await {
        Ok(response) => response.status().as_u16() == 200,
        Err(_) => false,
    }
}

/// Asks an app's webhook for its challenge, as Meta does when an app is set up.
pub(super) async fn handshake(
    shared: &Shared,
    app_id: String,
) -> Result<Option<admin::Handshake>, StoreError> {
    let Some(app) = shared.store.run(move |db| directory::app(db, &app_id)).await? else { return Ok(None) };
    let challenge = now_ms().to_string();
    let query = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", challenge.as_str()),
        ("hub.verify_token", app.verify_token.as_str()),
    ];
    let Ok(mut url) = reqwest::Url::parse(&app.webhook_url) else {
        return Ok(Some(admin::Handshake { is_verified: false, status: None }));
    };
    url.query_pairs_mut().extend_pairs(query);
    let Ok(mut response) = shared.http.get(url).timeout(POST_TIMEOUT).send().await else {
        return Ok(Some(admin::Handshake { is_verified: false, status: None }));
    };
    let status = response.status().as_u16();
    let is_verified =
        status == 200 && response.chunk().await.is_ok_and(|body| body.is_some_and(|body| body == challenge));
    Ok(Some(admin::Handshake { is_verified, status: Some(status) }))
}
