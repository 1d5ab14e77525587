//! The frame around every request.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError};
use futures_util::FutureExt;

use super::{REQUEST_ID, body, headers, new_request_id, template};
use crate::error::ApiError;
use crate::platform::limit;

/// Names the request, bounds its body, turns a panic into an answer, sets the headers, and writes one log line.
///
/// # Errors
/// With an answer that is whole, for a panic: the request is gone by then, and with it what a response is made of.
pub async fn frame(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    is_https: bool,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = Instant::now();
    let id = new_request_id();
    let unread = body::set_deadline(&mut request);
    let is_data = request.path().starts_with("/api") || request.path().starts_with("/webhooks");
    let answer = REQUEST_ID.scope(id.clone(), AssertUnwindSafe(next.call(request)).catch_unwind());
    let Ok(Ok(response)) = answer.await else {
        return Err(Broken { id, is_data, is_https }.into());
    };
    let mut response = response.map_body(|_, body| unread.kept_with(body.boxed()));
    let request = response.request().clone();
    limit::write(&request, response.headers_mut());
    finish(response.headers_mut(), &id, is_data, is_https);
    record(&response, &id, begun);
    Ok(response)
}

fn finish(headers: &mut HeaderMap, id: &str, is_data: bool, is_https: bool) {
    headers::secure(headers, is_data, is_https);
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

/// A handler panicked.
#[derive(Debug)]
struct Broken {
    id: String,
    is_data: bool,
    is_https: bool,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a handler panicked")
    }
}

impl ResponseError for Broken {
    fn error_response(&self) -> HttpResponse {
        let mut response = REQUEST_ID
            .sync_scope(self.id.clone(), || ApiError::internal("a handler panicked").error_response());
        finish(response.headers_mut(), &self.id, self.is_data, self.is_https);
        response
    }
}

fn record(response: &ServiceResponse<BoxBody>, id: &str, begun: Instant) {
    let route = template(response.request());
    let status = response.status().as_u16();
    let elapsed = begun.elapsed();
    let method = method(response.request().method());
    let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request_id = id, method, route, status, ms, "request");
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels[..2]).record(elapsed.as_secs_f64());
}

/// The method in metrics and logs: one of those that exist, as anybody can call with any word.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PATCH" => "PATCH",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_method_that_somebody_made_up_gets_no_label_of_its_own() {
        for name in ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"] {
            assert_eq!(method(&Method::from_bytes(name.as_bytes()).unwrap()), name);
        }
        for name in ["Q000001", "get", "PROPFIND"] {
            assert_eq!(method(&Method::from_bytes(name.as_bytes()).unwrap()), "OTHER");
        }
    }

    use actix_web::middleware::from_fn;
    use actix_web::{App, test, web};

    #[actix_web::test]
    async fn a_panic_is_answered_and_the_worker_lives() {
        async fn broken() -> HttpResponse {
            panic!("as tests do")
        }
        let app = App::new()
            .route("/api/broken", web::get().to(broken))
            .route("/api/fine", web::get().to(HttpResponse::Ok))
            .wrap(from_fn(|request, next| frame(request, next, true)));
        let app = test::init_service(app).await;
        for _ in 0..2 {
            let request = test::TestRequest::get().uri("/api/broken").to_request();
            let error = test::try_call_service(&app, request).await.err().unwrap();
            let response = error.error_response();
            assert_eq!(response.status(), 500);
            let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
            assert_eq!(header("content-type"), "application/problem+json; charset=utf-8");
            assert!(header("strict-transport-security").starts_with("max-age=31536000"));
            assert!(header("x-request-id").starts_with("req_"));
        }
        let request = test::TestRequest::get().uri("/api/fine").to_request();
        assert!(test::call_service(&app, request).await.status().is_success());
    }
}
