//! The number and the people that stand beside messages, statuses and notices.

use super::{List, Scalar};

object! {
    /// `metadata`: the business number something happened to. Meta: Webhooks, Reference, messages.
    pub struct Metadata {
        /// The number as it is shown, usually digits only.
        display_phone_number: Option<Scalar> = "display_phone_number",
        /// The id of the number.
        phone_number_id: Option<Scalar> = "phone_number_id",
    }
}

object! {
    /// `contacts[]`: what Meta tells about a person. Every part may be absent; `user_id` is the one to key by.
    /// Meta: Webhooks, Reference, messages; Business-scoped user ids.
    pub struct Contact {
        /// What the person shows of themselves.
        profile: Option<Profile> = "profile",
        /// The WhatsApp id: a phone number without `+`.
        wa_id: Option<Scalar> = "wa_id",
        /// The business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// The parent business-scoped user id, for businesses with several portfolios.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// The user name, where it stands outside the profile.
        username: Option<Scalar> = "username",
        /// Changes when the person's phone or app changed; only with the identity check. Meta: Identity change check.
        identity_key_hash: Option<Scalar> = "identity_key_hash",
    }
}

object! {
    /// `contacts[].profile`. Meta: Webhooks, Reference, messages; Business-scoped user ids.
    pub struct Profile {
        /// The name the person chose in WhatsApp.
        name: Option<Scalar> = "name",
        /// The person's user name.
        username: Option<Scalar> = "username",
        /// Country of the phone number, two letters.
        country_code: Option<Scalar> = "country_code",
    }
}

impl Contact {
    /// The name the person chose in WhatsApp.
    pub fn profile_name(&self) -> Option<&str> {
        self.profile.as_ref()?.name.as_deref()
    }

    /// The person's user name.
    pub fn username(&self) -> Option<&str> {
        let in_profile = self.profile.as_ref().and_then(|profile| profile.username.as_deref());
        in_profile.or(self.username.as_deref())
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

object! {
    /// `errors[]`: why something failed, the same in messages, statuses, groups and calls; [`crate::error::explain`] knows the
    /// codes. Meta: Error codes; Webhooks, Reference, messages, errors.
    pub struct ErrorInfo {
        /// Meta's code.
        code: Option<Scalar> = "code",
        /// Meta's title.
        title: Option<String> = "title",
        /// Meta's message; calls write it `error_message`.
        message: Option<String> = "message",
        /// More words.
        error_data: Option<ErrorData> = "error_data",
        /// The page that explains the code.
        href: Option<String> = "href",
        /// More words, in payloads from before 2022.
        old_details: Option<String> = "details",
    }
}

object! {
    /// `errors[].error_data`. Meta: Error codes.
    pub struct ErrorData {
        /// What exactly was wrong.
        details: Option<String> = "details",
    }
}

impl ErrorInfo {
    /// Meta's code, 0 when none was given.
    pub fn code(&self) -> i64 {
        self.code.as_ref().and_then(Scalar::as_i64).unwrap_or_default()
    }

    /// What exactly was wrong.
    pub fn details(&self) -> Option<&str> {
        let details = self.error_data.as_ref().and_then(|data| data.details.as_deref());
        details.or(self.old_details.as_deref())
    }
}

/// Errors that stand beside the list they belong to.
pub(super) type Errors = List<ErrorInfo>;
