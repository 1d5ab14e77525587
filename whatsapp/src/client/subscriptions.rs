//! Which apps get an account's webhooks, and where. Meta: WhatsApp Business accounts, Subscribed apps; Webhooks, Override.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Client, Page, SendError, Token};
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{at_least, at_most, link};

/// A webhook in place of the app's. Meta: Webhooks, Override.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Override {
    override_callback_uri: String,
    verify_token: String,
}

impl Override {
    /// Takes an address and the token that Meta shows there first.
    ///
    /// # Errors
    /// When the address is none or longer than [`limits::OVERRIDE_URL_CHARS`], or the token is blank.
    pub fn new(url: impl Into<String>, verify_token: impl Into<String>) -> Result<Self, LimitError> {
        let (override_callback_uri, verify_token) = (url.into(), verify_token.into());
        link("override_callback_uri", &override_callback_uri)?;
        at_most("override_callback_uri", &override_callback_uri, limits::OVERRIDE_URL_CHARS)?;
        at_least("verify_token", &verify_token, 1)?;
        Ok(Self { override_callback_uri, verify_token })
    }
}

impl fmt::Debug for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Override({:?}, …)", self.override_callback_uri)
    }
}

/// An app that gets an account's webhooks. Meta: WhatsApp Business accounts, Subscribed apps.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SubscribedApp {
    /// Who it is.
    pub whatsapp_business_api_data: AppData,
    /// Where the webhooks go, when not where the app says.
    #[serde(default)]
    pub override_callback_uri: Option<String>,
}

/// Who an app is. Meta: WhatsApp Business accounts, Subscribed apps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct AppData {
    /// The app's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub link: Option<String>,
}

impl Client {
    /// Lists the apps that get an account's webhooks. Meta: WhatsApp Business accounts, Subscribed apps.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn subscribed_apps(
        &self,
        token: &Token,
        waba_id: &str,
    ) -> Result<Vec<SubscribedApp>, SendError> {
        let page: Page<SubscribedApp> =
            self.get(token, &[waba_id, "subscribed_apps"]).long().answer().await?;
        Ok(page.data)
    }

    /// Subscribes the token's app to an account's webhooks, to another address than the app's where one is given.
    /// Meta: WhatsApp Business accounts, Subscribed apps; Webhooks, Override.
    ///
    /// # Errors
    /// As [`Client::send`]; subscribing twice does no harm.
    pub async fn subscribe_app(
        &self,
        token: &Token,
        waba_id: &str,
        webhook: Option<&Override>,
    ) -> Result<(), SendError> {
        let body = webhook.map_or_else(|| json!({}), |webhook| json!(webhook));
        self.post(token, &[waba_id, "subscribed_apps"]).json(&body).success().await
    }

    /// Ends the subscription of the token's app. Meta: WhatsApp Business accounts, Subscribed apps.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn unsubscribe_app(&self, token: &Token, waba_id: &str) -> Result<(), SendError> {
        self.delete(token, &[waba_id, "subscribed_apps"]).success().await
    }
}
