//! `GET` and `POST /webhooks/meta/{app}`: the handshake and the events.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::web::{self, Bytes, BytesMut};
use actix_web::{HttpRequest, HttpResponse, Resource};
use futures_util::StreamExt;
use serde::Deserialize;
use whatsapp::limits::WEBHOOK_BODY_BYTES;
use whatsapp::signature;

use super::apps::App;
use super::writer::NewEvent;
use super::{Error, Intake, rules};
use crate::error::ApiResult;
use crate::platform::state::State;

/// How long a webhook may take beside the arrival of its body, before Meta is told to come again: answered within a second.
const ANSWER_WITHIN: Duration = Duration::from_millis(900);
/// How long a body may take to arrive.
const BODY_WITHIN: Duration = Duration::from_secs(10);
/// Up to this size a body is read where it arrives: Meta's have a few kilobytes.
const SMALL_BYTES: usize = 64 * 1024;
/// The most that is set aside for a body before any of it has come.
const FIRST_BYTES: usize = 16 * 1024;

/// Meta's handshake.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.verify_token")]
    verify_token: String,
    #[serde(rename = "hub.challenge")]
    challenge: String,
}

/// The resource Meta calls. It is no part of our API, so it is not in the document.
pub fn webhook() -> Resource {
    web::resource("/webhooks/meta/{app}")
        .route(web::get().to(verify_webhook))
        .route(web::post().to(receive_webhook))
}

/// Answers Meta's handshake.
async fn verify_webhook(
    intake: web::Data<Intake>,
    app: web::Path<String>,
    query: Result<web::Query<Handshake>, actix_web::Error>,
) -> ApiResult<HttpResponse> {
    let app = intake.apps().by_meta_id(&app).await.map_err(|_| Error::Unavailable)?;
    // What is no query at all is no handshake either.
    let query = query.map_err(|_| Error::BadHandshake)?;
    let challenge = app.as_ref().and_then(|app| {
        signature::challenge(app.verify_token(), &query.mode, &query.verify_token, &query.challenge)
    });
    let challenge = challenge.ok_or(Error::BadHandshake)?;
    Ok(HttpResponse::Ok().content_type("text/plain").body(challenge.to_owned()))
}

/// Takes Meta's events: 200 only after they are stored.
async fn receive_webhook(
    request: HttpRequest,
    intake: web::Data<Intake>,
    state: web::Data<State>,
    app: web::Path<String>,
    body: web::Payload,
) -> ApiResult<HttpResponse> {
    let result = receive(&request, &intake, &state, &app, body).await;
    metrics::counter!("mgs_webhooks_total", "result" => result.map_or_else(label, |()| "stored"))
        .increment(1);
    result?;
    Ok(HttpResponse::Ok().finish())
}

async fn receive(
    request: &HttpRequest,
    intake: &Intake,
    state: &State,
    app: &str,
    body: web::Payload,
) -> Result<(), Error> {
    let began = Instant::now();
    let app = tokio::time::timeout(ANSWER_WITHIN, intake.apps().by_meta_id(app)).await;
    let app = app.map_err(|_| Error::Unavailable)?.map_err(|_| Error::Unavailable)?;
    let app = app.ok_or(Error::BadSignature)?;
    let left = ANSWER_WITHIN.saturating_sub(began.elapsed());
    let body = read(request, body).await?;
    let headers = request.headers().get_all(signature::SIGNATURE_HEADER).map(header::HeaderValue::as_bytes);
    signature::verify(app.secrets(), headers, &body).map_err(|_| Error::BadSignature)?;
    let parsed = parsed(&app, &body).await?;
    metrics::counter!("mgs_items_quarantined_total").increment(parsed.n_quarantined());
    let event = NewEvent {
        app_id: app.id,
        workspace_id: app.workspace_id.uuid(),
        received_at: state.clock.now(),
        body,
        parsed,
    };
    intake.store(event, left).await.map_err(|_| Error::Unavailable)
}

/// Reads the body; a large one on a thread of its own, so that no other request waits.
async fn parsed(app: &Arc<App>, body: &Bytes) -> Result<rules::Parsed, Error> {
    if body.len() <= SMALL_BYTES {
        return Ok(rules::read(body, &app.numbers));
    }
    let (app, body) = (app.clone(), body.clone());
    let read = web::block(move || rules::read(&body, &app.numbers)).await;
    read.map_err(|_| Error::Unavailable)
}

/// The raw body, within its limits of size and time.
async fn read(request: &HttpRequest, mut payload: web::Payload) -> Result<Bytes, Error> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse().ok());
    if announced.is_some_and(|bytes: usize| bytes > WEBHOOK_BODY_BYTES) {
        return Err(Error::TooLarge);
    }
    let all = async {
        // What is announced has not come yet: memory is taken as it comes.
        let mut body = BytesMut::with_capacity(announced.unwrap_or_default().min(FIRST_BYTES));
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Error::TooSlow)?;
            if body.len() + chunk.len() > WEBHOOK_BODY_BYTES {
                return Err(Error::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(BODY_WITHIN, all).await.map_err(|_| Error::TooSlow)?
}

const fn label(error: Error) -> &'static str {
    match error {
        Error::BadSignature => "bad_signature",
        Error::BadHandshake => "bad_handshake",
        Error::TooLarge => "too_large",
        Error::TooSlow => "too_slow",
        Error::Unavailable => "unavailable",
    }
}
