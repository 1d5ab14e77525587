//! Whether customers see catalog and cart. Meta: Catalogs, Set commerce settings.

use serde::Deserialize;

use super::{Client, Page, SendError, Token};

/// Whether customers see catalog and cart. Meta: Catalogs, Set commerce settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct CommerceSettings {
    /// The id of the settings.
    pub id: Option<String>,
    /// Whether there is a cart; Meta's default is yes.
    pub is_cart_enabled: Option<bool>,
    /// Whether the catalog is seen; Meta's default is no.
    pub is_catalog_visible: Option<bool>,
}

impl Client {
    /// Asks for the commerce settings of a number. Meta: Catalogs, Set commerce settings.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn commerce_settings(
        &self,
        token: &Token,
        phone_number_id: &str,
    ) -> Result<CommerceSettings, SendError> {
        let call = self.get(token, &[phone_number_id, "whatsapp_commerce_settings"]);
        let page: Page<CommerceSettings> = call.answer().await?;
        Ok(page.data.into_iter().next().unwrap_or_default())
    }

    /// Changes the commerce settings of a number; what is `None` stays as it is.
    /// Meta: Catalogs, Set commerce settings.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn set_commerce_settings(
        &self,
        token: &Token,
        phone_number_id: &str,
        is_cart_enabled: Option<bool>,
        is_catalog_visible: Option<bool>,
    ) -> Result<(), SendError> {
        let text = |flag: Option<bool>| flag.map(|flag| flag.to_string());
        let query =
            [("is_cart_enabled", text(is_cart_enabled)), ("is_catalog_visible", text(is_catalog_visible))];
        self.post(token, &[phone_number_id, "whatsapp_commerce_settings"]).query(query).success().await
    }
}
