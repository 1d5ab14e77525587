//! The four faces of data: loading, error, empty, full. A page reads with a `Resource` and shows it through `Load`.

use std::time::Duration;

use leptos::prelude::*;
use shared::{ErrorCode, Time};

use crate::api::{ApiError, ApiResult};
use crate::format;
use crate::i18n::{common, system};
use crate::resource::{Answer, Resource};
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::Button;
use crate::ui::icon;
use crate::ui::states::{EmptyState, ErrorState, NoAccess};

/// When a skeleton is first seen (`--skeleton-delay`), and how long it stays then.
const SKELETON_DELAY: Duration = Duration::from_millis(150);
const SKELETON_STAYS: Duration = Duration::from_millis(300);

/// What is known of a resource: the last good answer with its time, and the failure of the last try.
#[derive(Clone, PartialEq)]
struct Known {
    good: Option<(Answer, Time)>,
    failure: Option<ApiError>,
}

/// Shows a resource: a skeleton until the first answer, the failure in its place, else the children with the data as a signal.
/// A refetch keeps what is shown; when it fails, old data stay with a line that says so.
#[component]
pub fn Load<T, V>(
    /// What is loaded.
    resource: Resource<T>,
    /// What could not be done when it fails: "Bots couldn't be loaded".
    #[prop(into)]
    failed: Signal<String>,
    /// The shape of what comes.
    #[prop(into)]
    skeleton: ViewFn,
    /// Draws the data; called once, the signal changes with each refetch.
    children: impl Fn(Signal<T>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let full = move |answer: Signal<Answer>| {
        let initial = answer.get_untracked().read::<T>()?;
        let data = Signal::derive(move || answer.get().read().unwrap_or_else(|| initial.clone()));
        Some(children(data).into_any())
    };
    load_any(resource.of_any(), failed, skeleton, Box::new(full))
}

/// Draws an answer, unless it is of another type than was asked for.
type Full = Box<dyn Fn(Signal<Answer>) -> Option<AnyView> + Send + Sync>;

fn load_any(
    resource: LocalResource<ApiResult<Answer>>,
    failed: Signal<String>,
    skeleton: ViewFn,
    children: Full,
) -> AnyView {
    let known = Memo::new(move |before: Option<&Known>| {
        let old = before.and_then(|known| known.good.clone());
        match resource.get() {
            None => Known { good: old, failure: before.and_then(|known| known.failure.clone()) },
            Some(Ok(data)) => Known { good: Some((data, format::now())), failure: None },
            Some(Err(error)) => Known { good: old, failure: Some(error) },
        }
    });
    let data = Memo::new(move |_| known.with(|known| known.good.as_ref().map(|(data, _)| data.clone())));
    let is_held = hold_skeleton(data);
    let is_there = Memo::new(move |_| data.with(Option::is_some) && !is_held.get());
    let failure = Memo::new(move |_| known.with(|known| known.failure.clone()));
    let since = move || {
        known.with(|known| known.good.as_ref().map(|(_, at)| format::time_of_day(*at)).unwrap_or_default())
    };
    let retry = Callback::new(move |()| resource.refetch());
    let children = StoredValue::new(children);
    let full = move || {
        data.get_untracked().and_then(|initial| {
            let signal = Signal::derive(move || data.get().unwrap_or_else(|| initial.clone()));
            children.with_value(|children| children(signal))
        })
    };
    view! {
        <div class="load" aria-busy=move || (!is_there.get() && failure.with(Option::is_none)).then_some("true")>
            {move || match (is_there.get(), failure.get()) {
                (false, None) => skeleton.run(),
                (false, Some(error)) => view! { <LoadFailure title=failed error on_retry=retry /> }.into_any(),
                (true, Some(error)) => view! {
                    <Banner tone=Tone::Info>
                        <span>{common::couldnt_refresh(&since())}" "{error.message()}</span>
                        <Button on_click=move |_| retry.run(())>{common::try_again()}</Button>
                    </Banner>
                }
                .into_any(),
                (true, None) => ().into_any(),
            }}
            {move || is_there.get().then(full)}
        </div>
    }
    .into_any()
}

/// Whether the skeleton must stay: once it was seen, for a while, so that it never only flashes.
fn hold_skeleton(data: Memo<Option<Answer>>) -> RwSignal<bool> {
    let is_held = RwSignal::new(false);
    let release = move || {
        let _ = is_held.try_set(false);
    };
    let hold = move || {
        if data.try_with_untracked(Option::is_none) == Some(true) {
            let _ = is_held.try_set(true);
            set_timeout(release, SKELETON_STAYS);
        }
    };
    set_timeout(hold, SKELETON_DELAY);
    is_held
}

/// A failed call in the place of its content. A missing permission says which and who gives it; what is not there is not tried
/// again.
#[component]
pub fn LoadFailure(
    /// What could not be done.
    #[prop(into)]
    title: Signal<String>,
    /// Why.
    error: ApiError,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    if let Some(permission) = error.missing_permission() {
        view! { <NoAccess permission /> }.into_any()
    } else if error.code() == Some(ErrorCode::NotFound) {
        view! { <EmptyState icon=icon::SEARCH title=system::not_found_title() text=system::not_found_text() /> }.into_any()
    } else {
        view! { <ErrorState title text=error.message() reference=error.reference() on_retry /> }.into_any()
    }
}
