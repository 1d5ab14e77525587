//! Who is signed in, for the whole app: loaded by the first page that needs somebody, kept until sign-out.
//!
//! When the session ends under an open page, the sign-in dialog opens over it and the calls under way wait for it.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use shared::account::{Me, Membership};
use shared::{ErrorCode, Permission, Role, WorkspaceId};

use crate::api::{self, ApiError};
use crate::features::access::{PasswordPrompt, SignInDialog};
use crate::features::system::StartFailed;
use crate::ui::skeleton::{Skeleton, SkeletonShape};
use crate::ui::toast::Toasts;

/// The session of this page.
#[derive(Clone, Copy)]
pub struct Session {
    me: RwSignal<Option<Me>>,
    load: Action<(), Result<(), ApiError>>,
    /// The sign-in dialog stands over the page.
    is_asking: RwSignal<bool>,
}

impl Session {
    /// The person who is signed in.
    #[must_use]
    pub fn me(&self) -> Option<Me> {
        self.me.get()
    }

    /// The same, without tracking.
    #[must_use]
    pub fn me_untracked(&self) -> Option<Me> {
        self.me.get_untracked()
    }

    /// Their address, for the dialog that asks for the password again.
    #[must_use]
    pub fn email(&self) -> String {
        self.me.with(|me| me.as_ref().map(|me| me.email.clone()).unwrap_or_default())
    }

    /// Takes what the server now says of the person.
    pub fn set_me(&self, me: Me) {
        self.me.set(Some(me));
    }

    /// Asks the server again who is signed in and where they belong.
    pub fn reload(&self) {
        self.load.dispatch_local(());
    }

    /// Somebody signed in again in the dialog: what was shown goes on.
    pub fn resume(&self, me: Me) {
        self.me.set(Some(me));
        self.is_asking.set(false);
    }
}

/// Provides the session; call once, in the app.
pub fn provide_session() -> Session {
    let me = RwSignal::new(None);
    let load =
        Action::new_local(move |(): &()| async move { api::me().await.map(|person| me.set(Some(person))) });
    let session = Session { me, load, is_asking: RwSignal::new(false) };
    api::on_session_end(move || {
        let is_somebody = session.me.with_untracked(Option::is_some);
        session.is_asking.set(is_somebody);
        is_somebody
    });
    provide_context(session);
    session
}

/// Ends the session on the server, then loads the sign-in page, so that nothing of the person stays in memory.
pub async fn sign_out(toasts: Toasts) {
    match api::sign_out().await {
        Err(error) if error.code() != Some(ErrorCode::Unauthenticated) => toasts.error(error.message()),
        Ok(()) | Err(_) => drop(window().location().assign("/sign-in")),
    }
}

/// The session of the app.
#[must_use]
pub fn use_session() -> Session {
    use_context().unwrap_or_else(provide_session)
}

/// Shows its children to a signed-in person; sends everybody else to the sign-in page, and back here afterwards.
#[component]
pub fn SignedIn(
    /// What only a signed-in person sees.
    children: ChildrenFn,
) -> impl IntoView {
    let session = use_session();
    if session.me.with_untracked(Option::is_none) {
        session.load.clear();
        session.reload();
    }
    let is_in = Memo::new(move |_| session.me.with(Option::is_some));
    let failure = move || session.load.value().get().and_then(Result::err);
    let location = use_location();
    let here = move || {
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    };
    let children = StoredValue::new(children);
    let waiting = move || match failure() {
        None => view! { <div class="page"><Skeleton shape=SkeletonShape::Text count=3 /></div> }.into_any(),
        Some(error) if error.code() == Some(ErrorCode::Unauthenticated) => {
            view! { <Redirect path=sign_in_path(&here()) /> }.into_any()
        }
        Some(error) => view! { <StartFailed error on_retry=move |()| session.reload() /> }.into_any(),
    };
    view! {
        <Show when=move || is_in.get() fallback=waiting>{children.with_value(|children| children())}</Show>
        <PasswordPrompt />
        <SignInDialog open=session.is_asking />
    }
}

/// The sign-in page, with the way back to `here`.
fn sign_in_path(here: &str) -> String {
    if here == "/" {
        return "/sign-in".to_owned();
    }
    let next: String = js_sys::encode_uri_component(here).into();
    format!("/sign-in?next={next}")
}

/// The workspace of the page, as the signed-in member sees it.
#[derive(Clone, Copy)]
pub struct CurrentWorkspace {
    /// Its id.
    pub id: WorkspaceId,
    /// The member's place in it, with the role the app is seen as.
    pub membership: Signal<Membership>,
    /// The role they have.
    real: Signal<Role>,
    /// A weaker role to see the app as.
    seen_as: RwSignal<Option<Role>>,
}

impl CurrentWorkspace {
    /// The workspace `id`, as this member sees it.
    #[must_use]
    pub fn new(id: WorkspaceId, membership: Signal<Membership>) -> Self {
        let seen_as = RwSignal::new(None::<Role>);
        let real = Signal::derive(move || membership.with(|membership| membership.role));
        let membership = Signal::derive(move || {
            let mine = membership.get();
            // Never more than they may: a role that was taken away meanwhile is not seen either.
            Membership { role: seen_as.get().map_or(mine.role, |role| role.min(mine.role)), ..mine }
        });
        Self { id, membership, real, seen_as }
    }

    /// The role the member has, whatever the app is seen as.
    #[must_use]
    pub const fn true_role(&self) -> Signal<Role> {
        self.real
    }

    /// The weaker role the app is seen as; `None`: one's own.
    #[must_use]
    pub fn seen_as(&self) -> Option<Role> {
        let (role, mine) = (self.seen_as.get()?, self.real.get());
        (role < mine).then_some(role)
    }

    /// Sees the app as a weaker role until `None` or a reload. What the server allows does not change.
    pub fn see_as(&self, role: Option<Role>) {
        self.seen_as.set(role);
    }

    /// Whether the member may do this.
    #[must_use]
    pub fn can(&self, permission: Permission) -> bool {
        self.membership.with(|membership| membership.role.grants(permission))
    }

    /// The business's name.
    #[must_use]
    pub fn name(&self) -> Signal<String> {
        let membership = self.membership;
        Signal::derive(move || membership.with(|membership| membership.workspace_name.clone()))
    }

    /// Why the member may not do this, for a blocked button; `None` when they may.
    #[must_use]
    pub fn blocked(&self, permission: Permission) -> Signal<Option<String>> {
        let workspace = *self;
        Signal::derive(move || {
            (!workspace.can(permission))
                .then(|| crate::i18n::common::needs_role(role_name(permission.lowest_role())))
        })
    }
}

/// The workspace of the page.
///
/// # Panics
/// Never below the workspace's route, which provides it.
#[must_use]
pub fn use_workspace() -> CurrentWorkspace {
    expect_context()
}

/// A role in words.
#[must_use]
pub fn role_name(role: shared::Role) -> &'static str {
    use crate::i18n::common;
    match role {
        shared::Role::Owner => common::role_owner(),
        shared::Role::Admin => common::role_admin(),
        shared::Role::Builder => common::role_builder(),
        shared::Role::Agent => common::role_agent(),
        shared::Role::Viewer => common::role_viewer(),
    }
}
