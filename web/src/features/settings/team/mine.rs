//! One's own place in the team: leaving it.

use leptos::prelude::*;

use super::dialogs::{Asked, TeamQuestion};
use crate::i18n::team;
use crate::session::{role_name, use_workspace};
use crate::ui::button::Button;
use crate::ui::card::Card;

/// What one is here, and the way out.
#[component]
pub(super) fn Mine() -> impl IntoView {
    let workspace = use_workspace();
    let asked = RwSignal::new(None::<Asked>);
    let role = move || workspace.membership.with(|mine| team::you_are(role_name(mine.role)));
    view! {
        <Card title=team::your_place() flush=true>
            <div class="card__row">
                <p class="card__row-main">{role}</p>
                <Button on_click=move |_| asked.set(Some(Asked::Leave))>{team::leave()}</Button>
            </div>
        </Card>
        // Leaving loads the dashboard anew: there is nothing to refetch.
        <TeamQuestion asked on_done=|()| () />
    }
}
