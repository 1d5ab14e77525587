//! The handlers of the admin API.

use std::fmt;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, web};
use futures_util::future::{Ready, ready};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use tokio::time::Instant;

use super::{Conversation, Faults, NewApp, NewNumber, NewPhone, Number, Phone, PhoneContent, PhoneMessage};
use super::{ReadUp, Stats, Written};
use crate::signature::MIN_SECRET_BYTES;
use crate::simulator::server::Body;
use crate::simulator::store::{Db, StoreError, directory, messages, webhooks};
use crate::simulator::{Shared, delivery, now_ms};

const MAX_WAIT: Duration = Duration::from_secs(25);

type Answer = Result<HttpResponse, AdminRefusal>;
type Place = web::Path<(String, String)>;

pub(in crate::simulator) fn routes(config: &mut web::ServiceConfig) {
    let phone = "/numbers/{phone_number_id}/phones/{phone}";
    config
        .route("/health", web::get().to(HttpResponse::Ok))
        .route("/apps/{app_id}", web::put().to(put_app))
        .route("/apps/{app_id}", web::delete().to(delete_app))
        .route("/apps/{app_id}/handshake", web::post().to(handshake))
        .route("/numbers", web::post().to(put_number))
        .route("/numbers/{phone_number_id}", web::delete().to(delete_number))
        .route("/phones", web::post().to(put_phone))
        .route("/phones/{phone}", web::get().to(get_phone))
        .route("/phones/{phone}", web::delete().to(delete_phone))
        .route(&format!("{phone}/messages"), web::post().to(write_message))
        .route(&format!("{phone}/messages"), web::get().to(get_conversation))
        .route(&format!("{phone}/messages/{{wamid}}"), web::get().to(get_message))
        .route(&format!("{phone}/thread"), web::get().to(get_thread))
        .route(&format!("{phone}/read"), web::post().to(read_up))
        .route(&format!("{phone}/close_window"), web::post().to(close_window))
        .route("/stats", web::get().to(get_stats))
        .route("/faults", web::put().to(put_faults))
        .route("/faults", web::delete().to(clear_faults))
        .default_service(web::to(async || Err::<HttpResponse, _>(AdminRefusal::NotFound("call"))));
}

async fn put_app(admin: Admin, path: web::Path<String>, body: Body) -> Answer {
    let app: NewApp = read(&body)?;
    if app.secret.len() < MIN_SECRET_BYTES || !app.webhook_url.starts_with("http://") {
        return Err(AdminRefusal::Invalid("the secret is too short, or the webhook url is not http".into()));
    }
    admin.store.run(move |db| directory::put_app(db, &path, &app)).await?;
    admin.apps.send_replace(());
    Ok(HttpResponse::NoContent().finish())
}

async fn delete_app(admin: Admin, path: web::Path<String>) -> Answer {
    let is_deleted = admin.store.run(move |db| directory::delete_app(db, &path)).await?;
    if is_deleted { Ok(HttpResponse::NoContent().finish()) } else { Err(AdminRefusal::NotFound("app")) }
}

async fn handshake(admin: Admin, path: web::Path<String>) -> Answer {
    let handshake = delivery::handshake(&admin, path.into_inner()).await?;
    found("app", handshake)
}

async fn put_number(admin: Admin, body: Body) -> Answer {
    let new: NewNumber = read(&body)?;
    found("app", admin.store.run(move |db| directory::put_number(db, new)).await?)
}

async fn delete_number(admin: Admin, path: web::Path<String>) -> Answer {
    let is_deleted = admin.store.run(move |db| directory::delete_number(db, &path)).await?;
    if is_deleted { Ok(HttpResponse::NoContent().finish()) } else { Err(AdminRefusal::NotFound("number")) }
}

