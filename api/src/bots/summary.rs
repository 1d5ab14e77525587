//! What lists and other bots need to know of a flow, stored beside it: nobody reads and checks a megabyte to show a line.

use flow::{Flow, Level, Problem, Trigger};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use shared::{BotId, VersionId};

use super::aside::aside;
use super::queries::{self, Listed};
use super::{Error, LiveBot, Versions, draft, rules};
use crate::platform::scope::Scope;

/// A flow in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Summary {
    /// Hash of its content; flows with the same one are the same.
    pub(super) hash: String,
    /// What starts it.
    pub(super) triggers: Vec<Trigger>,
    /// Errors it has by itself.
    pub(super) n_errors: u32,
    /// Warnings it has by itself.
    pub(super) n_warnings: u32,
}

impl Summary {
    pub(super) fn new(flow: &Flow, json: &serde_json::Value, problems: &[Problem]) -> Self {
        Self {
            hash: rules::content_hash(json),
            triggers: flow.triggers.clone(),
            n_errors: rules::count(problems, Level::Error),
            n_warnings: rules::count(problems, Level::Warning),
        }
    }
}

/// A bot of a list, and its flows in short.
pub(super) struct Summed {
    pub(super) row: Listed,
    pub(super) draft: Summary,
    /// The version that is, or was last, live.
    pub(super) live: Option<Summary>,
}

/// Puts the flows of bots in short: as stored, or, where an older program has saved the bot, from the flows themselves.
pub(super) async fn of(scope: &Scope, versions: &Versions, rows: Vec<Listed>) -> Result<Vec<Summed>, Error> {
    let mut summed = Vec::with_capacity(rows.len());
    for row in rows {
        let draft = match read(row.draft_summary.as_ref()) {
            Some(summary) => summary,
            None => from_draft(scope, BotId(row.id)).await?,
        };
        let live = of_version(scope, versions, &row).await?;
        summed.push(Summed { row, draft, live });
    }
    Ok(summed)
}

/// The bots that answer, the oldest first.
pub(super) async fn live(scope: &Scope, versions: &Versions) -> Result<Vec<LiveBot>, Error> {
    let mut live = Vec::new();
    for row in queries::live_bots(scope).await? {
        if let Some(summary) = of_version(scope, versions, &row).await? {
            live.push(LiveBot { id: BotId(row.id), name: row.name, triggers: summary.triggers });
        }
    }
    Ok(live)
}

pub(super) async fn of_version(
    scope: &Scope,
    versions: &Versions,
    row: &Listed,
) -> Result<Option<Summary>, Error> {
    let Some(id) = row.live_version_id else { return Ok(None) };
    if let Some(summary) = read(row.live_summary.as_ref()) {
        return Ok(Some(summary));
    }
    let Some(version) = versions.version(scope, VersionId(id)).await? else { return Ok(None) };
    let summary = aside(move || {
        let json = draft::stored(&version.flow)?;
        Ok(Summary::new(&version.flow, &json, &[]))
    });
    summary.await.map(Some)
}

fn read(stored: Option<&serde_json::Value>) -> Option<Summary> {
    stored.and_then(|json| serde_json::from_value(json.clone()).ok())
}

/// As it is stored.
pub(super) fn written(summary: &Summary) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(summary).map_err(|_| DbErr::Custom("a summary cannot be written".into()))
}

async fn from_draft(scope: &Scope, id: BotId) -> Result<Summary, Error> {
    let row = queries::bot(scope, id).await?.ok_or(Error::NotFound)?;
    aside(move || draft::look(draft::flow_of(&row)?).map(|looked| looked.summary)).await
}
