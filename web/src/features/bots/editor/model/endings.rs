//! Changing how a step ends: another kind keeps what fits, and buttons, rows and branches come and go with ids of their own.

use flow::{
    Ask, Branch, Button, Buttons, Continue, Decide, End, Ending, HandOver, Language, List, Row, Section,
    StepId, Text,
};

/// Most buttons of a message (WhatsApp).
pub(crate) const BUTTONS_MAX: usize = 3;
/// Most rows of a list, all sections together (WhatsApp).
pub(crate) const ROWS_MAX: usize = 10;
/// Most sections of a list (WhatsApp).
pub(crate) const SECTIONS_MAX: usize = 10;

/// The kinds of endings in the order in which they are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Goes on to another step.
    Continue,
    /// Offers up to three buttons.
    Buttons,
    /// Offers a list.
    List,
    /// Asks a question.
    Ask,
    /// Goes on by conditions.
    Decide,
    /// Hands over to a person.
    HandOver,
    /// Ends the conversation with the bot.
    End,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Self; 7] =
        [Self::Continue, Self::Buttons, Self::List, Self::Ask, Self::Decide, Self::HandOver, Self::End];

    /// The kind of an ending.
    pub(crate) fn of(ending: &Ending) -> Self {
        match ending {
            Ending::Continue(_) => Self::Continue,
            Ending::Buttons(_) => Self::Buttons,
            Ending::List(_) => Self::List,
            Ending::Ask(_) => Self::Ask,
            Ending::Decide(_) => Self::Decide,
            Ending::HandOver(_) => Self::HandOver,
            Ending::End(_) => Self::End,
        }
    }

    /// The name of the kind as it stands in the document.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Buttons => "buttons",
            Self::List => "list",
            Self::Ask => "ask",
            Self::Decide => "decide",
            Self::HandOver => "hand_over",
            Self::End => "end",
        }
    }

    /// The kind of that name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Words that a new ending starts with, in the language of the bot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    /// Label of a list's button: "Choose".
    pub(crate) choose: &'a str,
    /// Name of a branch: "If".
    pub(crate) branch: &'a str,
}

/// The ending of another kind that keeps text, choices and connections where it has a place for them.
pub(crate) fn converted(ending: &Ending, kind: Kind, language: &Language, words: Words<'_>) -> Ending {
    let text = main_text(ending);
    let first = ending.outputs().into_iter().find_map(|output| output.to).cloned();
    match kind {
        Kind::Continue => Ending::Continue(Continue { to: first }),
        Kind::Buttons => Ending::Buttons(Buttons {
            text,
            buttons: buttons_of(ending, language, first),
            ..Buttons::default()
        }),
        Kind::List => Ending::List(List {
            text,
            button: Text::new(language.clone(), words.choose),
            sections: vec![Section { title: Text::default(), rows: rows_of(ending, language, first) }],
            ..List::default()
        }),
        Kind::Ask => Ending::Ask(Ask { text, answered: first, ..Ask::default() }),
        Kind::Decide => {
            let branch = Branch {
                id: "c1".into(),
                label: words.branch.to_owned(),
                condition: String::new(),
                to: first,
            };
            Ending::Decide(Decide { branches: vec![branch], otherwise: None })
        }
        Kind::HandOver => Ending::HandOver(HandOver { message: text, ..HandOver::default() }),
        Kind::End => Ending::End(End { message: text }),
    }
}

fn main_text(ending: &Ending) -> Text {
    match ending {
        Ending::Buttons(ending) => ending.text.clone(),
        Ending::List(ending) => ending.text.clone(),
        Ending::Ask(ending) => ending.text.clone(),
        Ending::HandOver(ending) => ending.message.clone(),
        Ending::End(ending) => ending.message.clone(),
        Ending::Continue(_) | Ending::Decide(_) => Text::default(),
    }
}

