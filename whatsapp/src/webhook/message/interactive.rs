//! Answers to what the business put before a person: buttons, rows, forms, requests.

use serde_json::Value;

use super::Choice;
use crate::webhook::{Extra, Scalar};

object! {
    /// `button`: a quick reply button of a template was pressed. Meta: Webhooks, Reference, messages, button.
    pub struct TemplateButton {
        /// The button's payload, as the business gave it.
        payload: Option<Scalar> = "payload",
        /// The button's label.
        text: Option<String> = "text",
    }
}

object! {
    /// `interactive`: one of its members says what was pressed, chosen or filled in. Meta: Webhooks, Reference, messages,
    /// interactive.
    pub struct Interactive {
        /// Which of the members is there: `button_reply`, `list_reply`, `nfm_reply`, `call_permission_reply`.
        kind: Option<Scalar> = "type",
        /// A reply button was pressed.
        button_reply: Option<ButtonReply> = "button_reply",
        /// A row of a list was chosen.
        list_reply: Option<ListReply> = "list_reply",
        /// A form was sent, or an address.
        nfm_reply: Option<FormReply> = "nfm_reply",
        /// A request to be called was answered.
        call_permission_reply: Option<CallPermissionReply> = "call_permission_reply",
    }
}

object! {
    /// `interactive.button_reply`. Meta: Webhooks, Reference, messages, interactive.
    pub struct ButtonReply {
        require {
            /// The button's id, as the business gave it.
            id: Scalar = "id",
        }
        /// The button's title.
        title: Option<String> = "title",
    }
}

object! {
    /// `interactive.list_reply`. Meta: Webhooks, Reference, messages, interactive.
    pub struct ListReply {
        require {
            /// The row's id, as the business gave it.
            id: Scalar = "id",
        }
        /// The row's title.
        title: Option<String> = "title",
        /// The row's description.
        description: Option<String> = "description",
    }
}

object! {
    /// `interactive.nfm_reply`: the answer of a form (WhatsApp Flow) or an address message. Meta: Flows, Receiving a response;
    /// Messages, Address messages.
    pub struct FormReply {
        /// `flow`, or `address_message`.
        name: Option<Scalar> = "name",
        /// What is shown in the chat: `Sent`.
        body: Option<String> = "body",
        /// What was filled in, as JSON in a string; [`FormReply::answers`] reads it.
        response_json: Option<String> = "response_json",
    }
}

object! {
    /// `interactive.call_permission_reply`. Meta: Calling, User call permissions.
    pub struct CallPermissionReply {
        /// What the person decided.
        response: Option<CallPermission> = "response",
        /// Until when it holds, in Unix seconds.
        expiration_timestamp: Option<Scalar> = "expiration_timestamp",
        /// Whether it holds until it is taken back.
        is_permanent: Option<bool> = "is_permanent",
        /// What made it: `user_action` or `automatic`.
        response_source: Option<Scalar> = "response_source",
    }
}

words! {
    /// `call_permission_reply.response`. Meta: Calling, User call permissions.
    pub enum CallPermission {
        /// The business may call.
        Accept = "accept",
        /// It may not.
        Reject = "reject",
    }
}

impl FormReply {
    /// What was filled in, by the names of the form's fields; `None` when it is no JSON object.
    pub fn answers(&self) -> Option<Extra> {
        match serde_json::from_str(self.response_json.as_deref()?) {
            Ok(Value::Object(answers)) => Some(answers),
            _ => None,
        }
    }

    /// The token the business gave the form.
    pub fn flow_token(&self) -> Option<String> {
        self.answers()?.get("flow_token")?.as_str().map(str::to_owned)
    }
}

impl Interactive {
    /// The button or row that was pressed.
    pub(super) fn choice(&self) -> Option<Choice<'_>> {
        let button = self.button_reply.as_ref().map(|reply| (&reply.id, &reply.title));
        let row = self.list_reply.as_ref().map(|reply| (&reply.id, &reply.title));
        let (id, title) = button.or(row)?;
        Some(Choice { id, title: title.as_deref().unwrap_or_default() })
    }
}
