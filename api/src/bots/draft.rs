//! What is done to drafts: read, changed on the revision it was made from, published, replaced by an older version.
//!
//! What takes as long as a flow is large is done aside, before a transaction begins; the transaction saves it, unless somebody
//! else was faster.

use flow::{Flow, Op, Problem};
use sea_orm::DbErr;
use shared::bot::{Draft, Publish};
use shared::{BotId, UserId, VersionId};

use super::aside::aside;
use super::conflicts::{self, Taken};
use super::queries::{self, NewVersion};
use super::rules::OpFault;
use super::summary::{self, Summary};
use super::{Error, Versions, rules};
use crate::entities::bot::{self, BotState};
use crate::entities::bot_version;
use crate::error::unreadable;
use crate::platform::scope::{Scope, Tx};

/// A flow, as it is stored, and what is wrong with it by itself.
pub(super) struct Looked {
    pub(super) flow: Flow,
    pub(super) json: serde_json::Value,
    pub(super) problems: Vec<Problem>,
    pub(super) summary: Summary,
}

/// Looks through a flow.
pub(super) fn look(flow: Flow) -> Result<Looked, Error> {
    let (json, problems) = (stored(&flow)?, flow::check(&flow));
    let summary = Summary::new(&flow, &json, &problems);
    Ok(Looked { flow, json, problems, summary })
}

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
pub(super) async fn draft(scope: &Scope, versions: &Versions, row: bot::Model) -> Result<Draft, Error> {
    let (id, revision, updated_at) = (BotId(row.id), row.draft_revision, row.draft_updated_at);
    let (flow, own) = aside(move || {
        let flow = flow_of(&row)?;
        let problems = flow::check(&flow);
        Ok((flow, problems))
    })
    .await?;
    let live = summary::live(scope, versions).await?;
    let problems = conflicts::problems(id, &flow.triggers, own, &Taken::new(&live));
    Ok(Draft { revision: u64::try_from(revision).unwrap_or_default(), flow, problems, updated_at })
}

/// What a draft becomes, not saved yet.
pub(super) struct Next {
    id: BotId,
    base: i64,
    looked: Looked,
}

/// Applies operations to the revision they were made for: all of them, or none.
pub(super) async fn changed(
    scope: &Scope,
    versions: &Versions,
    id: BotId,
    base_revision: u64,
    ops: Vec<Op>,
) -> Result<Next, Error> {
    if !(1..=rules::OPS).contains(&rules::n_single(&ops).map_err(does_not_fit)?) {
        return Err(Error::field("/ops", "count", format!("send 1 to {} operations", rules::OPS)));
    }
    let row = at_revision(scope, versions, id, base_revision).await?;
    let base = row.draft_revision;
    let looked = aside(move || look(rules::changed(flow_of(&row)?, &ops).map_err(does_not_fit)?)).await?;
    Ok(Next { id, base, looked })
}

fn does_not_fit(fault: OpFault) -> Error {
    Error::OpNotApplicable { index: fault.index, code: fault.error.code(), reason: fault.error.to_string() }
}

/// The draft that a version would be.
pub(super) async fn restored(scope: &Scope, id: BotId, number: u32) -> Result<Next, Error> {
    let row = queries::listed_bot(scope, id).await?.ok_or(Error::NotFound)?;
    let version = version(scope, id, number).await?;
    let looked = aside(move || {
        let unreadable = |_| unreadable("version", VersionId(version.id));
        look(flow::read_value(version.flow).map_err(unreadable)?)
    });
    Ok(Next { id, base: row.draft_revision, looked: looked.await? })
}

/// Saves it; `None` when somebody else has saved since it was made.
pub(super) async fn save(tx: &Tx, next: &Next, author: UserId) -> Result<Option<bot::Model>, Error> {
    let summary = summary::written(&next.looked.summary)?;
    Ok(queries::save_draft(tx, next.id, next.base, next.looked.json.clone(), summary, author).await?)
}

/// What was saved, as it is answered.
pub(super) async fn answer(
    scope: &Scope,
    versions: &Versions,
    saved: &bot::Model,
    next: Next,
) -> Result<Draft, Error> {
    let live = summary::live(scope, versions).await?;
    let Looked { flow, problems, .. } = next.looked;
    let problems = conflicts::problems(next.id, &flow.triggers, problems, &Taken::new(&live));
    let revision = u64::try_from(saved.draft_revision).unwrap_or_default();
    Ok(Draft { revision, flow, problems, updated_at: saved.draft_updated_at })
}

/// Says that somebody else has saved, and what.
pub(super) async fn stale(scope: &Scope, versions: &Versions, id: BotId) -> Error {
    let current = async {
        let row = queries::bot(scope, id).await?.ok_or(Error::NotFound)?;
        draft(scope, versions, row).await
    };
    match current.await {
        Ok(current) => Error::StaleRevision { current: Box::new(current) },
        Err(error) => error,
    }
}

