//! What starts the bot: any message, and keywords with the rule by which a message is compared.

use flow::{Keyword, MatchRule, Op, Trigger};
use leptos::prelude::*;

use super::anchors;
use super::form::{Choose, TextInput};
use super::store::{Editor, use_editor};
use crate::i18n::editor;
use crate::ui::button::{Button, IconButton};
use crate::ui::icon::{self, IconView};

/// The triggers of the bot, as the first entry of the outline.
#[component]
pub(super) fn Triggers() -> impl IntoView {
    let store = use_editor();
    let has_any = Memo::new(move |_| store.with(|flow| flow.triggers.contains(&Trigger::AnyMessage {})));
    let keywords = Memo::new(move |_| {
        store.with(|flow| {
            let is_keyword =
                |(index, trigger): (usize, &Trigger)| matches!(trigger, Trigger::Keyword(_)).then_some(index);
            flow.triggers.iter().enumerate().filter_map(is_keyword).collect::<Vec<_>>()
        })
    });
    let toggle_any = move |event| {
        let on = event_target_checked(&event);
        set(store, |triggers| {
            triggers.retain(|trigger| *trigger != Trigger::AnyMessage {});
            if on {
                triggers.push(Trigger::AnyMessage {});
            }
        });
    };
    let add = move |_| {
        let index = store.with_untracked(|flow| flow.triggers.len());
        set(store, |triggers| triggers.push(Trigger::Keyword(Keyword::default())));
        store.focus(anchors::trigger(index));
    };
    let problem = move || {
        store.issues().with(|issues| {
            issues.iter().find(|issue| issue.anchor == anchors::TRIGGERS).map(|issue| issue.text.clone())
        })
    };
    view! {
        <section class="step-card" aria-labelledby="triggers-title">
            <div class="step-card__head">
                <span class="step-sign step-sign--end"><IconView icon=icon::PLAY small=true /></span>
                <h2 class="step-card__title" id="triggers-title">{editor::start()}</h2>
            </div>
            <fieldset class="step-card__form" disabled=move || !store.can_edit.get()>
                <legend class="visually-hidden">{editor::what_starts()}</legend>
                <div class="check">
                    <input
                        class="check__control"
                        type="checkbox"
                        id=anchors::TRIGGERS
                        aria-describedby="triggers-any-error"
                        prop:checked=move || has_any.get()
                        on:change=toggle_any
                    />
                    <label class="check__label" for=anchors::TRIGGERS>{editor::any_message()}</label>
                </div>
                <div class="step-card__note" id="triggers-any-error">
                    {move || problem().map(|text| view! { <p class="field__error"><IconView icon=icon::CIRCLE_ALERT small=true />{text}</p> })}
                </div>
                <For each=move || keywords.get() key=|index| *index let:index><Keywords index /></For>
                <Show when=move || store.can_edit.get()>
                    <div><Button icon=icon::PLUS on_click=add>{editor::add_keywords()}</Button></div>
                </Show>
            </fieldset>
        </section>
    }
}

/// Changes the triggers.
fn set(store: Editor, change: impl FnOnce(&mut Vec<Trigger>)) {
    let mut triggers = store.with_untracked(|flow| flow.triggers.clone());
    change(&mut triggers);
    store.change(Op::SetTriggers { triggers });
}

/// One set of keywords and its rule.
#[component]
fn Keywords(index: usize) -> impl IntoView {
    let store = use_editor();
    let keyword = Memo::new(move |_| {
        store.with(|flow| match flow.triggers.get(index) {
            Some(Trigger::Keyword(keyword)) => keyword.clone(),
            Some(Trigger::AnyMessage {}) | None => Keyword::default(),
        })
    });
    // What is typed stays as it is typed; it is written anew only when the words became others elsewhere.
    let typed = RwSignal::new(keyword.with_untracked(|keyword| keyword.words.join(", ")));
    Effect::new(move || {
        let words = keyword.with(|keyword| keyword.words.clone());
        if typed.with_untracked(|typed| split(typed) != words) {
            typed.set(words.join(", "));
        }
    });
    let change = move |to: Keyword| {
        set(store, |triggers| {
            if let Some(trigger) = triggers.get_mut(index) {
                *trigger = Trigger::Keyword(to);
            }
        });
    };
    let write = move |text: String| {
        typed.set(text.clone());
        change(Keyword { words: split(&text), rule: keyword.with_untracked(|keyword| keyword.rule) });
    };
    let choose = move |rule: String| {
        let rule =
            rules().into_iter().find(|(_, name, _)| *name == rule).map(|(rule, ..)| rule).unwrap_or_default();
        change(Keyword { words: keyword.with_untracked(|keyword| keyword.words.clone()), rule });
    };
    let remove = move |_| {
        set(store, |triggers| drop(triggers.remove(index)));
        super::words::focus(anchors::TRIGGERS);
    };
    let rule = move || {
        keyword.with(|keyword| {
            rules()
                .into_iter()
                .find(|(rule, ..)| *rule == keyword.rule)
                .map_or("is", |(_, name, _)| name)
                .to_owned()
        })
    };
    let options = rules().map(|(_, name, label)| (name.to_owned(), label.to_owned())).to_vec();
    view! {
        <div class="keywords">
            <div class="field">
                <Choose id=format!("trigger-rule-{index}") label=editor::rule() value=Signal::derive(rule) options=Signal::stored(options) on_choose=choose />
            </div>
            <TextInput id=anchors::trigger(index) label=editor::keywords() value=typed on_input=write help=editor::keywords_help() />
            <Show when=move || store.can_edit.get()>
                <IconButton icon=icon::TRASH name=editor::remove_keywords() on_click=remove />
            </Show>
        </div>
    }
}

fn rules() -> [(MatchRule, &'static str, &'static str); 3] {
    [
        (MatchRule::Is, "is", editor::rule_is()),
        (MatchRule::StartsWith, "starts_with", editor::rule_starts_with()),
        (MatchRule::Contains, "contains", editor::rule_contains()),
    ]
}

/// The words of a comma-separated line.
fn split(text: &str) -> Vec<String> {
    text.split([',', '،', '、', '\n'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_are_split_at_commas() {
        assert_eq!(split(" menu, hi there ,,"), ["menu", "hi there"]);
        assert!(split(" , ").is_empty());
    }
}
