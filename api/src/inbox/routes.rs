//! The inbox: conversations, their messages, taking over from a bot and writing by hand.

use actix_web::{get, patch, post};
use serde::Deserialize;
use shared::inbox::{Conversation, ConversationPatch, ConversationQuery, Message, NewMessage};
use shared::{ConversationId, Page, PageQuery, Permission, WorkspaceId};
use utoipa::IntoParams;

use super::queries::ConversationKey;
use super::rules::Around;
use super::{Error, queries, rules, talk};
use crate::entities::conversation;
use crate::error::ApiResult;
use crate::platform::again;
use crate::platform::cursor::List;
use crate::platform::cx::Cx;
use crate::platform::extract::{AcceptedJson, Json, Path, Query};
use crate::platform::permission::{InboxRead, InboxReply};
use crate::platform::scope::{AuditEvent, Scope};

/// A workspace's inbox.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "for the document; `Cx` has read and checked it")]
pub struct InboxPath {
    /// The workspace.
    workspace_id: WorkspaceId,
}

/// A conversation.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ConversationPath {
    /// The conversation.
    pub conversation_id: ConversationId,
}

/// List the conversations.
///
/// Of one view; the one with the latest message first. The contact's fields are left out: get one conversation for them.
#[utoipa::path(params(InboxPath, ConversationQuery), responses((status = 200, body = Page<Conversation>)))]
#[get("/workspaces/{workspace_id}/conversations")]
pub(crate) async fn list_conversations(
    cx: Cx<InboxRead>,
    Query(query): Query<ConversationQuery>,
) -> ApiResult<Json<Page<Conversation>>> {
    let scope = cx.scope();
    let list = List { workspace: cx.workspace(), name: rules::list_name(query.view) };
    let cursors = &cx.state().cursors;
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let wanted = cursors.wanted(list, &page)?;
    let rows = queries::conversations(&scope, rules::states(query.view), &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| ConversationKey {
        at: row.last_message_at.unwrap_or_default(),
        id: row.id,
    });
    let mut items = shown(&scope, &page.items).await?;
    items.iter_mut().for_each(|item| item.contact.fields.clear());
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// Get a conversation.
///
/// With the contact, its state, and until when free messages may be sent.
#[utoipa::path(params(InboxPath, ConversationPath), responses((status = 200, body = Conversation)))]
#[get("/workspaces/{workspace_id}/conversations/{conversation_id}")]
pub(crate) async fn get_conversation(
    cx: Cx<InboxRead>,
    path: Path<ConversationPath>,
) -> ApiResult<Json<Conversation>> {
    Ok(Json(one(&cx.scope(), path.conversation_id).await?))
}

/// Take over a conversation, hand it back, close it, or mark it as read.
///
/// `open` takes over and stops the bot's run, `bot` hands back, `closed` closes; a new message of the contact reopens.
#[utoipa::path(params(InboxPath, ConversationPath), responses((status = 200, body = Conversation)))]
#[patch("/workspaces/{workspace_id}/conversations/{conversation_id}")]
pub(crate) async fn update_conversation(
    cx: Cx<InboxReply>,
    path: Path<ConversationPath>,
    Json(patch): Json<ConversationPatch>,
) -> ApiResult<Json<Conversation>> {
    let id = path.conversation_id;
    again::while_rolled_back(async || {
        let tx = cx.begin().await?;
        cx.if_match(Permission::InboxRead, async || {
            queries::locked_conversation(&tx, id).await?;
            one(&tx, id).await
        })
        .await?;
        match talk::change(&tx, id, &patch).await? {
            Some(event) => Ok(tx.commit(AuditEvent::new(event).about("conversation", id)).await?),
            None => Ok::<_, Error>(()),
        }
    })
    .await?;
    Ok(Json(one(&cx.scope(), id).await?))
}

/// List a conversation's messages.
///
/// The newest first; the cursor leads to older ones.
#[utoipa::path(params(InboxPath, ConversationPath, PageQuery), responses((status = 200, body = Page<Message>)))]
#[get("/workspaces/{workspace_id}/conversations/{conversation_id}/messages")]
pub(crate) async fn list_messages(
    cx: Cx<InboxRead>,
    path: Path<ConversationPath>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<Message>>> {
    let (scope, id) = (cx.scope(), path.conversation_id);
    queries::conversation(&scope, id).await?.ok_or(Error::NotFound)?;
    let name = format!("messages:{id}");
    let list = List { workspace: cx.workspace(), name: &name };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::messages(&scope, id, &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| row.position);
    let statuses = queries::statuses(&scope, page.items.iter().map(|row| row.id)).await?;
    let items = page.items.iter().map(|row| rules::message(row, &statuses));
    Ok(Json(Page { items: items.collect(), next_cursor: page.next_cursor }))
}

/// Write a message.
///
/// A text by hand, queued behind what the conversation holds; whoever writes takes over. Refused once 24 hours have passed
/// since the contact's last message: WhatsApp then takes templates only.
#[utoipa::path(params(InboxPath, ConversationPath), responses((status = 202, body = Message), (status = 409)))]
#[post("/workspaces/{workspace_id}/conversations/{conversation_id}/messages")]
pub(crate) async fn send_message(
    cx: Cx<InboxReply>,
    path: Path<ConversationPath>,
    Json(new): Json<NewMessage>,
) -> ApiResult<AcceptedJson<Message>> {
    let time_zone = cx.scope().this_workspace().await?.ok_or(Error::NotFound)?.time_zone;
    let message = again::while_rolled_back(async || {
        let tx = cx.begin_once().await?;
        let row = talk::write(&tx, path.conversation_id, &new, &time_zone).await?;
        let message = rules::message(&row, &[]);
        let event = AuditEvent::new("message.written").about("message", row.id);
        tx.commit_answer(event, 202, &message).await?;
        Ok::<_, Error>(message)
    })
    .await?;
    Ok(AcceptedJson(message))
}

async fn one(scope: &Scope, id: ConversationId) -> Result<Conversation, Error> {
    let row = queries::conversation(scope, id).await?.ok_or(Error::NotFound)?;
    shown(scope, &[row]).await?.pop().ok_or(Error::NotFound)
}

/// Conversations in the API's words, in the order given and in a fixed number of queries.
async fn shown(scope: &Scope, rows: &[conversation::Model]) -> Result<Vec<Conversation>, Error> {
    let contacts = queries::contacts(scope, rows.iter().map(|row| row.contact_id)).await?;
    let bots = queries::bot_names(scope, rows.iter().filter_map(|row| row.active_run_id)).await?;
    let authors = queries::last_authors(scope, rows.iter().map(|row| row.id)).await?;
    let shown = rows.iter().map(|row| {
        let around = Around {
            contact: contacts.get(&row.contact_id),
            bot_name: row.active_run_id.and_then(|run| bots.get(&run).cloned()),
            last_author: authors.get(&row.id).copied(),
        };
        rules::conversation(row, around)
    });
    Ok(shown.collect())
}
