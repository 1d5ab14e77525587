//! The roles: what each may do, as a table, and the dashboard as one of them sees it.

use leptos::prelude::*;
use shared::{Permission, Role};

use super::team::role_help;
use crate::api::permission_name;
use crate::i18n::{settings, team};
use crate::session::{role_name, use_workspace};
use crate::ui::button::Button;
use crate::ui::card::Card;
use crate::ui::icon::{self, IconView};
use crate::ui::page::PageHeader;

/// The matrix of permissions by role.
#[component]
pub fn RolesPage() -> impl IntoView {
    view! {
        <PageHeader title=team::roles() section=settings::title() note=team::roles_note() />
        <Card title=team::matrix() flush=true><Matrix /></Card>
        <SeeAs />
    }
}

/// The groups of permissions, in the order of the matrix; those of one name are one.
pub(super) fn groups() -> Vec<(&'static str, Vec<Permission>)> {
    let mut groups: Vec<(&'static str, Vec<Permission>)> = Vec::new();
    for permission in Permission::ALL {
        let group = permission.group();
        match groups.last_mut() {
            Some((last, all)) if group_name(last) == group_name(group) => all.push(*permission),
            _ => groups.push((group, vec![*permission])),
        }
    }
    groups
}

/// A group's name in words.
pub(super) fn group_name(group: &str) -> &'static str {
    match group {
        "workspace" => team::group_workspace(),
        "members" | "owners" => team::group_team(),
        "numbers" => team::group_numbers(),
        "keys" => team::group_keys(),
        "bots" => team::group_bots(),
        "runs" => team::group_runs(),
        "inbox" => team::group_inbox(),
        "sandbox" => team::group_sandbox(),
        _ => team::group_other(),
    }
}

#[component]
fn Matrix() -> impl IntoView {
    let heads = Role::ALL.iter().map(|role| {
        view! { <th scope="col" class="matrix__cell">{role_name(*role)}</th> }
    });
    let n_columns = Role::ALL.len() + 1;
    let bodies = groups().into_iter().map(|(group, permissions)| {
        let rows = permissions.into_iter().map(|permission| view! { <MatrixRow permission /> });
        view! {
            <tbody>
                <tr><th class="matrix__group" scope="rowgroup" colspan=n_columns>{group_name(group)}</th></tr>
                {rows.collect::<Vec<_>>()}
            </tbody>
        }
    });
    view! {
        // Wider than a phone: it scrolls by itself, also by keyboard.
        <div class="matrix" role="group" aria-label=team::matrix() tabindex="0">
            <table class="matrix__table">
                <caption class="visually-hidden">{team::matrix()}</caption>
                <thead><tr><th scope="col">{team::permission()}</th>{heads.collect::<Vec<_>>()}</tr></thead>
                {bodies.collect::<Vec<_>>()}
            </table>
        </div>
    }
}

#[component]
fn MatrixRow(permission: Permission) -> impl IntoView {
    let cells = Role::ALL.iter().map(|role| {
        let (sign, word, class) = if role.grants(permission) {
            (icon::CHECK, team::may(), "matrix__cell")
        } else {
            (icon::MINUS, team::may_not(), "matrix__cell matrix__no")
        };
        view! { <td class=class><IconView icon=sign small=true /><span class="visually-hidden">{word}</span></td> }
    });
    view! {
        <tr>
            <th class="matrix__what" scope="row">{permission_name(permission)}</th>
            {cells.collect::<Vec<_>>()}
        </tr>
    }
}

/// Shows the dashboard as a weaker role sees it.
#[component]
fn SeeAs() -> impl IntoView {
    let workspace = use_workspace();
    let mine = workspace.true_role();
    let weaker = move || Role::ALL.iter().copied().filter(|role| *role < mine.get()).collect::<Vec<_>>();
    view! {
        <Show when=move || !weaker().is_empty()>
            <Card title=team::see_as() flush=true>
                <ul class="list">
                    <For each=weaker key=|role| *role let:role>
                        <li class="card__row">
                            <div class="card__row-main">
                                <p class="card__row-title">{role_name(role)}</p>
                                <p class="card__row-note">{role_help(role)()}</p>
                            </div>
                            <Button icon=icon::EYE on_click=move |_| workspace.see_as(Some(role))>{team::see_as_this(role_name(role))}</Button>
                        </li>
                    </For>
                </ul>
            </Card>
        </Show>
    }
}
