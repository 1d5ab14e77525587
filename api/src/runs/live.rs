//! The bots that answer now. Versions never change, so their flows are kept for as long as the process runs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use flow::Flow;
use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::rules::LiveBot;
use crate::entities::{bot, bot_version};
use crate::platform::scope::AcrossTx;

/// Flows that are kept; when there are more, all are forgotten and read again.
const MAX_FLOWS: usize = 10_000;

/// A bot without its draft.
#[derive(Debug, FromQueryResult)]
struct BotRow {
    id: Uuid,
    workspace_id: Uuid,
    name: String,
    live_version_id: Option<Uuid>,
}

/// The flows of versions, by their id; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Flows {
    kept: Arc<Mutex<HashMap<Uuid, Arc<Flow>>>>,
}

impl Flows {
    /// The flows of these versions. One that cannot be read is left out, and said in the log.
    pub(super) async fn of(
        &self,
        tx: &AcrossTx,
        versions: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Flow>>, DbErr> {
        let mut flows = self.kept(versions);
        let missing: Vec<Uuid> = versions.iter().filter(|id| !flows.contains_key(id)).copied().collect();
        if missing.is_empty() {
            return Ok(flows);
        }
        let rows =
            tx.find_any::<bot_version::Entity>().filter(bot_version::Column::Id.is_in(missing)).all().await?;
        for row in rows {
            match flow::read_value(row.flow) {
                Ok(flow) => drop(flows.insert(row.id, Arc::new(flow))),
                Err(_) => tracing::error!(version = %row.id, "a published flow cannot be read"),
            }
        }
        if let Ok(mut kept) = self.kept.lock() {
            if kept.len() + flows.len() > MAX_FLOWS {
                kept.clear();
            }
            kept.extend(flows.iter().map(|(id, flow)| (*id, flow.clone())));
        }
        Ok(flows)
    }

    /// The bots of these workspaces that answer now, oldest first.
    pub(super) async fn live(
        &self,
        tx: &AcrossTx,
        workspaces: Vec<Uuid>,
    ) -> Result<HashMap<Uuid, Vec<LiveBot>>, DbErr> {
        let rows = tx
            .find_any::<bot::Entity>()
            .select_only()
            .columns([
                bot::Column::Id,
                bot::Column::WorkspaceId,
                bot::Column::Name,
                bot::Column::LiveVersionId,
            ])
            .filter(bot::Column::WorkspaceId.is_in(workspaces))
            .filter(bot::Column::State.eq(bot::BotState::Live))
            .filter(bot::Column::DeletedAt.is_null())
            .order_by_asc(bot::Column::CreatedAt)
            .order_by_asc(bot::Column::Id)
            .all_as::<BotRow>()
            .await?;
        let versions: Vec<Uuid> = rows.iter().filter_map(|row| row.live_version_id).collect();
        let flows = self.of(tx, &versions).await?;
        let mut live: HashMap<Uuid, Vec<LiveBot>> = HashMap::new();
        for row in rows {
            let Some(version_id) = row.live_version_id else { continue };
            let Some(flow) = flows.get(&version_id).cloned() else { continue };
            let bot = LiveBot { id: row.id, name: row.name, version_id, flow };
            live.entry(row.workspace_id).or_default().push(bot);
        }
        Ok(live)
    }

    fn kept(&self, versions: &[Uuid]) -> HashMap<Uuid, Arc<Flow>> {
        let Ok(kept) = self.kept.lock() else { return HashMap::new() };
        versions.iter().filter_map(|id| Some((*id, kept.get(id)?.clone()))).collect()
    }
}
