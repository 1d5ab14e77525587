//! The keys as a table, those that work and those that do not any more, and what can be done to each.

use leptos::prelude::*;
use shared::key::{ApiKey, ApiKeyState, IssuedApiKey};
use shared::{ApiKeyId, Permission};

use super::edit::EditDialog;
use crate::api::{self, permission_name};
use crate::format;
use crate::i18n::keys;
use crate::question::{Question, Words};
use crate::session::use_workspace;
use crate::ui::badge::{Badge, Tone};
use crate::ui::icon::{self, Icon};
use crate::ui::menu::{MenuButton, MenuItem};
use crate::ui::moment::Moment;
use crate::ui::table::{Cell, Row, Table};
use crate::ui::toast::use_toasts;

/// Every key; those that work stand first.
#[component]
pub(super) fn Keys(
    keys: Signal<Vec<ApiKey>>,
    /// Called when a key was changed or revoked.
    #[prop(into)]
    on_change: Callback<()>,
    /// Called with a key that has another secret.
    #[prop(into)]
    on_issue: Callback<IssuedApiKey>,
) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let (asked, edited) = (RwSignal::new(None::<ApiKey>), RwSignal::new(None::<ApiKey>));
    let revoke = move |key: ApiKey| async move {
        api::revoke_api_key(workspace.id, key.id).await?;
        asked.set(None);
        toasts.done(keys::was_revoked(&key.name));
        on_change.run(());
        Ok(())
    };
    let heads = [keys::name(), keys::head_scopes(), keys::head_expires(), keys::head_used(), ""];
    let sorted = move || {
        let mut all = keys.get();
        all.sort_by_key(|key| key.state != ApiKeyState::Active);
        all
    };
    let find = move |id: ApiKeyId| keys.with(|keys| keys.iter().find(|key| key.id == id).cloned());
    view! {
        <div class="card">
            <Table caption=keys::title() heads=heads.map(str::to_owned).to_vec()>
                <For each=sorted key=|key| key.id let:key>
                    {
                        let (id, first) = (key.id, key);
                        let key = Signal::derive(move || find(id).unwrap_or_else(|| first.clone()));
                        view! { <KeyRow key asked edited on_issue /> }
                    }
                </For>
            </Table>
        </div>
        <Question asked words=revoke_words act=revoke />
        <EditDialog edited on_done=on_change />
    }
}

fn badge(state: ApiKeyState) -> (Tone, Icon, &'static str) {
    match state {
        ApiKeyState::Active => (Tone::Success, icon::CIRCLE_CHECK, keys::active()),
        ApiKeyState::Expired => (Tone::Neutral, icon::CLOCK, keys::expired()),
        ApiKeyState::Revoked => (Tone::Neutral, icon::CIRCLE_X, keys::revoked()),
        ApiKeyState::Orphaned => (Tone::Warning, icon::TRIANGLE_ALERT, keys::orphaned()),
    }
}

#[component]
fn KeyRow(
    key: Signal<ApiKey>,
    asked: RwSignal<Option<ApiKey>>,
    edited: RwSignal<Option<ApiKey>>,
    on_issue: Callback<IssuedApiKey>,
) -> impl IntoView {
    let state = Memo::new(move |_| key.with(|key| key.state));
    let look = move || badge(state.get());
    let made = move || {
        let (name, at) = key.with(|key| (key.created_by.clone(), format::short(key.created_at)));
        if name.is_empty() { keys::made_at(&at) } else { keys::made_by(&name, &at) }
    };
    let expires = move || {
        if state.get() == ApiKeyState::Revoked {
            return view! { <span class="muted">{keys::revoked()}</span> }.into_any();
        }
        let at = key.with(|key| key.expires_at);
        view! { <time datetime=at.to_rfc3339() title=format::exact(at)>{format::date(at)}</time> }.into_any()
    };
    view! {
        <Row>
            <Cell heading=true>
                <span class="keys__name">
                    <span dir="auto">{move || key.with(|key| key.name.clone())}</span>
                    " "<Badge
                        tone=Signal::derive(move || look().0)
                        icon=Signal::derive(move || look().1)
                        text=Signal::derive(move || look().2.to_owned())
                    />
                    <span class="hint"><bdi dir="ltr">{move || key.with(|key| format!("…{}", key.last_four))}</bdi>" · "<span dir="auto">{made}</span></span>
                </span>
            </Cell>
            <Cell label=keys::head_scopes()><Scopes key /></Cell>
            <Cell label=keys::head_expires()>{expires}</Cell>
            <Cell label=keys::head_used()><LastUse key /></Cell>
            <Cell corner=true>
                <Show when=move || matches!(state.get(), ApiKeyState::Active | ApiKeyState::Orphaned)>
                    <KeyMenu key asked edited on_issue />
                </Show>
            </Cell>
        </Row>
    }
}

