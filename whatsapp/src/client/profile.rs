//! The business profile that customers see. Meta: Business profiles.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Client, Page, SendError, Token};
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{at_least, at_most, filled, items_between};

/// What customers see of a business. Meta: Business profiles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct BusinessProfile {
    /// The line below the name.
    pub about: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its email address.
    pub email: Option<String>,
    /// Where its picture is.
    pub profile_picture_url: Option<String>,
    /// Its websites, at most two.
    pub websites: Vec<String>,
    /// What it does, such as `RETAIL`; one of [`Vertical`] where Meta knows no other.
    pub vertical: Option<String>,
}

/// What a business does. Meta: Business profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "Meta's own words, in Meta's order")]
pub enum Vertical {
    Other,
    Auto,
    Beauty,
    Apparel,
    Edu,
    Entertain,
    EventPlan,
    Finance,
    Grocery,
    Govt,
    Hotel,
    Health,
    Nonprofit,
    ProfServices,
    Retail,
    Travel,
    Restaurant,
    Alcohol,
    OnlineGambling,
    PhysicalGambling,
    OtcDrugs,
}

/// What is to be changed; what is `None` stays as it is. Meta: Business profiles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ProfileChange {
    /// The line below the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Where it is; empty takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What it is; empty takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its email address; empty takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertical: Option<Vertical>,
    /// Its websites, at most two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub websites: Option<Vec<String>>,
    /// The handle of an uploaded picture: [`Client::upload_handle`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_picture_handle: Option<String>,
}

impl ProfileChange {
    /// Checks Meta's limits.
    ///
    /// # Errors
    /// When a text or the number of websites breaks a limit.
    pub fn check(&self) -> Result<(), LimitError> {
        if let Some(about) = &self.about {
            filled("about", about, limits::PROFILE_ABOUT_CHARS)?;
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        at_most("address", &text(&self.address), limits::PROFILE_ADDRESS_CHARS)?;
        at_most("description", &text(&self.description), limits::PROFILE_DESCRIPTION_CHARS)?;
        at_most("email", &text(&self.email), limits::PROFILE_EMAIL_CHARS)?;
        let websites = self.websites.as_deref().unwrap_or_default();
        items_between("websites", websites.len(), 0, limits::PROFILE_WEBSITES)?;
        for (at, website) in websites.iter().enumerate() {
            filled(format!("websites[{at}]").as_str(), website, limits::PROFILE_WEBSITE_CHARS)?;
        }
        let handle = self.profile_picture_handle.as_deref();
        handle.map_or(Ok(()), |handle| at_least("profile_picture_handle", handle, 1))
    }
}

/// Meta's pages show the fields themselves, its OpenAPI document wraps them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Wrapped {
    Inside { business_profile: BusinessProfile },
    Bare(BusinessProfile),
}

impl Client {
    /// Asks for the profile of a number. Meta: Business profiles, Get.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn business_profile(
        &self,
        token: &Token,
        phone_number_id: &str,
    ) -> Result<BusinessProfile, SendError> {
        let fields = "about,address,description,email,profile_picture_url,websites,vertical";
        let call = self.get(token, &[phone_number_id, "whatsapp_business_profile"]);
        let page: Page<Wrapped> = call.query([("fields", Some(fields.to_owned()))]).answer().await?;
        Ok(match page.data.into_iter().next() {
            Some(Wrapped::Inside { business_profile } | Wrapped::Bare(business_profile)) => business_profile,
            None => BusinessProfile::default(),
        })
    }

    /// Changes the profile of a number. Meta: Business profiles, Update.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when it breaks a limit.
    pub async fn change_business_profile(
        &self,
        token: &Token,
        phone_number_id: &str,
        change: &ProfileChange,
    ) -> Result<(), SendError> {
        change.check()?;
        let mut body = json!(change);
        body["messaging_product"] = Value::from("whatsapp");
        self.post(token, &[phone_number_id, "whatsapp_business_profile"]).json(&body).success().await
    }
}
