//! A person on WhatsApp as the pipeline holds one: what is stored, what a name points to, what a message shows of them.

use shared::Time;
use uuid::Uuid;

use crate::entities::contact_identity::IdentityKind;

/// A name that Meta gives a person towards one number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The number that knows the person by it.
    pub number_id: Uuid,
    /// Which kind of name.
    pub kind: IdentityKind,
    /// The name itself.
    pub value: String,
}

/// A stored name: whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The row.
    pub id: Uuid,
    /// The workspace of number and contact.
    pub workspace_id: Uuid,
    /// The person.
    pub contact_id: Uuid,
    /// When a phone was last seen together with the person's user id, by Meta's clock; `None` when it never was.
    pub linked_at: Option<Time>,
    /// When it was first seen.
    pub created_at: Time,
}

/// A stored person, as far as messages change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The row.
    pub id: Uuid,
    /// Whose customer it is.
    pub workspace_id: Uuid,
    /// The profile name; empty when WhatsApp gave none.
    pub name: String,
    /// The user name.
    pub username: Option<String>,
    /// The phone with `+`, when known.
    pub phone: Option<String>,
    /// The language, when known.
    pub language: Option<String>,
    /// What bots and people stored.
    pub fields: serde_json::Value,
    /// Meta's time of the message that gave name and user name.
    pub name_at: Option<Time>,
    /// When we first met.
    pub created_at: Time,
}

/// What one message says about who wrote it.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// The number it was written to.
    pub number_id: Uuid,
    /// The number's workspace.
    pub workspace_id: Uuid,
    /// The business-scoped user id.
    pub bsuid: Option<String>,
    /// The WhatsApp id.
    pub wa_id: Option<String>,
    /// Profile name and user name, when the message brought a profile.
    pub profile: Option<(String, Option<String>)>,
    /// When it was written, by Meta's clock.
    pub at: Time,
    /// When it came here.
    pub received_at: Time,
}
