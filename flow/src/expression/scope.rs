//! What an expression can see.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Value;
use crate::run::{Env, Message};

/// Everything that expressions of one turn can see.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// What the engine was told.
    pub env: &'a Env,
    /// The message of this turn.
    pub message: &'a Message,
    /// The variables of the run.
    pub variables: &'a BTreeMap<String, Value>,
    /// Fields of the contact that were set in this turn; they hide those in `env`.
    pub fields: &'a BTreeMap<String, Value>,
}

/// Names that always mean the same; no variable can be called so.
pub const ROOTS: [&str; 7] = ["bot", "contact", "conversation", "message", "now", "run", "workspace"];

/// What the words of the language are; no variable can be called so either.
const KEYWORDS: [&str; 12] =
    ["and", "else", "false", "False", "if", "in", "is", "none", "None", "not", "or", "true"];

/// Whether a variable can be called so: a letter or `_`, then letters, digits or `_`, at most 64, and no name that is taken.
pub fn is_usable_name(name: &str) -> bool {
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    let rest = name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    first && rest && !ROOTS.contains(&name) && !KEYWORDS.contains(&name) && name != "True"
}

/// Something with attributes that is no value itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Object {
    Bot,
    Contact,
    ContactFields,
    Conversation,
    Message,
    Now,
    Run,
    Workspace,
}

impl Object {
    pub(super) fn root(name: &str) -> Option<Self> {
        Some(match name {
            "bot" => Self::Bot,
            "contact" => Self::Contact,
            "conversation" => Self::Conversation,
            "message" => Self::Message,
            "now" => Self::Now,
            "run" => Self::Run,
            "workspace" => Self::Workspace,
            _ => return None,
        })
    }

    /// The attributes it always has; those of `contact.fields` are the workspace's own.
    pub(super) fn attributes(self) -> &'static [&'static str] {
        match self {
            Self::Bot | Self::Workspace => &["name"],
            Self::Contact => &["fields", "language", "name", "phone"],
            Self::ContactFields => &[],
            Self::Conversation | Self::Run => &["id"],
            Self::Message => &["kind", "text"],
            Self::Now => &["date", "day", "hour", "minute", "month", "time", "unix", "weekday", "year"],
        }
    }
}

/// The attributes of one of [`ROOTS`], for suggestions in the editor.
pub fn attributes(root: &str) -> &'static [&'static str] {
    Object::root(root).map_or(&[], Object::attributes)
}

/// What a name or attribute leads to.
pub(super) enum Place<'a> {
    Object(Object),
    Value(Cow<'a, Value>),
}

impl<'a> Place<'a> {
    pub(super) fn owned(value: Value) -> Self {
        Self::Value(Cow::Owned(value))
    }

    fn text(text: &str) -> Self {
        Self::owned(Value::from(text))
    }

    fn borrowed(value: Option<&'a Value>) -> Self {
        value.map_or(Self::owned(Value::Null), |value| Self::Value(Cow::Borrowed(value)))
    }
}

impl<'a> Scope<'a> {
    pub(super) fn name(&self, name: &str) -> Place<'a> {
        match Object::root(name) {
            Some(object) => Place::Object(object),
            None => Place::borrowed(self.variables.get(name)),
        }
    }

    /// An attribute of an object. One that is not there is nothing.
    pub(super) fn attribute(&self, object: Object, name: &str) -> Place<'a> {
        let env = self.env;
        match (object, name) {
            (Object::Bot, "name") => Place::text(&env.bot.name),
            (Object::Workspace, "name") => Place::text(&env.workspace.name),
            (Object::Conversation, "id") => Place::text(&env.conversation.id),
            (Object::Run, "id") => Place::text(&env.run.id),
            (Object::Contact, "name") => Place::text(&env.contact.name),
            (Object::Contact, "language") => Place::text(env.language.as_str()),
            (Object::Contact, "phone") => {
                env.contact.phone.as_deref().map_or(Place::owned(Value::Null), Place::text)
            }
            (Object::Contact, "fields") => Place::Object(Object::ContactFields),
            (Object::ContactFields, key) => {
                Place::borrowed(self.fields.get(key).or_else(|| env.contact.fields.get(key)))
            }
            (Object::Message, "text") => Place::text(&self.message.text),
            (Object::Message, "kind") => Place::text(&self.message.kind),
            (Object::Now, name) => Place::owned(env.now.attribute(name)),
            _ => Place::owned(Value::Null),
        }
    }
}
