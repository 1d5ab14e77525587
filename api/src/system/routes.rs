//! The installation itself.

use std::sync::atomic::Ordering;

use actix_web::{HttpResponse, Responder, get, web};
use shared::account::Instance;

use crate::openapi;
use crate::platform::cx::Anyone;
use crate::platform::extract::Json;
use crate::platform::state::State;

/// Get what a browser must know before anybody signs in.
///
/// Whether sign-up is open, which version runs, and in development where sent mails are shown.
#[utoipa::path(responses((status = 200, body = Instance)))]
#[get("/instance")]
pub(crate) async fn get_instance(anyone: Anyone) -> Json<Instance> {
    let state = anyone.state();
    Json(Instance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sign_up: state.config.sign_up,
        mail_page: state.mailer.folder().map(|_| "/dev/mail".to_owned()),
    })
}

/// The process lives.
#[get("/livez")]
pub(crate) async fn livez() -> impl Responder {
    "ok\n"
}

/// The process takes work: its database answers and it is not about to stop.
#[get("/readyz")]
pub(crate) async fn readyz(state: web::Data<State>) -> impl Responder {
    let is_ready = state.is_ready.load(Ordering::Relaxed) && state.db.ping().await.is_ok();
    if is_ready {
        HttpResponse::Ok().body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable().body("not ready\n")
    }
}

/// The document of this API.
#[get("/api/openapi.json")]
pub(crate) async fn api_document() -> impl Responder {
    HttpResponse::Ok().content_type("application/json; charset=utf-8").body(openapi::text())
}
