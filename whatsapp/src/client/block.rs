//! People a number does not want to hear from. Meta: Block users.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Client, Page, PageQuery, SendError, Token};

/// A person to block or unblock. Meta: Block users; Business-scoped user ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UserRef {
    /// By phone number or `wa_id`.
    #[serde(rename = "user")]
    Phone(String),
    /// By business-scoped user id.
    #[serde(rename = "user_id")]
    UserId(String),
}

/// A blocked person. Meta: Block users.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct BlockedUser {
    /// The person as the caller named it.
    pub input: Option<String>,
    /// The person's WhatsApp id.
    pub wa_id: Option<String>,
    /// The business-scoped user id, where Meta gives it.
    pub user_id: Option<String>,
}

/// What became of a change of the list. Meta: Block users.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct BlockOutcome {
    /// Who was blocked; Meta's page names the unblocked here too.
    pub added_users: Vec<BlockedUser>,
    /// Who was unblocked.
    pub removed_users: Vec<BlockedUser>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    block_users: BlockOutcome,
}

impl Client {
    /// Lists the people a number has blocked. Meta: Block users.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn blocked_users(
        &self,
        token: &Token,
        phone_number_id: &str,
        page: &PageQuery,
    ) -> Result<Page<BlockedUser>, SendError> {
        self.get(token, &[phone_number_id, "block_users"]).query(page.pairs()).long().answer().await
    }

    /// Blocks people; only those who wrote in the last 24 hours can be. Meta: Block users.
    ///
    /// # Errors
    /// As [`Client::send`]; error 139100 when some could not be blocked, although the others were.
    pub async fn block_users(
        &self,
        token: &Token,
        phone_number_id: &str,
        users: &[UserRef],
    ) -> Result<BlockOutcome, SendError> {
        let body = json!({ "messaging_product": "whatsapp", "block_users": users });
        let call = self.post(token, &[phone_number_id, "block_users"]).json(&body);
        Ok(call.answer::<Answer>().await?.block_users)
    }

    /// Unblocks people. Meta: Block users.
    ///
    /// # Errors
    /// As [`Client::block_users`].
    pub async fn unblock_users(
        &self,
        token: &Token,
        phone_number_id: &str,
        users: &[UserRef],
    ) -> Result<BlockOutcome, SendError> {
        let body = json!({ "messaging_product": "whatsapp", "block_users": users });
        let call = self.delete(token, &[phone_number_id, "block_users"]).json(&body);
        Ok(call.answer::<Answer>().await?.block_users)
    }
}
