//! Changing the address of an account: asked for by somebody who proved the password, confirmed by a link from each of the two
//! addresses, in any order; stopped by the person, or by another link in the mail to the old one.
//!
//! Whoever sits before an open session and knows the password has neither mailbox of the owner, and so changes nothing. Once
//! both have confirmed the old address has no more say: the next person who gets that mailbox must not get the account with it.

use chrono::TimeDelta;
use sea_orm::ActiveValue::{Set, Unchanged};
use serde_json::json;
use shared::account::EmailConfirmations;
use shared::{EmailChangeId, UserId};

use super::jobs::{About, AccountMail};
use super::links::redeem;
use super::queries::Which;
use super::rules::{Sent, Side, confirmations};
use super::{Error, passwords, queries, rules};
use crate::entities::email_change::{self, ChangeState};
use crate::entities::mail_token::{self, Purpose};
use crate::entities::user;
use crate::error::ApiError;
use crate::jobs::Job;
use crate::platform::cx::Me;
use crate::platform::scope::{Actor, AuditEvent, GlobalTx, OwnTx};
use crate::platform::state::State;

/// Changes a person may ask for in a day: each sends mails.
const A_DAY: u64 = 5;

/// Begins a change; one that waits already is replaced.
pub(super) async fn request(tx: OwnTx, me: &Me, email: &str) -> Result<(), ApiError> {
    let user = me.user();
    let row = queries::locked_user(&tx, user).await?.ok_or(Error::SessionEnded)?;
    // A reset of the password may have come first.
    me.check_still(&tx).await?;
    let new = rules::checked_new_email(email, &row.email_key)?;
    let day = TimeDelta::days(1);
    if queries::n_changes(&tx, user, tx.now() - day).await? >= A_DAY {
        return Err(Error::Locked { wait_s: 3_600 }.into());
    }
    queries::end_waiting_changes(&tx, user, ChangeState::Replaced).await?;
    let id = EmailChangeId::new();
    queries::insert_change(&tx, id, user, row.email, new, rules::LINK_LIFETIME_VERIFY).await?;
    mail(&tx, user, id, EmailConfirmations { old: false, new: false }).await?;
    let event = AuditEvent::new("user.email_change_requested").about("user", user);
    Ok(tx.commit_empty_answer(event, 202).await?)
}

/// Sends the mails of the change that waits again, to whichever address has not confirmed it.
pub(super) async fn send_again(me: &Me) -> Result<(), ApiError> {
    let user = me.user();
    let tx = me.begin().await?;
    queries::locked_user(&tx, user).await?.ok_or(Error::SessionEnded)?;
    let change = queries::waiting_change(&tx, user, tx.now()).await?.ok_or_else(ApiError::not_found)?;
    let id = change.id.into();
    let sent = Sent { at: change.sent_at.unwrap_or(change.created_at), n: change.n_sent };
    queries::set_sent(&tx, id, sent.again(change.expires_at, tx.now())?).await?;
    mail(&tx, user, id, confirmations(&change)).await?;
    Ok(tx.commit(AuditEvent::new("user.email_change_sent_again").about("user", user)).await?)
}

async fn mail(
    tx: &GlobalTx,
    user: UserId,
    id: EmailChangeId,
    confirmed: EmailConfirmations,
) -> Result<(), ApiError> {
    for (side, about) in [(Side::Old, About::EmailChangeAsked(id)), (Side::New, About::ConfirmEmail(id))] {
        if !side.has(confirmed) {
            tx.enqueue(Job::AccountMail(AccountMail { user, about })).await?;
        }
    }
    Ok(())
}

/// Ends the change that waits.
pub(super) async fn cancel(me: &Me) -> Result<(), ApiError> {
    let tx = me.begin().await?;
    queries::locked_user(&tx, me.user()).await?.ok_or(Error::SessionEnded)?;
    if queries::end_waiting_changes(&tx, me.user(), ChangeState::Stopped).await? == 0 {
        return Err(ApiError::not_found());
    }
    Ok(tx.commit(AuditEvent::new("user.email_change_cancelled").about("user", me.user())).await?)
}

