//! Errors as they cross the boundary: RFC 9457 problem details with a stable code.

use serde::{Deserialize, Serialize};

/// A problem document (`application/problem+json`, RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A reference for the kind of problem: `urn:mgs-wa:problem:{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status in words.
    pub title: String,
    /// The HTTP status code.
    pub status: u16,
    /// What kind of problem, stable for programs.
    pub code: ErrorCode,
    /// What happened and what to do, for a person.
    pub detail: String,
    /// What is wrong with single fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Names this request in the server's log.
    pub request_id: String,
    /// The permission that was missing, for `forbidden`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// The document as it stands now, for `stale_revision` and `precondition_failed`: nothing was saved, continue from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub current: Option<serde_json::Value>,
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// A JSON pointer (RFC 6901) into the body, or the parameter's name.
    pub pointer: String,
    /// What kind of fault, stable for programs.
    pub code: String,
    /// What to do, for a person.
    pub detail: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)*) => {
        /// Every error code of the API, with its HTTP status. A code is public and never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl ErrorCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// The code as written in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text,)* } }
            /// The HTTP status it is answered with.
            #[must_use]
            pub const fn status(self) -> u16 { match self { $(Self::$name => $status,)* } }
        }
    };
}

codes! {
    /// The request cannot be read: broken JSON, a wrong path or query value.
    BadRequest = "bad_request", 400;
    /// Nobody is signed in, or the session has ended.
    Unauthenticated = "unauthenticated", 401;
    /// Email or password is wrong.
    WrongCredentials = "wrong_credentials", 401;
    /// The signature of a webhook is missing or wrong.
    BadSignature = "bad_signature", 401;
    /// The act is sensitive and the password was proved more than five minutes ago: prove it again, then repeat.
    ReauthenticationRequired = "reauthentication_required", 403;
    /// The role, or the API key, lacks the permission that `permission` names.
    Forbidden = "forbidden", 403;
    /// A state change without our header, from another origin, or over plain http.
    CrossSite = "cross_site", 403;
    /// The address of the account is not verified yet; a new mail is on its way.
    NotVerified = "not_verified", 403;
    /// Sign-up is closed on this installation.
    SignUpClosed = "sign_up_closed", 403;
    /// The invitation is for another address than that of the account that is signed in.
    WrongAccount = "wrong_account", 403;
    /// There is no such thing here, or it is not yours.
    NotFound = "not_found", 404;
    /// The address takes other methods only.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The body came too slowly.
    RequestTimeout = "request_timeout", 408;
    /// The document has changed since; `current` holds it.
    StaleRevision = "stale_revision", 409;
    /// The thing is in a state in which this cannot be done; `detail` says which.
    Conflict = "conflict", 409;
    /// The workspace would be left without an owner: make somebody else one first.
    LastOwner = "last_owner", 409;
    /// Somebody with this address is a member already.
    AlreadyMember = "already_member", 409;
    /// This address was invited already; the invitation can be sent again or revoked.
    AlreadyInvited = "already_invited", 409;
    /// There is an account with this address: sign in with it.
    HasAccount = "has_account", 409;
    /// There are as many as there may be; `detail` says how many.
    LimitReached = "limit_reached", 409;
    /// The document is not in the state that `If-Match` names; `current` holds it.
    PreconditionFailed = "precondition_failed", 412;
    /// The body is larger than allowed.
    TooLarge = "too_large", 413;
    /// The body is not of a type that is read here.
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// One or more fields are wrong; `errors` says which.
    Invalid = "invalid", 422;
    /// The link was used, has expired or was never given.
    LinkInvalid = "link_invalid", 422;
    /// The bot has problems that block publishing.
    BotHasProblems = "bot_has_problems", 422;
    /// The `Idempotency-Key` was used for another request.
    IdempotencyKeyReused = "idempotency_key_reused", 422;
    /// An operation cannot be applied to the draft.
    OpNotApplicable = "op_not_applicable", 422;
    /// Too many requests; wait as `Retry-After` says.
    TooManyRequests = "too_many_requests", 429;
    /// Something is broken on our side; the request id finds it in the log.
    Internal = "internal", 500;
    /// The simulator does not answer.
    SandboxUnavailable = "sandbox_unavailable", 502;
    /// The server cannot take this now; try again as `Retry-After` says.
    Unavailable = "unavailable", 503;
}

/// By hand, because the derive does not read the `rename` that a macro has written.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for ErrorCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("What kind of problem. A code is public and never changes its meaning."))
            .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for ErrorCode {}
