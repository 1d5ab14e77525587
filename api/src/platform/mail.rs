//! Mails: by SMTP, or into a folder in development. Only jobs send: nobody waits for a mail server.

use std::path::PathBuf;

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use uuid::Uuid;

use super::jobs::JobError;
use crate::config::{Config, Mail};

fn private_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
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
                tokio::fs::write(&file, message.formatted())
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
