//! What a text can refer to: what WhatsApp says about the contact, and what the flow's own steps set.

use std::collections::BTreeSet;

use flow::{Ending, Flow, Item};

/// Something that can be inserted into a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variable {
    /// A value every run has, such as `contact.name`.
    Known(&'static str),
    /// A field of the contact that a step sets.
    Field(String),
    /// A variable that a step sets.
    Own(String),
}

/// What every run has.
pub(crate) const KNOWN: [&str; 4] = ["contact.name", "contact.phone", "bot.name", "workspace.name"];

impl Variable {
    /// The expression that stands for it.
    pub(crate) fn expression(&self) -> String {
        match self {
            Self::Known(path) => (*path).to_owned(),
            Self::Field(key) if is_name(key) => format!("contact.fields.{key}"),
            Self::Field(key) => format!("contact.fields[{}]", serde_json::Value::from(key.as_str())),
            Self::Own(name) => name.clone(),
        }
    }

    /// What is put into a text.
    pub(crate) fn insertion(&self) -> String {
        format!("{{{{ {} }}}}", self.expression())
    }
}

/// Everything the texts of a flow can refer to.
pub(crate) fn variables(flow: &Flow) -> Vec<Variable> {
    let mut found = BTreeSet::new();
    for step in &flow.steps {
        for item in &step.items {
            match item {
                Item::SetVariable(item) if is_name(&item.name) => {
                    found.insert(Variable::Own(item.name.clone()));
                }
                Item::SetContactField(item) if !item.field.is_empty() => {
                    found.insert(Variable::Field(item.field.clone()));
                }
                _ => {}
            }
        }
        if let Ending::Ask(ask) = &step.ending
            && is_name(&ask.variable)
        {
            found.insert(Variable::Own(ask.variable.clone()));
        }
    }
    KNOWN.into_iter().map(Variable::Known).chain(found).collect()
}

/// Whether an expression can name it without quotes.
fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Puts `insertion` in the place of the selection, in UTF-16 units as browsers count. Answers the text and the new caret.
pub(crate) fn inserted(text: &str, start: u32, end: u32, insertion: &str) -> (String, u32) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).min(units.len());
    let (start, end) = (at(start), at(end).max(at(start)));
    let new: Vec<u16> = insertion.encode_utf16().collect();
    let caret = start + new.len();
    let all: Vec<u16> = units[..start].iter().chain(&new).chain(&units[end..]).copied().collect();
    (String::from_utf16_lossy(&all), u32::try_from(caret).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::samples::menu;
    use super::*;

    #[test]
    fn what_steps_set_is_offered_after_what_every_run_has() {
        let mut flow = menu();
        let (field, variable) = ("cake size".to_owned(), "total".to_owned());
        flow.steps[0]
            .items
            .push(Item::SetContactField(flow::SetContactField { field, value: String::new() }));
        flow.steps[0]
            .items
            .push(Item::SetVariable(flow::SetVariable { name: variable, value: String::new() }));
        flow.steps[1].ending = Ending::Ask(flow::Ask { variable: "email".into(), ..flow::Ask::default() });
        let texts: Vec<_> = variables(&flow).iter().skip(KNOWN.len()).map(Variable::insertion).collect();
        assert_eq!(texts, [r#"{{ contact.fields["cake size"] }}"#, "{{ email }}", "{{ total }}"]);
    }

    #[test]
    fn a_selection_is_replaced_and_letters_beyond_the_first_plane_count_twice() {
        assert_eq!(inserted("Hi 😀 you", 3, 5, "{{ x }}"), ("Hi {{ x }} you".to_owned(), 10));
        assert_eq!(inserted("Hi", 9, 9, "!"), ("Hi!".to_owned(), 3));
    }
}