fn buttons_of(ending: &Ending, language: &Language, first: Option<StepId>) -> Vec<Button> {
    if let Ending::List(list) = ending {
        let rows = list.rows().take(BUTTONS_MAX).enumerate();
        return rows
            .map(|(n, row)| Button {
                id: format!("b{}", n + 1),
                label: row.title.clone(),
                to: row.to.clone(),
            })
            .collect();
    }
    vec![Button { id: "b1".into(), label: Text::new(language.clone(), ""), to: first }]
}

fn rows_of(ending: &Ending, language: &Language, first: Option<StepId>) -> Vec<Row> {
    if let Ending::Buttons(buttons) = ending {
        let row = |(n, button): (usize, &Button)| Row {
            id: format!("r{}", n + 1),
            title: button.label.clone(),
            description: Text::default(),
            to: button.to.clone(),
        };
        return buttons.buttons.iter().enumerate().map(row).collect();
    }
    vec![Row {
        id: "r1".into(),
        title: Text::new(language.clone(), ""),
        description: Text::default(),
        to: first,
    }]
}

/// The smallest id of the form `b1`, `b2` … that no output of the ending has.
pub(crate) fn free_id(ending: &Ending, prefix: char) -> String {
    let outputs = ending.outputs();
    let taken = |id: &String| outputs.iter().any(|output| output.id == id);
    (1..).map(|n| format!("{prefix}{n}")).find(|id| !taken(id)).unwrap_or_default()
}

/// Adds a choice: a button, a row of the section, or a branch. Nothing happens at WhatsApp's limit.
pub(crate) fn add_choice(ending: &mut Ending, section: usize, language: &Language, branch_name: &str) {
    let label = Text::new(language.clone(), "");
    match ending {
        Ending::Buttons(buttons) if buttons.buttons.len() < BUTTONS_MAX => {
            let id = free_id(&Ending::Buttons(buttons.clone()), 'b');
            buttons.buttons.push(Button { id, label, to: None });
        }
        Ending::List(list) if list.rows().count() < ROWS_MAX => {
            let id = free_id(&Ending::List(list.clone()), 'r');
            if let Some(section) = list.sections.get_mut(section) {
                section.rows.push(Row { id, title: label, description: Text::default(), to: None });
            }
        }
        Ending::Decide(decide) => {
            let id = free_id(&Ending::Decide(decide.clone()), 'c');
            decide.branches.push(Branch {
                id,
                label: branch_name.to_owned(),
                condition: String::new(),
                to: None,
            });
        }
        _ => {}
    }
}

/// Takes a button, row or branch away.
pub(crate) fn remove_choice(ending: &mut Ending, id: &str) {
    match ending {
        Ending::Buttons(buttons) => buttons.buttons.retain(|button| button.id != id),
        Ending::List(list) => {
            list.sections.iter_mut().for_each(|section| section.rows.retain(|row| row.id != id))
        }
        Ending::Decide(decide) => decide.branches.retain(|branch| branch.id != id),
        _ => {}
    }
}

/// Moves a button, row or branch one place; a row at the edge of its section goes to the next one.
pub(crate) fn move_choice(ending: &mut Ending, id: &str, down: bool) {
    match ending {
        Ending::Buttons(buttons) => shift(&mut buttons.buttons, |button| button.id == id, down),
        Ending::Decide(decide) => shift(&mut decide.branches, |branch| branch.id == id, down),
        Ending::List(list) => move_row(list, id, down),
        _ => {}
    }
}

fn shift<T>(items: &mut [T], is_meant: impl Fn(&T) -> bool, down: bool) {
    let Some(at) = items.iter().position(is_meant) else { return };
    let other = if down { at + 1 } else { at.wrapping_sub(1) };
    if other < items.len() {
        items.swap(at, other);
    }
}

