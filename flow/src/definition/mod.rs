//! The document: a flow is languages, triggers, steps and a layout.
//!
//! Only shapes live here. `read` lets in only documents within the limits whose ids are unique and whose connections lead to steps that exist,
//! and ops keep it so; everything else may be wrong while people work on it, and `check` says so. Nothing in this crate
//! panics on a flow, however it was made. The layout never changes behaviour.

mod layout;
pub(crate) mod size;
mod text;
mod text_field;
mod trigger;

use serde::{Deserialize, Serialize};

pub use layout::{Layout, Position};
pub use size::{Limited, OverLimit};
pub use text::{Language, Text};
pub use text_field::TextField;
pub use trigger::{Keyword, MatchRule, Trigger};

use crate::endings::Ending;
use crate::items::Item;

/// The shape of the document that this crate writes. Older ones are read through `migrations`.
pub const SPEC_VERSION: u32 = 1;

/// A bot's logic: what starts it and the steps it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Version of the document's shape, at present 1.
    pub spec_version: u32,
    /// Languages the bot speaks. The first is the default, to which missing texts fall back.
    pub languages: Vec<Language>,
    /// What starts the bot.
    pub triggers: Vec<Trigger>,
    /// The first step. `None` while the draft has no step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<StepId>,
    /// The steps, in the order in which they are listed.
    pub steps: Vec<Step>,
    /// Where things stand on the canvas.
    #[serde(default, skip_serializing_if = "Layout::is_empty")]
    pub layout: Layout,
}

impl Flow {
    /// Makes a flow without triggers and steps in one language.
    pub fn new(language: Language) -> Self {
        Self {
            spec_version: SPEC_VERSION,
            languages: vec![language],
            triggers: Vec::new(),
            start: None,
            steps: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// Finds a step. Where two have the same id, the first one counts.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// Finds a step to change it.
    pub fn step_mut(&mut self, id: &StepId) -> Option<&mut Step> {
        self.steps.iter_mut().find(|step| step.id == *id)
    }

    /// The language that texts fall back to. A flow without languages answers with `en`.
    pub fn default_language(&self) -> Language {
        self.languages.first().cloned().unwrap_or_default()
    }

    /// The smallest unused id of the form `s1`, `s2`, …
    pub fn free_step_id(&self) -> StepId {
        let taken = |id: &StepId| self.steps.iter().any(|step| step.id == *id);
        (1..).map(|n| StepId::new(format!("s{n}"))).find(|id| !taken(id)).unwrap_or_default()
    }
}

/// Name of a step within its flow, for example `s1`. Made by the editor, never shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = "s1"))]
#[serde(transparent)]
pub struct StepId(String);

impl StepId {
    /// Takes a name as it is. `check` reports one that is not usable.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the name is 1 to 32 letters, digits, `_` or `-`.
    pub fn is_usable(&self) -> bool {
        is_usable_id(&self.0)
    }
}

impl From<&str> for StepId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl std::fmt::Display for StepId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a step, button, row or branch may have this id: 1 to 32 ASCII letters, digits, `_` or `-`.
pub fn is_usable_id(id: &str) -> bool {
    (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// One turn of the bot: items done in order, then one ending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Unique in the flow.
    pub id: StepId,
    /// What people call it in the editor. Contacts never see it.
    pub name: String,
    /// Messages and simple actions, done in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// How the turn ends and where the run may go from here.
    pub ending: Ending,
}

impl Step {
    /// Makes a step without items that goes on to nowhere yet.
    pub fn new(id: StepId, name: impl Into<String>) -> Self {
        Self { id, name: name.into(), items: Vec::new(), ending: Ending::default() }
    }
}
