//! Runs of a bot: who talked to it and how far they came; one run with its event log beside the conversation.

mod detail;
mod words;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::live::LiveEvent;
use shared::run::{Run, RunState};
use shared::{BotId, Page};

use super::frame::BotPage;
use crate::api::{self, ApiError};
use crate::i18n::{bots, runs};
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::{Badge, Tone};
use crate::ui::button::Button;
use crate::ui::icon::{self, Icon};
use crate::ui::moment::Moment;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;
use crate::ui::table::{Cell, Row, Table};

pub(super) use detail::RunPage;

/// The runs of one bot.
#[component]
pub(super) fn RunsPage() -> impl IntoView {
    view! { <BotPage section=bots::section_runs() let(id, _bot)><Runs id /></BotPage> }
}

#[component]
fn Runs(id: BotId) -> impl IntoView {
    let workspace = use_workspace();
    let first = Resource::new(move || async move { api::runs(workspace.id, id, None).await });
    use_live()
        .refetch(first, move |event| matches!(event, LiveEvent::RunChanged { bot_id, .. } if *bot_id == id));
    view! {
        <Load resource=first failed=runs::not_loaded() skeleton=|| view! { <Skeleton /> } let(page)>
            <Listed id page />
        </Load>
    }
}

/// The newest page, and older ones as they are asked for.
#[component]
fn Listed(id: BotId, page: Signal<Page<Run>>) -> impl IntoView {
    let workspace = use_workspace();
    let older = RwSignal::new(Vec::<Run>::new());
    let cursor = RwSignal::new(page.with_untracked(|page| page.next_cursor.clone()));
    let more = Action::new_local(move |from: &String| {
        let from = from.clone();
        async move {
            let page = api::runs(workspace.id, id, Some(&from)).await?;
            older.update(|older| older.extend(page.items));
            cursor.set(page.next_cursor);
            Ok::<_, ApiError>(())
        }
    });
    let all = Memo::new(move |_| {
        let mut all = page.with(|page| page.items.clone());
        older.with(|older| {
            all.extend(
                older
                    .iter()
                    .filter(|run| !page.with(|page| page.items.iter().any(|new| new.id == run.id)))
                    .cloned(),
            )
        });
        all
    });
    let failure = move || more.value().get().and_then(Result::err).map(|error| error.message());
    let heads = [
        runs::head_contact(),
        runs::head_result(),
        runs::head_version(),
        runs::head_started(),
        runs::head_took(),
    ];
    view! {
        <Show
            when=move || !all.with(Vec::is_empty)
            fallback=|| view! { <EmptyState icon=icon::MESSAGE_CIRCLE title=runs::empty_title() text=runs::empty_text() /> }
        >
            <div class="card">
                <Table caption=bots::section_runs() heads=heads.map(str::to_owned).to_vec()>
                    <For each=move || all.get() key=|run| (run.id, run.state as u8, run.at_step.clone()) let:run><RunRow id run /></For>
                </Table>
            </div>
            {move || cursor.get().map(|from| view! {
                <div class="row">
                    <Button busy=more.pending() on_click=move |_| { more.dispatch_local(from.clone()); }>{runs::older()}</Button>
                    <span class="field__error" role="alert">{failure}</span>
                </div>
            })}
        </Show>
    }
}

#[component]
fn RunRow(id: BotId, run: Run) -> impl IntoView {
    let workspace = use_workspace();
    let href = format!("{}/{}", paths::bot(workspace.id, id, "runs"), run.id);
    let (contact, version, started) = (run.contact_name.clone(), format!("v{}", run.version), run.started_at);
    let took = run.ended_at.map(|ended| words::took((ended - run.started_at).num_seconds()));
    view! {
        <Row>
            <Cell heading=true><A href=href attr:dir="auto">{contact}</A></Cell>
            <Cell label=runs::head_result()><RunResult run /></Cell>
            <Cell label=runs::head_version()>{version}</Cell>
            <Cell label=runs::head_started()><Moment at=started /></Cell>
            <Cell label=runs::head_took()>{took.unwrap_or_else(|| runs::not_over().to_owned())}</Cell>
        </Row>
    }
}

/// How a run stands and at which step.
#[component]
fn RunResult(run: Run) -> impl IntoView {
    let (tone, icon, text) = result(run.state);
    let step = run.at_step.filter(|_| run.state != RunState::Finished);
    view! {
        <span class="bot__state">
            <Badge tone icon text />
            {step.map(|step| view! { <span class="hint" dir="auto">{runs::at_step(&step)}</span> })}
        </span>
    }
}

fn result(state: RunState) -> (Tone, Icon, &'static str) {
    match state {
        RunState::Waiting => (Tone::Info, icon::CLOCK, runs::waiting()),
        RunState::Finished => (Tone::Success, icon::CHECK, runs::finished()),
        RunState::HandedOver => (Tone::Brand, icon::HEADPHONES, runs::handed_over()),
        RunState::Stopped => (Tone::Warning, icon::CIRCLE_X, runs::stopped()),
    }
}
