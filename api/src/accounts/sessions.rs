//! Sessions: opened, turned, ended.

use chrono::TimeDelta;
use sea_orm::ActiveValue::{Set, Unchanged};
use shared::account::{Session, SignIn};
use shared::{SessionId, Time, UserId, WorkspaceId};
use subtle::ConstantTimeEq;

use super::guesses::Guard;
use super::jobs::{About, AccountMail};
use super::queries::Which;
use super::rules::{ABSOLUTE, IDLE, Match, Turn};
use super::{Error, guesses, passwords, queries, rules};
use crate::entities::{session, user};
use crate::error::ApiError;
use crate::jobs::Job;
use crate::platform::auth::{Claims, RefreshToken};
use crate::platform::cx::Client;
use crate::platform::scope::{Actor, AuditEvent, GlobalTx};
use crate::platform::secret::Secret;
use crate::platform::state::State;

/// Generations looked through for a spent token: a session turns every ten minutes, for thirty days at most.
const GENERATIONS: i32 = 5_000;

/// A session and the tokens its browser gets.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(super) user: UserId,
    pub(super) session: SessionId,
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) rest: TimeDelta,
    /// Wrong passwords before it, where there were enough to tell.
    pub(super) wrong: Option<u32>,
}

/// What a sign-in was like.
#[derive(Debug, Clone, Copy, Default)]
struct News {
    /// Unlike the ones before.
    is_new: bool,
    /// Wrong passwords since the one before.
    wrong: u32,
}

/// Wrong passwords after which a right one is told, by mail and where it was given. Fewer are the person's own slips.
const WRONG_TOLD: u32 = 3;

/// Checks the password and opens a session.
pub(super) async fn sign_in(state: &State, input: SignIn, client: Client) -> Result<Opened, ApiError> {
    let key = rules::email_key(&input.email);
    let row = queries::user_by_email(&state.db.accounts(), &key).await?;
    let user = row.as_ref().map(|row| UserId(row.id));
    let guard = Guard::of(state, &key, user, &client).await?;
    guard.check().await?;
    // Whoever waited for the slot meanwhile is looked at again: a crowd of guesses must not slip in before the first counts.
    let slot = state.passwords.slot().await?;
    guard.check().await?;
    let stored = row.as_ref().map(|row| row.password_hash.clone());
    let is_right = slot.verify(Secret::new(input.password.clone()), stored).await?;
    let Some(row) = row.filter(|_| is_right) else {
        guard.wrong(&input.password, "sign_in.failed").await?;
        return Err(Error::WrongCredentials.into());
    };
    drop(slot);
    let user = UserId(row.id);
    let tx = state.db.begin_global(Actor::User(user)).await?;
    let row = passwords::still(&tx, user, &row.password_hash).await?.ok_or(Error::WrongCredentials)?;
    guard.right(&tx).await?;
    if row.verified_at.is_none() {
        tx.enqueue(Job::AccountMail(AccountMail { user, about: About::Verify })).await?;
        tx.commit(AuditEvent::new("sign_in.not_verified").about("user", user)).await?;
        return Err(Error::NotVerified.into());
    }
    let (proved_at, news) = (tx.now(), news(&tx, &row, &client).await?);
    let opened = begin(state, &tx, user, client, Some(proved_at), news).await?;
    if news.is_new || opened.wrong.is_some() {
        let about = About::SignedIn { session: opened.session, wrong: opened.wrong.unwrap_or_default() };
        tx.enqueue(Job::AccountMail(AccountMail { user, about })).await?;
    }
    tx.commit(AuditEvent::new("session.opened").about("session", opened.session)).await?;
    Ok(opened)
}

