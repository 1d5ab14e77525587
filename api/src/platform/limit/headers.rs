//! `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers), on every answer that a limit looked at.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpMessage, HttpRequest};

use super::{Reports, WINDOW, seconds};

/// Writes what the limits said of a request into the headers of its answer.
pub(in crate::platform) fn write(request: &HttpRequest, headers: &mut HeaderMap) {
    let extensions = request.extensions();
    let Some(Reports(reports)) = extensions.get::<Reports>() else { return };
    let window = WINDOW.num_seconds();
    let list = |item: &dyn Fn(&super::Report) -> String| {
        let items: Vec<String> = reports.iter().map(item).collect();
        HeaderValue::from_str(&items.join(", "))
    };
    let policy = list(&|report| format!("\"{}\";q={};w={window}", report.name, report.quota));
    let left = list(&|report| {
        format!("\"{}\";r={};t={}", report.name, report.left.requests, seconds(report.left.full_in))
    });
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
        if let Ok(value) = value {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}
