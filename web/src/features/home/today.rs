//! Today in numbers.

use leptos::prelude::*;
use shared::workspace::Home;

use crate::format;
use crate::i18n::home;
use crate::ui::card::Card;

/// Counts since midnight, and who waits.
#[component]
pub(super) fn Today(home: Signal<Home>) -> impl IntoView {
    view! {
        <Card title=home::today() aside=|| view! { <span class="hint">{home::since_midnight()}</span> }>
            <dl class="stats">
                <Stat label=home::conversations() value=Signal::derive(move || home.with(|h| h.conversations_today)) />
                <Stat label=home::received() value=Signal::derive(move || home.with(|h| h.received_today)) />
                <Stat label=home::sent() value=Signal::derive(move || home.with(|h| h.sent_today)) />
                <Stat label=home::failed() value=Signal::derive(move || home.with(|h| h.failed_today)) />
                <Stat label=home::waiting() value=Signal::derive(move || home.with(|h| h.waiting)) />
            </dl>
        </Card>
    }
}

#[component]
fn Stat(label: &'static str, #[prop(into)] value: Signal<u64>) -> impl IntoView {
    view! {
        <div class="stats__item">
            <dt class="stats__label">{label}</dt>
            <dd class="stats__value numeric">{move || format::number(value.get())}</dd>
        </div>
    }
}