fn move_row(list: &mut List, id: &str, down: bool) {
    let Some(at) = list.sections.iter().position(|section| section.rows.iter().any(|row| row.id == id))
    else {
        return;
    };
    let rows = &mut list.sections[at].rows;
    let place = rows.iter().position(|row| row.id == id).unwrap_or_default();
    let is_edge = if down { place + 1 == rows.len() } else { place == 0 };
    if !is_edge {
        return shift(rows, |row| row.id == id, down);
    }
    let other = if down { at + 1 } else { at.wrapping_sub(1) };
    if other < list.sections.len() {
        let row = list.sections[at].rows.remove(place);
        let rows = &mut list.sections[other].rows;
        rows.insert(if down { 0 } else { rows.len() }, row);
    }
}

/// Adds an empty section to a list. The first one must then have a title, so an absent one becomes an empty one.
pub(crate) fn add_section(ending: &mut Ending, language: &Language) {
    if let Ending::List(list) = ending
        && list.sections.len() < SECTIONS_MAX
    {
        list.sections.push(Section { title: Text::new(language.clone(), ""), rows: Vec::new() });
    }
}

/// Takes a section away with its rows.
pub(crate) fn remove_section(ending: &mut Ending, index: usize) {
    if let Ending::List(list) = ending
        && list.sections.len() > 1
        && index < list.sections.len()
    {
        list.sections.remove(index);
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::menu;
    use super::*;

    const WORDS: Words<'static> = Words { choose: "Choose", branch: "If" };

    fn buttons() -> Ending {
        menu().steps[0].ending.clone()
    }

    fn titles(ending: &Ending) -> Vec<String> {
        let en = Language::default();
        ending
            .outputs()
            .iter()
            .map(|o| format!("{} → {}", o.label.words(&en, &en), o.to.map_or("–", StepId::as_str)))
            .collect()
    }

    #[test]
    fn buttons_become_rows_and_rows_buttons_with_their_connections() {
        let list = converted(&buttons(), Kind::List, &Language::default(), WORDS);
        assert_eq!(titles(&list), ["Menu → s2", "Person → s3", "Anything else → –"]);
        assert_eq!(titles(&converted(&list, Kind::Buttons, &Language::default(), WORDS)), titles(&buttons()));
    }

    #[test]
    fn the_text_and_the_first_connection_go_along() {
        let ask = converted(&buttons(), Kind::Ask, &Language::default(), WORDS);
        assert_eq!(main_text(&ask), main_text(&buttons()));
        assert_eq!(titles(&ask), ["Answered → s2", "Gave up → –"]);
    }

    #[test]
    fn there_are_at_most_three_buttons_with_ids_of_their_own() {
        let mut ending = buttons();
        remove_choice(&mut ending, "b1");
        for _ in 0..5 {
            add_choice(&mut ending, 0, &Language::default(), "If");
        }
        let ids: Vec<_> = ending.outputs().iter().map(|o| o.id.to_owned()).collect();
        assert_eq!(ids, ["b2", "b1", "b3", "anything_else"]);
    }

    #[test]
    fn a_row_moves_across_sections() {
        let mut list = converted(&buttons(), Kind::List, &Language::default(), WORDS);
        add_section(&mut list, &Language::default());
        move_choice(&mut list, "r2", true);
        assert_eq!(titles(&list), ["Menu → s2", "Person → s3", "Anything else → –"]);
        move_choice(&mut list, "r1", true);
        assert_eq!(titles(&list), ["Menu → s2", "Person → s3", "Anything else → –"]);
        move_choice(&mut list, "r1", true);
        assert_eq!(titles(&list), ["Person → s3", "Menu → s2", "Anything else → –"]);
        move_choice(&mut list, "r1", true);
        assert_eq!(titles(&list), ["Person → s3", "Menu → s2", "Anything else → –"], "the last place of all");
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            let ending = converted(&buttons(), kind, &Language::default(), WORDS);
            assert_eq!((Kind::of(&ending), ending.kind()), (kind, kind.as_str()));
        }
    }
}
