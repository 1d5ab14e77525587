//! `ETag`, `If-None-Match`, `If-Match`: which state of a document a caller has seen (RFC 9110).
//!
//! A tag is the hash of the document as it is answered to this caller, so it changes whenever anything in it does.

use actix_web::http::Method;
use actix_web::http::header::{ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::ErrorCode;

use crate::error::ApiError;

/// Bytes of the hash that a tag holds.
const TAG_BYTES: usize = 16;

fn tag(json: &[u8]) -> String {
    let hash = Sha256::digest(json);
    format!("\"{}\"", hex::encode(hash.get(..TAG_BYTES).unwrap_or_default()))
}

/// Puts the tag of a document into its answer. A caller who has that state already is answered 304 instead.
pub(super) fn write(
    request: &HttpRequest,
    answer: &mut HttpResponseBuilder,
    json: &[u8],
) -> Option<HttpResponse> {
    if !matches!(*request.method(), Method::GET | Method::PATCH) {
        return None;
    }
    let tag = tag(json);
    let is_known =
        request.method() == Method::GET && names(request, &IF_NONE_MATCH, &tag, true) == Some(true);
    answer.insert_header((ETAG, tag.clone()));
    is_known.then(|| HttpResponse::NotModified().insert_header((ETAG, tag)).finish())
}

/// Whether a change depends on the state of the document.
pub(super) fn is_conditional(request: &HttpRequest) -> bool {
    request.headers().contains_key(IF_MATCH)
}

/// Refuses a change of a document that is not in the state that the caller has seen; the answer has the document as it stands
/// when they may read it.
pub(super) fn check(request: &HttpRequest, current: &impl Serialize, may_read: bool) -> Result<(), ApiError> {
    let unwritten = |_| ApiError::internal("a document could not be written");
    let json = serde_json::to_vec(current).map_err(unwritten)?;
    if names(request, &IF_MATCH, &tag(&json), false) == Some(false) {
        let detail = "it has changed since; read it again and decide anew";
        let current = serde_json::to_value(current).map_err(unwritten)?;
        let error = ApiError::new(ErrorCode::PreconditionFailed, detail);
        return Err(if may_read { error.with_current(current) } else { error });
    }
    Ok(())
}

/// Whether a header lists a tag, or `*`; `None` when there is no such header. A weak tag counts where that is said.
fn names(request: &HttpRequest, header: &HeaderName, tag: &str, takes_weak: bool) -> Option<bool> {
    let mut values = request.headers().get_all(header).peekable();
    values.peek()?;
    let mut tags =
        values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim);
    Some(
        tags.any(|given| {
            given == "*" || given == tag || (takes_weak && given.strip_prefix("W/") == Some(tag))
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_header_names_one_tag_of_several_or_any() {
        let named = |value: &str, takes_weak| {
            let request = TestRequest::get().insert_header((IF_MATCH, value)).to_http_request();
            names(&request, &IF_MATCH, "\"a\"", takes_weak)
        };
        assert_eq!(named("\"a\"", false), Some(true));
        assert_eq!(named("\"b\" , \"a\"", false), Some(true));
        assert_eq!(named("*", false), Some(true));
        assert_eq!(named("W/\"a\"", true), Some(true));
        for other in ["W/\"a\"", "\"b\"", "a", "", "\"A\""] {
            assert_eq!(named(other, false), Some(false), "{other}");
        }
        assert_eq!(names(&TestRequest::get().to_http_request(), &IF_MATCH, "\"a\"", false), None);
    }
}
