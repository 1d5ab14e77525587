//! Codes about setting up templates and numbers: from 200000.

use super::row;
use crate::error::{Class, Explanation};

pub(super) const ROWS: &[Explanation] = &[
    row(
        200005,
        Class::Policy,
        "Figures about templates are not available for this account yet.",
        "Try again another day.",
    ),
    row(200006, Class::Permanent, "Figures about templates cannot be switched off again.", "Nothing."),
    row(
        200007,
        Class::Policy,
        "Figures about templates are not switched on.",
        "Switch them on in WhatsApp Manager.",
    ),
    row(1752041, Class::Permanent, "The account was signed up for marketing messages already.", "Nothing."),
    row(
        2388001,
        Class::Permanent,
        "The number cannot be moved yet: it is not verified, or its two-step verification is still on.",
        "Verify the number and switch two-step verification off.",
    ),
    row(2388012, Class::Permanent, "The number is in your account already.", "Choose another number."),
    row(
        2388019,
        Class::Template,
        "The account has as many templates as Meta allows.",
        "Delete templates you no longer need.",
    ),
    row(
        2388024,
        Class::Template,
        "A template of this name exists in this language already.",
        "Choose another name, or change the template that exists.",
    ),
    row(
        2388039,
        Class::Template,
        "The template's content is not allowed.",
        "Look at the details and correct the template.",
    ),
    row(
        2388040,
        Class::Template,
        "A text of the template is too long.",
        "Shorten the text that the details name.",
    ),
    row(
        2388047,
        Class::Template,
        "The template's header has a form that Meta does not allow.",
        "Correct the header.",
    ),
    row(
        2388072,
        Class::Template,
        "The template's body has a form that Meta does not allow.",
        "Correct the body.",
    ),
    row(
        2388073,
        Class::Template,
        "The template's footer has a form that Meta does not allow.",
        "Correct the footer.",
    ),
    row(
        2388091,
        Class::Permanent,
        "The number is not being moved, so it gets no code in this way.",
        "Register and verify the number as usual.",
    ),
    row(
        2388093,
        Class::Permanent,
        "The number is not being moved, so it is not verified in this way.",
        "Register and verify the number as usual.",
    ),
    row(
        2388103,
        Class::Permanent,
        "The number cannot be moved to this account.",
        "Look at the details: name, review, payment and owner of both accounts must be in order.",
    ),
    row(
        2388293,
        Class::Template,
        "The template has too many places for values for so short a text.",
        "Write more text or use fewer places.",
    ),
    row(
        2388299,
        Class::Template,
        "The template begins or ends with a place for a value.",
        "Put words before the first and after the last place.",
    ),
    row(2494100, Class::Retry, "The account is in maintenance at Meta.", "Nothing: it is tried again."),
    row(
        2494164,
        Class::Permanent,
        "The sign-up inside WhatsApp failed.",
        "Look at the details and begin again.",
    ),
    row(
        2494191,
        Class::Policy,
        "Another app answers this conversation, and this one may not take it over.",
        "Let the app that holds it hand it over.",
    ),
    row(
        2593107,
        Class::Permanent,
        "Contacts or history of the WhatsApp Business app were asked for before.",
        "Disconnect the number and connect it again.",
    ),
    row(
        2593108,
        Class::Permanent,
        "Contacts and history can be fetched in the first 24 hours only.",
        "Disconnect the number and connect it again.",
    ),
    row(
        2593109,
        Class::Permanent,
        "The business does not share its history.",
        "Nothing; switch sharing on in the WhatsApp Business app and connect again if it is needed.",
    ),
];
