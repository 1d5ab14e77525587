//! The one time at which the secret of a key is shown.

use leptos::prelude::*;
use shared::key::IssuedApiKey;

use super::command;
use crate::api;
use crate::format;
use crate::i18n::keys;
use crate::session::use_workspace;
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::code::CodeBlock;
use crate::ui::dialog::Dialog;

/// Shows a secret until the person says that they have it; nothing keeps it afterwards.
#[component]
pub(super) fn IssuedDialog(
    /// The key with its secret; `None`: closed.
    issued: RwSignal<Option<IssuedApiKey>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(issued.with(Option::is_some)));
    let title = move || {
        issued.with(|issued| issued.as_ref().map(|issued| keys::issued(&issued.key.name)).unwrap_or_default())
    };
    view! {
        <Dialog open title=Signal::derive(title) firm=true>
            {move || issued.get().map(|key| view! { <Secret key on_stored=move |()| issued.set(None) /> })}
        </Dialog>
    }
}

#[component]
fn Secret(
    key: IssuedApiKey,
    /// Called when it may be forgotten.
    #[prop(into)]
    on_stored: Callback<()>,
) -> impl IntoView {
    let url = api::example_call(use_workspace().id, &key.key.scopes);
    let overlap = key.key.previous_secret_expires_at.map(|end| keys::overlap(&format::date_and_time(end)));
    let example = command(&url, &key.secret);
    view! {
        <div class="stack">
            <Banner tone=Tone::Warning>{keys::issued_text()}</Banner>
            <CodeBlock text=key.secret what=keys::secret() broken=true />
            {overlap.map(|text| view! { <p>{text}</p> })}
            <p class="muted">{keys::try_it()}</p>
            <CodeBlock text=example what=keys::example() broken=true />
            <div class="dialog__foot">
                <Button kind=ButtonKind::Primary on_click=move |_| on_stored.run(())>{keys::stored()}</Button>
            </div>
        </div>
    }
}
