//! The browsers one is signed in with, and ending them.

use leptos::prelude::*;
use shared::account::Session;

use crate::api::{self, ApiResult};
use crate::format;
use crate::i18n::account;
use crate::load::Load;
use crate::question::{Question, Words};
use crate::resource::Resource;
use crate::ui::badge::{Badge, Tone};
use crate::ui::button::Button;
use crate::ui::card::Card;
use crate::ui::icon::{self, Icon, IconView};
use crate::ui::moment::Moment;
use crate::ui::skeleton::Skeleton;
use crate::ui::toast::use_toasts;

/// What the systems of phones and tablets are called.
const SMALL: [&str; 3] = ["Android", "iPhone", "iPad"];

/// Every session, this one first.
pub(super) async fn all() -> ApiResult<Vec<Session>> {
    let mut all = api::all(api::sessions).await?;
    all.sort_by_key(|session| !session.is_this);
    Ok(all)
}

/// What is to be ended.
#[derive(Debug, Clone, PartialEq)]
enum Asked {
    One(Session),
    Others,
}

impl Asked {
    fn words(&self) -> Words {
        let (title, text, confirm) = match self {
            Self::One(session) => {
                (account::end_one_title(&name(session)), account::end_one_text(), account::end_one())
            }
            Self::Others => {
                (account::end_others_title().to_owned(), account::end_others_text(), account::end_others())
            }
        };
        Words { title, text: text.to_owned(), confirm }
    }

    fn done(&self) -> String {
        match self {
            Self::One(session) => account::ended_one(&name(session)),
            Self::Others => account::ended_others().to_owned(),
        }
    }

    async fn run(&self) -> ApiResult<()> {
        match self {
            Self::One(session) => api::end_session(session.id).await,
            Self::Others => api::end_other_sessions().await,
        }
    }
}

/// The browsers one is signed in with.
#[component]
pub(super) fn SessionsCard(list: Resource<Vec<Session>>) -> impl IntoView {
    let (asked, toasts) = (RwSignal::new(None::<Asked>), use_toasts());
    let end = move |what: Asked| async move {
        what.run().await?;
        asked.set(None);
        toasts.done(what.done());
        list.refetch();
        Ok(())
    };
    let has_others = Memo::new(move |_| {
        list.get().and_then(Result::ok).is_some_and(|list| list.iter().any(|session| !session.is_this))
    });
    let aside = move || {
        has_others.get().then(|| {
            view! { <Button on_click=move |_| asked.set(Some(Asked::Others))>{account::end_others()}</Button> }
        })
    };
    view! {
        <Card title=account::sessions() aside flush=true>
            <Load resource=list failed=account::sessions_not_loaded() skeleton=|| view! { <Skeleton count=2 /> } let:sessions>
                <ul class="list">
                    <For each=move || sessions.get() key=|session| (session.id, session.last_seen_at) let:session>
                        <SessionRow session asked />
                    </For>
                </ul>
            </Load>
        </Card>
        <Question asked words=Asked::words act=end />
    }
}

/// What a session is called: the browser and its system, as far as they said.
fn name(session: &Session) -> String {
    match (&session.browser, &session.system) {
        (Some(browser), Some(system)) => account::browser_on(browser, system),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => account::browser_unknown().to_owned(),
    }
}

fn sign(session: &Session) -> Icon {
    let is_small = session.system.as_deref().is_some_and(|system| SMALL.contains(&system));
    if is_small { icon::SMARTPHONE } else { icon::MONITOR }
}

#[component]
fn SessionRow(session: Session, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let title = name(&session);
    let what = account::end_what(&title);
    let (is_this, seen_at) = (session.is_this, session.last_seen_at);
    let seen = if is_this {
        account::here_now().into_any()
    } else {
        view! { {account::last_seen()}" "<Moment at=seen_at /> }.into_any()
    };
    let since = account::signed_in_at(&format::date_and_time(session.signed_in_at));
    let wrong = session.wrong_passwords;
    let after = (wrong > 0).then(|| format!(" · {}", account::after_wrong(wrong.into())));
    let is_new = session.is_new;
    let (icon, network) = (sign(&session), session.ip.clone());
    let end = move || {
        let (session, what) = (session.clone(), what.clone());
        view! {
            <Button on_click=move |_| asked.set(Some(Asked::One(session.clone())))>
                <span aria-hidden="true">{account::end_one()}</span>
                <span class="visually-hidden">{what}</span>
            </Button>
        }
    };
    view! {
        <li class="card__row">
            <span class="card__sign"><IconView icon small=true /></span>
            <div class="card__row-main">
                <p class="card__row-title"><bdi>{title}</bdi></p>
                <p class="card__row-note">
                    {account::network()}" "<bdi dir="ltr">{network}</bdi>" · "{seen}
                </p>
                <p class="card__row-note">{since}{after}</p>
            </div>
            {is_new.then(|| view! { <Badge tone=Tone::Warning icon=icon::TRIANGLE_ALERT text=account::new_here() /> })}
            {if is_this {
                view! { <Badge tone=Tone::Success icon=icon::CIRCLE_CHECK text=account::this_device() /> }.into_any()
            } else {
                end().into_any()
            }}
        </li>
    }
}
