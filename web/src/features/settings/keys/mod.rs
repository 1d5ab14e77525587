//! API keys: what there are, what each may do, and how long; making one, and revoking it.

mod edit;
mod issued;
mod list;
mod new;
mod scopes;

use leptos::prelude::*;
use shared::key::{ApiKey, IssuedApiKey};
use shared::{Permission, WorkspaceId};

use crate::api::{self, ApiResult};
use crate::i18n::{keys, settings};
use crate::load::Load;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::code::CodeBlock;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{self, IconView};
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;
use issued::IssuedDialog;
use list::Keys;
use new::NewKeyForm;

async fn all(workspace: WorkspaceId) -> ApiResult<Vec<ApiKey>> {
    api::all(async |cursor| api::api_keys(workspace, cursor).await).await
}

/// The keys of the workspace.
#[component]
pub fn KeysPage() -> impl IntoView {
    let workspace = use_workspace();
    let list = Resource::new(move || all(workspace.id));
    let is_making = RwSignal::new(false);
    let issued = RwSignal::new(None::<IssuedApiKey>);
    let show = move |key: IssuedApiKey| {
        is_making.set(false);
        issued.set(Some(key));
        list.refetch();
    };
    view! {
        <PageHeader title=keys::title() section=settings::title() note=keys::note()>
            <Reference />
            <Button
                kind=ButtonKind::Primary
                icon=icon::PLUS
                creates=true
                blocked=workspace.blocked(Permission::KeysManage)
                on_click=move |_| is_making.set(true)
            >
                {keys::create()}
            </Button>
        </PageHeader>
        <Load resource=list failed=keys::not_loaded() skeleton=|| view! { <Skeleton /> } let:keys>
            <Show when=move || keys.with(|keys| !keys.is_empty()) fallback=move || view! { <NoKeys is_making /> }>
                <Keys keys on_change=move |()| list.refetch() on_issue=show />
            </Show>
        </Load>
        <Dialog open=is_making title=keys::create()><NewKeyForm open=is_making on_issue=show /></Dialog>
        <IssuedDialog issued />
    }
}

/// Leads to the reference of the API.
#[component]
fn Reference() -> impl IntoView {
    view! {
        <a class="button button--quiet" href=api::REFERENCE target="_blank" rel="noopener">
            <span class="button__icon"><IconView icon=icon::EXTERNAL_LINK small=true /></span>
            <span class="button__label">{keys::reference()}</span>
        </a>
    }
}

/// What keys are for, and what a call with one looks like.
#[component]
fn NoKeys(is_making: RwSignal<bool>) -> impl IntoView {
    let workspace = use_workspace();
    let command = command(&api::example_call(workspace.id, &[Permission::BotsRead]), "$MGS_API_KEY");
    view! {
        <div class="card">
            <EmptyState icon=icon::KEY_ROUND title=keys::none() text=keys::none_text()>
                <Show when=move || workspace.can(Permission::KeysManage)>
                    <Button on_click=move |_| is_making.set(true)>{keys::create()}</Button>
                </Show>
            </EmptyState>
            <div class="keys__example">
                <p class="hint">{keys::example_note()}</p>
                <CodeBlock text=command what=keys::example() />
            </div>
        </div>
    }
}

/// A call from a command line.
fn command(url: &str, key: &str) -> String {
    format!("curl {url} \\\n  -H \"Authorization: Bearer {key}\"")
}
