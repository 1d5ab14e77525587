//! The keys that the dashboard knows, and the switch for single letters.

use leptos::prelude::*;

use crate::i18n::shortcuts as words;
use crate::preference::LETTERS;
use crate::ui::card::Card;
use crate::ui::choice::Checkbox;
use crate::ui::keys::command;
use crate::ui::page::PageHeader;

/// What it does, and the keys: `mod` stands for the command key, a space between keys for one after the other.
type Shortcut = (&'static str, &'static str);

fn groups() -> [(&'static str, Vec<Shortcut>); 3] {
    [
        (
            words::everywhere(),
            vec![
                (words::open_palette(), "mod+K"),
                (words::go_home(), "G H"),
                (words::go_inbox(), "G I"),
                (words::go_bots(), "G B"),
                (words::go_settings(), "G S"),
                (words::create(), "C"),
                (words::search(), "/"),
                (words::show(), "?"),
                (words::close(), "Esc"),
                (words::next_region(), "F6"),
                (words::previous_region(), "Shift+F6"),
                (words::rail(), "mod+B"),
            ],
        ),
        (
            words::in_inbox(),
            vec![
                (words::next_conversation(), "J"),
                (words::previous_conversation(), "K"),
                (words::send(), "Enter"),
                (words::new_line(), "Shift+Enter"),
            ],
        ),
        (
            words::in_editor(),
            vec![(words::undo(), "mod+Z"), (words::redo(), "mod+Shift+Z"), (words::save(), "mod+S")],
        ),
    ]
}

/// All keys in groups, and the switch.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let are_on = RwSignal::new(LETTERS.stored().is_empty());
    let choose = |on: &bool| LETTERS.choose(if *on { "" } else { "off" });
    Effect::watch(move || are_on.get(), move |on, _, _| choose(on), false);
    let groups: Vec<_> = groups()
        .into_iter()
        .map(|(name, list)| {
            let list: Vec<_> = list
                .into_iter()
                .map(|(what, keys)| view! { <dt>{what}</dt><dd><Keys keys /></dd> })
                .collect();
            view! { <div><h3 class="shortcuts__title">{name}</h3><dl class="shortcuts__list">{list}</dl></div> }
        })
        .collect();
    view! {
        <div class="shortcuts">
            <Checkbox checked=are_on label=words::letters() help=Some(words::letters_help().to_owned()) />
            {groups}
        </div>
    }
}

#[component]
fn Keys(keys: &'static str) -> impl IntoView {
    let presses: Vec<_> = keys
        .split(' ')
        .map(|press| {
            let keys: Vec<_> =
                press.split('+').map(|key| if key == "mod" { command() } else { key }).collect();
            view! { <kbd class="key">{keys.join(" ")}</kbd>" " }
        })
        .collect();
    view! { <bdi dir="ltr">{presses}</bdi> }
}

/// The same as a page of the account.
#[component]
pub fn ShortcutsPage() -> impl IntoView {
    view! {
        <PageHeader title=words::title() section=crate::i18n::account::title() note=words::note() />
        <Card title=words::keys()>
            <Shortcuts />
        </Card>
    }
}
