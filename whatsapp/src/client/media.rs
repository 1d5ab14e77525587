//! Files: upload, address, download, delete. Meta: Business phone numbers, Media.

use base64::prelude::{BASE64_STANDARD, Engine};
use reqwest::Url;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};

use super::call::Id;
use super::multipart::{Multipart, hex};
use super::{Client, SendError, Token, Unknown};
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{at_least, bytes, format};

/// Hosts that Meta serves files from; the token is shown to no other. Meta: Business phone numbers, Media.
const MEDIA_HOSTS: [&str; 3] = ["fbsbx.com", "fbcdn.net", "whatsapp.net"];

/// A file to upload. Meta: Business phone numbers, Media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    name: String,
    mime_type: String,
    bytes: Vec<u8>,
}

impl MediaFile {
    /// Takes a file; its type decides how large it may be.
    ///
    /// # Errors
    /// When it is larger than Meta takes of its type, empty, nameless or without a type.
    pub fn new(
        name: impl Into<String>,
        mime_type: impl Into<String>,
        content: Vec<u8>,
    ) -> Result<Self, LimitError> {
        let (name, mime_type) = (name.into(), mime_type.into());
        at_least("file.name", &name, 1)?;
        let is_type =
            mime_type.split_once('/').is_some_and(|(kind, rest)| !kind.is_empty() && !rest.is_empty());
        format(
            "file.type",
            &mime_type,
            is_type && mime_type.is_ascii() && !mime_type.contains(char::is_control),
        )?;
        bytes("file", content.len(), most_bytes(&mime_type))?;
        at_least("file", if content.is_empty() { "" } else { "x" }, 1)?;
        Ok(Self { name, mime_type, bytes: content })
    }

    /// The file's type.
    pub fn mime_type(&self) -> &str {
        &self.mime_type
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The largest file of a type, in bytes; what is no image, sound or video counts as a document.
fn most_bytes(mime_type: &str) -> usize {
    match mime_type.split(';').next().unwrap_or_default().trim() {
        "image/webp" => limits::ANIMATED_STICKER_BYTES,
        kind if kind.starts_with("image/") => limits::IMAGE_BYTES,
        kind if kind.starts_with("audio/") => limits::AUDIO_BYTES,
        kind if kind.starts_with("video/") => limits::VIDEO_BYTES,
        _ => limits::DOCUMENT_BYTES,
    }
}

/// What Graph says of a file. Meta: Business phone numbers, Media.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MediaInfo {
    /// Its id.
    pub id: String,
    /// Where it is fetched, with the same token, within five minutes.
    pub url: String,
    /// Its type.
    #[serde(default)]
    pub mime_type: String,
    /// The SHA-256 of its bytes, in hexadecimal digits; webhooks write it in Base64.
    #[serde(default)]
    pub sha256: String,
    /// Its size in bytes; Meta writes it as a number or as a text.
    #[serde(default, deserialize_with = "number")]
    pub file_size: Option<u64>,
}

pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(value.and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok())))
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its type, as the server said; nothing that may be believed.
    pub mime_type: Option<String>,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// Why a file was not fetched. Meta: Business phone numbers, Media.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DownloadError {
    /// The call failed; after five minutes an address answers 404.
    #[error(transparent)]
    Call(#[from] SendError),
    /// The address is none of Meta's: no token is shown there.
    #[error("the address is not one of meta's")]
    Address,
    /// It is larger than the caller takes.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes.
        limit: usize,
    },
    /// It is not the file that Meta speaks of.
    #[error("the file has another hash than meta says")]
    Hash,
}

impl Client {
    /// Uploads a file for messages of a number and answers its id, which lives 30 days. Meta: Media, Upload media.
    ///
    /// # Errors
    /// As [`Client::send`]; a file uploaded twice has two ids and does no harm.
    pub async fn upload_media(
        &self,
        token: &Token,
        phone_number_id: &str,
        file: &MediaFile,
    ) -> Result<String, SendError> {
        let (content_type, body) = Multipart::around(&file.bytes)
            .text("messaging_product", "whatsapp")
            .text("type", &file.mime_type)
            .file("file", &file.name, &file.mime_type, &file.bytes)
            .finish();
        let call = self.post(token, &[phone_number_id, "media"]).timeout(self.transfer_timeout);
        Ok(call.body(&content_type, body).answer::<Id>().await?.id)
    }

    /// Asks where a file is. With a number's id Graph checks that the file is that number's. Meta: Media, Get media URL.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn media(
        &self,
        token: &Token,
        media_id: &str,
        phone_number_id: Option<&str>,
    ) -> Result<MediaInfo, SendError> {
        let owner = ("phone_number_id", phone_number_id.map(str::to_owned));
        self.get(token, &[media_id]).query([owner]).answer().await
    }

    /// Fetches a file of at most `limit` bytes and compares its hash, where Meta names one. Meta: Media, Download media.
    ///
    /// # Errors
    /// When the call fails, the address is none of Meta's, the file is too large or is another one.
    pub async fn download_media(
        &self,
        token: &Token,
        media: &MediaInfo,
        limit: usize,
    ) -> Result<Download, DownloadError> {
        let too_large = DownloadError::TooLarge { limit };
        if media.file_size.is_some_and(|size| usize::try_from(size).map_or(true, |size| size > limit)) {
            return Err(too_large);
        }
        let url =
            Url::parse(&media.url).ok().filter(|url| self.is_metas(url)).ok_or(DownloadError::Address)?;
        let call = self.call_address(token, url).timeout(self.transfer_timeout);
        let mut response = call.response().await?;
        if !response.status().is_success() {
            let answer = super::outcome::Answer::read(response, super::ANSWER_BYTES).await;
            let status = answer.status();
            super::outcome::of_call(Ok(answer))?;
            return Err(SendError::from(Unknown::BadAnswer { status }).into());
        }
        let header = response.headers().get(reqwest::header::CONTENT_TYPE);
        let mime_type = header.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (mut content, mut hash) = (Vec::new(), Sha256::new());
        while let Some(chunk) = response.chunk().await.map_err(super::outcome::no_answer)? {
            if content.len() + chunk.len() > limit {
                return Err(too_large);
            }
            hash.update(&chunk);
            content.extend_from_slice(&chunk);
        }
        let hash = hash.finalize();
        let (sha256, base64) = (hex(&hash), BASE64_STANDARD.encode(hash));
        let is_same = media.sha256.eq_ignore_ascii_case(&sha256) || media.sha256 == base64;
        if !media.sha256.is_empty() && !is_same {
            return Err(DownloadError::Hash);
        }
        Ok(Download { bytes: content, mime_type, sha256 })
    }

    /// Deletes a file. Meta: Media, Delete media.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn delete_media(
        &self,
        token: &Token,
        media_id: &str,
        phone_number_id: Option<&str>,
    ) -> Result<(), SendError> {
        let owner = ("phone_number_id", phone_number_id.map(str::to_owned));
        self.delete(token, &[media_id]).query([owner]).success().await
    }

    /// The Graph API's own origin, or one of Meta's hosts for files over TLS.
    fn is_metas(&self, url: &Url) -> bool {
        let is_host = |host: &str, known: &str| {
            host == known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
        };
        let is_file_host =
            url.host_str().is_some_and(|host| MEDIA_HOSTS.iter().any(|known| is_host(host, known)));
        url.origin() == self.root.origin() || (url.scheme() == "https" && is_file_host)
    }
}
