//! What every request passes, whatever its route: id, deadline of the body, headers, panics, log line, metrics.

mod body;
mod client;
mod connections;
mod frame;
mod headers;

use actix_web::HttpRequest;
use uuid::Uuid;

pub use body::JSON_BYTES;
pub use client::{client_address, is_secure};
pub use connections::Connections;
pub use frame::frame;

tokio::task_local! {
    static REQUEST_ID: String;
}

/// The id of the request being answered; empty outside of one.
#[must_use]
pub fn request_id() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}

fn new_request_id() -> String {
    format!("req_{}", Uuid::now_v7().simple())
}

/// The route's template, never the address: that may hold what is nobody's business.
fn template(request: &HttpRequest) -> String {
    request.match_pattern().unwrap_or_else(|| "unmatched".into())
}
