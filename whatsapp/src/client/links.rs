//! QR codes and short links that open a chat with a text filled in. Meta: QR codes.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Client, Page, PageQuery, SendError, Token, Unknown};
use crate::limits;
use crate::message::limit::filled;

/// A short link with its QR code. Meta: QR codes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct MessageLink {
    /// Its id.
    pub code: String,
    /// The text that is filled in.
    pub prefilled_message: String,
    /// The link.
    pub deep_link_url: String,
    /// Where the image is, where one was asked for.
    pub qr_image_url: Option<String>,
}

/// The format of a QR code's image. Meta: QR codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ImageFormat {
    /// Lines.
    Svg,
    /// Points.
    Png,
}

impl ImageFormat {
    fn fields(format: Option<Self>) -> String {
        let image = match format {
            None => "",
            Some(Self::Svg) => ",qr_image_url.format(SVG)",
            Some(Self::Png) => ",qr_image_url.format(PNG)",
        };
        format!("code,prefilled_message,deep_link_url{image}")
    }
}

impl Client {
    /// Lists the links of a number, with images where a format is given. Meta: QR codes.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn message_links(
        &self,
        token: &Token,
        phone_number_id: &str,
        image: Option<ImageFormat>,
        page: &PageQuery,
    ) -> Result<Page<MessageLink>, SendError> {
        let call = self.get(token, &[phone_number_id, "message_qrdls"]);
        let call = call.query([("fields", Some(ImageFormat::fields(image)))]);
        call.query(page.pairs()).long().answer().await
    }

    /// Asks for one link. Meta: QR codes.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn message_link(
        &self,
        token: &Token,
        phone_number_id: &str,
        code: &str,
        image: Option<ImageFormat>,
    ) -> Result<MessageLink, SendError> {
        let call = self.get(token, &[phone_number_id, "message_qrdls", code]);
        let page: Page<_> = call.query([("fields", Some(ImageFormat::fields(image)))]).answer().await?;
        page.data.into_iter().next().ok_or(Unknown::BadAnswer { status: 200 }.into())
    }

    /// Makes a link that fills in a text, with an image where a format is given. Meta: QR codes.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when the text is blank or longer than [`limits::PREFILLED_CHARS`].
    pub async fn create_message_link(
        &self,
        token: &Token,
        phone_number_id: &str,
        prefilled: &str,
        image: Option<ImageFormat>,
    ) -> Result<MessageLink, SendError> {
        filled("prefilled_message", prefilled, limits::PREFILLED_CHARS)?;
        let mut body = json!({ "prefilled_message": prefilled });
        if let Some(format) = image {
            body["generate_qr_image"] = json!(format);
        }
        self.post(token, &[phone_number_id, "message_qrdls"]).json(&body).answer().await
    }

    /// Changes the text of a link. Meta: QR codes.
    ///
    /// # Errors
    /// As [`Client::create_message_link`].
    pub async fn change_message_link(
        &self,
        token: &Token,
        phone_number_id: &str,
        code: &str,
        prefilled: &str,
    ) -> Result<MessageLink, SendError> {
        filled("prefilled_message", prefilled, limits::PREFILLED_CHARS)?;
        let body = json!({ "code": code, "prefilled_message": prefilled });
        self.post(token, &[phone_number_id, "message_qrdls"]).json(&body).answer().await
    }

    /// Deletes a link; its QR code stops working. Meta: QR codes.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn delete_message_link(
        &self,
        token: &Token,
        phone_number_id: &str,
        code: &str,
    ) -> Result<(), SendError> {
        self.delete(token, &[phone_number_id, "message_qrdls", code]).success().await
    }
}
