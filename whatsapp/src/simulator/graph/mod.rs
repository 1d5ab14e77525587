//! The Graph side: the calls a business makes. Meta: Messages, Send messages; Business phone numbers, Get a phone number.

mod refusal;
mod request;

use std::sync::Arc;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, ContentType};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use super::admin::Number;
use super::payload::digits;
use super::server::Body;
use super::store::messages::{self, AcceptedSend, NewSend};
use super::store::{Db, directory};
use super::{Shared, now_ms};
use crate::message::Recipient;
use refusal::Refusal;
use request::Request;

type Answer = Result<HttpResponse, Refusal>;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    // Some clients leave the version out, some use PUT to mark messages as read.
    for path in ["/{version}/{id}/messages", "/{id}/messages"] {
        let resource =
            web::resource(path).route(web::post().to(post_message)).route(web::put().to(post_message));
        config.service(resource.default_service(web::to(unsupported)));
    }
    for path in ["/{version}/{id}", "/{id}"] {
        config.service(
            web::resource(path).route(web::get().to(get_number)).default_service(web::to(unsupported)),
        );
    }
    config.default_service(web::to(unknown_path));
}

#[derive(Debug, Deserialize)]
struct GraphPath {
    version: Option<String>,
    id: String,
}

#[derive(Debug, Default, Deserialize)]
struct Query {
    access_token: Option<String>,
    fields: Option<String>,
}

async fn post_message(
    shared: web::Data<Shared>,
    http: HttpRequest,
    path: web::Path<GraphPath>,
    query: Option<web::Query<Query>>,
    Body(body): Body,
) -> Answer {
    let id = checked_id(path.into_inner(), http.path())?;
    let token = token(&http, query)?;
    let request = Request::read(body.as_deref())?;
    let shared = shared.into_inner();
    match request {
        Request::Read { wamid } => mark_read(&shared, token, id, wamid).await,
        Request::Send { send, input } => send_message(&shared, token, id, *send, input).await,
    }
}

async fn send_message(
    shared: &Arc<Shared>,
    token: String,
    id: String,
    send: NewSend,
    input: String,
) -> Answer {
    let fault = shared.faults().next_send(&id);
    tokio::time::sleep(fault.latency).await;
    let status_ms = i64::try_from(shared.status_delay.as_millis()).unwrap_or_default();
    let accepted = shared
        .store
        .run(move |db| {
            let number = match authorise(db, &token, &id)? {
                Ok(number) => number,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if let Some(error) = fault.error {
                return Ok(Err(Refusal::fault(&error)));
            }
            if matches!(&send.to, Recipient::Phone(to) if *to == digits(&number.display_phone_number)) {
                return Ok(Err(Refusal::own_number()));
            }
            messages::accept(db, &number, &send, now_ms(), status_ms).map(Ok)
        })
        .await??;
    shared.announce();
    if fault.is_answer_dropped {
        return Ok(broken_answer());
    }
    Ok(json_answer(&send_response(&accepted, &input)))
}

fn send_response(accepted: &AcceptedSend, input: &str) -> Value {
    let mut contact = Map::new();
    contact.insert("input".into(), json!(input));
    match &accepted.phone {
        None if accepted.is_to_number => drop(contact.insert("wa_id".into(), json!(digits(input)))),
        None => {}
        Some(phone) => {
            if let Some(wa_id) = &phone.wa_id {
                contact.insert("wa_id".into(), json!(wa_id));
            }
            contact.insert("user_id".into(), json!(phone.user_id));
        }
    }
    json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [{ "id": accepted.wamid }] })
}

async fn mark_read(shared: &Arc<Shared>, token: String, id: String, wamid: String) -> Answer {
    let work = move |db: &Db| match authorise(db, &token, &id)? {
        Err(refusal) => Ok(Err(refusal)),
        Ok(number) if messages::mark_read(db, &number, &wamid)? => Ok(Ok(())),
        Ok(_) => Ok(Err(Refusal::invalid("message_id", "The message is not known to this number."))),
    };
    shared.store.run(work).await??;
    shared.announce();
    Ok(json_answer(&json!({ "success": true })))
}

async fn get_number(
    shared: web::Data<Shared>,
    http: HttpRequest,
    path: web::Path<GraphPath>,
    query: Option<web::Query<Query>>,
) -> Answer {
    let id = checked_id(path.into_inner(), http.path())?;
    let fields = query.as_ref().and_then(|query| query.fields.clone());
    let token = token(&http, query)?;
    let number = shared.store.run(move |db| authorise(db, &token, &id)).await??;
    let all = json!({ "verified_name": number.verified_name, "code_verification_status": "VERIFIED",
        "display_phone_number": number.display_phone_number, "quality_rating": "GREEN", "platform_type": "CLOUD_API",
        "throughput": { "level": "STANDARD" }, "id": number.phone_number_id });
    let Some(fields) = fields else { return Ok(json_answer(&all)) };
    let asked: Vec<_> = fields.split(',').map(str::trim).chain(["id"]).collect();
    let all = all.as_object().cloned().unwrap_or_default();
    let some: Map<String, Value> =
        all.into_iter().filter(|(name, _)| asked.contains(&name.as_str())).collect();
    Ok(json_answer(&some))
}

async fn unsupported(http: HttpRequest) -> Answer {
    Err(Refusal::unsupported_method(http.method().as_str()))
}

async fn unknown_path(http: HttpRequest) -> Answer {
    Err(Refusal::unknown_path(http.path()))
}

/// Who may use a number: the one with its token.
fn authorise(db: &Db, token: &str, id: &str) -> rusqlite::Result<Result<Number, Refusal>> {
    if let Some(number) = directory::number(db, id)?
        && bool::from(number.token.as_bytes().ct_eq(token.as_bytes()))
    {
        return Ok(Ok(number));
    }
    // Graph does not tell another's number from one that is not there.
    let is_known = directory::is_token_known(db, token)?;
    Ok(Err(if is_known { Refusal::unknown_object(id) } else { Refusal::bad_token() }))
}

fn token(http: &HttpRequest, query: Option<web::Query<Query>>) -> Result<String, Refusal> {
    let header = http.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = header
        .and_then(|value| value.split_once(' '))
        .filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
    let token = bearer.map(|(_, token)| token.trim().to_owned());
    token.or(query.and_then(|query| query.into_inner().access_token)).ok_or_else(Refusal::no_token)
}

fn checked_id(path: GraphPath, full: &str) -> Result<String, Refusal> {
    let is_version = |text: &str| {
        text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    match path.version {
        Some(version) if !is_version(&version) => Err(Refusal::unknown_path(full)),
        _ => Ok(path.id),
    }
}

fn json_answer(value: &impl serde::Serialize) -> HttpResponse {
    HttpResponse::Ok().json(value)
}

/// A connection that breaks where the answer should be.
fn broken_answer() -> HttpResponse {
    let broken =
        futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("dropped on request")) });
    HttpResponse::build(StatusCode::OK)
        .content_type(ContentType::json())
        .body(SizedStream::new(256, Box::pin(broken)))
}
