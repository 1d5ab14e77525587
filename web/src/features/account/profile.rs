//! Name, phone and address of the signed-in person.

use leptos::prelude::*;
use shared::account::{Me, MePatch};

use super::address::AddressCard;
use crate::api;
use crate::features::access::{international, name_field, optional_phone_field};
use crate::i18n::{access, account};
use crate::session::use_session;
use crate::ui::card::Card;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::page::PageHeader;
use crate::ui::save_bar::SaveBar;
use crate::ui::toast::use_toasts;

/// The profile.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let session = use_session();
    let me = session.me_untracked();
    // A change of address may have been confirmed by a link of a mail, in another window.
    session.reload();
    view! {
        <PageHeader title=account::profile() section=account::title() />
        {me.map(|me| view! { <ProfileForm me /> })}
        <AddressCard />
    }
}

#[component]
fn ProfileForm(me: Me) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let saved = RwSignal::new((me.name, me.phone));
    let name = name_field("name", saved.with_untracked(|me| me.0.clone()), access::name_missing());
    let phone = optional_phone_field(saved.with_untracked(|me| me.1.clone()));
    let form = Form::new([name, phone]);
    let is_changed = Memo::new(move |_| saved.with(|me| me.0 != name.trimmed() || me.1 != phone.trimmed()));
    let save = Action::new_local(move |body: &MePatch| {
        let body = body.clone();
        async move {
            match api::update_me(&body).await {
                Ok(me) => {
                    name.reset(me.name.clone());
                    phone.reset(me.phone.clone());
                    saved.set((me.name.clone(), me.phone.clone()));
                    session.set_me(me);
                    toasts.done(account::saved());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let submit = move |()| {
        let typed = phone.trimmed_untracked();
        let phone = international(&typed).unwrap_or(typed);
        let phone = saved.with_untracked(|me| me.1 != phone).then_some(phone);
        save.dispatch_local(MePatch { name: Some(name.trimmed_untracked()), phone, ..MePatch::default() });
    };
    let discard = move |()| {
        name.reset(saved.with_untracked(|me| me.0.clone()));
        phone.reset(saved.with_untracked(|me| me.1.clone()));
        form.clear();
    };
    view! {
        <Card title=account::you()>
            <FormView form on_submit=submit>
                <TextField field=name label=access::your_name() autocomplete="name" />
                <TextField field=phone label=access::phone() help=Some(access::phone_help().to_owned()) kind="tel" autocomplete="tel" optional=true />
                <SaveBar shown=is_changed busy=save.pending() on_discard=discard />
            </FormView>
        </Card>
    }
}