/// How a sign-in compares with the ones before; wrong passwords are counted anew from here on.
async fn news(tx: &GlobalTx, row: &user::Model, client: &Client) -> Result<News, ApiError> {
    let user = UserId(row.id);
    let before = queries::last_sessions(tx, user).await?;
    let before = before.iter().map(|row| (row.user_agent.as_str(), row.ip_prefix.as_str()));
    let is_new = rules::is_new((&client.user_agent, &client.ip_prefix), before);
    queries::forget_wrong(tx, user).await?;
    Ok(News { is_new, wrong: u32::try_from(row.wrong_passwords).unwrap_or_default() })
}

/// Opens a session in a transaction that the caller commits; `proved_at` says when the password was proved for it.
pub(crate) async fn open(
    state: &State,
    tx: &GlobalTx,
    user: UserId,
    client: Client,
    proved_at: Option<Time>,
) -> Result<Opened, ApiError> {
    begin(state, tx, user, client, proved_at, News::default()).await
}

async fn begin(
    state: &State,
    tx: &GlobalTx,
    user: UserId,
    client: Client,
    proved_at: Option<Time>,
    news: News,
) -> Result<Opened, ApiError> {
    let (id, now) = (SessionId::new(), tx.now());
    let row = session::ActiveModel {
        id: Set(id.uuid()),
        user_id: Set(user.uuid()),
        generation: Set(0),
        secret_hash: Set(state.refresh.hash(id, 0).to_vec()),
        previous_hash: Set(None),
        rotated_at: Set(None),
        user_agent: Set(client.user_agent),
        ip_prefix: Set(client.ip_prefix),
        created_at: Set(now),
        last_seen_at: Set(now),
        idle_expires_at: Set(now + IDLE),
        expires_at: Set(now + ABSOLUTE),
        ended_at: Set(None),
        end_reason: Set(None),
        reauthenticated_at: Set(proved_at),
        wrong_passwords: Set(i32::try_from(news.wrong).unwrap_or(i32::MAX)),
        is_new: Set(news.is_new),
    };
    queries::insert_session(tx, row).await?;
    let wrong = Some(news.wrong).filter(|wrong| *wrong >= WRONG_TOLD);
    Ok(Opened { wrong, ..tokens(state, user, id, 0, now, now + IDLE)? })
}

/// Turns a refresh token.
pub(super) async fn refresh(state: &State, token: &str) -> Result<Opened, ApiError> {
    let presented = RefreshToken::read(token).ok_or(Error::SessionEnded)?;
    let tx = state.db.begin_global(Actor::System).await?;
    let row = queries::session(&tx, presented.session).await?.ok_or(Error::SessionEnded)?;
    let (user, id, now) = (UserId(row.user_id), SessionId(row.id), tx.now());
    let ends_at = row.ended_at.is_none().then(|| row.idle_expires_at.min(row.expires_at));
    match rules::turn(which(state, &row, &presented.hash), row.rotated_at, ends_at, now) {
        Turn::Rotate => {
            let next = row.generation.saturating_add(1);
            let idle_end = (now + IDLE).min(row.expires_at);
            rotate(state, &tx, row, next, idle_end).await?;
            tx.commit_pipeline().await?;
            tokens(state, user, id, next, now, idle_end)
        }
        Turn::Again => tokens(state, user, id, row.generation, now, row.idle_expires_at),
        Turn::Reuse => {
            queries::end_sessions(&tx, user, Which::One(id), "refresh_token_reused").await?;
            tx.enqueue(Job::AccountMail(AccountMail { user, about: About::SessionReused })).await?;
            tx.commit(AuditEvent::new("session.refresh_token_reused").about("session", id)).await?;
            state.sessions.forget(user);
            Err(Error::SessionEnded.into())
        }
        Turn::Refused => Err(Error::SessionEnded.into()),
    }
}

