//! Passwords: a field whose text can be shown, the rules, and the strength in words.

use leptos::ev::Event;
use leptos::prelude::*;
use shared::account::{PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS};

use crate::format;
use crate::i18n::access;
use crate::ui::badge::Tone;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::field::{Field, FieldFrame};
use crate::ui::icon;

/// A field for the password of an account that exists: anything but nothing.
pub(super) fn known_password() -> Field {
    Field::new("password", "", |password| password.is_empty().then(|| access::password_missing().to_owned()))
}

/// A field for a new password: 12 to 256 characters of any kind.
pub(crate) fn new_password() -> Field {
    Field::new("password", "", |password| match password.chars().count() {
        0 => Some(access::password_missing().to_owned()),
        n if n < PASSWORD_MIN_CHARS => Some(access::password_short(&PASSWORD_MIN_CHARS.to_string())),
        n if n > PASSWORD_MAX_CHARS => Some(access::password_long(&PASSWORD_MAX_CHARS.to_string())),
        _ => None,
    })
}

/// How hard a password is to guess, as far as its look tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    Short,
    Weak,
    Good,
    Strong,
}

/// Judges by length and by how many different characters there are; it knows no list of leaked passwords.
fn strength(password: &str) -> Strength {
    let n_chars = password.chars().count();
    let n_kinds =
        password.chars().flat_map(char::to_lowercase).collect::<std::collections::BTreeSet<_>>().len();
    match (n_chars, n_kinds) {
        (n, _) if n < PASSWORD_MIN_CHARS => Strength::Short,
        (_, kinds) if kinds < 6 => Strength::Weak,
        (n, kinds) if n >= 16 && kinds >= 9 => Strength::Strong,
        _ => Strength::Good,
    }
}

/// A password field with a button that shows what is typed.
#[component]
pub(crate) fn PasswordField(
    /// The field.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// `current-password` or `new-password`, for password managers.
    autocomplete: &'static str,
    /// Says below it how strong the password is.
    #[prop(optional)]
    judged: bool,
) -> impl IntoView {
    let id = field.id();
    let is_shown = RwSignal::new(false);
    view! {
        <FieldFrame field label>
            <div class="field__with-button">
                <input
                    class="field__control"
                    id=id.clone()
                    name=field.name
                    type=move || if is_shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    aria-required="true"
                    aria-invalid=move || field.error().is_some().then_some("true")
                    aria-describedby=format!("{id}-error {id}-strength")
                    prop:value=move || field.value.get()
                    on:input=move |event: Event| field.edit(event_target_value(&event))
                    on:blur=move |_| field.leave()
                />
                <Show
                    when=move || is_shown.get()
                    fallback=move || view! {
                        <Button kind=ButtonKind::Quiet icon=icon::EYE on_click=move |_| is_shown.set(true)>{access::show()}</Button>
                    }
                >
                    <Button kind=ButtonKind::Quiet icon=icon::EYE_OFF on_click=move |_| is_shown.set(false)>{access::hide()}</Button>
                </Show>
            </div>
            {judged.then(|| view! { <StrengthLine id=format!("{id}-strength") field /> })}
        </FieldFrame>
    }
}

#[component]
fn StrengthLine(id: String, field: Field) -> impl IntoView {
    let n_chars = move || field.value.with(|password| password.chars().count());
    let line = move || {
        let (word, tone, n_bars) = match field.value.with(|password| strength(password)) {
            Strength::Short => (access::strength_short(), Tone::Neutral, 1),
            Strength::Weak => (access::strength_weak(), Tone::Warning, 2),
            Strength::Good => (access::strength_good(), Tone::Success, 3),
            Strength::Strong => (access::strength_strong(), Tone::Success, 4),
        };
        let bars: Vec<_> = (0..4)
            .map(|i| view! { <span class="strength__bar" class:strength__bar--on=i < n_bars></span> })
            .collect();
        view! {
            <span class=tone.class()><span class="strength__bars" aria-hidden="true">{bars}</span></span>
            <span class=tone.class()><span class="strength__word">{word}</span></span>
            <span>{access::characters(n_chars() as u64)}</span>
        }
    };
    let rule = access::password_rule(&format::number(PASSWORD_MIN_CHARS as u64));
    view! {
        <p class="strength" id=id>
            {move || if n_chars() == 0 { rule.clone().into_any() } else { line().into_any() }}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::{Strength, strength};

    #[test]
    fn a_long_password_of_many_characters_is_strong() {
        assert_eq!(strength("correct horse battery"), Strength::Strong);
        assert_eq!(strength("maabakery-12"), Strength::Good);
    }

    #[test]
    fn repetition_is_weak_however_long() {
        assert_eq!(strength("aaaaaaaaaaaaaaaaaaaaaaaa"), Strength::Weak);
        assert_eq!(strength("abcABCabcABC"), Strength::Weak);
    }

    #[test]
    fn less_than_twelve_characters_are_too_few() {
        assert_eq!(strength("Tr0ub4dor&3"), Strength::Short);
    }
}
