//! The apps that may sign webhooks, with their opened secrets and their numbers, kept for a moment.
//!
//! Whoever changes an app or a number outdates what is kept, in all processes; [`KEPT`] is how long a process that was
//! not told may be behind.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use sea_orm::DbErr;
use shared::WorkspaceId;
use uuid::Uuid;

use super::queries;
use super::rules::Numbers;
use crate::platform::scope::Db;
use crate::platform::seal::{Place, Seal, SealError};
use crate::platform::secret::Secret;

/// How long an app is kept.
const KEPT: Duration = Duration::from_secs(5);
/// How long it is remembered that there is no such app: one that is made now may be called at once.
const UNKNOWN_KEPT: Duration = Duration::from_millis(500);
/// Unknown app ids that are remembered; anybody can make them up.
const MAX_UNKNOWN: usize = 1_000;

/// An app as a webhook needs it.
pub struct App {
    /// Our id.
    pub id: Uuid,
    /// Whose it is.
    pub workspace_id: WorkspaceId,
    /// The numbers it may speak for.
    pub numbers: Numbers,
    secrets: Vec<Secret<Vec<u8>>>,
    verify_token: Secret<Vec<u8>>,
}

impl App {
    /// The secrets that are valid now: two while one is rotated.
    pub fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        self.secrets.iter().map(|secret| secret.expose().as_slice())
    }

    /// What a handshake must know.
    pub fn verify_token(&self) -> &str {
        std::str::from_utf8(self.verify_token.expose()).unwrap_or_default()
    }
}

/// What is known of an app id, since when, and of which generation; `None`: there is no such app.
type Kept = (Instant, u64, Option<Arc<App>>);

/// Finds apps by Meta's id; cheap to clone.
#[derive(Clone)]
pub struct Apps {
    db: Db,
    seal: Seal,
    kept: Arc<RwLock<HashMap<String, Kept>>>,
    /// Apps whose trouble the log has: Meta comes again for days.
    reported: Arc<Mutex<HashSet<String>>>,
}

impl Apps {
    /// Of a database, with the ring that opens its secrets.
    #[must_use]
    pub fn new(db: Db, seal: Seal) -> Self {
        Self { db, seal, kept: Arc::default(), reported: Arc::default() }
    }

    /// The app with Meta's id, when there is one.
    ///
    /// # Errors
    /// When the database fails or a secret does not open; the log says so once until it goes well again.
    pub async fn by_meta_id(&self, meta_app_id: &str) -> Result<Option<Arc<App>>, SealError> {
        if let Some(app) = self.kept(meta_app_id) {
            return Ok(app);
        }
        let generation = self.db.kept_generation();
        let loaded = self.load(meta_app_id).await;
        self.report(meta_app_id, loaded.as_ref().err());
        let app = loaded?.map(Arc::new);
        if let Ok(mut kept) = self.kept.write() {
            if app.is_none() && kept.len() >= MAX_UNKNOWN {
                kept.retain(|_, one| self.is_current(one));
            }
            kept.insert(meta_app_id.to_owned(), (Instant::now(), generation, app.clone()));
        }
        Ok(app)
    }

    fn is_current(&self, (since, generation, app): &Kept) -> bool {
        let at_most = if app.is_some() { KEPT } else { UNKNOWN_KEPT };
        since.elapsed() < at_most && *generation == self.db.kept_generation()
    }

    fn report(&self, meta_app_id: &str, error: Option<&SealError>) {
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        // The database fails for all of them.
        let (app, error) = match error {
            None => {
                reported.remove(meta_app_id);
                reported.remove("");
                return;
            }
            Some(SealError::Database(error)) => ("", crate::error::scrub(error)),
            Some(error) => (meta_app_id, error.to_string()),
        };
        if reported.insert(app.to_owned()) {
            tracing::error!(app, error, "webhooks are refused");
        }
    }

    fn kept(&self, meta_app_id: &str) -> Option<Option<Arc<App>>> {
        let kept = self.kept.read().ok()?;
        let one = kept.get(meta_app_id)?;
        self.is_current(one).then(|| one.2.clone())
    }

    async fn load(&self, meta_app_id: &str) -> Result<Option<App>, SealError> {
        let Some(row) = queries::app(&self.db, meta_app_id).await? else { return Ok(None) };
        let scope = self.db.scope(row.workspace_id.into());
        let place = |column| Place::new("apps", column, row.id);
        let mut secrets = vec![self.seal.open(&scope, place("secret"), &row.secret).await?];
        if let Some(previous) = &row.previous_secret {
            secrets.push(self.seal.open(&scope, place("previous_secret"), previous).await?);
        }
        let verify_token = self.seal.open(&scope, place("verify_token"), &row.verify_token).await?;
        let numbers = self.numbers(row.id).await?;
        Ok(Some(App { id: row.id, workspace_id: row.workspace_id.into(), numbers, secrets, verify_token }))
    }

    async fn numbers(&self, app_id: Uuid) -> Result<Numbers, DbErr> {
        let rows = queries::numbers(&self.db, app_id).await?;
        Ok(Numbers::new(rows.into_iter().map(|row| (row.id, row.phone_number_id, row.waba_id))))
    }
}
