//! What other apps of the business did: echoes of what they sent, past chats, their address book.

use super::contact::Errors;
use super::message::{Content, Context};
use super::{List, Scalar};

number_value! {
    /// Fields `smb_message_echoes` and `message_echoes`: what the business sent by another app. Meta: Webhooks, Reference,
    /// smb_message_echoes.
    pub struct Echoes {
        /// What was sent, changed or deleted.
        message_echoes: List<Echo> = "message_echoes",
    }
}

object! {
    /// `message_echoes[]`. Meta: Webhooks, Reference, smb_message_echoes.
    pub struct Echo {
        require {
            /// The wamid.
            id: Scalar = "id",
        }
        /// What it says.
        content: Content = "type",
        /// Meta's `type`.
        type_name: Option<Scalar> = "type",
        /// The business number.
        from: Option<Scalar> = "from",
        /// Whom it was sent to; absent for people known by user name only.
        to: Option<Scalar> = "to",
        /// Whom it was sent to, by business-scoped user id.
        to_user_id: Option<Scalar> = "to_user_id",
        /// Whom it was sent to, by parent business-scoped user id.
        to_parent_user_id: Option<Scalar> = "to_parent_user_id",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The message it answers.
        context: Option<Context> = "context",
        /// What went wrong.
        errors: Errors = "errors",
    }
}

number_value! {
    /// Field `history`: chats from before the number came to the Cloud API. Meta: Webhooks, Reference, history.
    pub struct History {
        /// Parts of the history; `errors` in one of them when the business does not share it.
        history: List<HistoryChunk> = "history",
    }
}

object! {
    /// `history[]`. Meta: Webhooks, Reference, history.
    pub struct HistoryChunk {
        /// Which part it is.
        metadata: Option<HistoryProgress> = "metadata",
        /// The chats.
        threads: List<HistoryThread> = "threads",
        /// Why there is none: 2593109 when the business does not share it.
        errors: Errors = "errors",
    }
}

object! {
    /// `history[].metadata`. Meta: Webhooks, Reference, history.
    pub struct HistoryProgress {
        /// 0 the last day, 1 up to 90 days, 2 up to 180 days.
        phase: Option<Scalar> = "phase",
        /// Place of the part within the phase.
        chunk_order: Option<Scalar> = "chunk_order",
        /// How much is done, in percent.
        progress: Option<Scalar> = "progress",
    }
}

object! {
    /// `threads[]`. Meta: Webhooks, Reference, history.
    pub struct HistoryThread {
        /// Whom the chat is with.
        id: Option<Scalar> = "id",
        /// What stands in the chat.
        messages: List<HistoryMessage> = "messages",
        /// Whom the chat is with, by business-scoped user id and user name. Meta: Business-scoped user ids.
        context: Option<HistoryPerson> = "context",
    }
}

object! {
    /// `threads[].context`. Meta: Business-scoped user ids.
    pub struct HistoryPerson {
        /// The WhatsApp id.
        wa_id: Option<Scalar> = "wa_id",
        /// The business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// The parent business-scoped user id.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// The user name.
        username: Option<Scalar> = "username",
    }
}

object! {
    /// `threads[].messages[]`. Meta: Webhooks, Reference, history.
    pub struct HistoryMessage {
        require {
            /// The wamid.
            id: Scalar = "id",
        }
        /// What it says; media of old messages is `media_placeholder`.
        content: Content = "type",
        /// Meta's `type`.
        type_name: Option<Scalar> = "type",
        /// Who wrote it: the business or the person.
        from: Option<Scalar> = "from",
        /// Who wrote it, by business-scoped user id.
        from_user_id: Option<Scalar> = "from_user_id",
        /// Whom it was sent to, when the business wrote it.
        to: Option<Scalar> = "to",
        /// Whom it was sent to, by business-scoped user id.
        to_user_id: Option<Scalar> = "to_user_id",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The message it answers.
        context: Option<Context> = "context",
        /// How far it got.
        history_context: Option<HistoryContext> = "history_context",
        /// What went wrong.
        errors: Errors = "errors",
    }
}

object! {
    /// `history_context`. Meta: Webhooks, Reference, history.
    pub struct HistoryContext {
        /// How far it got.
        status: Option<HistoryStatus> = "status",
        /// Whether the business wrote it.
        from_me: Option<bool> = "from_me",
    }
}

words! {
    /// `history_context.status`. Meta: Webhooks, Reference, history.
    pub enum HistoryStatus {
        /// It is on the phone.
        Delivered = "DELIVERED",
        /// It could not be sent.
        Error = "ERROR",
        /// It was on its way.
        Pending = "PENDING",
        /// It was played.
        Played = "PLAYED",
        /// It was read.
        Read = "READ",
        /// It was sent.
        Sent = "SENT",
    }
}

number_value! {
    /// Field `smb_app_state_sync`: the address book of the business app. Meta: Webhooks, Reference, smb_app_state_sync.
    pub struct AppState {
        /// What changed in it.
        state_sync: List<AppStateChange> = "state_sync",
    }
}

object! {
    /// `state_sync[]`. Meta: Webhooks, Reference, smb_app_state_sync.
    pub struct AppStateChange {
        /// Always `contact`.
        kind: Option<Scalar> = "type",
        /// The entry.
        contact: Option<AppContact> = "contact",
        /// What happened to it.
        action: Option<AppStateAction> = "action",
        /// When.
        metadata: Option<AppStateTime> = "metadata",
    }
}

words! {
    /// `state_sync[].action`. Meta: Webhooks, Reference, smb_app_state_sync.
    pub enum AppStateAction {
        /// Added or changed.
        Add = "add",
        /// Removed.
        Remove = "remove",
    }
}

object! {
    /// `state_sync[].contact`. Meta: Webhooks, Reference, smb_app_state_sync.
    pub struct AppContact {
        /// The whole name.
        full_name: Option<String> = "full_name",
        /// The first name.
        first_name: Option<String> = "first_name",
        /// The phone number.
        phone_number: Option<Scalar> = "phone_number",
        /// The business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// The parent business-scoped user id.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// The user name.
        username: Option<Scalar> = "username",
    }
}

object! {
    /// `state_sync[].metadata`. Meta: Webhooks, Reference, smb_app_state_sync.
    pub struct AppStateTime {
        /// When it was changed, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The version of the entry.
        version: Option<Scalar> = "version",
    }
}