/// What the key may do: a few in words, more behind a fold.
#[component]
fn Scopes(key: Signal<ApiKey>) -> impl IntoView {
    let words = move || {
        let names = key.with(|key| key.scopes.iter().map(|one| permission_name(*one)).collect::<Vec<_>>());
        names.into_iter().map(|name| view! { <li>{name}</li> }).collect::<Vec<_>>()
    };
    let count = move || keys::n_scopes(key.with(|key| key.scopes.len()) as u64);
    let addresses = move || {
        let all = key.with(|key| key.addresses.join(", "));
        (!all.is_empty())
            .then(|| view! { <p class="hint">{keys::only_from()}" "<bdi dir="ltr">{all}</bdi></p> })
    };
    view! {
        <details class="keys__scopes">
            <summary>{count}</summary>
            <ul>{words}</ul>
            {addresses}
        </details>
    }
}

/// A network of one address as that address.
fn one_address(network: &str) -> &str {
    network.strip_suffix("/32").or_else(|| network.strip_suffix("/128")).unwrap_or(network)
}

/// When the key was used last, from where, and by what.
#[component]
fn LastUse(key: Signal<ApiKey>) -> impl IntoView {
    move || match key.with(|key| key.last_used_at) {
        None => view! { <span class="muted">{keys::never_used()}</span> }.into_any(),
        Some(at) => {
            let from =
                key.with(|key| one_address(key.last_used_ip.as_deref().unwrap_or_default()).to_owned());
            let agent = key.with(|key| key.last_used_agent.clone()).unwrap_or_default();
            view! {
                <span class="keys__use">
                    <Moment at />
                    <span class="hint"><bdi dir="ltr">{from}</bdi></span>
                    <span class="hint keys__agent" title=agent.clone()><bdi dir="ltr">{agent.clone()}</bdi></span>
                </span>
            }
            .into_any()
        }
    }
}

#[component]
fn KeyMenu(
    key: Signal<ApiKey>,
    asked: RwSignal<Option<ApiKey>>,
    edited: RwSignal<Option<ApiKey>>,
    on_issue: Callback<IssuedApiKey>,
) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let rotate = Action::new_local(move |id: &ApiKeyId| {
        let id = *id;
        async move {
            match api::rotate_api_key(workspace.id, id).await {
                Ok(issued) => on_issue.run(issued),
                Err(error) => toasts.error(error.message()),
            }
        }
    });
    let items = move || {
        let (id, is_mine) = key.with(|key| (key.id, key.is_mine));
        let is_active = key.with(|key| key.state == ApiKeyState::Active);
        let mut items = Vec::new();
        if is_active {
            let edit = move |()| edited.set(Some(key.get_untracked()));
            items.push(MenuItem::new(keys::edit(), icon::PENCIL, edit));
        }
        // Whoever has another secret acts in its maker's name.
        if is_active && is_mine {
            items.push(MenuItem::new(keys::rotate(), icon::REFRESH_CW, move |()| {
                rotate.dispatch_local(id);
            }));
        }
        items.push(
            MenuItem::new(keys::revoke(), icon::TRASH, move |()| asked.set(Some(key.get_untracked())))
                .danger(),
        );
        items
    };
    let name = move || key.with(|key| keys::more(&key.name));
    view! {
        <Show when=move || workspace.can(Permission::KeysManage)>
            <MenuButton name=Signal::derive(name) items=Signal::derive(items) />
        </Show>
    }
}

/// How the revoking of a key is asked about.
fn revoke_words(key: &ApiKey) -> Words {
    let text = match key.last_used_at {
        Some(at) => keys::revoke_text_used(&format::relative(at)),
        None => keys::revoke_text().to_owned(),
    };
    Words { title: keys::revoke_title(&key.name), text, confirm: keys::revoke() }
}

#[cfg(test)]
mod tests {
    use super::one_address;

    #[test]
    fn a_network_of_one_address_is_that_address() {
        assert_eq!(one_address("203.0.113.7/32"), "203.0.113.7");
        assert_eq!(one_address("2001:db8::1/128"), "2001:db8::1");
        assert_eq!(one_address("203.0.113.0/24"), "203.0.113.0/24");
    }
}
