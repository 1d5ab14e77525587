//! The WhatsApp Business account. Meta: WhatsApp Business accounts.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Client, SendError, Token};

const FIELDS: &str = "id,name,timezone_id,message_template_namespace,account_review_status,\
    business_verification_status,country,ownership_type,owner_business_info,status";

/// A WhatsApp Business account (WABA). Meta: WhatsApp Business accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Account {
    /// The WABA's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Meta's number of its time zone.
    pub timezone_id: Option<String>,
    /// The namespace of its templates.
    pub message_template_namespace: Option<String>,
    /// Such as `APPROVED`.
    pub account_review_status: Option<String>,
    /// Such as `verified`.
    pub business_verification_status: Option<String>,
    /// The country in two letters.
    pub country: Option<String>,
    /// Whose it is.
    pub ownership_type: Option<String>,
    /// What is not modelled here.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Client {
    /// Asks for an account: the check that the token reaches it. Meta: WhatsApp Business accounts.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn account(&self, token: &Token, waba_id: &str) -> Result<Account, SendError> {
        self.get(token, &[waba_id]).query([("fields", Some(FIELDS.to_owned()))]).answer().await
    }
}
