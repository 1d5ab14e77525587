//! What people want and who they are now: marketing preferences, new user ids.

use super::{List, Scalar};

number_value! {
    /// Field `user_preferences`. Meta: Webhooks, Reference, user_preferences.
    pub struct UserPreferences {
        /// What they want.
        user_preferences: List<UserPreference> = "user_preferences",
    }
}

object! {
    /// `user_preferences[]`. Meta: Webhooks, Reference, user_preferences; Marketing messages, Opt-out.
    pub struct UserPreference {
        /// The person's WhatsApp id.
        wa_id: Option<Scalar> = "wa_id",
        /// The person's business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// The person's parent business-scoped user id.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// In words.
        detail: Option<String> = "detail",
        /// Always `marketing_messages`.
        category: Option<Scalar> = "category",
        /// What they want.
        value: Option<Preference> = "value",
        /// The link they signed up by.
        signup_id: Option<Scalar> = "signup_id",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
    }
}

words! {
    /// `user_preferences[].value`. Meta: Webhooks, Reference, user_preferences; In-app signup.
    pub enum Preference {
        /// No marketing messages.
        Stop = "stop",
        /// Marketing messages again.
        Resume = "resume",
        /// They signed up for marketing messages.
        Signup = "signup",
    }
}

number_value! {
    /// Field `user_id_update`; Meta also tells it as a system message. Meta: Business-scoped user ids.
    pub struct UserIdUpdates {
        /// Who has a new id.
        user_id_update: List<UserIdUpdate> = "user_id_update",
    }
}

object! {
    /// `user_id_update[]`. Meta: Business-scoped user ids.
    pub struct UserIdUpdate {
        /// The person's WhatsApp id.
        wa_id: Option<Scalar> = "wa_id",
        /// In words.
        detail: Option<String> = "detail",
        /// The business-scoped user id.
        user_id: Option<IdChange> = "user_id",
        /// The parent business-scoped user id.
        parent_user_id: Option<IdChange> = "parent_user_id",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
    }
}

object! {
    /// An id before and after. Meta: Business-scoped user ids.
    pub struct IdChange {
        /// Before.
        previous: Option<Scalar> = "previous",
        /// After.
        current: Option<Scalar> = "current",
    }
}
