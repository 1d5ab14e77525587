//! The settings of a bot: its name, whether it answers, and its end.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::bot::{Bot, BotState};
use shared::{BotId, Permission};

use super::dialogs::{DeleteDialog, NAME_MAX_CHARS, name_field, use_export, use_rename, use_switch};
use super::frame::BotPage;
use crate::i18n::bots;
use crate::paths;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::card::Card;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::icon;
use crate::ui::toast::use_toasts;

/// Settings of one bot.
#[component]
pub(super) fn BotSettingsPage() -> impl IntoView {
    view! {
        <BotPage section=bots::section_settings() let(id, bot)>
            <div class="stack bot__settings">
                <NameCard id bot />
                <AnswerCard id bot />
                <ExportCard bot />
                <EndCard bot />
            </div>
        </BotPage>
    }
}

#[component]
fn NameCard(id: BotId, bot: Signal<Bot>) -> impl IntoView {
    let workspace = use_workspace();
    let toasts = use_toasts();
    let field = name_field(&bot.with_untracked(|bot| bot.name.clone()));
    let form = Form::new([field]);
    let rename = use_rename(workspace.id, field, form, move |bot| {
        field.reset(bot.name);
        toasts.done(bots::renamed());
    });
    let blocked = workspace.blocked(Permission::BotsEdit);
    view! {
        <Card title=bots::name()>
            <FormView form on_submit=move |()| { rename.dispatch_local(id); }>
                <TextField field label=bots::name_of_bot() max_chars=NAME_MAX_CHARS help=bots::name_seen_by_team().to_owned() />
                <div><Button submit=true busy=rename.pending() blocked>{bots::save_name()}</Button></div>
            </FormView>
        </Card>
    }
}

/// Pause, resume, or the way to publishing.
#[component]
fn AnswerCard(id: BotId, bot: Signal<Bot>) -> impl IntoView {
    let workspace = use_workspace();
    let switch = use_switch(workspace.id, Callback::new(|()| ()));
    let state = Memo::new(move |_| bot.with(|bot| bot.state));
    let blocked = workspace.blocked(Permission::BotsPublish);
    let text = move || match state.get() {
        BotState::Live => bots::live_text(),
        BotState::Paused => bots::paused_text(),
        BotState::NotPublished => bots::not_published_text(),
    };
    view! {
        <Card title=bots::answering()>
            <div class="stack">
                <p class="measure">{text}</p>
                <div class="row">
                    {move || match state.get() {
                        BotState::Live => view! {
                            <Button icon=icon::PAUSE busy=switch.pending() blocked on_click=move |_| { switch.dispatch_local((id, false)); }>{bots::pause()}</Button>
                        }.into_any(),
                        BotState::Paused => view! {
                            <Button icon=icon::PLAY busy=switch.pending() blocked on_click=move |_| { switch.dispatch_local((id, true)); }>{bots::resume()}</Button>
                        }.into_any(),
                        BotState::NotPublished => ().into_any(),
                    }}
                </div>
            </div>
        </Card>
    }
}

#[component]
fn ExportCard(bot: Signal<Bot>) -> impl IntoView {
    let export = use_export(use_workspace().id);
    view! {
        <Card title=bots::export_bot()>
            <div class="stack">
                <p class="measure">{bots::export_explained()}</p>
                <div>
                    <Button icon=icon::DOWNLOAD busy=export.pending() on_click=move |_| { export.dispatch_local(bot.get_untracked()); }>{bots::export()}</Button>
                </div>
            </div>
        </Card>
    }
}

#[component]
fn EndCard(bot: Signal<Bot>) -> impl IntoView {
    let workspace = use_workspace();
    let deleted = RwSignal::new(None::<Bot>);
    let navigate = use_navigate();
    let blocked = workspace.blocked(Permission::BotsEdit);
    view! {
        <Card title=bots::delete_bot()>
            <div class="stack">
                <p class="measure">{bots::delete_explained()}</p>
                <div>
                    <Button kind=ButtonKind::Danger icon=icon::TRASH blocked on_click=move |_| deleted.set(Some(bot.get_untracked()))>{bots::delete()}</Button>
                </div>
            </div>
        </Card>
        <DeleteDialog
            bot=deleted
            workspace=workspace.id
            on_done=move |()| navigate(&paths::bots(workspace.id), NavigateOptions::default())
        />
    }
}
