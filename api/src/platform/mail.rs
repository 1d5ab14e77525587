//! Mails: by SMTP, or into a folder in development. Only jobs send: nobody waits for a mail server.

use std::path::{Path, PathBuf};

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::jobs::JobError;
use crate::config::{Config, Mail};

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file that only its owner can read: it holds a link that signs in.
async fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(file).await?;
    file.write_all(bytes).await?;
    file.flush().await
}

/// Sends mails.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Mailer {
    /// As the settings say.
    ///
    /// # Errors
    /// With a sentence for the operator.
    pub fn new(config: &Config) -> Result<Self, String> {
        let from = config.mail_from.parse().map_err(|_| "mail_from is no mail address".to_owned())?;
        let way = match &config.mail {
            Mail::Folder(folder) => {
                private_folder(folder).map_err(|error| {
                    format!("the mail folder {} cannot be made: {error}", folder.display())
                })?;
                Way::Folder(folder.clone())
            }
            Mail::Smtp(url) => Way::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())
                    .map_err(|_| "smtp_url is not of the form smtps://user:password@host".to_owned())?
                    .build(),
            ),
        };
        Ok(Self { from, way })
    }

    /// The folder mails lie in, in development.
    #[must_use]
    pub const fn folder(&self) -> Option<&PathBuf> {
        match &self.way {
            Way::Folder(folder) => Some(folder),
            Way::Smtp(_) => None,
        }
    }

    /// Sends a mail of plain text.
    ///
    /// # Errors
    /// [`JobError::Dead`] when the address is none, [`JobError::Retry`] when the mail could not be handed over.
    pub async fn send(&self, to: &str, subject: &str, text: String) -> Result<(), JobError> {
        let to = to.parse().map_err(|_| JobError::Dead("the address is no mail address".into()))?;
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN);
        let message = match &self.way {
            // Readable as it lies there.
            Way::Folder(_) => {
                let readable = text.replace('\n', "\r\n").into_bytes();
                builder.body(Body::dangerous_pre_encoded(readable, ContentTransferEncoding::EightBit))
            }
            Way::Smtp(_) => builder.body(text),
        };
        let message = message.map_err(|_| JobError::Dead("the mail cannot be written".into()))?;
        match &self.way {
            Way::Folder(folder) => {
                let file = folder.join(format!("{}.eml", Uuid::now_v7()));
                write_private(&file, &message.formatted())
                    .await
                    .map_err(|error| JobError::Retry(format!("the mail folder cannot be written: {error}")))
            }
            // What the server said may repeat the address.
            Way::Smtp(smtp) => smtp.send(message).await.map(drop).map_err(|error| {
                let is_final = error.is_permanent();
                let text =
                    format!("the mail server refused ({})", if is_final { "for good" } else { "for now" });
                if is_final { JobError::Dead(text) } else { JobError::Retry(text) }
            }),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test]
    async fn a_mail_in_the_folder_is_read_by_its_owner_alone() {
        let folder = std::env::temp_dir().join(Uuid::now_v7().to_string());
        private_folder(&folder).unwrap();
        let file = folder.join("1.eml");
        write_private(&file, b"a link").await.unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        assert_eq!(std::fs::read(&file).unwrap(), b"a link");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
