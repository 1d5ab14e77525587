//! Bots and versions in the API's words, a page at a time and in a fixed number of queries.

use chrono::TimeDelta;
use flow::Level;
use shared::bot::{Bot, BotState as ApiState, BotVersion};
use shared::{BotId, Time, VersionId};
use uuid::Uuid;

use super::conflicts::{self, Taken};
use super::queries::{self, Listed, RunCounts};
use super::summary::{self, Summed};
use super::{Error, Versions, rules};
use crate::entities::bot::BotState;
use crate::entities::bot_version;
use crate::platform::cx::Cx;
use crate::platform::permission::Requires;
use crate::platform::scope::{Scope, Tx};

/// Names of people by their user id.
pub(super) type Names = std::collections::HashMap<Uuid, String>;

/// Over which time runs are counted.
const COUNTED: TimeDelta = TimeDelta::days(7);

/// One bot.
pub(super) async fn bot<P: Requires>(cx: &Cx<P>, versions: &Versions, row: Listed) -> Result<Bot, Error> {
    bots(cx, versions, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// Bots, in the order given.
pub(super) async fn bots<P: Requires>(
    cx: &Cx<P>,
    versions: &Versions,
    rows: Vec<Listed>,
) -> Result<Vec<Bot>, Error> {
    let people = rows.iter().filter_map(|row| row.draft_updated_by);
    let names = queries::names(&cx.state().db.accounts(), people).await?;
    bots_with(&cx.scope(), versions, rows, &names, cx.now()).await
}

/// A bot as a transaction sees it that is about to be committed; `names` are those of people.
pub(super) async fn new_bot(tx: &Tx, versions: &Versions, row: Listed, names: &Names) -> Result<Bot, Error> {
    bots_with(tx, versions, vec![row], names, tx.now()).await?.pop().ok_or(Error::NotFound)
}

/// A bot as a transaction sees it, which holds its row; `names` are those of people.
pub(super) async fn locked_bot(tx: &Tx, versions: &Versions, id: BotId, names: &Names) -> Result<Bot, Error> {
    let row = queries::locked_bot(tx, id).await?.ok_or(Error::NotFound)?;
    new_bot(tx, versions, row.into(), names).await
}

/// Names of whoever changed a bot last, read ahead of a transaction: within one no second connection is asked for.
pub(super) async fn authors<P: Requires>(cx: &Cx<P>, id: BotId) -> Result<Names, Error> {
    let row = queries::listed_bot(&cx.scope(), id).await?.ok_or(Error::NotFound)?;
    Ok(queries::names(&cx.state().db.accounts(), row.draft_updated_by).await?)
}

async fn bots_with(
    scope: &Scope,
    versions: &Versions,
    rows: Vec<Listed>,
    names: &Names,
    now: Time,
) -> Result<Vec<Bot>, Error> {
    let counts = queries::run_counts(scope, rows.iter().map(|row| row.id), now - COUNTED).await?;
    let numbers = queries::version_numbers(scope, rows.iter().filter_map(|row| row.live_version_id)).await?;
    let live = summary::live(scope, versions).await?;
    let taken = Taken::new(&live);
    let shown = summary::of(scope, versions, rows).await?.into_iter().map(|bot| {
        let number = bot.row.live_version_id.and_then(|id| numbers.get(&id).copied());
        let counts = counts.get(&bot.row.id).copied().unwrap_or_default();
        let updated_by = bot.row.draft_updated_by.and_then(|id| names.get(&id).cloned());
        shown(bot, number, &taken, counts, updated_by)
    });
    Ok(shown.collect())
}

fn shown(
    bot: Summed,
    live_version: Option<u32>,
    taken: &Taken<'_>,
    counts: RunCounts,
    updated_by: Option<String>,
) -> Bot {
    let Summed { row, draft, live } = bot;
    let conflicts = conflicts::conflicts(BotId(row.id), &draft.triggers, taken);
    Bot {
        id: BotId(row.id),
        name: row.name,
        state: match row.state {
            BotState::NeverPublished => ApiState::NotPublished,
            BotState::Live => ApiState::Live,
            BotState::Paused => ApiState::Paused,
        },
        live_version,
        has_draft_changes: live.as_ref().is_none_or(|live| live.hash != draft.hash),
        n_errors: draft.n_errors + rules::count(&conflicts, Level::Error),
        n_warnings: draft.n_warnings + rules::count(&conflicts, Level::Warning),
        triggers: live.map_or(draft.triggers, |live| live.triggers),
        n_runs_7d: counts.started,
        n_finished_7d: counts.finished,
        updated_at: row.updated_at,
        updated_by,
        created_at: row.created_at,
    }
}

/// The version of a bot that answers now.
pub(super) fn live(row: &Listed) -> Option<Uuid> {
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
    Ok(rows.into_iter().map(|row| version_with(row, live, &names)).collect())
}

/// One version; `names` are those of people.
pub(super) fn version_with(row: bot_version::Model, live: Option<Uuid>, names: &Names) -> BotVersion {
    BotVersion {
        id: VersionId(row.id),
        number: u32::try_from(row.number).unwrap_or_default(),
        note: row.note,
        is_live: live == Some(row.id),
        content_hash: row.content_hash,
        published_by: names.get(&row.published_by).cloned(),
        published_at: row.created_at,
    }
}
