//! Making a key: what it is for, what it may do, how long, and from where. `edit` changes all of it but how long.

use leptos::prelude::*;
use shared::Permission;
use shared::key::{
    ApiKey, ApiKeyPatch, IssuedApiKey, KEY_DEFAULT_DAYS, KEY_MAX_ADDRESSES, KEY_MAX_DAYS, KEY_NAME_MAX_CHARS,
    NewApiKey,
};

use super::scopes::{ScopesField, chosen, scopes_field};
use crate::api::{self, ApiError};
use crate::i18n::{common, keys};
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::field::{Field, Select, TextArea, TextField};
use crate::ui::form::{Form, FormView};

/// How long a key may live, in days.
const DAYS: [u16; 5] = [7, 30, KEY_DEFAULT_DAYS, 180, KEY_MAX_DAYS];

fn name_field(name: &str) -> Field {
    Field::new("name", name, |name| {
        let n_chars = name.trim().chars().count();
        if n_chars == 0 {
            return Some(keys::name_missing().to_owned());
        }
        (n_chars > KEY_NAME_MAX_CHARS).then(|| keys::name_long(&KEY_NAME_MAX_CHARS.to_string()))
    })
}

fn addresses_field(networks: &[String]) -> Field {
    Field::new("addresses", networks.join("\n"), |text| {
        (addresses(text).len() > KEY_MAX_ADDRESSES)
            .then(|| keys::addresses_many(&KEY_MAX_ADDRESSES.to_string()))
    })
}

/// Addresses and networks as people list them: a line each, or with commas.
fn addresses(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Faults of the server, those of single addresses and scopes at the field that holds them.
pub(super) fn faults(error: &ApiError) -> Vec<(String, String)> {
    let of_field = |pointer: String| match pointer.split('/').nth(1) {
        Some(name @ ("addresses" | "scopes")) => format!("/{name}"),
        _ => pointer,
    };
    error.fields().into_iter().map(|(pointer, why)| (of_field(pointer), why)).collect()
}

/// What is typed of a key.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    name: Field,
    days: Field,
    scopes: Field,
    addresses: Field,
}

impl Draft {
    fn new(name: &str, scopes: &[Permission], networks: &[String]) -> Self {
        let days = Field::free("expires_in_days", KEY_DEFAULT_DAYS.to_string());
        Self {
            name: name_field(name),
            days,
            scopes: scopes_field(scopes),
            addresses: addresses_field(networks),
        }
    }

    /// As the key is.
    pub(super) fn of(key: &ApiKey) -> Self {
        Self::new(&key.name, &key.scopes, &key.addresses)
    }

    /// The form around it.
    pub(super) fn form(self) -> Form {
        Form::new([self.name, self.days, self.scopes, self.addresses])
    }

    fn key(self) -> NewApiKey {
        NewApiKey {
            name: self.name.trimmed_untracked(),
            scopes: self.scopes.value.with_untracked(|names| chosen(names)),
            expires_in_days: self.days.value.with_untracked(|days| days.parse().ok()),
            addresses: self.addresses.value.with_untracked(|text| addresses(text)),
        }
    }

    /// What the key is to become.
    pub(super) fn patch(self) -> ApiKeyPatch {
        let NewApiKey { name, scopes, addresses, .. } = self.key();
        ApiKeyPatch { name: Some(name), scopes: Some(scopes), addresses: Some(addresses) }
    }

    /// What is changed of a key that somebody else made.
    pub(super) fn new_name(self) -> ApiKeyPatch {
        ApiKeyPatch { name: Some(self.name.trimmed_untracked()), ..ApiKeyPatch::default() }
    }
}

/// What a key is called.
#[component]
pub(super) fn NameField(draft: Draft) -> impl IntoView {
    view! { <TextField field=draft.name label=keys::name() help=Some(keys::name_help().to_owned()) max_chars=KEY_NAME_MAX_CHARS /> }
}

/// The fields of a key; how long it works is chosen once.
#[component]
pub(super) fn DraftFields(draft: Draft, #[prop(optional)] is_new: bool) -> impl IntoView {
    let role = use_workspace().membership.with_untracked(|mine| mine.role);
    let options: Vec<_> = DAYS.iter().map(|days| (days.to_string(), keys::days(u64::from(*days)))).collect();
    let days = is_new.then(|| {
        let options = Signal::stored(options);
        view! { <Select field=draft.days label=keys::expires_in() options help=Some(keys::expires_help().to_owned()) /> }
    });
    view! {
        <NameField draft />
        {days}
        <ScopesField field=draft.scopes role />
        <TextArea field=draft.addresses label=keys::addresses() help=Some(keys::addresses_help().to_owned()) optional=true rows=2 />
    }
}

/// The form of a new key.
#[component]
pub(super) fn NewKeyForm(
    /// Whether its dialog is open.
    open: RwSignal<bool>,
    /// Called with the key and its secret.
    #[prop(into)]
    on_issue: Callback<IssuedApiKey>,
) -> impl IntoView {
    let workspace = use_workspace();
    let draft = Draft::new("", &[], &[]);
    let form = draft.form();
    let make = Action::new_local(move |body: &NewApiKey| {
        let body = body.clone();
        async move {
            match api::create_api_key(workspace.id, &body).await {
                Ok(issued) => on_issue.run(issued),
                Err(error) => form.refuse(&faults(&error), error.message()),
            }
        }
    });
    let submit = move |()| {
        make.dispatch_local(draft.key());
    };
    view! {
        <FormView form on_submit=submit>
            <DraftFields draft is_new=true />
            <div class="dialog__foot">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=make.pending()>{keys::create()}</Button>
            </div>
        </FormView>
    }
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_taken_as_people_list_them() {
        assert_eq!(addresses(" 203.0.113.0/24,\n 2001:db8::1 ; "), ["203.0.113.0/24", "2001:db8::1"]);
        assert!(addresses(" \n ").is_empty());
    }
}
