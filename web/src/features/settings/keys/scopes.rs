//! What a key may do, chosen by groups of permissions.

use leptos::prelude::*;
use shared::{Permission, Role};

use super::super::roles::{group_name, groups};
use crate::api::permission_name;
use crate::i18n::keys;
use crate::ui::button::Button;
use crate::ui::field::Field;
use crate::ui::icon::{self, IconView};

/// A field whose value is the names of permissions with spaces between them.
pub(super) fn scopes_field(scopes: &[Permission]) -> Field {
    Field::new("scopes", joined(scopes.iter().copied()), |names| {
        names.is_empty().then(|| keys::scopes_missing().to_owned())
    })
}

/// The permissions of a field.
pub(super) fn chosen(names: &str) -> Vec<Permission> {
    names.split(' ').filter_map(|name| name.parse().ok()).collect()
}

/// Whether a key of a member of this role may have it.
fn is_offered(role: Role, permission: Permission) -> bool {
    permission.is_for_keys() && role.grants(permission)
}

/// `names` with or without one more, in the order of the matrix.
fn with(names: &str, permission: Permission, is_on: bool) -> String {
    let before = chosen(names);
    let is_in = |one: &Permission| if *one == permission { is_on } else { before.contains(one) };
    joined(Permission::ALL.iter().copied().filter(is_in))
}

fn joined(permissions: impl Iterator<Item = Permission>) -> String {
    permissions.map(Permission::as_str).collect::<Vec<_>>().join(" ")
}

/// Checkboxes of every permission that a key of this member may have.
#[component]
pub(super) fn ScopesField(field: Field, role: Role) -> impl IntoView {
    let (id, error_id) = (field.id(), format!("{}-error", field.id()));
    let described = error_id.clone();
    let offered = move || Permission::ALL.iter().copied().filter(move |one| is_offered(role, *one));
    let only_read = move |_| field.edit(joined(offered().filter(|one| one.as_str().ends_with(".read"))));
    let all = move |_| field.edit(joined(offered()));
    let groups = groups().into_iter().filter_map(|(group, permissions)| {
        let offered: Vec<_> = permissions.into_iter().filter(|one| is_offered(role, *one)).collect();
        (!offered.is_empty()).then(|| view! { <Group name=group_name(group) permissions=offered field /> })
    });
    view! {
        <fieldset class="scopes" id=id tabindex="-1" aria-describedby=described>
            <legend class="choices__legend">{keys::scopes()}</legend>
            <p class="hint">{keys::scopes_help()}</p>
            <div class="row">
                <Button on_click=only_read>{keys::scopes_read()}</Button>
                <Button on_click=all>{keys::scopes_all()}</Button>
            </div>
            <div class="scopes__groups">{groups.collect::<Vec<_>>()}</div>
            <p class="field__error" id=error_id>
                {move || field.error().map(|error| view! { <IconView icon=icon::CIRCLE_ALERT small=true /><span>{error}</span> })}
            </p>
        </fieldset>
    }
}

#[component]
fn Group(name: &'static str, permissions: Vec<Permission>, field: Field) -> impl IntoView {
    let boxes = permissions.into_iter().map(|permission| {
        let id = crate::ui::unique_id("scope");
        let is_on = move || field.value.with(|names| chosen(names).contains(&permission));
        let turn = move |event| {
            let is_on = event_target_checked(&event);
            field.edit(field.value.with_untracked(|names| with(names, permission, is_on)));
        };
        view! {
            <div class="check">
                <input class="check__control" type="checkbox" id=id.clone() prop:checked=is_on on:change=turn />
                <label class="check__label" for=id>{permission_name(permission)}</label>
            </div>
        }
    });
    view! {
        <fieldset class="scopes__group">
            <legend class="scopes__legend">{name}</legend>
            {boxes.collect::<Vec<_>>()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_added_and_taken_away_in_the_order_of_the_matrix() {
        let both = with(&with("", Permission::BotsEdit, true), Permission::BotsRead, true);
        assert_eq!(both, "bots.read bots.edit");
        assert_eq!(with(&both, Permission::BotsRead, false), "bots.edit");
        assert_eq!(chosen(&both), [Permission::BotsRead, Permission::BotsEdit]);
        assert_eq!(chosen(""), []);
    }

    #[test]
    fn what_is_for_people_alone_is_offered_to_nobody() {
        assert!(!is_offered(Role::Owner, Permission::KeysManage));
        assert!(is_offered(Role::Admin, Permission::BotsPublish));
        assert!(!is_offered(Role::Agent, Permission::BotsPublish));
    }
}
