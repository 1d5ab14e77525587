//! The dashboard, embedded: files of `web/dist`, and the page itself for every address that is none of ours; and the API
//! reference, which is built beside it.
//!
//! A debug build reads the files when they are asked for. Nothing else under `/api` or `/webhooks` is ever answered here.

use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::{HttpRequest, HttpResponse, ResponseError, get};
use rust_embed::{EmbeddedFile, RustEmbed};
use shared::ErrorCode;

use crate::error::ApiError;
use crate::openapi;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
struct Dist;

const FOREVER: &str = "public, max-age=31536000, immutable";
const REFERENCE: &str = "reference.html";
/// No wasm, and pictures within its styles; apart from that as strict as the dashboard's.
const REFERENCE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                             connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
                             frame-ancestors 'none'";
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>MGS WA</title><p>The server runs, but the dashboard \
                         is not built. Run <code>cargo xtask web</code> and reload.</p></html>";

/// The API reference.
#[get("/api/docs")]
pub(crate) async fn api_reference(request: HttpRequest) -> HttpResponse {
    let mut response = page(&request, REFERENCE);
    let policy = HeaderValue::from_static(REFERENCE_CSP);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// Answers what no route does.
pub(crate) async fn fallback(request: HttpRequest) -> HttpResponse {
    let path = request.path();
    if let Some(template) = request.match_pattern() {
        return method_not_allowed(&request, &template);
    }
    if ["/api", "/webhooks", "/dev"].iter().any(|root| is_under(path, root)) {
        return ApiError::new(ErrorCode::NotFound, "there is no such address").error_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return method_not_allowed(&request, "");
    }
    let name = path.trim_start_matches('/');
    if !is_hidden(name)
        && let Some(file) = Dist::get(name)
    {
        return serve(&request, name, file);
    }
    if name.starts_with("assets/") {
        return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body("not found");
    }
    page(&request, "index.html")
}

fn page(request: &HttpRequest, name: &str) -> HttpResponse {
    match Dist::get(name) {
        Some(page) => serve(request, name, page),
        None => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(NOT_BUILT),
    }
}

fn is_under(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What lies in the folder but is no page of its own.
fn is_hidden(name: &str) -> bool {
    [".gitkeep", REFERENCE].contains(&name) || [".br", ".gz"].iter().any(|end| name.ends_with(end))
}

fn method_not_allowed(request: &HttpRequest, template: &str) -> HttpResponse {
    let detail = format!("this address does not take {}", request.method());
    let mut response = ApiError::new(ErrorCode::MethodNotAllowed, detail).error_response();
    let mut methods = openapi::methods_of(template);
    if methods.is_empty() {
        methods.push("GET".into());
    }
    if let Ok(value) = HeaderValue::from_str(&methods.join(", ")) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

fn serve(request: &HttpRequest, name: &str, file: EmbeddedFile) -> HttpResponse {
    let etag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let is_same =
        request.headers().get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let mut response = if is_same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, etag)).insert_header((VARY, "accept-encoding"));
    let cache = if name.starts_with("assets/") { FOREVER } else { "no-cache" };
    response.insert_header((CACHE_CONTROL, cache));
    if is_same {
        return response.finish();
    }
    response.insert_header((CONTENT_TYPE, content_type(name)));
    let accepted =
        request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (encoding, end) in [("br", "br"), ("gzip", "gz")] {
        let is_accepted =
            accepted.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == encoding);
        if is_accepted && let Some(small) = Dist::get(&format!("{name}.{end}")) {
            response.insert_header((CONTENT_ENCODING, encoding));
            return response.body(small.data.into_owned());
        }
    }
    response.body(file.data.into_owned())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
