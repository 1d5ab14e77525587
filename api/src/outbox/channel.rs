//! The call itself: which number, which token, which Graph API.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use uuid::Uuid;
use whatsapp::client::{Client, NotSent, SendError, Token};
use whatsapp::message::Message;

use super::claim::Attempt;
use super::content;
use super::rules::{Rest, Verdict, judge};
use crate::entities::number::{self, NumberState};
use crate::platform::egress::Egress;
use crate::platform::scope::Db;
use crate::platform::seal::{Place, Seal};

/// How long an opened token is kept.
const KEPT: Duration = Duration::from_secs(5);
/// How long a message waits when its number cannot be used now.
const NOT_NOW: Duration = Duration::from_secs(30);

/// A number that can send.
struct Channel {
    client: Client,
    phone_number_id: String,
    token: Token,
}

/// Numbers by their id, since when they are kept, and of which generation.
type Kept = HashMap<Uuid, (Instant, u64, Arc<Channel>)>;

/// What became of an attempt.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) attempt: Attempt,
    pub(super) verdict: Verdict,
    pub(super) rest: Option<Rest>,
}

/// Finds numbers and sends; cheap to clone.
#[derive(Clone)]
pub(super) struct Channels {
    db: Db,
    seal: Seal,
    egress: Egress,
    kept: Arc<Mutex<Kept>>,
}

impl Channels {
    pub(super) fn new(db: Db, seal: Seal, egress: Egress) -> Self {
        Self { db, seal, egress, kept: Arc::default() }
    }

    /// Makes one attempt; everything before the request is written counts as not sent.
    pub(super) async fn send(&self, attempt: Attempt) -> Finished {
        let began = Instant::now();
        let (verdict, rest) = match self.prepare(&attempt).await {
            Ok((channel, message)) => {
                let sent = channel.client.send(&channel.token, &channel.phone_number_id, &message).await;
                let sent = sent.map(|response| response.wamid().unwrap_or_default().to_owned());
                if matches!(&sent, Err(SendError::NotSent(NotSent::Graph { error, .. })) if error.code == 190)
                {
                    self.forget(attempt.number_id);
                }
                judge(sent, attempt.count)
            }
            Err(verdict) => (verdict, None),
        };
        metrics::histogram!("mgs_send_seconds").record(began.elapsed().as_secs_f64());
        Finished { attempt, verdict, rest }
    }

    async fn prepare(&self, attempt: &Attempt) -> Result<(Arc<Channel>, Message), Verdict> {
        let failed = |detail: &str| Verdict::Failed { code: None, detail: detail.to_owned() };
        let content = attempt.content.clone().ok_or_else(|| failed("the stored content cannot be read"))?;
        let content = content::to_graph(content).map_err(|error| failed(&error.to_string()))?;
        let to = attempt.to.clone().ok_or_else(|| failed("the number knows no address of the contact"))?;
        let message = Message::new(to, content)
            .with_callback_data(attempt.id.to_string())
            .map_err(|error| failed(&error.to_string()))?;
        Ok((self.channel(attempt).await?, message))
    }

    async fn channel(&self, attempt: &Attempt) -> Result<Arc<Channel>, Verdict> {
        if let Some(channel) = self.kept(attempt.number_id) {
            return Ok(channel);
        }
        let not_now = || Verdict::Retry { after: NOT_NOW };
        let generation = self.db.kept_generation();
        let scope = self.db.scope(attempt.workspace_id.into());
        let row = scope.by_id::<number::Entity>(attempt.number_id).await.map_err(|_| not_now())?;
        let Some(row) = row.filter(|row| row.state == NumberState::Connected) else {
            return Err(Verdict::Failed { code: None, detail: "the number is disconnected".to_owned() });
        };
        let client = self.egress.graph(row.kind).cloned().ok_or_else(not_now)?;
        let place = Place::new("numbers", "token", row.id);
        let token = self.seal.open(&scope, place, &row.token).await.map_err(|error| {
            tracing::error!(number = %row.id, %error, "the token of a number does not open");
            not_now()
        })?;
        let token = Token::new(String::from_utf8_lossy(token.expose()).into_owned());
        let channel = Arc::new(Channel { client, phone_number_id: row.phone_number_id, token });
        if let Ok(mut kept) = self.kept.lock() {
            kept.retain(|_, (since, ..)| since.elapsed() < KEPT);
            kept.insert(row.id, (Instant::now(), generation, channel.clone()));
        }
        Ok(channel)
    }

    fn kept(&self, number_id: Uuid) -> Option<Arc<Channel>> {
        let kept = self.kept.lock().ok()?;
        let (since, generation, channel) = kept.get(&number_id)?;
        let is_current = since.elapsed() < KEPT && *generation == self.db.kept_generation();
        is_current.then(|| channel.clone())
    }

    fn forget(&self, number_id: Uuid) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.remove(&number_id);
        }
    }
}
