//! Bots to start from. Each is a document like any other, read by `read` and free of problems.

use serde::{Deserialize, Serialize};

use crate::definition::{Flow, Language, Step, StepId, Trigger};
use crate::endings::{End, Ending};
use crate::items::{Item, SendText};

/// A bot to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Starter {
    /// A menu with buttons.
    Menu,
    /// Questions whose answers are kept with the contact.
    LeadForm,
    /// Answers that depend on the time of day.
    OpeningHours,
    /// Answers to common questions, and a way to a person.
    FaqHandOver,
    /// A rating and what is behind it.
    Feedback,
}

impl Starter {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Menu, Self::LeadForm, Self::OpeningHours, Self::FaqHandOver, Self::Feedback];

    /// Its name as it stands in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::LeadForm => "lead_form",
            Self::OpeningHours => "opening_hours",
            Self::FaqHandOver => "faq_hand_over",
            Self::Feedback => "feedback",
        }
    }

    /// What people call it, in English.
    pub fn title(self) -> &'static str {
        match self {
            Self::Menu => "Menu",
            Self::LeadForm => "Lead form",
            Self::OpeningHours => "Opening hours",
            Self::FaqHandOver => "Questions and answers",
            Self::Feedback => "Feedback",
        }
    }

    /// What it does, in one English sentence.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Menu => "Greets people and offers prices, opening hours and a person.",
            Self::LeadForm => "Asks for name, email and what is needed, and tells your team.",
            Self::OpeningHours => "Says whether you are open now, and takes a message when you are not.",
            Self::FaqHandOver => "Answers common questions, and hands over when that does not help.",
            Self::Feedback => "Asks for a rating, and what to do better when it is low.",
        }
    }

    /// The bot.
    #[expect(
        clippy::expect_used,
        reason = "the documents are part of the program, and a test reads every one"
    )]
    pub fn flow(self) -> Flow {
        let document = match self {
            Self::Menu => include_str!("menu.json"),
            Self::LeadForm => include_str!("lead_form.json"),
            Self::OpeningHours => include_str!("opening_hours.json"),
            Self::FaqHandOver => include_str!("faq_hand_over.json"),
            Self::Feedback => include_str!("feedback.json"),
        };
        crate::read(document).expect("a starter can be read")
    }
}

/// A bot with nothing but one empty message that any message starts.
pub fn blank(language: Language) -> Flow {
    let mut flow = Flow::new(language);
    let mut step = Step::new(StepId::new("s1"), "Welcome");
    step.items.push(Item::SendText(SendText::default()));
    step.ending = Ending::End(End::default());
    flow.triggers.push(Trigger::AnyMessage {});
    flow.start = Some(step.id.clone());
    flow.steps.push(step);
    flow
}
