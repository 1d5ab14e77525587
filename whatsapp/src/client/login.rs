//! What a token is, and how an embedded sign-up becomes one. Meta: Access tokens; Embedded Signup.

use reqwest::Method;
use serde::Deserialize;

use super::{Client, SendError, Token};

/// What Meta knows of a token. Meta: Access tokens; Graph API, Debug token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct DebuggedToken {
    /// Whose app it is.
    pub app_id: String,
    /// The app's name.
    pub application: String,
    /// Such as `SYSTEM_USER`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it works now.
    pub is_valid: bool,
    /// When it ends, in seconds since 1970; 0 for never.
    pub expires_at: i64,
    /// When its access to data ends, in seconds since 1970; 0 for never.
    pub data_access_expires_at: i64,
    /// What it may do.
    pub scopes: Vec<String>,
    /// What it may do with what.
    pub granular_scopes: Vec<GranularScope>,
    /// Whose it is.
    pub user_id: Option<String>,
}

/// A permission for some objects only. Meta: Access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct GranularScope {
    /// The permission.
    pub scope: String,
    /// The objects, such as the ids of WABAs; empty for all of the user's.
    pub target_ids: Vec<String>,
}

impl Client {
    /// Asks what a token is; `caller` is an app's token, or the same token again. Meta: Graph API, Debug token.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn debug_token(&self, caller: &Token, token: &Token) -> Result<DebuggedToken, SendError> {
        #[derive(Deserialize)]
        struct Data {
            data: DebuggedToken,
        }
        let call = self.get(caller, &["debug_token"]);
        Ok(call.query([("input_token", Some(token.expose().to_owned()))]).answer::<Data>().await?.data)
    }

    /// Makes a business token of the code that an embedded sign-up gave; a code lives 30 seconds and works once.
    /// Meta: Embedded Signup, Onboarding customers as a Tech Provider.
    ///
    /// # Errors
    /// As [`Client::send`]; after an unknown end the sign-up has to be done again.
    pub async fn exchange_code(
        &self,
        app_id: &str,
        app_secret: &Token,
        code: &Token,
    ) -> Result<Token, SendError> {
        #[derive(Deserialize)]
        struct Answer {
            access_token: String,
        }
        let query = [
            ("client_id", Some(app_id.to_owned())),
            ("client_secret", Some(app_secret.expose().to_owned())),
            ("code", Some(code.expose().to_owned())),
        ];
        let call = self.open_call(Method::GET, &["oauth", "access_token"]);
        Ok(Token::new(call.query(query).answer::<Answer>().await?.access_token))
    }
}
