//! The set-up: number, bot, publish, try it. Each step's button is the next thing to do; done steps lead to their result.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::bot::Bot;
use shared::number::{Number, NumberKind};
use shared::workspace::Home;
use shared::{Page, Permission, WorkspaceId};

use crate::api;
use crate::i18n::home;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind, LinkButton};
use crate::ui::card::Card;
use crate::ui::icon;
use crate::ui::steps::ChecklistItem;
use crate::ui::toast::{Toasts, use_toasts};

/// How many steps there are.
const N_STEPS: usize = 4;

/// Which steps are done.
fn done(home: &Home) -> [bool; N_STEPS] {
    [home.has_number, home.has_bot, home.has_live_bot, home.has_answered]
}

/// Whether nothing is left of the set-up.
pub(super) fn is_set_up(home: &Home) -> bool {
    done(home).iter().all(|done| *done)
}

/// The checklist; it goes when everything is done, or when it was put aside.
#[component]
pub(super) fn Checklist(
    home: Signal<Home>,
    numbers: Resource<Page<Number>>,
    bots: Resource<Page<Bot>>,
    /// A number was made, or the checklist put aside.
    on_change: Callback<()>,
) -> impl IntoView {
    let workspace = use_workspace();
    let is_done = move |step: usize| {
        Memo::new(move |_| home.with(|home| done(home).get(step).copied().unwrap_or_default()))
    };
    let next = Memo::new(move |_| home.with(|home| done(home).iter().position(|done| !done)));
    let is_next = move |step: usize| Signal::derive(move || next.get() == Some(step));
    let is_all_done = Memo::new(move |_| home.with(is_set_up));
    let n_done = move || home.with(|home| done(home).iter().filter(|done| **done).count());
    let sandbox = move || {
        let page = numbers.get()?.ok()?;
        page.items.into_iter().find(|number| number.kind == NumberKind::Sandbox)
    };
    let first_bot = move || bots.get()?.ok()?.items.into_iter().next();
    let [number, bot, publish, try_it] = std::array::from_fn(is_done);
    let name = move || workspace.membership.with(|m| m.workspace_name.clone());
    let is_dismissed = Memo::new(move |_| home.with(|home| home.is_setup_dismissed) && !is_all_done.get());
    view! {
        <Show when=move || is_dismissed.get()><ShowAgain on_change /></Show>
        <Show when=move || !is_all_done.get() && !is_dismissed.get()>
            <Card
                title=move || home::set_up(&name())
                flush=true
                aside=move || view! {
                    <span class="hint numeric">{home::n_of_4_done(&n_done().to_string())}</span>
                    <progress max=N_STEPS value=n_done aria-label=home::progress()></progress>
                }
            >
                <ol class="checklist">
                    <ChecklistItem number=1 title=home::number_title() note=home::number_note() done=number current=is_next(0)>
                        <Show when=move || !number.get() fallback=move || view! { <A href=paths::settings(workspace.id, "numbers")>{home::see_numbers()}</A> }>
                            <SandboxButton on_done=on_change />
                        </Show>
                    </ChecklistItem>
                    <ChecklistItem number=2 title=home::bot_title() note=home::bot_note() done=bot current=is_next(1)>
                        <StepLink shown=is_next(1) done=bot href=Signal::derive(move || paths::new_bot(workspace.id)) text=home::new_bot() after=home::another_bot() needs=Permission::BotsEdit />
                    </ChecklistItem>
                    <ChecklistItem number=3 title=home::publish_title() note=home::publish_note() done=publish current=is_next(2)>
                        {move || first_bot().map(|bot| view! {
                            <StepLink shown=is_next(2) done=publish href=paths::bot(workspace.id, bot.id, "build") text=home::open_bot() after=home::open_bot() needs=Permission::BotsRead />
                        })}
                    </ChecklistItem>
                    <ChecklistItem number=4 title=home::try_title() note=home::try_note() done=try_it current=is_next(3)>
                        {move || sandbox().map(|number| view! {
                            <StepLink shown=is_next(3) done=try_it href=paths::phone(workspace.id, number.id) text=home::open_phone() after=home::try_again() needs=Permission::SandboxUse />
                        })}
                    </ChecklistItem>
                </ol>
                <div class="card__row"><Dismiss on_change /></div>
            </Card>
        </Show>
    }
}

/// Puts the checklist aside; a toast takes it back.
#[component]
fn Dismiss(on_change: Callback<()>) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let dismiss = Action::new_local(move |(): &()| async move {
        match api::dismiss_setup(workspace.id).await {
            Ok(()) => {
                on_change.run(());
                toasts.undo(home::dismissed(), move || restore(workspace.id, toasts, on_change));
            }
            Err(error) => toasts.error(error.message()),
        }
    });
    view! {
        <Button
            kind=ButtonKind::Quiet
            busy=dismiss.pending()
            blocked=workspace.blocked(Permission::WorkspaceUpdate)
            on_click=move |_| { dismiss.dispatch_local(()); }
        >
            {home::dismiss_setup()}
        </Button>
    }
}

/// Where the checklist was.
#[component]
fn ShowAgain(on_change: Callback<()>) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let may = move || workspace.can(Permission::WorkspaceUpdate);
    view! {
        <Show when=may>
            <div>
                <Button kind=ButtonKind::Quiet on_click=move |_| restore(workspace.id, toasts, on_change)>
                    {home::show_setup()}
                </Button>
            </div>
        </Show>
    }
}

/// Shows the checklist again; a toast may ask for it when the page is gone.
fn restore(workspace: WorkspaceId, toasts: Toasts, on_change: Callback<()>) {
    leptos::task::spawn_local(async move {
        match api::restore_setup(workspace).await {
            Ok(()) => drop(on_change.try_run(())),
            Err(error) => toasts.error(error.message()),
        }
    });
}

/// The primary button of the step that is next, a plain link of a step that is done, nothing of a step still to come. Who may
/// not take the next step reads why.
#[component]
fn StepLink(
    shown: Signal<bool>,
    done: Memo<bool>,
    #[prop(into)] href: Signal<String>,
    text: &'static str,
    after: &'static str,
    /// What the step takes.
    needs: Permission,
) -> impl IntoView {
    let blocked = use_workspace().blocked(needs);
    move || match (shown.get(), done.get()) {
        _ if blocked.with(Option::is_some) => {
            shown.get().then(|| view! { <span class="hint">{move || blocked.get()}</span> }).into_any()
        }
        (true, _) => view! { <LinkButton href kind=ButtonKind::Primary>{text}</LinkButton> }.into_any(),
        (false, true) => view! { <A href=move || href.get()>{after}</A> }.into_any(),
        (false, false) => ().into_any(),
    }
}

/// Gets a sandbox number with one click.
#[component]
pub(crate) fn SandboxButton(
    /// It is there.
    on_done: Callback<()>,
) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let create = Action::new_local(move |(): &()| async move {
        match api::create_sandbox_number(workspace.id).await {
            Ok(_) => on_done.run(()),
            Err(error) => toasts.error(error.message()),
        }
    });
    view! {
        <Button
            kind=ButtonKind::Primary
            icon=icon::PLUS
            busy=create.pending()
            blocked=workspace.blocked(Permission::NumbersManage)
            on_click=move |_| { create.dispatch_local(()); }
        >
            {home::get_sandbox()}
        </Button>
    }
}
