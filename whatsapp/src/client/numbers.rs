//! Business numbers: list, look at, add, verify, register, PIN. Meta: Business phone numbers.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::call::Id;
use super::subscriptions::Override;
use super::{Client, Page, PageQuery, SendError, Token};
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::format;

/// The fields that are asked for.
const FIELDS: &str = "id,display_phone_number,verified_name,quality_rating,code_verification_status,name_status,\
    platform_type,throughput,status,account_mode,is_official_business_account,is_pin_enabled,\
    whatsapp_business_manager_messaging_limit,last_onboarded_time,webhook_configuration";

/// A business number as Graph shows it. Meta: Business phone numbers, Get a phone number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct PhoneNumber {
    /// The `phone_number_id`.
    pub id: String,
    /// The number in readable form.
    pub display_phone_number: String,
    /// The verified name.
    pub verified_name: String,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    pub quality_rating: Option<String>,
    /// `VERIFIED`, `NOT_VERIFIED` or `EXPIRED`.
    pub code_verification_status: Option<String>,
    /// What became of the name, such as `APPROVED`.
    pub name_status: Option<String>,
    /// `CLOUD_API`, `ON_PREMISE` or `NOT_APPLICABLE`.
    pub platform_type: Option<String>,
    /// How many messages a second it may send.
    pub throughput: Option<Throughput>,
    /// Such as `CONNECTED`, `PENDING`, `FLAGGED` or `BANNED`.
    pub status: Option<String>,
    /// `LIVE` or `SANDBOX`.
    pub account_mode: Option<String>,
    /// Whether it wears the badge.
    pub is_official_business_account: Option<bool>,
    /// Whether a PIN is set.
    pub is_pin_enabled: Option<bool>,
    /// How many people the portfolio may write to first in 24 hours, such as `TIER_250`.
    pub whatsapp_business_manager_messaging_limit: Option<String>,
    /// When it was last set up.
    pub last_onboarded_time: Option<String>,
    /// Where its webhooks go.
    pub webhook_configuration: Option<Map<String, Value>>,
    /// Fields that were asked for by name and are not modelled here.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// How fast a number may send. Meta: Throughput.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Throughput {
    /// `STANDARD`, `HIGH` or `NOT_APPLICABLE`.
    #[serde(default)]
    pub level: String,
}

/// A number to be added to an account. Meta: Business phone numbers, Add phone numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewNumber {
    /// The country's calling code, digits only.
    pub cc: String,
    /// The number without it.
    pub phone_number: String,
    /// The name that customers see.
    pub verified_name: String,
}

/// How Meta hands over its code. Meta: Business phone numbers, Request code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeMethod {
    /// By text message.
    Sms,
    /// By a call.
    Voice,
}

fn pin_of(pin: &str) -> Result<&str, LimitError> {
    format("pin", pin, pin.len() == limits::PIN_DIGITS && pin.bytes().all(|byte| byte.is_ascii_digit()))?;
    Ok(pin)
}

impl Client {
    /// Asks for a business number: the check that token and id belong together.
    /// Meta: Business phone numbers, Get a phone number.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn phone_number(&self, token: &Token, phone_number_id: &str) -> Result<PhoneNumber, SendError> {
        self.phone_number_fields(token, phone_number_id, FIELDS).await
    }

    /// Asks for a business number with fields of the caller's choice, such as `id,health_status`.
    /// Meta: Business phone numbers, Get a phone number.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn phone_number_fields(
        &self,
        token: &Token,
        phone_number_id: &str,
        fields: &str,
    ) -> Result<PhoneNumber, SendError> {
        self.get(token, &[phone_number_id]).query([("fields", Some(fields.to_owned()))]).answer().await
    }

    /// Lists the numbers of an account. Meta: Business phone numbers, Get all phone numbers.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn phone_numbers(
        &self,
        token: &Token,
        waba_id: &str,
        page: &PageQuery,
    ) -> Result<Page<PhoneNumber>, SendError> {
        let call = self.get(token, &[waba_id, "phone_numbers"]).query([("fields", Some(FIELDS.to_owned()))]);
        call.query(page.pairs()).long().answer().await
    }

    /// Adds a number to an account and answers its id. Meta: Business phone numbers, Add phone numbers.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn add_phone_number(
        &self,
        token: &Token,
        waba_id: &str,
        number: &NewNumber,
    ) -> Result<String, SendError> {
        Ok(self.post(token, &[waba_id, "phone_numbers"]).json(number).answer::<Id>().await?.id)
    }

    /// Has Meta send its code to the number, in a language such as `en_US`.
    /// Meta: Business phone numbers, Request verification code.
    ///
    /// # Errors
    /// As [`Client::send`]; asking twice sends two codes.
    pub async fn request_code(
        &self,
        token: &Token,
        phone_number_id: &str,
        method: CodeMethod,
        language: &str,
    ) -> Result<(), SendError> {
        let code_method = match method {
            CodeMethod::Sms => "SMS",
            CodeMethod::Voice => "VOICE",
        };
        let body = json!({ "code_method": code_method, "language": language });
        self.post(token, &[phone_number_id, "request_code"]).json(&body).success().await
    }

    /// Shows Meta the code that came. Meta: Business phone numbers, Verify code.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn verify_code(
        &self,
        token: &Token,
        phone_number_id: &str,
        code: &str,
    ) -> Result<(), SendError> {
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        let body = json!({ "code": code });
        self.post(token, &[phone_number_id, "verify_code"]).json(&body).success_or_id().await
    }

    /// Registers a number for the Cloud API; the PIN of six digits is checked, or set where there is none.
    /// `region`, such as `DE`, keeps messages in that country. Meta: Business phone numbers, Registration.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when the PIN is not six digits. Ten times in 72 hours, then error 133016.
    pub async fn register(
        &self,
        token: &Token,
        phone_number_id: &str,
        pin: &str,
        region: Option<&str>,
    ) -> Result<(), SendError> {
        let mut body = json!({ "messaging_product": "whatsapp", "pin": pin_of(pin)? });
        if let Some(region) = region {
            body["data_localization_region"] = json!(region);
        }
        self.post(token, &[phone_number_id, "register"]).json(&body).success().await
    }

    /// Takes a number from the Cloud API. Meta: Business phone numbers, Registration.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn deregister(&self, token: &Token, phone_number_id: &str) -> Result<(), SendError> {
        self.post(token, &[phone_number_id, "deregister"]).success().await
    }

    /// Sets the PIN of two-step verification, six digits. Meta: Business phone numbers, Two-step verification.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when the PIN is not six digits.
    pub async fn set_pin(&self, token: &Token, phone_number_id: &str, pin: &str) -> Result<(), SendError> {
        self.post(token, &[phone_number_id]).json(&json!({ "pin": pin_of(pin)? })).success().await
    }

    /// Sends this number's messages to another webhook than the app's; `None` takes that back.
    /// Meta: Webhooks, Override.
    ///
    /// # Errors
    /// As [`Client::send`]; Meta calls the new address first.
    pub async fn set_number_webhook(
        &self,
        token: &Token,
        phone_number_id: &str,
        webhook: Option<&Override>,
    ) -> Result<(), SendError> {
        let configuration = webhook.map_or_else(|| json!({ "override_callback_uri": "" }), |to| json!(to));
        let body = json!({ "webhook_configuration": configuration });
        self.post(token, &[phone_number_id]).json(&body).success().await
    }
}
