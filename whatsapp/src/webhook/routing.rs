//! Several apps behind one number: who has the word, and what the others see. Meta: Conversation routing, as its partners
//! describe it (the page itself could not be read).

use serde_json::Value;

use super::contact::Contact;
use super::message::InboundMessage;
use super::status::Status;
use super::{List, Metadata, Scalar};

object! {
    /// Field `messaging_handovers`. Meta: Conversation routing, messaging_handovers.
    pub struct Handover {
        /// Always `whatsapp`.
        messaging_product: Option<String> = "messaging_product",
        /// The person.
        sender: Option<HandoverPerson> = "sender",
        /// The business number.
        recipient: Option<Metadata> = "recipient",
        /// What happened.
        kind: Option<HandoverKind> = "type",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The app that had the word gave it.
        control_passed: Option<Control> = "control_passed",
        /// Another app took it.
        control_taken: Option<Control> = "control_taken",
    }
}

words! {
    /// `messaging_handovers.type`. Meta: Conversation routing, messaging_handovers.
    pub enum HandoverKind {
        /// The app that had the word gave it.
        Passed = "control_passed",
        /// Another app took it.
        Taken = "control_taken",
    }
}

object! {
    /// `messaging_handovers.sender`. Meta: Conversation routing, messaging_handovers.
    pub struct HandoverPerson {
        /// The phone number.
        phone_number: Option<Scalar> = "phone_number",
        /// The business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// The parent business-scoped user id.
        parent_user_id: Option<Scalar> = "parent_user_id",
    }
}

object! {
    /// `control_passed` and `control_taken`. Meta: Conversation routing, messaging_handovers.
    pub struct Control {
        /// The app that had the word.
        previous_owner_app_id: Option<Scalar> = "previous_owner_app_id",
        /// Which of Meta's apps it is.
        previous_owner_app_role: Option<Scalar> = "previous_owner_app_role",
        /// Its role: `ai_agent`, `customer_service`, …
        previous_owner_role: Option<Scalar> = "previous_owner_role",
        /// The app that has it now.
        new_owner_app_id: Option<Scalar> = "new_owner_app_id",
        /// Which of Meta's apps it is.
        new_owner_app_role: Option<Scalar> = "new_owner_app_role",
        /// Its role: `escalation`, …
        new_owner_role: Option<Scalar> = "new_owner_role",
        /// What was said with it.
        metadata: Option<String> = "metadata",
        /// What was talked about.
        conversation_context: Option<ConversationContext> = "conversation_context",
    }
}

object! {
    /// `conversation_context`. Meta: Conversation routing.
    pub struct ConversationContext {
        /// `summary`.
        kind: Option<Scalar> = "type",
        /// What was talked about.
        summary: Option<ConversationSummary> = "summary",
    }
}

object! {
    /// `conversation_context.summary`. Meta: Conversation routing.
    pub struct ConversationSummary {
        /// In words.
        text: Option<String> = "text",
    }
}

number_value! {
    /// Field `standby`: copies of what goes through the app that has the word. They are not to be answered.
    /// Meta: Conversation routing, standby.
    pub struct Standby {
        /// The copies.
        standby: Option<StandbyCopies> = "standby",
    }
}

object! {
    /// `standby.standby`. Meta: Conversation routing, standby.
    pub struct StandbyCopies {
        /// The people.
        contacts: List<Contact> = "contacts",
        /// What they wrote.
        messages: List<InboundMessage> = "messages",
        /// What the other app sent.
        message_echoes: List<StandbyEcho> = "message_echoes",
        /// What became of it.
        statuses: List<Status> = "statuses",
    }
}

object! {
    /// `standby.message_echoes[]`. Meta: Conversation routing, standby.
    pub struct StandbyEcho {
        /// The wamid.
        id: Option<Scalar> = "id",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The request as it was sent. Meta: Messages, Send messages.
        message: Option<Value> = "message",
        /// The template that was sent. Meta: Templates API.
        template: Option<Value> = "template",
        /// The form that was sent. Meta: Flows API.
        flow: Option<Value> = "flow",
    }
}
