//! Codes about Graph itself, and sending in general: 0 to 130999.

use super::row;
use crate::error::{Class, Explanation};

pub(super) const ROWS: &[Explanation] = &[
    row(
        0,
        Class::ReAuthenticate,
        "Meta could not recognise this connection.",
        "Connect the number again with a new access token.",
    ),
    row(
        1,
        Class::Retry,
        "Meta could not handle the request just now.",
        "Nothing: it is tried again. If it stays, check Meta's status page.",
    ),
    row(
        2,
        Class::Retry,
        "Meta's service is overloaded or down for the moment.",
        "Nothing: it is tried again.",
    ),
    row(
        3,
        Class::ReAuthenticate,
        "The connection lacks a permission that sending needs.",
        "Give the token the permission whatsapp_business_messaging and connect again.",
    ),
    row(
        4,
        Class::Throttle,
        "Too many calls to Meta in a short time.",
        "Nothing: sending goes on more slowly.",
    ),
    row(
        10,
        Class::ReAuthenticate,
        "The connection has no permission for this.",
        "Give the token the permission whatsapp_business_messaging and connect again.",
    ),
    row(
        33,
        Class::Permanent,
        "This business number no longer exists at Meta, or the connection cannot see it.",
        "Check the number in WhatsApp Manager and connect it again.",
    ),
    row(
        100,
        Class::Permanent,
        "Meta did not understand a part of the message.",
        "Look at the details, correct the message and send it again.",
    ),
    row(
        190,
        Class::ReAuthenticate,
        "The access token has expired or was withdrawn.",
        "Connect the number again with a new access token.",
    ),
    row(
        200,
        Class::ReAuthenticate,
        "The connection has no permission for this account.",
        "Give the token access to the WhatsApp account and connect again.",
    ),
    row(
        368,
        Class::Policy,
        "Meta has blocked the account for a while because of its policies.",
        "Open WhatsApp Manager, read the notice and ask for a review.",
    ),
    row(
        613,
        Class::Throttle,
        "Too many calls to Meta in a short time.",
        "Nothing: sending goes on more slowly.",
    ),
    row(
        80007,
        Class::Throttle,
        "The WhatsApp account has reached its limit of calls.",
        "Nothing: sending goes on more slowly.",
    ),
    row(
        130403,
        Class::Recipient,
        "You have blocked this person.",
        "Unblock the person before you write again.",
    ),
    row(
        130429,
        Class::Throttle,
        "More messages per second than Meta allows for this number.",
        "Nothing: sending goes on more slowly.",
    ),
    row(
        130472,
        Class::Recipient,
        "Meta has put this person into a test group that gets no marketing messages.",
        "Do not send it again; write when the person writes to you.",
    ),
    row(
        130497,
        Class::Policy,
        "Your business may not write to people in this country.",
        "Remove people of this country from what you send.",
    ),
];
