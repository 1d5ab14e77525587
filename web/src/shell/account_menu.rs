//! The account's menu: who is signed in, their pages, the theme, sign out.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ErrorCode;

use crate::api;
use crate::i18n::shell;
use crate::paths;
use crate::session::use_session;
use crate::theme::Theme;
use crate::ui::badge::Avatar;
use crate::ui::icon;
use crate::ui::menu::{MenuButton, MenuItem};
use crate::ui::toast::use_toasts;

/// The menu behind the person's initials.
#[component]
pub(super) fn AccountMenu() -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let navigate = StoredValue::new(use_navigate());
    let theme = RwSignal::new(Theme::stored());
    let sign_out = Action::new_local(move |(): &()| async move {
        match api::sign_out().await {
            // A full load, so that nothing of the person stays in memory.
            Err(error) if error.code() != Some(ErrorCode::Unauthenticated) => toasts.error(error.message()),
            Ok(()) | Err(_) => drop(window().location().assign("/sign-in")),
        }
    });
    let go = move |section: &'static str| {
        move |()| {
            navigate.with_value(|navigate| navigate(&paths::account(section), NavigateOptions::default()))
        }
    };
    let choose = move |chosen: Theme| {
        move |()| {
            chosen.choose();
            theme.set(chosen);
        }
    };
    let items = move || {
        let themes = [
            (Theme::System, shell::theme_system(), icon::MONITOR),
            (Theme::Light, shell::theme_light(), icon::SUN),
            (Theme::Dark, shell::theme_dark(), icon::MOON),
        ];
        let mut items = vec![MenuItem::new(shell::profile(), icon::USER, go("profile"))];
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
