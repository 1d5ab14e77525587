//! Against requests that another site makes a browser send: a header of ours, our own origin, the browser's word.

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::ORIGIN;
use shared::ErrorCode;

use crate::error::ApiError;

/// Refuses a state change that does not come from our own pages. Reading is not touched: GET and HEAD change nothing.
///
/// # Errors
/// `cross_site`, with what was missing.
pub fn check_origin(request: &HttpRequest, is_ours: impl Fn(&[u8]) -> bool) -> Result<(), ApiError> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    let headers = request.headers();
    let refuse = |what: &str| Err(ApiError::new(ErrorCode::CrossSite, what));
    let only = |name: &str| {
        let mut values = headers.get_all(name);
        let first = values.next();
        if values.next().is_some() { None } else { first.map(|value| value.as_bytes().to_vec()) }
    };
    if only("x-mgs-request").as_deref() != Some(b"1") {
        return refuse("send the header X-MGS-Request: 1");
    }
    if !only(ORIGIN.as_str()).is_some_and(|origin| is_ours(&origin)) {
        return refuse("the Origin header is not this site");
    }
    if headers.contains_key("sec-fetch-site") && only("sec-fetch-site").as_deref() != Some(b"same-origin") {
        return refuse("the browser says that another site asks");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const OURS: &str = "http://localhost:8080";

    fn is_allowed(headers: &[(&str, &str)]) -> bool {
        let mut request = TestRequest::post();
        for (name, value) in headers {
            request = request.append_header((*name, *value));
        }
        check_origin(&request.to_http_request(), |origin| origin == OURS.as_bytes()).is_ok()
    }

    #[test]
    fn a_state_change_must_come_from_our_own_pages() {
        let mark = ("x-mgs-request", "1");
        assert!(is_allowed(&[mark, ("origin", OURS)]));
        assert!(is_allowed(&[mark, ("origin", OURS), ("sec-fetch-site", "same-origin")]));
        let refused: &[&[(&str, &str)]] = &[
            &[],
            &[mark],
            &[("origin", OURS)],
            &[("x-mgs-request", "0"), ("origin", OURS)],
            &[mark, ("origin", "null")],
            &[mark, ("origin", "http://localhost:8081")],
            &[mark, ("origin", "https://localhost:8080")],
            &[mark, ("origin", "http://localhost:8080.evil.example")],
            &[mark, ("origin", OURS), ("origin", "https://evil.example")],
            &[mark, mark, ("origin", OURS)],
            &[mark, ("origin", OURS), ("sec-fetch-site", "same-site")],
            &[mark, ("origin", OURS), ("sec-fetch-site", "cross-site")],
            &[mark, ("origin", OURS), ("sec-fetch-site", "none")],
        ];
        for headers in refused {
            assert!(!is_allowed(headers), "{headers:?}");
        }
    }
}