async fn put_phone(admin: Admin, body: Body) -> Answer {
    let new: NewPhone = read(&body)?;
    let is_digits = |wa_id: &String| !wa_id.is_empty() && wa_id.bytes().all(|byte| byte.is_ascii_digit());
    if new.wa_id.as_ref().is_some_and(|wa_id| !is_digits(wa_id)) || new.user_id.as_deref() == Some("") {
        return Err(AdminRefusal::Invalid("wa_id must be digits, user_id must not be empty".into()));
    }
    let phone = admin.store.run(move |db| directory::put_phone(db, new)).await?;
    let phone = phone.ok_or(AdminRefusal::Invalid("another phone has this wa_id".into()))?;
    Ok(HttpResponse::Ok().json(phone))
}

async fn get_phone(admin: Admin, path: web::Path<String>) -> Answer {
    found("phone", admin.store.run(move |db| directory::phone(db, &path)).await?)
}

async fn delete_phone(admin: Admin, path: web::Path<String>) -> Answer {
    let work = move |db: &Db| match directory::phone(db, &path)? {
        Some(phone) => directory::delete_phone(db, &phone.user_id),
        None => Ok(false),
    };
    if admin.store.run(work).await? {
        return Ok(HttpResponse::NoContent().finish());
    }
    Err(AdminRefusal::NotFound("phone"))
}

async fn write_message(admin: Admin, place: Place, body: Body) -> Answer {
    let PhoneMessage { content, reply_to } = read(&body)?;
    let content = graph_content(content);
    let wamid = at(&admin, place, move |db, number, phone| {
        messages::write(db, number, phone, &content, reply_to.as_deref(), now_ms())
    });
    let wamid = wamid.await?;
    admin.announce();
    Ok(HttpResponse::Created().json(Written { wamid }))
}

fn graph_content(content: PhoneContent) -> Value {
    match content {
        PhoneContent::Text { body } => json!({ "type": "text", "text": { "body": body } }),
        PhoneContent::ButtonReply { id, title } => json!({ "type": "interactive",
            "interactive": { "type": "button_reply", "button_reply": { "id": id, "title": title } } }),
        PhoneContent::ListReply { id, title, description } => {
            let mut reply = json!({ "id": id, "title": title });
            if let Some(description) = description {
                reply["description"] = json!(description);
            }
            json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": reply } })
        }
        PhoneContent::Other { message_type, object } => json!({ "type": message_type, message_type: object }),
    }
}

#[derive(Debug, Deserialize)]
struct Since {
    #[serde(default)]
    since: i64,
    #[serde(default)]
    wait_ms: u64,
}

async fn get_conversation(admin: Admin, place: Place, query: web::Query<Since>) -> Answer {
    let until = Instant::now() + Duration::from_millis(query.wait_ms).min(MAX_WAIT);
    let mut changes = admin.conversations.subscribe();
    let since = query.since;
    loop {
        changes.mark_unchanged();
        let (messages, cursor) = at(&admin, place.clone().into(), move |db, number, phone| {
            messages::conversation(db, &number.phone_number_id, &phone.user_id, since)
        })
        .await?;
        let is_over =
            !messages.is_empty() || tokio::time::timeout_at(until, changes.changed()).await.is_err();
        if is_over {
            return Ok(HttpResponse::Ok().json(Conversation { messages, cursor }));
        }
    }
}

#[derive(Debug, Deserialize)]
struct Part {
    n: u16,
    before: Option<String>,
}

async fn get_thread(admin: Admin, place: Place, query: web::Query<Part>) -> Answer {
    let Part { n, before } = query.into_inner();
    let thread = at(&admin, place, move |db, number, phone| {
        messages::thread(db, &number.phone_number_id, &phone.user_id, before.as_deref(), n)
    });
    Ok(HttpResponse::Ok().json(thread.await?))
}

async fn get_message(admin: Admin, path: web::Path<(String, String, String)>) -> Answer {
    let (number, phone, wamid) = path.into_inner();
    let message = at(&admin, (number, phone).into(), move |db, number, phone| {
        messages::message(db, &number.phone_number_id, &phone.user_id, &wamid)
    });
    Ok(HttpResponse::Ok().json(message.await?))
}

