//! Bots and versions in the API's words, a page at a time and in a fixed number of queries.

use chrono::TimeDelta;
use flow::Level;
use shared::bot::{Bot, BotState as ApiState, BotVersion};
use shared::{BotId, VersionId};
use uuid::Uuid;

use super::queries::{self, RunCounts};
use super::{Error, LiveBot, Versions, draft, rules};
use crate::entities::bot::{self, BotState};
use crate::entities::bot_version;
use crate::platform::cx::Cx;
use crate::platform::permission::Requires;

/// Over which time runs are counted.
const COUNTED: TimeDelta = TimeDelta::days(7);

/// One bot.
pub(super) async fn bot<P: Requires>(cx: &Cx<P>, versions: &Versions, row: bot::Model) -> Result<Bot, Error> {
    bots(cx, versions, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// Bots, in the order given.
pub(super) async fn bots<P: Requires>(
    cx: &Cx<P>,
    versions: &Versions,
    rows: Vec<bot::Model>,
) -> Result<Vec<Bot>, Error> {
    let scope = cx.scope();
    let counts = queries::run_counts(&scope, rows.iter().map(|row| row.id), cx.now() - COUNTED).await?;
    let people = rows.iter().filter_map(|row| row.draft_updated_by);
    let names = queries::names(&cx.state().db.accounts(), people).await?;
    let published = versions.versions(&scope, rows.iter().filter_map(|row| row.live_version_id)).await?;
    let live = versions.live(&scope).await?;
    rows.into_iter()
        .map(|row| {
            let version = row.live_version_id.and_then(|id| published.get(&id));
            let counts = counts.get(&row.id).copied().unwrap_or_default();
            let updated_by = row.draft_updated_by.and_then(|id| names.get(&id).cloned());
            shown(row, version.map(std::convert::AsRef::as_ref), &live, counts, updated_by)
        })
        .collect()
}

fn shown(
    row: bot::Model,
    published: Option<&super::Published>,
    live: &[LiveBot],
    counts: RunCounts,
    updated_by: Option<String>,
) -> Result<Bot, Error> {
    let flow = draft::flow_of(&row)?;
    let problems = rules::problems(BotId(row.id), &flow, live);
    Ok(Bot {
        id: BotId(row.id),
        name: row.name,
        state: match row.state {
            BotState::NeverPublished => ApiState::NotPublished,
            BotState::Live => ApiState::Live,
            BotState::Paused => ApiState::Paused,
        },
        live_version: published.map(|version| version.number),
        has_draft_changes: published.is_none_or(|version| version.flow != flow),
        triggers: published.map_or(flow.triggers, |version| version.flow.triggers.clone()),
        n_errors: rules::count(&problems, Level::Error),
        n_warnings: rules::count(&problems, Level::Warning),
        n_runs_7d: counts.started,
        n_finished_7d: counts.finished,
        updated_at: row.updated_at,
        updated_by,
        created_at: row.created_at,
    })
}

/// The version of a bot that answers now.
pub(super) fn live(row: &bot::Model) -> Option<Uuid> {
    row.live_version_id.filter(|_| row.state == BotState::Live)
}

/// One version.
pub(super) async fn version<P: Requires>(
    cx: &Cx<P>,
    row: bot_version::Model,
    live: Option<Uuid>,
) -> Result<BotVersion, Error> {
    versions(cx, vec![row], live).await?.pop().ok_or(Error::NotFound)
}

/// Versions, in the order given.
pub(super) async fn versions<P: Requires>(
    cx: &Cx<P>,
    rows: Vec<bot_version::Model>,
    live: Option<Uuid>,
) -> Result<Vec<BotVersion>, Error> {
    let names = queries::names(&cx.state().db.accounts(), rows.iter().map(|row| row.published_by)).await?;
    let shown = rows.into_iter().map(|row| BotVersion {
        id: VersionId(row.id),
        number: u32::try_from(row.number).unwrap_or_default(),
        note: row.note,
        is_live: live == Some(row.id),
        content_hash: row.content_hash,
        published_by: names.get(&row.published_by).cloned(),
        published_at: row.created_at,
    });
    Ok(shown.collect())
}
