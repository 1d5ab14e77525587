//! The bots that answer now. Versions never change, so their flows are kept.

use std::collections::HashMap;
use std::sync::Arc;

use flow::Flow;
use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::rules::LiveBot;
use crate::entities::{bot, bot_version};
use crate::platform::kept::Kept;
use crate::platform::scope::AcrossTx;

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
    kept: Kept<Uuid, Flow>,
}

impl Flows {
    /// The flows of these versions. One that cannot be read is left out, and said in the log.
    pub(super) async fn of(
        &self,
        tx: &AcrossTx,
        versions: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Flow>>, DbErr> {
        let mut flows: HashMap<Uuid, Arc<Flow>> =
            versions.iter().filter_map(|id| Some((*id, self.kept.get(id)?))).collect();
        let missing: Vec<Uuid> = versions.iter().filter(|id| !flows.contains_key(id)).copied().collect();
        if missing.is_empty() {
            return Ok(flows);
        }
        let rows =
            tx.find_any::<bot_version::Entity>().filter(bot_version::Column::Id.is_in(missing)).all().await?;
        for row in rows {
            let bytes = row.flow.to_string().len();
            match flow::read_value(row.flow).map(Arc::new) {
                Ok(flow) => {
                    self.kept.put(row.id, flow.clone(), bytes);
                    flows.insert(row.id, flow);
                }
                Err(_) => tracing::error!(version = %row.id, "a published flow cannot be read"),
            }
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
}