async fn rotate(
    state: &State,
    tx: &GlobalTx,
    row: session::Model,
    next: i32,
    idle_end: Time,
) -> Result<(), ApiError> {
    let change = session::ActiveModel {
        id: Unchanged(row.id),
        generation: Set(next),
        previous_hash: Set(Some(row.secret_hash)),
        secret_hash: Set(state.refresh.hash(row.id.into(), next).to_vec()),
        rotated_at: Set(Some(tx.now())),
        last_seen_at: Set(tx.now()),
        idle_expires_at: Set(idle_end),
        ..Default::default()
    };
    Ok(queries::update_session(tx, change).await?)
}

/// Signs this browser out.
pub(super) async fn sign_out(state: &State, user: UserId, session: SessionId) -> Result<(), ApiError> {
    end(state, user, Which::One(session), "signed_out").await.map(drop)
}

/// Ends sessions of a user at once; says how many.
pub(super) async fn end(
    state: &State,
    user: UserId,
    which: Which,
    reason: &'static str,
) -> Result<u64, ApiError> {
    let tx = state.db.begin_global(Actor::User(user)).await?;
    let n_ended = queries::end_sessions(&tx, user, which, reason).await?;
    if n_ended == 0 {
        return Ok(0);
    }
    let event =
        AuditEvent::new("session.ended").detail(serde_json::json!({ "reason": reason, "n": n_ended }));
    let event = match which {
        Which::One(session) => event.about("session", session),
        Which::All | Which::AllBut(_) => event.about("user", user),
    };
    tx.commit(event).await?;
    state.sessions.forget(user);
    Ok(n_ended)
}

/// Ends every session of a member, for whoever manages the team of a workspace; in a transaction that the caller commits, and
/// after which the sessions are to be forgotten. Says how many there were.
///
/// A session is of no one workspace: the person is signed out of all of theirs. Whoever manages one must not be able to keep
/// them out of the others, and so it passes a brake.
pub(crate) async fn sign_out_member(
    state: &State,
    tx: &GlobalTx,
    user: UserId,
    workspace: WorkspaceId,
) -> Result<u64, ApiError> {
    let (who, whose) = (user.to_string(), workspace.to_string());
    if let Err(held) = guesses::pass(state, tx, "sign_out", &[&who, &whose]).await? {
        let wait_s = u32::try_from(held.0.num_seconds()).unwrap_or_default().max(1);
        return Err(Error::Locked { wait_s }.into());
    }
    Ok(queries::end_sessions(tx, user, Which::All, "ended_by_team").await?)
}

/// A session as its owner sees it.
pub(super) fn shown(row: session::Model, this: SessionId) -> Session {
    Session {
        id: row.id.into(),
        browser: rules::browser(&row.user_agent),
        system: rules::system(&row.user_agent).map(str::to_owned),
        ip: row.ip_prefix,
        is_new: row.is_new,
        wrong_passwords: u32::try_from(row.wrong_passwords).unwrap_or_default(),
        signed_in_at: row.created_at,
        last_seen_at: row.last_seen_at,
        expires_at: row.idle_expires_at.min(row.expires_at),
        is_this: row.id == this.uuid(),
    }
}

fn which(state: &State, row: &session::Model, hash: &[u8; 32]) -> Match {
    let is = |stored: &[u8]| bool::from(stored.ct_eq(hash.as_slice()));
    if is(&row.secret_hash) {
        return Match::Current;
    }
    if row.previous_hash.as_deref().is_some_and(is) {
        return Match::Previous;
    }
    let first = row.generation.saturating_sub(GENERATIONS).max(0);
    let is_older =
        (first..row.generation).any(|generation| is(&state.refresh.hash(row.id.into(), generation)));
    if is_older { Match::Older } else { Match::Unknown }
}

fn tokens(
    state: &State,
    user: UserId,
    session: SessionId,
    generation: i32,
    now: Time,
    idle_end: Time,
) -> Result<Opened, ApiError> {
    Ok(Opened {
        user,
        session,
        access: state.access.sign(Claims { user, session }, now)?,
        refresh: state.refresh.token(session, generation),
        rest: idle_end - now,
        wrong: None,
    })
}
