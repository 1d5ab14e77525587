//! Links sent by mail: good once, for their purpose, for a while.

use chrono::TimeDelta;
use shared::Time;
use subtle::ConstantTimeEq;

use crate::entities::mail_token::{Model, Purpose};

/// How long a link to verify an address is good for.
pub(crate) const LINK_LIFETIME_VERIFY: TimeDelta = TimeDelta::hours(24);
/// How long a link to set a new password is good for.
pub(crate) const LINK_LIFETIME_RESET: TimeDelta = TimeDelta::minutes(30);

/// How long a link that stops a change of address is good for: longer than those that confirm it, because whoever asked for the
/// change knows the password also after it has lapsed.
pub(crate) const LINK_LIFETIME_STOP: TimeDelta = TimeDelta::hours(72);

/// Whether the link that was followed is this one, and may be used for one of `purposes` now.
pub(crate) fn is_redeemable(row: &Model, purposes: &[Purpose], hash: &[u8; 32], now: Time) -> bool {
    let is_same: bool = row.secret_hash.ct_eq(hash.as_slice()).into();
    is_same && purposes.contains(&row.purpose) && row.used_at.is_none() && now < row.expires_at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};
    use uuid::Uuid;

    #[test]
    fn a_link_is_good_once_for_its_purpose_until_it_expires() {
        let now = SystemClock.now();
        let row = Model {
            id: Uuid::nil(),
            user_id: Uuid::nil(),
            purpose: Purpose::Verify,
            secret_hash: vec![7; 32],
            expires_at: now + TimeDelta::seconds(1),
            used_at: None,
            created_at: now,
            email_change_id: None,
        };
        assert!(is_redeemable(&row, &[Purpose::Reset, Purpose::Verify], &[7; 32], now));
        assert!(!is_redeemable(&row, &[Purpose::Reset], &[7; 32], now));
        assert!(!is_redeemable(&row, &[Purpose::Verify], &[8; 32], now));
        assert!(!is_redeemable(&row, &[Purpose::Verify], &[7; 32], row.expires_at));
        let used = Model { used_at: Some(now), ..row };
        assert!(!is_redeemable(&used, &[Purpose::Verify], &[7; 32], now));
    }
}
