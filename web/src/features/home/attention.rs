//! What needs somebody: people who wait, messages that were not sent, bots that can't be published.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::bot::Bot;
use shared::number::{Number, NumberKind};
use shared::workspace::Home;
use shared::{Page, Permission, WorkspaceId};

use super::checklist::is_set_up;
use crate::i18n::{bots as bot_words, home as words};
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::Tone;
use crate::ui::button::{ButtonKind, LinkButton};
use crate::ui::card::Card;
use crate::ui::icon::{self, Icon, IconView};

/// The most bots with errors that are named.
const N_BOTS: usize = 2;

/// One thing that needs somebody.
#[derive(Clone, PartialEq)]
struct Matter {
    tone: Tone,
    icon: Icon,
    title: String,
    note: &'static str,
    href: String,
    act: &'static str,
    /// What the member must be allowed to do about it.
    needs: Permission,
}

/// What needs somebody, people first.
fn matters(w: WorkspaceId, home: &Home, bots: &[Bot]) -> Vec<Matter> {
    let people = (home.waiting > 0).then(|| Matter {
        tone: Tone::Warning,
        icon: icon::CLOCK,
        title: words::n_waiting(home.waiting),
        note: words::waiting_note(),
        href: paths::inbox_view(w, "waiting"),
        act: words::open_inbox(),
        needs: Permission::InboxRead,
    });
    let messages = (home.failed_today > 0).then(|| Matter {
        tone: Tone::Danger,
        icon: icon::CIRCLE_ALERT,
        title: words::n_failed(home.failed_today),
        note: words::failed_note(),
        href: paths::inbox(w),
        act: words::open_inbox(),
        needs: Permission::InboxRead,
    });
    let broken = bots.iter().filter(|bot| bot.n_errors > 0).take(N_BOTS).map(|bot| Matter {
        tone: Tone::Warning,
        icon: icon::TRIANGLE_ALERT,
        title: words::bot_has(&bot.name, &bot_words::n_errors(bot.n_errors.into())),
        note: words::bot_has_note(),
        href: paths::bot(w, bot.id, "build"),
        act: words::open_bot(),
        needs: Permission::BotsEdit,
    });
    people.into_iter().chain(messages).chain(broken).collect()
}

/// Everything that needs somebody. Before the set-up is done it shows only when there is something.
#[component]
pub(super) fn Attention(
    home: Signal<Home>,
    numbers: Resource<Page<Number>>,
    bots: Resource<Page<Bot>>,
) -> impl IntoView {
    let workspace = use_workspace();
    let w = workspace.id;
    let found = Memo::new(move |_| {
        let bots = bots.get().and_then(Result::ok).map(|page| page.items).unwrap_or_default();
        let mut found = home.with(|home| matters(w, home, &bots));
        found.retain(|matter| workspace.can(matter.needs));
        found
    });
    let is_ready = Memo::new(move |_| home.with(is_set_up));
    let is_calm = Memo::new(move |_| found.with(Vec::is_empty));
    let phone = move || {
        let page = numbers.get()?.ok()?;
        let sandbox = page.items.into_iter().find(|number| number.kind == NumberKind::Sandbox)?;
        (is_ready.get() && workspace.can(Permission::SandboxUse))
            .then(|| view! { <A href=paths::phone(w, sandbox.id)>{words::open_phone()}</A> })
    };
    let kind = move |index: usize| {
        if index == 0 && is_ready.get_untracked() { ButtonKind::Primary } else { ButtonKind::Secondary }
    };
    let calm = move || {
        view! { <Card title=words::all_done() aside=phone><p class="muted">{words::all_done_text()}</p></Card> }
            .into_any()
    };
    let list = move || {
        let rows = move || found.get().into_iter().enumerate();
        view! {
            <Card title=words::attention() flush=true aside=phone>
                <ul class="list">
                    <For each=rows key=|(_, matter)| (matter.title.clone(), matter.href.clone()) let:row>
                        <MatterRow kind=kind(row.0) matter=row.1 />
                    </For>
                </ul>
            </Card>
        }
        .into_any()
    };
    move || match (is_calm.get(), is_ready.get()) {
        (true, false) => ().into_any(),
        (true, true) => calm(),
        (false, _) => list(),
    }
}

#[component]
fn MatterRow(matter: Matter, kind: ButtonKind) -> impl IntoView {
    view! {
        <li class="card__row">
            <span class=format!("card__sign card__sign--tone {}", matter.tone.class())><IconView icon=matter.icon small=true /></span>
            <div class="card__row-main">
                <p class="card__row-title" dir="auto">{matter.title}</p>
                <p class="card__row-note">{matter.note}</p>
            </div>
            <LinkButton href=matter.href kind>{matter.act}</LinkButton>
        </li>
    }
}
