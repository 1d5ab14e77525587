//! Codes about templates when they are sent, numbers, payments and identity: 132000 to 137999.

use super::row;
use crate::error::{Class, Explanation};

pub(super) const ROWS: &[Explanation] = &[
    row(
        132000,
        Class::Template,
        "The template needs another number of values.",
        "Check which values the template needs.",
    ),
    row(
        132001,
        Class::Template,
        "The template does not exist in this language or is not approved.",
        "Check the template's name, language and approval.",
    ),
    row(132005, Class::Template, "The template's text is too long with these values.", "Use shorter values."),
    row(
        132007,
        Class::Template,
        "The template's content breaks Meta's rules.",
        "Correct the template and submit it again.",
    ),
    row(132008, Class::Template, "A value does not fit the template.", "Check the values."),
    row(132012, Class::Template, "A value has another form than the template expects.", "Check the values."),
    row(
        132015,
        Class::Template,
        "The template is paused because of its low quality.",
        "Change the template, or wait until the pause ends.",
    ),
    row(
        132016,
        Class::Template,
        "The template is disabled because of its low quality.",
        "Make a new template.",
    ),
    row(132018, Class::Template, "A part of the template's values is not valid.", "Check the values."),
    row(132068, Class::Permanent, "The form is blocked.", "Check the form in WhatsApp Manager."),
    row(132069, Class::Throttle, "The form is slowed down.", "Nothing: it is tried again later."),
    row(
        133000,
        Class::Permanent,
        "The number was not deregistered completely before.",
        "Deregister the number again, then register it.",
    ),
    row(
        133004,
        Class::Retry,
        "Meta's service is not available for the moment.",
        "Nothing: it is tried again.",
    ),
    row(
        133005,
        Class::Permanent,
        "The PIN of the number is wrong.",
        "Enter the right PIN, or set a new one in WhatsApp Manager.",
    ),
    row(
        133006,
        Class::Policy,
        "The number has to be verified again before it can be registered.",
        "Ask Meta for a code, verify the number and register it again.",
    ),
    row(
        133008,
        Class::Permanent,
        "The PIN was wrong too many times.",
        "Wait for the time that the details name, then enter the right PIN.",
    ),
    row(
        133009,
        Class::Permanent,
        "The PIN was entered too quickly again.",
        "Wait for the time that the details name, then enter the right PIN.",
    ),
    row(
        133010,
        Class::Policy,
        "The number is not registered for the Cloud API.",
        "Register the number, then send again.",
    ),
    row(
        133015,
        Class::Retry,
        "The number was deleted a moment ago.",
        "Nothing: it is tried again in five minutes.",
    ),
    row(
        133016,
        Class::Throttle,
        "The number was registered or deregistered too often; Meta allows ten times in 72 hours.",
        "Wait 72 hours, then try again.",
    ),
    row(
        134011,
        Class::Policy,
        "Meta's terms for payments have not been accepted.",
        "Accept the terms in WhatsApp Manager.",
    ),
    row(
        134100,
        Class::Template,
        "Only marketing templates can be sent in this way.",
        "Choose a marketing template.",
    ),
    row(
        134101,
        Class::Retry,
        "Meta is still preparing the template for marketing messages.",
        "Nothing: it is tried again in about ten minutes.",
    ),
    row(
        134102,
        Class::Template,
        "The template cannot be used for marketing messages.",
        "Use another template.",
    ),
    row(
        135000,
        Class::Permanent,
        "Meta refused the message without a reason.",
        "Check the message; if it is right, ask Meta's support.",
    ),
    row(
        136024,
        Class::Policy,
        "The number cannot be verified in its present state.",
        "Look at the number in WhatsApp Manager, and ask for a new code.",
    ),
    row(
        137000,
        Class::Recipient,
        "The person has a new phone or reinstalled WhatsApp.",
        "Make sure whom you write to, then send again.",
    ),
];
