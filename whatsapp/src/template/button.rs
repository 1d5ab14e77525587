//! A template's buttons.

use serde_json::{Value, json};

use super::part::unique_names;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{allowed, at_least, filled, format, items, items_between, link};

/// A button of a template. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq)]
pub enum PartButton {
    /// Comes back as a reply.
    QuickReply(String),
    /// Opens a web page.
    Url {
        /// What it shows.
        text: String,
        /// What it opens; `{{1}}` may stand at its end.
        url: String,
        /// A whole address, where there is a `{{1}}`.
        example: Option<String>,
    },
    /// Calls a number.
    PhoneNumber {
        /// What it shows.
        text: String,
        /// The number, digits and perhaps `+`.
        phone_number: String,
    },
    /// Copies a coupon's code; an example of it. Meta: Templates, Coupon codes.
    CopyCode(String),
    /// Opens a form.
    Form {
        /// What it shows.
        text: String,
        /// Which form.
        form: FormOf,
        /// The first screen; `None` asks the form's endpoint.
        navigate_screen: Option<String>,
    },
    /// Opens the catalog.
    Catalog,
    /// Shows several products.
    Products,
    /// Shows the product of the header.
    Product,
    /// Hands over a one-time code. Meta: Templates, Authentication templates.
    OneTimeCode(OneTimeCode),
    /// Starts a call on WhatsApp.
    VoiceCall(String),
    /// Asks a person who is known by user name only for the phone number. Meta: Business-scoped user ids.
    RequestContactInfo,
    /// Shows an order and its payment.
    OrderDetails(String),
}

/// Which form a button opens. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormOf {
    /// By its id.
    Id(String),
    /// By its name.
    Name(String),
    /// By its screens, made with the template.
    Json(String),
}

/// How a one-time code is handed over. Meta: Templates, Authentication templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneTimeCode {
    /// The person copies it.
    Copy {
        /// What the button shows; `None` leaves it to Meta.
        text: Option<String>,
    },
    /// An app takes it after one press.
    OneTap {
        /// What the button shows; `None` leaves it to Meta.
        autofill_text: Option<String>,
        /// The apps, at most [`limits::CODE_APPS`].
        apps: Vec<App>,
    },
    /// An app takes it without a press; the business has accepted Meta's terms of this.
    ZeroTap {
        /// The apps, at most [`limits::CODE_APPS`].
        apps: Vec<App>,
    },
}

/// An app that takes one-time codes. Meta: Templates, Authentication templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its package.
    pub package_name: String,
    /// The hash of its signing key, [`limits::APP_SIGNATURE_CHARS`] characters.
    pub signature_hash: String,
}

/// Counts and order; each button.
pub(super) fn check(place: &str, buttons: &[PartButton]) -> Result<(), LimitError> {
    let kinds: Vec<_> = buttons.iter().map(PartButton::kind).collect();
    for (at, button) in buttons.iter().enumerate() {
        button.check(&format!("{place}.buttons[{at}]"))?;
        let most = match button {
            PartButton::QuickReply(_) => limits::TEMPLATE_BUTTONS,
            PartButton::Url { .. } => limits::TEMPLATE_LINKS,
            _ => 1,
        };
        let alike = kinds.iter().filter(|kind| **kind == button.kind()).count();
        items(&format!("{place}.buttons[{}]", button.kind()), alike, most)?;
        let is_reply = |at: usize| kinds.get(at) == Some(&"QUICK_REPLY");
        let is_again = is_reply(at) && at > 0 && !is_reply(at - 1);
        allowed(&format!("{place}.buttons[{at}]"), !(is_again && (0..at).any(is_reply)))?;
        allowed(&format!("{place}.buttons[{at}]"), button.kind() != "OTP" || buttons.len() == 1)?;
    }
    Ok(())
}

