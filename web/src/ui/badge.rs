//! Badges: a state as icon and word, the colour only supports them.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// What a state means for the reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to notice.
    #[default]
    Neutral,
    /// Works.
    Success,
    /// In progress, or to be known.
    Info,
    /// To be looked at.
    Warning,
    /// Broken.
    Danger,
    /// Ours: a bot.
    Brand,
}

impl Tone {
    /// The modifier class of this tone for a block such as `badge`.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Success => "tone-success",
            Self::Info => "tone-info",
            Self::Warning => "tone-warning",
            Self::Danger => "tone-danger",
            Self::Brand => "tone-brand",
        }
    }
}

/// A state in a pill.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// Its sign.
    #[prop(into)]
    icon: Signal<Icon>,
    /// Its word.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || format!("badge {}", tone.get().class())>
            <IconView icon small=true />
            <span>{move || text.get()}</span>
        </span>
    }
}

/// A person's initials in a circle; the name stands beside it.
#[component]
pub fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    view! { <span class="avatar" aria-hidden="true">{move || name.with(|name| initials(name))}</span> }
}

/// First letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_word() {
        assert_eq!(initials("Kavya Maa Shah"), "KS");
        assert_eq!(initials("ana"), "A");
        assert_eq!(initials("+91 99999"), "99");
        assert_eq!(initials(""), "");
    }
}
