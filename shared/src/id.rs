//! Ids: UUIDv7 inside, TypeIDs (`bot_01h455vb4pex5vsknk084sn02q`, TypeID specification 0.3) outside.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// Crockford's base32 alphabet in lower case, as TypeID uses it.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a TypeID's suffix: 130 bits, of which the first two are zero.
const SUFFIX_CHARS: usize = 26;

/// A text that is no id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {prefix}_…")]
pub struct IdError {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

fn encode(prefix: &str, uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bits = uuid.as_u128();
    write!(f, "{prefix}_")?;
    for i in (0..SUFFIX_CHARS).rev() {
        let five_bits = (bits >> (5 * i)) & 31;
        let letter = ALPHABET.get(usize::try_from(five_bits).unwrap_or_default()).copied().unwrap_or(b'0');
        write!(f, "{}", char::from(letter))?;
    }
    Ok(())
}

fn decode(prefix: &'static str, text: &str) -> Result<Uuid, IdError> {
    let err = IdError { prefix };
    let suffix =
        text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or_else(|| err.clone())?;
    if suffix.len() != SUFFIX_CHARS || !suffix.starts_with(|c: char| ('0'..='7').contains(&c)) {
        return Err(err);
    }
    let mut bits: u128 = 0;
    for letter in suffix.bytes() {
        let value = ALPHABET.iter().position(|a| *a == letter).ok_or_else(|| err.clone())?;
        bits = (bits << 5) | u128::try_from(value).unwrap_or_default();
    }
    Ok(Uuid::from_u128(bits))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What stands before the underscore.
            pub const PREFIX: &'static str = $prefix;
            /// A new id, ordered by the clock of this machine.
            #[must_use]
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self { Self(Uuid::now_v7()) }
            /// The UUID inside.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { encode($prefix, self.0, f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> { decode($prefix, text).map(Self) }
        }
        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }
        impl From<$name> for Uuid { fn from(id: $name) -> Self { id.0 } }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(D::Error::custom)
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$")))
                    .examples([concat!($prefix, "_01h455vb4pex5vsknk084sn02q")])
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )*};
}

ids! {
    /// A person who signs in.
    UserId = "usr";
    /// A signed-in browser.
    SessionId = "ses";
    /// One business; the tenant.
    WorkspaceId = "wsp";
    /// A user in a workspace.
    MemberId = "mem";
    /// A person asked to become a member.
    InvitationId = "inv";
    /// A Meta app, or the sandbox app of a workspace.
    AppId = "app";
    /// A key of an integrator.
    ApiKeyId = "key";
    /// A change of a user's address.
    EmailChangeId = "emc";
    /// A connected WhatsApp business phone number.
    NumberId = "num";
    /// A person on WhatsApp.
    ContactId = "con";
    /// The thread of one contact with one number.
    ConversationId = "cnv";
    /// One inbound or outbound message.
    MessageId = "msg";
    /// A chatbot.
    BotId = "bot";
    /// An immutable published version of a bot.
    VersionId = "ver";
    /// One pass of one contact through a bot.
    RunId = "run";
    /// A durable piece of work.
    JobId = "job";
    /// An entry of the audit log.
    AuditEventId = "aud";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_is_written_as_the_typeid_specification_says() {
        let id: BotId = "bot_01h455vb4pex5vsknk084sn02q".parse().unwrap();
        assert_eq!(id.uuid().to_string(), "01890a5d-ac96-774b-bcce-b302099a8057");
        assert_eq!(id.to_string(), "bot_01h455vb4pex5vsknk084sn02q");
    }

    #[test]
    fn an_id_of_another_kind_or_form_is_refused() {
        for text in [
            "",
            "bot_",
            "run_01h455vb4pex5vsknk084sn02q",
            "bot_81h455vb4pex5vsknk084sn02q",
            "bot_01h455vb4pex5vsknk084sn02",
            "bot_01h455vb4pex5vsknk084sn02qq",
            "BOT_01h455vb4pex5vsknk084sn02q",
            "bot_01H455vb4pex5vsknk084sn02q",
            "bot_01h455vb4pex5vsknk084sn02u",
        ] {
            assert!(text.parse::<BotId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_uuid_survives_the_round_trip(bits: u128) {
            let id = MessageId(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<MessageId>().unwrap(), id);
        }

        #[test]
        fn reading_any_text_never_panics(text: String) {
            let _ = text.parse::<UserId>();
        }
    }
}
