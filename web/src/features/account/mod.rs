//! The account: the person's profile and how the dashboard looks.

mod appearance;

use leptos::prelude::*;
use leptos_router::components::{A, Outlet};
use shared::account::{Me, MePatch};

use crate::api;
use crate::features::access::{international, name_field, phone_field};
use crate::features::shortcuts::ShortcutsPage;
use crate::i18n::{access, account, shortcuts};
use crate::lazy::{eager_pages, lazy_pages};
use crate::paths;
use crate::session::use_session;
use crate::ui::card::Card;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::icon::{self, IconView};
use crate::ui::nav::SectionLinks;
use crate::ui::page::PageHeader;
use crate::ui::save_bar::SaveBar;
use crate::ui::toast::use_toasts;
use appearance::AppearancePage;

lazy_pages! {
    in account_pages:
    /// The profile.
    PROFILE => ProfilePage;
    /// The appearance.
    APPEARANCE => AppearancePage;
    /// The keys.
    SHORTCUTS => ShortcutsPage;
}

eager_pages! {
    /// The sections of the account.
    ACCOUNT => AccountLayout;
}

/// The sections of the account.
#[component]
pub fn AccountLayout() -> impl IntoView {
    let links = vec![
        (paths::account("profile"), account::profile().to_owned()),
        (paths::account("appearance"), account::appearance().to_owned()),
        (paths::account("shortcuts"), shortcuts::title().to_owned()),
    ];
    let workspace = use_session().me_untracked().and_then(|me| me.workspaces.into_iter().next());
    view! {
        <div class="page page--narrow">
            {workspace.map(|workspace| view! {
                <A href=paths::home(workspace.workspace_id) attr:class="back-link">
                    <IconView icon=icon::CHEVRON_LEFT small=true />
                    <span dir="auto">{workspace.workspace_name}</span>
                </A>
            })}
            <SectionLinks name=account::title() links=links />
            <Outlet />
        </div>
    }
}

/// Name, address and phone of the signed-in person.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let session = use_session();
    let me = session.me_untracked();
    view! {
        <PageHeader title=account::profile() section=account::title() />
        {me.map(|me| view! { <ProfileForm me /> })}
    }
}

#[component]
fn ProfileForm(me: Me) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let saved = RwSignal::new(me);
    let name = name_field("name", saved.with_untracked(|me| me.name.clone()), access::name_missing());
    let phone = phone_field(saved.with_untracked(|me| me.phone.clone()));
    let form = Form::new([name, phone]);
    let is_changed =
        Memo::new(move |_| saved.with(|me| me.name != name.trimmed() || me.phone != phone.trimmed()));
    let save = Action::new_local(move |body: &MePatch| {
        let body = body.clone();
        async move {
            match api::update_me(&body).await {
                Ok(me) => {
                    name.reset(me.name.clone());
                    phone.reset(me.phone.clone());
                    saved.set(me.clone());
                    session.set_me(me);
                    toasts.done(account::saved());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let submit = move |()| {
        let typed = phone.trimmed_untracked();
        let phone = Some(international(&typed).unwrap_or(typed));
        save.dispatch_local(MePatch { name: Some(name.trimmed_untracked()), phone, ..MePatch::default() });
    };
    let discard = move |()| {
        name.reset(saved.with_untracked(|me| me.name.clone()));
        phone.reset(saved.with_untracked(|me| me.phone.clone()));
        form.clear();
    };
    view! {
        <Card title=account::you()>
            <FormView form on_submit=submit>
                <TextField field=name label=access::your_name() autocomplete="name" />
                <TextField field=phone label=access::phone() help=Some(access::phone_help().to_owned()) kind="tel" autocomplete="tel" />
                <dl class="facts">
                    <dt>{access::email()}</dt>
                    <dd>{move || saved.with(|me| me.email.clone())}</dd>
                </dl>
                <SaveBar shown=is_changed busy=save.pending() on_discard=discard />
            </FormView>
        </Card>
    }
}
