//! Which bots answer, and what a version does. Versions never change, so they are kept in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use flow::Flow;
use sea_orm::DbErr;
use shared::{BotId, VersionId, WorkspaceId};
use uuid::Uuid;

use super::queries;
use crate::entities::bot_version;
use crate::error::unreadable;
use crate::platform::scope::Scope;

/// Versions kept at the same time; when there are more, all are read anew.
const KEPT: usize = 1_000;

type Kept = HashMap<(WorkspaceId, Uuid), Arc<Published>>;

/// A published version.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Its id.
    pub id: VersionId,
    /// The bot.
    pub bot_id: BotId,
    /// 1, 2, 3 … within the bot.
    pub number: u32,
    /// What it does.
    pub flow: Flow,
}

/// A bot that answers.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveBot {
    /// The bot.
    pub id: BotId,
    /// Its name.
    pub name: String,
    /// The version that answers.
    pub version: Arc<Published>,
}

/// Published versions by workspace and id; cheap to clone, shared by all clones.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    kept: Arc<Mutex<Kept>>,
}

impl Versions {
    /// A version of this workspace.
    ///
    /// # Errors
    /// When the database fails, or what it holds is no flow.
    pub async fn version(&self, scope: &Scope, id: VersionId) -> Result<Option<Arc<Published>>, DbErr> {
        Ok(self.versions(scope, [id.uuid()]).await?.remove(&id.uuid()))
    }

    /// Versions of this workspace by their ids, in at most one query.
    ///
    /// # Errors
    /// As [`Self::version`].
    pub async fn versions(
        &self,
        scope: &Scope,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Arc<Published>>, DbErr> {
        let mut found = HashMap::new();
        let mut missing = Vec::new();
        for id in ids {
            match self.kept().get(&(scope.workspace(), id)) {
                Some(version) => drop(found.insert(id, version.clone())),
                None => missing.push(id),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        for row in queries::versions_by_id(scope, missing).await?.into_values() {
            let version = Arc::new(published(row)?);
            self.keep(scope.workspace(), &version);
            found.insert(version.id.uuid(), version);
        }
        Ok(found)
    }

    /// The bots of a workspace that answer, in the order in which they are asked.
    ///
    /// # Errors
    /// As [`Self::version`].
    pub async fn live(&self, scope: &Scope) -> Result<Vec<LiveBot>, DbErr> {
        let bots = queries::live_bots(scope).await?;
        let versions = self.versions(scope, bots.iter().filter_map(|bot| bot.live_version_id)).await?;
        let live = bots.into_iter().filter_map(|bot| {
            let version = versions.get(&bot.live_version_id?)?.clone();
            Some(LiveBot { id: BotId(bot.id), name: bot.name, version })
        });
        Ok(live.collect())
    }

    fn keep(&self, workspace: WorkspaceId, version: &Arc<Published>) {
        let mut kept = self.kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert((workspace, version.id.uuid()), version.clone());
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn published(row: bot_version::Model) -> Result<Published, DbErr> {
    let flow = flow::read_value(row.flow).map_err(|_| unreadable("version", VersionId(row.id)))?;
    let number = u32::try_from(row.number).unwrap_or_default();
    Ok(Published { id: VersionId(row.id), bot_id: BotId(row.bot_id), number, flow })
}