/// A draft that may be published, as far as can be said without holding others off.
pub(super) struct Ready {
    row: bot::Model,
    looked: Looked,
}

/// Looks whether a draft may be published.
pub(super) async fn ready(
    scope: &Scope,
    versions: &Versions,
    id: BotId,
    publish: &Publish,
) -> Result<Ready, Error> {
    if publish.note.chars().count() > rules::NOTE_CHARS {
        let detail = format!("a note has at most {} characters", rules::NOTE_CHARS);
        return Err(Error::field("/note", "too_long", detail));
    }
    let row = at_revision(scope, versions, id, publish.revision).await?;
    aside(move || {
        let looked = look(flow_of(&row)?)?;
        Ok(Ready { row, looked })
    })
    .await
}

/// Freezes the draft as the next version, which goes live. `None` when it is not the draft any more.
pub(super) async fn publish(
    tx: &Tx,
    versions: &Versions,
    ready: Ready,
    note: &str,
    author: UserId,
) -> Result<Option<bot_version::Model>, Error> {
    let Ready { row, looked } = ready;
    let id = BotId(row.id);
    // From here on nobody else publishes or resumes a bot in this workspace, so no two live bots can share a trigger.
    tx.lock_workspace().await?;
    let now = queries::listed_bot(tx, id).await?.ok_or(Error::NotFound)?;
    if now.draft_revision != row.draft_revision {
        return Ok(None);
    }
    may_go_live(tx, versions, id, &looked.flow, looked.problems).await?;
    let newest = queries::newest_version(tx, id).await?;
    let is_live =
        now.state == BotState::Live && newest.as_ref().map(|version| version.id) == now.live_version_id;
    if is_live && newest.as_ref().is_some_and(|version| version.content_hash == looked.summary.hash) {
        return Err(Error::Conflict("nothing has changed since the live version"));
    }
    let summary = summary::written(&looked.summary)?;
    let new = NewVersion {
        bot_id: id,
        number: newest.map_or(0, |version| version.number) + 1,
        flow: row.draft,
        content_hash: looked.summary.hash,
        note: note.trim().to_owned(),
        published_by: author,
    };
    let version = queries::insert_version(tx, new).await?;
    queries::go_live(tx, id, VersionId(version.id), summary).await?;
    Ok(Some(version))
}

/// Refuses a flow with errors, by itself or towards the others, and one that would make all of them listen for too much.
async fn may_go_live(
    tx: &Tx,
    versions: &Versions,
    id: BotId,
    flow: &Flow,
    own: Vec<Problem>,
) -> Result<(), Error> {
    let live = summary::live(tx, versions).await?;
    let errors =
        rules::blocking(&flow.steps, &conflicts::problems(id, &flow.triggers, own, &Taken::new(&live)));
    if !errors.is_empty() {
        return Err(Error::HasProblems { errors });
    }
    conflicts::check_live_words(id, &flow.triggers, &live)
}

/// Switches a paused bot on again.
pub(super) async fn resume(tx: &Tx, versions: &Versions, id: BotId) -> Result<(), Error> {
    tx.lock_workspace().await?;
    let row = queries::listed_bot(tx, id).await?.ok_or(Error::NotFound)?;
    let never = Error::Conflict("the bot was never published; publish it first");
    let version = summary::of_version(tx, versions, &row).await?.ok_or(never)?;
    if row.state == BotState::Live {
        return Ok(());
    }
    let live = summary::live(tx, versions).await?;
    let errors = rules::blocking(&[], &conflicts::conflicts(id, &version.triggers, &Taken::new(&live)));
    if !errors.is_empty() {
        return Err(Error::HasProblems { errors });
    }
    conflicts::check_live_words(id, &version.triggers, &live)?;
    queries::set_state(tx, id, BotState::Live).await?;
    Ok(())
}

/// A version of a bot by its number.
pub(super) async fn version(scope: &Scope, id: BotId, number: u32) -> Result<bot_version::Model, Error> {
    let number = i32::try_from(number).map_err(|_| Error::NotFound)?;
    queries::version(scope, id, number).await?.ok_or(Error::NotFound)
}

/// A bot whose draft is of this revision.
async fn at_revision(
    scope: &Scope,
    versions: &Versions,
    id: BotId,
    revision: u64,
) -> Result<bot::Model, Error> {
    let row = queries::bot(scope, id).await?.ok_or(Error::NotFound)?;
    if u64::try_from(row.draft_revision) == Ok(revision) {
        return Ok(row);
    }
    Err(Error::StaleRevision { current: Box::new(draft(scope, versions, row).await?) })
}
