//! The contact block beside messages and statuses.

use serde_json::Value;

use super::json::{text, text_of};

/// `contacts[]`: what Meta tells about a person. Every part may be absent; `user_id` is the one to key by.
/// Meta: Webhooks, Reference, messages; Business-scoped user ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// The name the person chose in WhatsApp.
    pub profile_name: Option<String>,
    /// The person's user name.
    pub username: Option<String>,
    /// The WhatsApp id: a phone number without `+`.
    pub wa_id: Option<String>,
    /// The business-scoped user id.
    pub user_id: Option<String>,
    /// The parent business-scoped user id, for businesses with several portfolios.
    pub parent_user_id: Option<String>,
}

impl Contact {
    pub(super) fn read(value: &Value) -> Self {
        let profile = value.get("profile").unwrap_or(&Value::Null);
        Self {
            profile_name: text(profile, "name"),
            username: text(profile, "username").or_else(|| text(value, "username")),
            wa_id: text(value, "wa_id"),
            user_id: text(value, "user_id"),
            parent_user_id: text(value, "parent_user_id"),
        }
    }

    /// The contact of a person: by user id, else by phone, else the only one there is if nothing speaks against it.
    pub(super) fn find(contacts: &[Self], user_id: Option<&str>, wa_id: Option<&str>) -> Option<Self> {
        let by_user_id =
            || contacts.iter().find(|contact| user_id.is_some() && contact.user_id.as_deref() == user_id);
        let by_phone =
            || contacts.iter().find(|contact| wa_id.is_some() && contact.wa_id.as_deref() == wa_id);
        let only = || match contacts {
            [contact] if !contact.contradicts(user_id, wa_id) => Some(contact),
            _ => None,
        };
        by_user_id().or_else(by_phone).or_else(only).cloned()
    }

    fn contradicts(&self, user_id: Option<&str>, wa_id: Option<&str>) -> bool {
        let differ =
            |own: Option<&str>, other: Option<&str>| own.is_some() && other.is_some() && own != other;
        let is_person_named = user_id.is_some() || wa_id.is_some();
        !is_person_named || differ(self.user_id.as_deref(), user_id) || differ(self.wa_id.as_deref(), wa_id)
    }
}

/// The person of a message: `from_user_id`, `from`.
pub(super) fn sender(message: &Value) -> (Option<String>, Option<String>) {
    (text(message, "from_user_id"), text(message, "from"))
}

/// The person of a status: `recipient_user_id`, `recipient_id`; in groups the participant. Both of Meta's spellings.
pub(super) fn receiver(status: &Value) -> (Option<String>, Option<String>) {
    let user_id = ["recipient_participant_user_id", "participant_recipient_user_id", "recipient_user_id"];
    let wa_id = ["recipient_participant_id", "participant_recipient_id", "recipient_id"];
    (text_of(status, &user_id), text_of(status, &wa_id))
}
