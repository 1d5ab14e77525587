//! API keys: what integrators sign in with.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, Permission};

/// Most characters of a key's name.
pub const KEY_NAME_MAX_CHARS: usize = 60;
/// Days a key lives when nobody says how long.
pub const KEY_DEFAULT_DAYS: u16 = 90;
/// Days a key lives at most.
pub const KEY_MAX_DAYS: u16 = 365;
/// Addresses and networks a key may be held to.
pub const KEY_MAX_ADDRESSES: usize = 20;

/// A key, without its secret: that is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    /// The key's id; it stands in the key itself as well.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// What it may do, as long as whoever made it may do it too.
    pub scopes: Vec<Permission>,
    /// The last four characters of the secret, to recognise it by.
    #[cfg_attr(feature = "openapi", schema(example = "7k3q"))]
    pub last_four: String,
    /// Where it may be used from; anywhere when empty.
    pub addresses: Vec<String>,
    /// Whether the caller made it: nobody else replaces its secret, or changes what it may do and where it may be used from.
    pub is_mine: bool,
    /// Who made it; empty when they have left.
    pub created_by: String,
    /// How it stands.
    pub state: ApiKeyState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// Until when the secret before the last rotation still works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_secret_expires_at: Option<DateTime<Utc>>,
    /// When it was used last, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
    /// Where it was used from last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_ip: Option<String>,
    /// What used it last, as it calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_agent: Option<String>,
}

/// How a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyState {
    /// It works.
    Active,
    /// Its time is over.
    Expired,
    /// Somebody revoked it.
    Revoked,
    /// Whoever made it is no member any more.
    Orphaned,
}

/// Makes a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    /// What it is for.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, example = "Shop"))]
    pub name: String,
    /// What it may do: at least one permission, none that the caller lacks, none that only people have.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub scopes: Vec<Permission>,
    /// Days until it stops working, 1 to 365; 90 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 365))]
    pub expires_in_days: Option<u16>,
    /// Where it may be used from: addresses or networks such as `203.0.113.0/24`; anywhere when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub addresses: Vec<String>,
}

/// Changes a key; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApiKeyPatch {
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub name: Option<String>,
    /// What it may do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub scopes: Option<Vec<Permission>>,
    /// Where it may be used from; anywhere when empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub addresses: Option<Vec<String>>,
}

/// A key with its secret, which is shown here and never again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedApiKey {
    /// The key as it is listed from now on.
    pub key: ApiKey,
    /// What goes into `Authorization: Bearer …`.
    pub secret: String,
}