async fn read_up(admin: Admin, place: Place) -> Answer {
    let n_read =
        at(&admin, place, |db, number, phone| messages::read_up(db, number, phone, now_ms())).await?;
    admin.announce();
    Ok(HttpResponse::Ok().json(ReadUp { n_read }))
}

async fn close_window(admin: Admin, place: Place) -> Answer {
    at(&admin, place, |db, number, phone| messages::close_window(db, number, phone, now_ms())).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn get_stats(admin: Admin) -> Answer {
    let work = |db: &Db| {
        let (accepted, n_written) = (messages::accepted(db)?, messages::n_written(db)?);
        let (n_webhooks_waiting, n_apps) = (webhooks::n_waiting(db)?, directory::n_apps(db)?);
        Ok(Stats { accepted, n_written, n_webhooks_waiting, n_apps })
    };
    Ok(HttpResponse::Ok().json(admin.store.run(work).await?))
}

async fn put_faults(admin: Admin, body: Body) -> Answer {
    let faults: Faults = read(&body)?;
    admin.faults().set(faults);
    Ok(HttpResponse::NoContent().finish())
}

async fn clear_faults(admin: Admin) -> Answer {
    admin.faults().clear();
    Ok(HttpResponse::NoContent().finish())
}

/// Does work on a conversation; 404 when its number or its phone is not there.
async fn at<T: Send + 'static>(
    admin: &Admin,
    place: Place,
    work: impl FnOnce(&Db, &Number, &Phone) -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, AdminRefusal> {
    let (phone_number_id, phone) = place.into_inner();
    admin
        .store
        .run(move |db| {
            let Some(number) = directory::number(db, &phone_number_id)? else {
                return Ok(Err(AdminRefusal::NotFound("number")));
            };
            let Some(phone) = directory::phone(db, &phone)? else {
                return Ok(Err(AdminRefusal::NotFound("phone")));
            };
            work(db, &number, &phone).map(Ok)
        })
        .await?
}

fn read<T: DeserializeOwned>(body: &Body) -> Result<T, AdminRefusal> {
    let body = body.0.as_deref().unwrap_or_default();
    serde_json::from_slice(body).map_err(|error| AdminRefusal::Invalid(error.to_string()))
}

fn found<T: Serialize>(what: &'static str, value: Option<T>) -> Answer {
    value.map(|value| HttpResponse::Ok().json(value)).ok_or(AdminRefusal::NotFound(what))
}

/// Proof that the caller has the admin token; leads to what is shared.
struct Admin(web::Data<Shared>);

impl std::ops::Deref for Admin {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRequest for Admin {
    type Error = AdminRefusal;
    type Future = Ready<Result<Self, AdminRefusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(shared) = request.app_data::<web::Data<Shared>>() else {
            return ready(Err(AdminRefusal::Unauthorised));
        };
        let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let expected = shared.admin_token.expose();
        let is_admin = !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(token.as_bytes()));
        ready(if is_admin { Ok(Self(shared.clone())) } else { Err(AdminRefusal::Unauthorised) })
    }
}

/// Why an admin call failed.
#[derive(Debug)]
enum AdminRefusal {
    Unauthorised,
    NotFound(&'static str),
    Invalid(String),
    Store,
}

impl From<StoreError> for AdminRefusal {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

impl fmt::Display for AdminRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthorised => f.write_str("the admin token is missing or wrong"),
            Self::NotFound(what) => write!(f, "there is no such {what}"),
            Self::Invalid(reason) => f.write_str(reason),
            Self::Store => f.write_str("the state file cannot be written"),
        }
    }
}

impl ResponseError for AdminRefusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthorised => StatusCode::UNAUTHORIZED,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Store => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).json(json!({ "error": self.to_string() }))
    }
}
