use proptest::prelude::*;

use super::*;

fn begin() -> Time {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

#[test]
fn the_wait_grows_from_a_second_to_a_quarter_of_an_hour_and_always_ends() {
    let (mut account, mut now) = (AccountGuesses::default(), begin());
    let mut waits = Vec::new();
    for _ in 0..15 {
        account = account.after_wrong(now);
        let wait = account.wait(now).unwrap_or_default();
        waits.push(wait.num_seconds());
        now += wait;
        assert_eq!(account.wait(now), None, "it ends");
    }
    assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    now += FORGOTTEN;
    assert_eq!(
        (account.wrong(now), account.after_wrong(now).wait(now)),
        (0, None),
        "an hour later it begins anew"
    );
}

#[test]
fn an_address_that_tries_a_list_is_shut_out_for_a_day() {
    let (mut address, mut now) = (AddressGuesses::default(), begin());
    for pair in 0..14 {
        address = address.after_wrong(pair, now);
        now += TimeDelta::minutes(5);
        assert!(address.wait(now).is_none_or(|wait| wait < STUFFING_BLOCK));
    }
    for _ in 0..20 {
        address = address.after_wrong(3, now);
    }
    assert!(address.wait(now).is_some_and(|wait| wait <= LONGEST), "the same pair again is no list");
    address = address.after_wrong(99, now);
    assert_eq!(address.wait(now), Some(STUFFING_BLOCK));
    assert_eq!(address.ends_at(), now + STUFFING_BLOCK);
    assert_eq!(address.wait(now + STUFFING_BLOCK), None);
}

#[test]
fn names_say_nothing_and_keep_kinds_apart() {
    let keys = |byte: u8| GuessKeys::new(&Ring::of(1, SealKey::new([byte; 32])));
    let name = keys(3).name("account", &["a@example.com"]);
    assert_ne!(name, keys(4).name("account", &["a@example.com"]), "another installation");
    assert_ne!(name, keys(3).name("address", &["a@example.com"]));
    assert_ne!(keys(3).name("x", &["ab", "c"]), keys(3).name("x", &["a", "bc"]));
}

/// What an attacker does: waits some time, then tries.
fn tries() -> impl Strategy<Value = Vec<(i64, u32)>> {
    // Short pauses and long ones, few and many different pairs.
    let pause = prop_oneof![0_i64..5, 0_i64..1_000, 0_i64..12_000];
    prop::collection::vec((pause, 0_u32..40), 1..120)
}

proptest! {
    #[test]
    fn whoever_waits_as_told_may_try_and_nobody_waits_longer_than_a_quarter_of_an_hour(steps in tries()) {
        let (mut account, mut now) = (AccountGuesses::default(), begin());
        let mut in_a_row = 0;
        let mut last: Option<Time> = None;
        for (pause, _) in steps {
            now += TimeDelta::seconds(pause);
            if let Some(wait) = account.wait(now) {
                prop_assert!(wait <= LONGEST && in_a_row >= FREE_OF_ACCOUNT);
                now += wait;
            }
            prop_assert_eq!(account.wait(now), None);
            in_a_row = if last.is_some_and(|last| now - last < FORGOTTEN) { in_a_row + 1 } else { 1 };
            last = Some(now);
            account = account.after_wrong(now);
            prop_assert_eq!(account.wrong(now), in_a_row);
            prop_assert_eq!(account.wait(now).is_some(), in_a_row >= FREE_OF_ACCOUNT);
            prop_assert!(account.wait(now - TimeDelta::days(400)).is_none_or(|wait| wait <= LONGEST), "a clock put back");
            let kept: AccountGuesses = serde_json::from_value(serde_json::to_value(account).unwrap()).unwrap();
            prop_assert_eq!(kept, account, "it survives the table");
        }
    }

    #[test]
    fn the_fastest_guesser_has_few_tries_a_day(impatience in 0_i64..600) {
        let (mut account, mut now, mut n_tries) = (AccountGuesses::default(), begin(), 0);
        while now < begin() + TimeDelta::days(1) {
            now += account.wait(now).unwrap_or_default() + TimeDelta::seconds(impatience);
            account = account.after_wrong(now);
            n_tries += 1;
        }
        prop_assert!(n_tries <= 110, "{n_tries}");
    }

    #[test]
    fn an_address_is_shut_out_exactly_when_it_tried_fifteen_pairs_within_three_hours(steps in tries()) {
        let (mut address, mut now) = (AddressGuesses::default(), begin());
        // The model: every wrong pair since the last block, with its time.
        let mut tried: Vec<(u32, Time)> = Vec::new();
        let mut blocked_until: Option<Time> = None;
        for (pause, pair) in steps {
            now += TimeDelta::seconds(pause);
            if address.wait(now).is_some() && blocked_until.is_some_and(|end| now < end) {
                continue;
            }
            prop_assert!(blocked_until.is_none_or(|end| now >= end), "it is shut out until then");
            address = address.after_wrong(pair, now);
            tried.push((pair, now));
            let recent = tried.iter().filter(|(_, at)| now - *at < STUFFING_TIME);
            let pairs: std::collections::BTreeSet<u32> = recent.map(|(pair, _)| *pair).collect();
            if pairs.len() >= STUFFING_PAIRS {
                blocked_until = Some(now + STUFFING_BLOCK);
                tried.clear();
                prop_assert_eq!(address.wait(now), Some(STUFFING_BLOCK));
            }
            prop_assert!(address.wait(now).is_none_or(|wait| wait <= STUFFING_BLOCK));
            prop_assert!(address.pairs.len() < STUFFING_PAIRS, "what is kept is bounded");
            prop_assert_eq!(address.wait(address.ends_at()), None, "nothing is left when it is forgotten");
            let kept: AddressGuesses = serde_json::from_value(serde_json::to_value(&address).unwrap()).unwrap();
            prop_assert_eq!(kept, address.clone());
        }
    }
}
