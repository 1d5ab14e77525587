//! The account's menu: who is signed in, their pages, the theme, sign out.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::i18n::{account, shell};
use crate::paths;
use crate::preference::THEME;
use crate::session::{sign_out, use_session};
use crate::ui::badge::Avatar;
use crate::ui::icon;
use crate::ui::menu::{MenuButton, MenuItem};
use crate::ui::toast::use_toasts;

/// The menu behind the person's initials.
#[component]
pub(super) fn AccountMenu() -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let navigate = StoredValue::new(use_navigate());
    let theme = RwSignal::new(THEME.stored());
    let sign_out = Action::new_local(move |(): &()| sign_out(toasts));
    let go = move |section: &'static str| {
        move |()| {
            navigate.with_value(|navigate| navigate(&paths::account(section), NavigateOptions::default()))
        }
    };
    let choose = move |chosen: &'static str| {
        move |()| {
            THEME.choose(chosen);
            theme.set(chosen);
        }
    };
    let items = move || {
        let themes = [
            ("", shell::theme_system(), icon::MONITOR),
            ("light", shell::theme_light(), icon::SUN),
            ("dark", shell::theme_dark(), icon::MOON),
        ];
        let mut items = vec![
            MenuItem::new(shell::profile(), icon::USER, go("profile")),
            MenuItem::new(account::security(), icon::LOCK, go("security")),
            MenuItem::new(account::appearance(), icon::GLOBE, go("appearance")),
        ];
        items.extend(themes.map(|(value, label, icon)| {
            MenuItem::new(label, icon, choose(value)).checked(theme.get() == value)
        }));
        items.push(MenuItem::new(shell::sign_out(), icon::LOG_OUT, move |()| {
            sign_out.dispatch_local(());
        }));
        items
    };
    let name = move || session.me().map(|me| me.name).unwrap_or_default();
    let email = move || session.email();
    view! {
        <MenuButton
            name=move || shell::account_of(&name())
            items=Signal::derive(items)
            face=move || view! { <Avatar name=Signal::derive(name) /> }
            head=move || view! { <p><strong dir="auto">{name}</strong></p><p class="hint">{email}</p> }
        />
    }
}
