//! The sandbox phone: a member's own customer phone at the simulator, which writes to a sandbox number.

use serde_json::json;
use shared::inbox::MessageContent;
use shared::phone::{PhoneInput, PhoneQuery, PhoneThread};
use shared::{MemberId, NumberId};
use whatsapp::limits::TEXT_BODY_CHARS;
use whatsapp::simulator::admin::{self, AdminError, NewPhone, PhoneContent};

use super::rules::{self, SandboxPhone};
use super::{Error, queries, sandbox};
use crate::entities::number::{self, NumberKind, NumberState};
use crate::platform::egress::Sandbox;
use crate::platform::scope::Scope;
use crate::platform::state::State;

/// A member's phone in front of a sandbox number.
pub(super) struct Phone<'a> {
    state: &'a State,
    sandbox: &'a Sandbox,
    scope: &'a Scope,
    number: number::Model,
    phone: SandboxPhone,
    name: String,
}

impl<'a> Phone<'a> {
    /// Takes the phone of a member in hand.
    pub(super) async fn of(
        state: &'a State,
        scope: &'a Scope,
        number: NumberId,
        (member, name): (MemberId, String),
    ) -> Result<Self, Error> {
        let number = queries::number(scope, number).await?.ok_or(Error::NotFound)?;
        if number.kind != NumberKind::Sandbox {
            return Err(Error::Conflict("only sandbox numbers have a sandbox phone".to_owned()));
        }
        let sandbox = sandbox::simulator(state)?;
        Ok(Self { state, sandbox, scope, number, phone: SandboxPhone::of(member), name })
    }

    /// What was written so far, or before a message.
    pub(super) async fn thread(&self, before: Option<&str>) -> Result<PhoneThread, Error> {
        if before.is_some_and(|id| id.len() > PhoneQuery::BEFORE_MAX_BYTES) {
            return Err(Error::field("before", "too_long", "this is no id of a message"));
        }
        let newest = async || {
            let (number, phone) = (&self.number.phone_number_id, &self.phone.wa_id);
            self.sandbox.admin().thread(number, phone, before, rules::PHONE_MESSAGES).await
        };
        let thread = self.known(newest).await?;
        Ok(PhoneThread {
            name: self.name.clone(),
            phone: self.phone.display(),
            messages: thread.messages.iter().map(rules::phone_message).collect(),
            has_older: thread.has_older,
        })
    }

    /// Writes or taps.
    pub(super) async fn write(&self, input: PhoneInput) -> Result<(), Error> {
        if self.number.state == NumberState::Disconnected {
            return Err(Error::Conflict("the number is disconnected".to_owned()));
        }
        let message = self.message(input).await?;
        let written = async || {
            let (number, phone) = (&self.number.phone_number_id, &self.phone.wa_id);
            self.sandbox.admin().write(number, phone, &message).await
        };
        self.known(written).await.map(drop)
    }

    /// Reads everything that came.
    pub(super) async fn read(&self) -> Result<(), Error> {
        let read =
            async || self.sandbox.admin().read_up(&self.number.phone_number_id, &self.phone.wa_id).await;
        self.known(read).await.map(drop)
    }

    /// Makes the call; when the simulator knows number or phone no more (or not yet), makes them first.
    async fn known<T>(&self, call: impl AsyncFn() -> Result<T, AdminError>) -> Result<T, Error> {
        match call().await {
            Err(AdminError::NotFound(_)) => {}
            result => return Ok(result?),
        }
        sandbox::ensure_stored(self.state, self.scope, &self.number).await?;
        let phone = NewPhone {
            name: self.name.clone(),
            wa_id: Some(self.phone.wa_id.clone()),
            user_id: Some(self.phone.user_id.clone()),
            ..NewPhone::default()
        };
        self.sandbox.admin().put_phone(&phone).await?;
        Ok(call().await?)
    }

    async fn message(&self, input: PhoneInput) -> Result<admin::PhoneMessage, Error> {
        let content = match input {
            PhoneInput::Text { text } => {
                if text.trim().is_empty() || text.chars().count() > TEXT_BODY_CHARS {
                    let detail = format!("a text has 1 to {TEXT_BODY_CHARS} characters");
                    return Err(Error::field("/text", "length", detail));
                }
                PhoneContent::Text { body: text }
            }
            PhoneInput::Sticker {} => PhoneContent::Other {
                message_type: "sticker".to_owned(),
                object: json!({ "mime_type": "image/webp", "id": "1", "animated": false }),
            },
            PhoneInput::ButtonReply { message_id, id } | PhoneInput::ListReply { message_id, id } => {
                return self.reply(message_id, id).await;
            }
        };
        Ok(admin::PhoneMessage { content, reply_to: None })
    }

    /// A tap on what a message of the business offers.
    async fn reply(&self, message_id: String, id: String) -> Result<admin::PhoneMessage, Error> {
        let found = async || {
            let (number, phone) = (&self.number.phone_number_id, &self.phone.wa_id);
            self.sandbox.admin().message(number, phone, &message_id).await
        };
        let message = self.known(found).await?.filter(|message| message.is_from_business);
        let message = message.as_ref().map(rules::phone_message);
        let message =
            message.ok_or_else(|| Error::field("/message_id", "unknown", "there is no such message"))?;
        let choice = rules::offered(&message.content, &id)
            .ok_or_else(|| Error::field("/id", "unknown", "the message offers no such choice"))?;
        let (id, title) = (choice.id.clone(), choice.title.clone());
        let content = match message.content {
            MessageContent::List { .. } => {
                PhoneContent::ListReply { id, title, description: choice.description.clone() }
            }
            _ => PhoneContent::ButtonReply { id, title },
        };
        Ok(admin::PhoneMessage { content, reply_to: Some(message_id) })
    }
}