impl PartButton {
    /// Meta's word.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::QuickReply(_) => "QUICK_REPLY",
            Self::Url { .. } => "URL",
            Self::PhoneNumber { .. } => "PHONE_NUMBER",
            Self::CopyCode(_) => "COPY_CODE",
            Self::Form { .. } => "FLOW",
            Self::Catalog => "CATALOG",
            Self::Products => "MPM",
            Self::Product => "SPM",
            Self::OneTimeCode(_) => "OTP",
            Self::VoiceCall(_) => "VOICE_CALL",
            Self::RequestContactInfo => "REQUEST_CONTACT_INFO",
            Self::OrderDetails(_) => "ORDER_DETAILS",
        }
    }

    fn check(&self, place: &str) -> Result<(), LimitError> {
        let label =
            |text: &str| filled(format!("{place}.text").as_str(), text, limits::TEMPLATE_BUTTON_CHARS);
        match self {
            Self::QuickReply(text) | Self::VoiceCall(text) | Self::OrderDetails(text) => label(text),
            Self::Url { text, url, example } => {
                label(text)?;
                let field = format!("{place}.url");
                filled(field.as_str(), url, limits::TEMPLATE_LINK_CHARS)?;
                link(field.as_str(), url)?;
                let places = url.matches("{{").count();
                format(field, url, places == 0 || (places == 1 && url.ends_with("{{1}}")))?;
                items_between(&format!("{place}.example"), usize::from(example.is_some()), places, places)
            }
            Self::PhoneNumber { text, phone_number } => {
                label(text)?;
                let field = format!("{place}.phone_number");
                filled(field.as_str(), phone_number, limits::TEMPLATE_PHONE_CHARS)?;
                let digits = phone_number.strip_prefix('+').unwrap_or(phone_number);
                format(field, phone_number, digits.bytes().all(|byte| byte.is_ascii_digit()))
            }
            Self::CopyCode(code) => filled(format!("{place}.example").as_str(), code, limits::COUPON_CHARS),
            Self::Form { text, form, .. } => {
                label(text)?;
                let (name, value) = form.field();
                at_least(format!("{place}.{name}"), value, 1)
            }
            Self::OneTimeCode(code) => code.check(place),
            Self::Catalog | Self::Products | Self::Product | Self::RequestContactInfo => Ok(()),
        }
    }

    pub(super) fn graph(&self) -> Value {
        let kind = self.kind();
        match self {
            Self::QuickReply(text) | Self::VoiceCall(text) | Self::OrderDetails(text) => {
                json!({ "type": kind, "text": text })
            }
            Self::Url { text, url, example: None } => json!({ "type": kind, "text": text, "url": url }),
            Self::Url { text, url, example: Some(example) } => {
                json!({ "type": kind, "text": text, "url": url, "example": [example] })
            }
            Self::PhoneNumber { text, phone_number } => {
                json!({ "type": kind, "text": text, "phone_number": phone_number })
            }
            Self::CopyCode(code) => json!({ "type": kind, "example": code }),
            Self::Form { text, form, navigate_screen } => {
                let (name, value) = form.field();
                let action = if navigate_screen.is_some() { "navigate" } else { "data_exchange" };
                let mut button = json!({ "type": kind, "text": text, name: value, "flow_action": action });
                if let Some(screen) = navigate_screen {
                    button["navigate_screen"] = json!(screen);
                }
                button
            }
            // The labels are Meta's.
            Self::Catalog => json!({ "type": kind, "text": "View catalog" }),
            Self::Products => json!({ "type": kind, "text": "View items" }),
            Self::Product => json!({ "type": kind, "text": "View" }),
            Self::OneTimeCode(code) => code.graph(),
            Self::RequestContactInfo => json!({ "type": kind }),
        }
    }
}

impl FormOf {
    fn field(&self) -> (&'static str, &str) {
        match self {
            Self::Id(id) => ("flow_id", id),
            Self::Name(name) => ("flow_name", name),
            Self::Json(json) => ("flow_json", json),
        }
    }
}

impl OneTimeCode {
    fn apps(&self) -> &[App] {
        match self {
            Self::Copy { .. } => &[],
            Self::OneTap { apps, .. } | Self::ZeroTap { apps } => apps,
        }
    }

    fn check(&self, place: &str) -> Result<(), LimitError> {
        match self {
            Self::Copy { text: Some(text) } | Self::OneTap { autofill_text: Some(text), .. } => {
                filled(format!("{place}.text").as_str(), text, limits::TEMPLATE_BUTTON_CHARS)?;
            }
            Self::Copy { .. } => return Ok(()),
            Self::OneTap { .. } | Self::ZeroTap { .. } => {}
        }
        if matches!(self, Self::Copy { .. }) {
            return Ok(());
        }
        let field = format!("{place}.supported_apps");
        items(&field, self.apps().len(), limits::CODE_APPS)?;
        for (at, app) in self.apps().iter().enumerate() {
            at_least(format!("{field}[{at}].package_name"), &app.package_name, 1)?;
            let is_hash = app.signature_hash.chars().count() == limits::APP_SIGNATURE_CHARS;
            format(format!("{field}[{at}].signature_hash"), &app.signature_hash, is_hash)?;
        }
        unique_names(&field, self.apps().iter().map(|app| app.package_name.as_str()))
    }

    fn graph(&self) -> Value {
        let app =
            |app: &App| json!({ "package_name": app.package_name, "signature_hash": app.signature_hash });
        let mut button = json!({ "type": "OTP", "otp_type": match self {
            Self::Copy { .. } => "COPY_CODE",
            Self::OneTap { .. } => "ONE_TAP",
            Self::ZeroTap { .. } => "ZERO_TAP",
        } });
        match self {
            Self::Copy { text: Some(text) } => button["text"] = json!(text),
            Self::OneTap { autofill_text: Some(text), .. } => button["autofill_text"] = json!(text),
            Self::ZeroTap { .. } => button["zero_tap_terms_accepted"] = json!(true),
            Self::Copy { .. } | Self::OneTap { .. } => {}
        }
        if !self.apps().is_empty() {
            button["supported_apps"] = self.apps().iter().map(app).collect();
        }
        button
    }
}
