//! A bot that answers, and what a version does. Versions never change, so they are kept in memory.

use std::collections::HashMap;
use std::sync::Arc;

use flow::{Flow, Trigger};
use sea_orm::DbErr;
use shared::{BotId, VersionId, WorkspaceId};
use uuid::Uuid;

use super::queries;
use crate::entities::bot_version;
use crate::error::unreadable;
use crate::platform::kept::Kept;
use crate::platform::scope::Scope;

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
pub(super) struct LiveBot {
    /// The bot.
    pub(super) id: BotId,
    /// Its name.
    pub(super) name: String,
    /// What starts the version that answers.
    pub(super) triggers: Vec<Trigger>,
}

/// Published versions by workspace and id; cheap to clone, shared by all clones.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    kept: Kept<(WorkspaceId, Uuid), Published>,
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
            match self.kept.get(&(scope.workspace(), id)) {
                Some(version) => drop(found.insert(id, version)),
                None => missing.push(id),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        for row in queries::versions_by_id(scope, missing).await?.into_values() {
            let bytes = row.flow.to_string().len();
            let version = Arc::new(published(row)?);
            self.kept.put((scope.workspace(), version.id.uuid()), version.clone(), bytes);
            found.insert(version.id.uuid(), version);
        }
        Ok(found)
    }
}

fn published(row: bot_version::Model) -> Result<Published, DbErr> {
    let flow = flow::read_value(row.flow).map_err(|_| unreadable("version", VersionId(row.id)))?;
    let number = u32::try_from(row.number).unwrap_or_default();
    Ok(Published { id: VersionId(row.id), bot_id: BotId(row.bot_id), number, flow })
}
