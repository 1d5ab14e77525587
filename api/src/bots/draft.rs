//! What is done to drafts: read, changed on the revision it was made from, published, replaced by an older version.

use flow::Flow;
use sea_orm::DbErr;
use shared::bot::{Draft, DraftChange, Publish};
use shared::{BotId, UserId, VersionId};

use super::queries::{self, NewVersion};
use super::rules::OpFault;
use super::{Error, Versions, rules};
use crate::entities::bot::{self, BotState};
use crate::entities::bot_version;
use crate::error::unreadable;
use crate::platform::scope::{Scope, Tx};

/// The flow of a draft as it is stored.
pub(super) fn flow_of(row: &bot::Model) -> Result<Flow, DbErr> {
    flow::read_value(row.draft.clone()).map_err(|_| unreadable("the draft of", BotId(row.id)))
}

/// A flow as it is stored.
pub(super) fn stored(flow: &Flow) -> Result<serde_json::Value, Error> {
    let json = serde_json::to_value(flow).map_err(|_| DbErr::Custom("a flow cannot be written".into()))?;
    if json.to_string().len() > rules::FLOW_BYTES {
        return Err(Error::field("", "too_large", format!("a flow has at most {} bytes", rules::FLOW_BYTES)));
    }
    Ok(json)
}

/// A draft with everything that is wrong with it, also towards the other bots.
pub(super) async fn draft(scope: &Scope, versions: &Versions, row: &bot::Model) -> Result<Draft, Error> {
    let flow = flow_of(row)?;
    let others = versions.live(scope).await?;
    let problems = rules::problems(BotId(row.id), &flow, &others);
    let revision = u64::try_from(row.draft_revision).unwrap_or_default();
    Ok(Draft { revision, flow, problems, updated_at: row.draft_updated_at })
}

/// What a draft becomes, not saved yet.
pub(super) struct Next {
    id: BotId,
    base: i64,
    json: serde_json::Value,
}

/// Applies operations to the revision they were made for: all of them, or none. This takes as long as a flow is large, so
/// it is done outside of the transaction that saves it.
pub(super) async fn changed(
    scope: &Scope,
    versions: &Versions,
    id: BotId,
    change: &DraftChange,
) -> Result<Next, Error> {
    if !(1..=rules::OPS).contains(&rules::n_single(&change.ops).map_err(does_not_fit)?) {
        return Err(Error::field("/ops", "count", format!("send 1 to {} operations", rules::OPS)));
    }
    let row = queries::bot(scope, id).await?.ok_or(Error::NotFound)?;
    check_revision(scope, versions, &row, change.base_revision).await?;
    let flow = rules::changed(flow_of(&row)?, &change.ops).map_err(does_not_fit)?;
    Ok(Next { id, base: row.draft_revision, json: stored(&flow)? })
}

fn does_not_fit(fault: OpFault) -> Error {
    Error::OpNotApplicable { index: fault.index, code: fault.error.code(), reason: fault.error.to_string() }
}

/// The draft that a version would be.
pub(super) async fn restored(scope: &Scope, id: BotId, number: u32) -> Result<Next, Error> {
    let row = queries::bot(scope, id).await?.ok_or(Error::NotFound)?;
    let version = version(scope, id, number).await?;
    let flow = flow::read_value(version.flow).map_err(|_| unreadable("version", VersionId(version.id)))?;
    Ok(Next { id, base: row.draft_revision, json: stored(&flow)? })
}

/// Freezes the draft as the next version, which goes live.
pub(super) async fn publish(
    tx: &Tx,
    versions: &Versions,
    id: BotId,
    publish: &Publish,
    author: UserId,
) -> Result<bot_version::Model, Error> {
    if publish.note.chars().count() > rules::NOTE_CHARS {
        let detail = format!("a note has at most {} characters", rules::NOTE_CHARS);
        return Err(Error::field("/note", "too_long", detail));
    }
    // From here on nobody else publishes or resumes a bot in this workspace, so no two live bots can share a trigger.
    tx.lock_workspace().await?;
    let row = queries::bot(tx, id).await?.ok_or(Error::NotFound)?;
    check_revision(tx, versions, &row, publish.revision).await?;
    let flow = flow_of(&row)?;
    check_problems(tx, versions, id, &flow).await?;
    let content_hash = rules::content_hash(&row.draft);
    let newest = queries::newest_version(tx, id).await?;
    let is_live =
        row.state == BotState::Live && newest.as_ref().map(|version| version.id) == row.live_version_id;
    if is_live && newest.as_ref().is_some_and(|version| version.content_hash == content_hash) {
        return Err(Error::Conflict("nothing has changed since the live version"));
    }
    let new = NewVersion {
        bot_id: id,
        number: newest.map_or(0, |version| version.number) + 1,
        flow: row.draft,
        content_hash,
        note: publish.note.trim().to_owned(),
        published_by: author,
    };
    let version = queries::insert_version(tx, new).await?;
    queries::go_live(tx, id, VersionId(version.id)).await?;
    Ok(version)
}

/// Switches a paused bot on again.
pub(super) async fn resume(tx: &Tx, versions: &Versions, id: BotId) -> Result<(), Error> {
    tx.lock_workspace().await?;
    let row = queries::bot(tx, id).await?.ok_or(Error::NotFound)?;
    let version =
        row.live_version_id.ok_or(Error::Conflict("the bot was never published; publish it first"))?;
    if row.state == BotState::Live {
        return Ok(());
    }
    let version = versions.version(tx, VersionId(version)).await?.ok_or(Error::NotFound)?;
    let errors =
        rules::blocking(&version.flow, &rules::conflicts(id, &version.flow, &versions.live(tx).await?));
    if !errors.is_empty() {
        return Err(Error::HasProblems { errors });
    }
    queries::set_state(tx, id, BotState::Live).await?;
    Ok(())
}

/// A version of a bot by its number.
pub(super) async fn version(scope: &Scope, id: BotId, number: u32) -> Result<bot_version::Model, Error> {
    let number = i32::try_from(number).map_err(|_| Error::NotFound)?;
    queries::version(scope, id, number).await?.ok_or(Error::NotFound)
}

async fn check_problems(scope: &Scope, versions: &Versions, id: BotId, flow: &Flow) -> Result<(), Error> {
    let errors = rules::blocking(flow, &rules::problems(id, flow, &versions.live(scope).await?));
    if errors.is_empty() { Ok(()) } else { Err(Error::HasProblems { errors }) }
}

async fn check_revision(
    scope: &Scope,
    versions: &Versions,
    row: &bot::Model,
    revision: u64,
) -> Result<(), Error> {
    if u64::try_from(row.draft_revision) == Ok(revision) {
        return Ok(());
    }
    Err(Error::StaleRevision { current: Box::new(draft(scope, versions, row).await?) })
}

/// Saves it, unless somebody else has saved since it was made.
pub(super) async fn save(
    tx: &Tx,
    versions: &Versions,
    next: Next,
    author: UserId,
) -> Result<bot::Model, Error> {
    match queries::save_draft(tx, next.id, next.base, next.json, author).await? {
        Some(saved) => Ok(saved),
        None => {
            let row = queries::bot(tx, next.id).await?.ok_or(Error::NotFound)?;
            Err(Error::StaleRevision { current: Box::new(draft(tx, versions, &row).await?) })
        }
    }
}
