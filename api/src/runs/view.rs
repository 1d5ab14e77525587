//! Runs in the API's words.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::DbErr;
use shared::run as api;
use shared::{BotId, ContactId, ConversationId, RunId};
use uuid::Uuid;

use super::queries;
use crate::bots::{Published, Versions};
use crate::entities::run::RunState;
use crate::entities::{contact, run, run_event};
use crate::error::unreadable;
use crate::platform::scope::Scope;

/// Runs, in the order given and in a fixed number of queries.
pub(super) async fn runs(
    scope: &Scope,
    versions: &Versions,
    rows: &[run::Model],
) -> Result<Vec<api::Run>, DbErr> {
    let published = versions.versions(scope, rows.iter().map(|row| row.version_id)).await?;
    let contacts = queries::contacts(scope, rows.iter().map(|row| row.contact_id)).await?;
    Ok(rows.iter().map(|row| shown(row, &published, contacts.get(&row.contact_id))).collect())
}

fn shown(
    row: &run::Model,
    published: &HashMap<Uuid, Arc<Published>>,
    contact: Option<&contact::Model>,
) -> api::Run {
    let version = published.get(&row.version_id);
    let state: flow::State = serde_json::from_value(row.engine_state.clone()).unwrap_or_default();
    let step = state.step.as_ref().and_then(|id| version?.flow.step(id));
    api::Run {
        id: RunId(row.id),
        bot_id: BotId(row.bot_id),
        version: version.map_or(0, |version| version.number),
        contact_id: ContactId(row.contact_id),
        contact_name: contact.map(name).unwrap_or_default(),
        conversation_id: ConversationId(row.conversation_id),
        state: match row.state {
            RunState::Active | RunState::Waiting => api::RunState::Waiting,
            RunState::Finished => api::RunState::Finished,
            RunState::HandedOver => api::RunState::HandedOver,
            RunState::Stopped => api::RunState::Stopped,
        },
        at_step: step.map(|step| step.name.clone()),
        started_at: row.started_at,
        ended_at: row.ended_at,
    }
}

/// The contact's name, else the user name, else the number.
fn name(contact: &contact::Model) -> String {
    let names = [Some(&contact.name), contact.username.as_ref(), contact.phone.as_ref()];
    names.into_iter().flatten().find(|name| !name.is_empty()).cloned().unwrap_or_default()
}

/// An event of a run.
pub(super) fn event(row: run_event::Model) -> Result<api::RunLogEntry, DbErr> {
    let event =
        serde_json::from_value(row.event).map_err(|_| unreadable("an event of", RunId(row.run_id)))?;
    Ok(api::RunLogEntry { position: u32::try_from(row.position).unwrap_or_default(), at: row.at, event })
}
