//! The address of a text within a step, the same for editing, translating and reporting problems.

use serde::{Deserialize, Serialize};

use super::{Step, Text};
use crate::endings::Ending;
use crate::items::Item;

/// Which text of a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TextField {
    /// Text of the item at this place.
    Item {
        /// Place among the step's items, from 0.
        index: usize,
    },
    /// Header of buttons or list.
    Header {},
    /// Text of buttons, list or question.
    Body {},
    /// Footer of buttons or list.
    Footer {},
    /// Message of hand-over or end.
    Message {},
    /// What is sent when an answer does not fit.
    Retry {},
    /// What the button that opens a list says.
    ListButton {},
    /// Label of a button.
    Button {
        /// The button's id.
        id: String,
    },
    /// Title of a section of a list.
    SectionTitle {
        /// Place among the sections, from 0.
        index: usize,
    },
    /// Title of a row.
    RowTitle {
        /// The row's id.
        id: String,
    },
    /// Description of a row.
    RowDescription {
        /// The row's id.
        id: String,
    },
}

impl Step {
    /// All texts that contacts can see, in the order in which they see them. Optional ones are among them even when absent.
    pub fn texts(&self) -> Vec<(TextField, &Text)> {
        let items = self.items.iter().enumerate().filter_map(|(index, item)| match item {
            Item::SendText(item) => Some((TextField::Item { index }, &item.text)),
            Item::SetVariable(_) | Item::SetContactField(_) => None,
        });
        let mut texts: Vec<_> = items.collect();
        texts.extend(ending_texts(&self.ending));
        texts
    }

    /// One text, to change it. `None` when the step has no such text.
    pub fn text_mut(&mut self, field: &TextField) -> Option<&mut Text> {
        if let TextField::Item { index } = field {
            return match self.items.get_mut(*index)? {
                Item::SendText(item) => Some(&mut item.text),
                Item::SetVariable(_) | Item::SetContactField(_) => None,
            };
        }
        ending_text_mut(&mut self.ending, field)
    }

    /// One text. `None` when the step has no such text.
    pub fn text(&self, field: &TextField) -> Option<&Text> {
        self.texts().into_iter().find(|(found, _)| found == field).map(|(_, text)| text)
    }
}

fn ending_texts(ending: &Ending) -> Vec<(TextField, &Text)> {
    match ending {
        Ending::Continue(_) | Ending::Decide(_) => Vec::new(),
        Ending::HandOver(ending) => vec![(TextField::Message {}, &ending.message)],
        Ending::End(ending) => vec![(TextField::Message {}, &ending.message)],
        Ending::Ask(ending) => vec![(TextField::Body {}, &ending.text), (TextField::Retry {}, &ending.retry)],
        Ending::Buttons(ending) => {
            let buttons = ending.buttons.iter().map(|b| (TextField::Button { id: b.id.clone() }, &b.label));
            [
                (TextField::Header {}, &ending.header),
                (TextField::Body {}, &ending.text),
                (TextField::Footer {}, &ending.footer),
            ]
            .into_iter()
            .chain(buttons)
            .collect()
        }
        Ending::List(ending) => {
            let mut texts = vec![
                (TextField::Header {}, &ending.header),
                (TextField::Body {}, &ending.text),
                (TextField::Footer {}, &ending.footer),
                (TextField::ListButton {}, &ending.button),
            ];
            for (index, section) in ending.sections.iter().enumerate() {
                texts.push((TextField::SectionTitle { index }, &section.title));
                for row in &section.rows {
                    texts.push((TextField::RowTitle { id: row.id.clone() }, &row.title));
                    texts.push((TextField::RowDescription { id: row.id.clone() }, &row.description));
                }
            }
            texts
        }
    }
}

fn ending_text_mut<'a>(ending: &'a mut Ending, field: &TextField) -> Option<&'a mut Text> {
    match (ending, field) {
        (Ending::HandOver(ending), TextField::Message {}) => Some(&mut ending.message),
        (Ending::End(ending), TextField::Message {}) => Some(&mut ending.message),
        (Ending::Ask(ending), TextField::Body {}) => Some(&mut ending.text),
        (Ending::Ask(ending), TextField::Retry {}) => Some(&mut ending.retry),
        (Ending::Buttons(ending), TextField::Header {}) => Some(&mut ending.header),
        (Ending::Buttons(ending), TextField::Body {}) => Some(&mut ending.text),
        (Ending::Buttons(ending), TextField::Footer {}) => Some(&mut ending.footer),
        (Ending::Buttons(ending), TextField::Button { id }) => {
            ending.buttons.iter_mut().find(|b| b.id == *id).map(|b| &mut b.label)
        }
        (Ending::List(ending), TextField::Header {}) => Some(&mut ending.header),
        (Ending::List(ending), TextField::Body {}) => Some(&mut ending.text),
        (Ending::List(ending), TextField::Footer {}) => Some(&mut ending.footer),
        (Ending::List(ending), TextField::ListButton {}) => Some(&mut ending.button),
        (Ending::List(ending), TextField::SectionTitle { index }) => {
            ending.sections.get_mut(*index).map(|section| &mut section.title)
        }
        (Ending::List(ending), TextField::RowTitle { id }) => {
            ending.rows_mut().find(|row| row.id == *id).map(|row| &mut row.title)
        }
        (Ending::List(ending), TextField::RowDescription { id }) => {
            ending.rows_mut().find(|row| row.id == *id).map(|row| &mut row.description)
        }
        _ => None,
    }
}
