//! Codes about sending messages: 131000 to 131999.

use super::row;
use crate::error::{Class, Explanation};

pub(super) const ROWS: &[Explanation] = &[
    row(
        131000,
        Class::Retry,
        "Something went wrong at Meta.",
        "Nothing: it is tried again. If it stays, ask Meta's support.",
    ),
    row(
        131005,
        Class::ReAuthenticate,
        "Meta denied access.",
        "Give the token the permissions it lacks and connect again.",
    ),
    row(
        131008,
        Class::Permanent,
        "A required part of the message is missing.",
        "Look at the details, complete the message and send it again.",
    ),
    row(
        131009,
        Class::Permanent,
        "A part of the message has a value that Meta does not allow.",
        "Look at the details, correct the message and send it again.",
    ),
    row(
        131016,
        Class::Retry,
        "Meta's service is not available for the moment.",
        "Nothing: it is tried again.",
    ),
    row(
        131021,
        Class::Recipient,
        "The message was addressed to your own number.",
        "Choose another recipient.",
    ),
    row(
        131026,
        Class::Recipient,
        "The message cannot be delivered: no WhatsApp on this number, an old version, or terms not accepted.",
        "Ask the person in another way to update WhatsApp or to write to you first.",
    ),
    row(
        131030,
        Class::Recipient,
        "This is a test number, and the recipient is not on its list.",
        "Add the recipient to the test number's list in Meta's dashboard.",
    ),
    row(
        131031,
        Class::Policy,
        "Meta has locked the account.",
        "Open WhatsApp Manager, read the notice and ask for a review.",
    ),
    row(
        131036,
        Class::Retry,
        "Meta no longer had the message when it was to be delivered.",
        "Nothing: it is sent again.",
    ),
    row(
        131037,
        Class::Policy,
        "The number's display name has not been approved yet.",
        "Have the display name approved in WhatsApp Manager.",
    ),
    row(
        131042,
        Class::Policy,
        "There is a problem with the payment of the WhatsApp account.",
        "Check the payment method in WhatsApp Manager.",
    ),
    row(
        131044,
        Class::Policy,
        "The WhatsApp account has no valid payment method, which calls need.",
        "Add a payment method in WhatsApp Manager.",
    ),
    row(131045, Class::Policy, "The number is not registered correctly.", "Register the number again."),
    row(
        131047,
        Class::WindowClosed,
        "More than 24 hours have passed since this person last wrote.",
        "Send an approved template, or wait until the person writes.",
    ),
    row(
        131048,
        Class::Policy,
        "Meta slows this number down because people reported or blocked it.",
        "Pause, check the quality in WhatsApp Manager, and write only to people who want it.",
    ),
    row(
        131049,
        Class::Recipient,
        "Meta chose not to deliver this, because the person gets many marketing messages.",
        "Do not send it again for at least a day.",
    ),
    row(
        131050,
        Class::Recipient,
        "This person does not want marketing messages from you.",
        "Do not send marketing to this person again.",
    ),
    row(
        131051,
        Class::Permanent,
        "Meta does not support this kind of message.",
        "Use another kind of message.",
    ),
    row(
        131052,
        Class::Permanent,
        "What the person sent could not be downloaded.",
        "Ask the person to send it again.",
    ),
    row(
        131053,
        Class::Permanent,
        "The file could not be uploaded.",
        "Check type and size of the file and send it again.",
    ),
    row(
        131055,
        Class::Template,
        "This way of sending takes marketing templates only.",
        "Choose a marketing template, or send this one as an ordinary message.",
    ),
    row(
        131056,
        Class::Throttle,
        "Too many messages to this person in a short time.",
        "Nothing: sending to this person goes on more slowly.",
    ),
    row(
        131057,
        Class::Retry,
        "Meta is changing this number's throughput.",
        "Nothing: it is tried again in a minute.",
    ),
    row(
        131059,
        Class::Permanent,
        "The list that was asked for has changed in the meantime.",
        "Open the list again from its beginning.",
    ),
    row(
        131062,
        Class::Recipient,
        "This kind of message needs the person's phone number.",
        "Ask the person for the phone number first.",
    ),
    row(
        131063,
        Class::Policy,
        "Marketing messages of this account go through Meta's Marketing Messages API only.",
        "Switch marketing back on for the Cloud API in WhatsApp Manager.",
    ),
    row(
        131064,
        Class::Policy,
        "Meta limits this account because its templates are in the wrong category.",
        "Correct the categories of your templates, and wait until the limit ends.",
    ),
];
