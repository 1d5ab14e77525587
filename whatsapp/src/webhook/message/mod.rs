//! Messages from people, and the content that echoes, history and edits share with them.

mod card;
mod content;
mod interactive;
mod part;

pub use card::{Address, Card, CardName, CardOrganisation, Email, Phone, Website};
pub use content::{
    Audio, Content, Document, Edit, EditedMessage, Image, Location, Order, OrderItem, Reaction, Revoke,
};
pub use content::{Sticker, System, SystemKind, Text, Unsupported, Video};
pub use interactive::{
    ButtonReply, CallPermission, CallPermissionReply, FormReply, Interactive, ListReply, TemplateButton,
};
pub use part::{Context, Identity, Product, Referral, ReferralSource, WelcomeMessage};

use super::{ErrorInfo, List, Scalar};

object! {
    /// A message to the business. Meta: Webhooks, Reference, messages.
    pub struct InboundMessage {
        require {
            /// The wamid; the same message may come more than once.
            id: Scalar = "id",
        }
        /// What it says; see [`InboundMessage::kind`] for what is not modelled.
        content: Content = "type",
        /// Meta's `type`, as written; absent in very old payloads.
        type_name: Option<Scalar> = "type",
        /// The sender's phone number without `+`; absent for people known by user name only.
        from: Option<Scalar> = "from",
        /// The sender's business-scoped user id.
        from_user_id: Option<Scalar> = "from_user_id",
        /// The sender's parent business-scoped user id.
        from_parent_user_id: Option<Scalar> = "from_parent_user_id",
        /// The sender as one of several numbers behind one account. Meta: Autofill button authentication templates.
        from_logical_id: Option<Scalar> = "from_logical_id",
        /// The group it was written in; absent for a direct message.
        group_id: Option<Scalar> = "group_id",
        /// When it was written, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The message it answers, or that it was forwarded.
        context: Option<Context> = "context",
        /// The ad or post that led here.
        referral: Option<Referral> = "referral",
        /// The sender's identity changed; only with the identity check. Meta: Postman collection, Webhooks.
        identity: Option<Identity> = "identity",
        /// Why WhatsApp could not hand it over.
        errors: List<ErrorInfo> = "errors",
    }
}

/// What was pressed or chosen, whichever kind of message carried it. Meta: Webhooks, Reference, messages, interactive and
/// button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice<'a> {
    /// The id or payload, as the business gave it.
    pub id: &'a str,
    /// The label.
    pub title: &'a str,
}

impl InboundMessage {
    /// Meta's `type`, with the sub-type of an interactive, system or unsupported message (`interactive.nfm_reply`). Guessed
    /// from the object that is there when Meta wrote no type, else `unknown`.
    pub fn kind(&self) -> String {
        let kind = self.type_name.as_deref().unwrap_or_else(|| self.content.guessed_kind(&self.extra));
        match self.content.sub_kind() {
            Some(sub_kind) => format!("{kind}.{sub_kind}"),
            None => kind.to_owned(),
        }
    }

    /// Whether a person said something new. False for reactions, edits, deletions and notices of WhatsApp itself.
    pub fn is_from_person(&self) -> bool {
        let kind = self.kind();
        let kind = kind.split('.').next().unwrap_or_default();
        !matches!(kind, "system" | "reaction" | "edit" | "revoke" | "request_welcome")
    }

    /// When it was written, in Unix seconds; `None` when Meta gave nothing readable.
    pub fn timestamp_s(&self) -> Option<i64> {
        self.timestamp.as_ref().and_then(Scalar::as_i64)
    }

    /// The reply button, list row or template button that was pressed.
    pub fn choice(&self) -> Option<Choice<'_>> {
        match &self.content {
            Content::Button(button) => {
                let title = button.text.as_deref().unwrap_or_default();
                let id = button.payload.as_deref().unwrap_or(title);
                (!id.is_empty()).then_some(Choice { id, title })
            }
            Content::Interactive(interactive) => interactive.choice(),
            _ => None,
        }
    }

    /// What the person typed or pressed, in words; `None` for other types.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(&text.body),
            _ => self.choice().map(|choice| choice.title),
        }
    }
}
