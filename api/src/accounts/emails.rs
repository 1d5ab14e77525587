//! Asking for another address. What happens next is told by mail, at both addresses.

use chrono::TimeDelta;
use shared::EmailChangeId;

use super::jobs::{About, AccountMail};
use super::{Error, queries, rules};
use crate::entities::email_change::ChangeState;
use crate::error::ApiError;
use crate::jobs::Job;
use crate::platform::cx::Me;
use crate::platform::scope::AuditEvent;

/// Changes a person may ask for in a day: each sends mails.
const A_DAY: u64 = 5;

/// Begins a change; one that waits already is replaced.
pub(super) async fn request(me: &Me, email: &str) -> Result<(), ApiError> {
    let (state, user) = (me.state(), me.user());
    let row = queries::user(&state.db.accounts(), user).await?.ok_or(Error::SessionEnded)?;
    let new = rules::checked_new_email(email, &row.email_key)?;
    let tx = state.db.begin_global(me.actor()).await?;
    let day = TimeDelta::days(1);
    if queries::n_changes(&tx, user, tx.now() - day).await? >= A_DAY {
        return Err(Error::Locked { wait_s: 3_600 }.into());
    }
    queries::end_waiting_changes(&tx, user, ChangeState::Replaced).await?;
    let id = EmailChangeId::new();
    queries::insert_change(&tx, id, user, row.email, new, rules::LINK_LIFETIME_VERIFY).await?;
    for about in [About::EmailChangeAsked(id), About::ConfirmEmail(id)] {
        tx.enqueue(Job::AccountMail(AccountMail { user, about })).await?;
    }
    Ok(tx.commit(AuditEvent::new("user.email_change_requested").about("user", user)).await?)
}

/// Ends the change that waits.
pub(super) async fn cancel(me: &Me) -> Result<(), ApiError> {
    let tx = me.state().db.begin_global(me.actor()).await?;
    if queries::end_waiting_changes(&tx, me.user(), ChangeState::Stopped).await? == 0 {
        return Err(ApiError::not_found());
    }
    Ok(tx.commit(AuditEvent::new("user.email_change_cancelled").about("user", me.user())).await?)
}
