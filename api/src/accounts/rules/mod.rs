//! The decisions, without database, clock or randomness.

mod account;
mod brake;
mod common;
mod device;
mod email_change;
mod link;
mod password;
mod turn;

pub(crate) use account::checked_email;
pub(super) use account::{
    NewAccount, checked_account, checked_address, checked_new_email, checked_newcomer, checked_patch,
    email_key, masked_email,
};
pub(super) use brake::{Brake, Held};
pub(super) use device::{browser, is_new, system};
pub(super) use email_change::{Sent, Side, confirmations};
pub(super) use link::{LINK_LIFETIME_RESET, LINK_LIFETIME_STOP, LINK_LIFETIME_VERIFY, is_redeemable};
pub(super) use password::checked_password;
pub(super) use turn::{ABSOLUTE, IDLE, Match, Turn, turn};
