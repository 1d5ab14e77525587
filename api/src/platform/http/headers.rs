//! The security headers of every answer, errors included.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// For pages: our own scripts and wasm, no inline script or style, nobody else's origin.
const PAGE_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/// For everything that is no page.
const DATA_CSP: &str = "default-src 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
     fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     picture-in-picture=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=(), \
     publickey-credentials-get=(self), publickey-credentials-create=(self), clipboard-read=(self), \
     clipboard-write=(self)";
const HSTS: &str = "max-age=31536000; includeSubDomains";

/// Adds what is missing; `is_data` for the API and webhooks.
pub(super) fn secure(headers: &mut HeaderMap, is_data: bool, is_https: bool) {
    let mut set = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set("content-security-policy", if is_data { DATA_CSP } else { PAGE_CSP });
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", PERMISSIONS);
    if is_data {
        set("cache-control", "no-store");
    }
    if is_https {
        set("strict-transport-security", HSTS);
    }
}