/// Confirms a change from the address that the link was sent to; says which of the two have. With the second one the new
/// address is the account's.
pub(super) async fn confirm(state: &State, token: &str) -> Result<EmailConfirmations, ApiError> {
    let tx = state.db.begin_global(Actor::System).await?;
    let link = redeem(&tx, token, &[Side::Old.purpose(), Side::New.purpose()]).await?;
    let side = Side::of(link.purpose).ok_or(Error::LinkInvalid)?;
    let change = change_of(&tx, &link).await?;
    let (id, user) = (change.id.into(), UserId(change.user_id));
    let row = queries::user(&tx, user).await?.ok_or(Error::LinkInvalid)?;
    let is_waiting = change.state == ChangeState::Waiting && tx.now() < change.expires_at;
    if !is_waiting || row.email != change.old_email {
        return Err(Error::LinkInvalid.into());
    }
    let confirmed = side.added_to(confirmations(&change));
    if confirmed.new {
        check_free(&tx, user, &change.new_email_key).await?;
    }
    queries::confirm_side(&tx, id, side).await?;
    if confirmed.is_whole() {
        return finish(state, tx, user, change).await.map(|()| confirmed);
    }
    let event = AuditEvent::new("user.email_change_confirmed").about("user", user);
    tx.commit(event.detail(json!({"address": side.as_str()}))).await?;
    Ok(confirmed)
}

/// Makes the new address the account's; what was sent to the old one before is void.
async fn finish(
    state: &State,
    tx: GlobalTx,
    user: UserId,
    change: email_change::Model,
) -> Result<(), ApiError> {
    let id = change.id.into();
    set_email(&tx, user, change.new_email, change.new_email_key).await?;
    queries::end_change(&tx, id, ChangeState::Confirmed).await?;
    queries::void_links(&tx, user, None).await?;
    queries::void_links(&tx, user, Some(Purpose::StopEmailChange)).await?;
    tx.enqueue(Job::AccountMail(AccountMail { user, about: About::EmailChanged(id) })).await?;
    tx.commit(AuditEvent::new("user.email_changed").about("user", user)).await?;
    state.sessions.forget(user);
    Ok(())
}

/// Stops a change: signs everybody out and makes the password worthless, because whoever asked for the change knew it. Also one
/// that was given up or has lapsed meanwhile; not one that both addresses have confirmed.
pub(super) async fn stop(state: &State, token: &str) -> Result<(), ApiError> {
    let tx = state.db.begin_global(Actor::System).await?;
    let link = redeem(&tx, token, &[Purpose::StopEmailChange]).await?;
    let change = change_of(&tx, &link).await?;
    let user = UserId(change.user_id);
    if change.state == ChangeState::Confirmed {
        return Err(Error::LinkInvalid.into());
    }
    let password_hash = Set(state.passwords.unusable());
    let row = user::ActiveModel { id: Unchanged(user.uuid()), password_hash, ..Default::default() };
    queries::update_user(&tx, row).await?;
    passwords::void_proofs(&tx, user).await?;
    queries::void_links(&tx, user, Some(Purpose::StopEmailChange)).await?;
    queries::end_change(&tx, change.id.into(), ChangeState::Stopped).await?;
    queries::end_sessions(&tx, user, Which::All, "email_change_stopped").await?;
    tx.enqueue(Job::AccountMail(AccountMail { user, about: About::Recover })).await?;
    tx.commit(AuditEvent::new("user.email_change_stopped").about("user", user)).await?;
    state.sessions.forget(user);
    Ok(())
}

async fn change_of(tx: &GlobalTx, link: &mail_token::Model) -> Result<email_change::Model, ApiError> {
    let id = link.email_change_id.ok_or(Error::LinkInvalid)?.into();
    Ok(queries::email_change(tx, id).await?.ok_or(Error::LinkInvalid)?)
}

/// An address that somebody else has by now makes the link worthless.
async fn check_free(tx: &GlobalTx, user: UserId, email_key: &str) -> Result<(), ApiError> {
    let other = queries::user_by_email(tx, email_key).await?;
    let is_free = other.is_none_or(|other| other.id == user.uuid());
    if is_free { Ok(()) } else { Err(Error::LinkInvalid.into()) }
}

async fn set_email(tx: &GlobalTx, user: UserId, email: String, email_key: String) -> Result<(), ApiError> {
    let row = user::ActiveModel {
        id: Unchanged(user.uuid()),
        email: Set(email),
        email_key: Set(email_key),
        verified_at: Set(Some(tx.now())),
        ..Default::default()
    };
    match queries::update_user(tx, row).await {
        Ok(_) => Ok(()),
        Err(error) if crate::error::is_duplicate(&error) => Err(Error::LinkInvalid.into()),
        Err(error) => Err(error.into()),
    }
}
