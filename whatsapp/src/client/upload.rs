//! Resumable uploads: examples for templates' headers, and profile pictures. Meta: Graph API, Resumable Upload API.

use serde::Deserialize;

use super::call::Id;
use super::media::MediaFile;
use super::{Client, SendError, Token};

/// An upload that was begun. Meta: Graph API, Resumable Upload API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadSession {
    id: String,
}

impl UploadSession {
    /// Takes up a session again by its id (`upload:…`).
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Ids carry a signature as a query.
    fn parts(&self) -> (&str, Option<&str>) {
        self.id.split_once('?').map_or((self.id.as_str(), None), |(path, query)| (path, Some(query)))
    }
}

impl Client {
    /// Begins an upload for an app. Meta: Resumable Upload API, Step 1.
    ///
    /// # Errors
    /// As [`Client::send`]; a session begun twice does no harm.
    pub async fn begin_upload(
        &self,
        token: &Token,
        app_id: &str,
        file: &MediaFile,
    ) -> Result<UploadSession, SendError> {
        let query = [
            ("file_length", Some(file.bytes().len().to_string())),
            ("file_type", Some(file.mime_type().to_owned())),
            ("file_name", Some(file.name().to_owned())),
        ];
        let Id { id } = self.post(token, &[app_id, "uploads"]).query(query).answer().await?;
        Ok(UploadSession { id })
    }

    /// Uploads the bytes from `offset` on and answers the file's handle. Meta: Resumable Upload API, Step 2.
    ///
    /// # Errors
    /// As [`Client::send`]; after an unknown end ask for [`Client::upload_offset`] and go on there.
    pub async fn upload(
        &self,
        token: &Token,
        session: &UploadSession,
        file: &MediaFile,
        offset: usize,
    ) -> Result<String, SendError> {
        #[derive(Deserialize)]
        struct Handle {
            h: String,
        }
        let (path, query) = session.parts();
        let rest = file.bytes().get(offset..).unwrap_or_default().to_vec();
        let call = self.post(token, &[path]).raw_query(query).authorization("OAuth", token);
        let call = call.header("file_offset", &offset.to_string()).timeout(self.transfer_timeout);
        Ok(call.body("application/octet-stream", rest).answer::<Handle>().await?.h)
    }

    /// How many bytes of an upload have arrived. Meta: Resumable Upload API, Interruptions.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn upload_offset(&self, token: &Token, session: &UploadSession) -> Result<u64, SendError> {
        #[derive(Deserialize)]
        struct Offset {
            #[serde(default, deserialize_with = "super::media::number")]
            file_offset: Option<u64>,
        }
        let (path, query) = session.parts();
        let call = self.get(token, &[path]).raw_query(query).authorization("OAuth", token);
        Ok(call.answer::<Offset>().await?.file_offset.unwrap_or_default())
    }

    /// Uploads a whole file and answers its handle. Meta: Graph API, Resumable Upload API.
    ///
    /// # Errors
    /// As [`Client::upload`].
    pub async fn upload_handle(
        &self,
        token: &Token,
        app_id: &str,
        file: &MediaFile,
    ) -> Result<String, SendError> {
        let session = self.begin_upload(token, app_id, file).await?;
        self.upload(token, &session, file, 0).await
    }
}
