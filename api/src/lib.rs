//! The server of MGS WA. Read in this order: `config`, `entities`, `platform`, `routes`, then the features.

#![warn(clippy::too_many_lines)]

pub mod config;
pub mod entities;
pub mod error;
pub mod platform;
pub mod routes;

pub mod accounts;
pub mod bots;
pub mod contacts;
pub mod inbox;
pub mod intake;
pub mod integrators;
pub mod numbers;
pub mod outbox;
pub mod runs;
pub mod system;
pub mod team;
pub mod workspaces;

pub mod background;
pub mod jobs;
pub mod openapi;
pub mod retention;
pub mod serve;
pub mod simulator;
mod spa;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, web};
use utoipa_actix_web::AppExt;

use error::ApiError;
use intake::Intake;
use platform::http::frame;
use platform::state::State;

/// The application of one worker thread: every route in its frame.
pub fn app(
    state: web::Data<State>,
    intake: web::Data<Intake>,
    versions: web::Data<bots::Versions>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let is_https = state.public_url.scheme() == "https";
    let has_mail_page = state.mailer.folder().is_some();
    App::new()
        .app_data(state)
        .app_data(intake)
        .app_data(versions)
        .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::not_found().into()))
        .into_utoipa_app()
        .configure(routes::all)
        .into_app()
        .service(system::routes::api_document)
        .service(spa::api_reference)
        .service(intake::routes::webhook())
        .service(system::routes::livez)
        .service(system::routes::readyz)
        .configure(move |app| {
            if has_mail_page {
                app.service(system::mails::mail_page);
                app.service(system::mails::mail_style);
            }
        })
        .default_service(web::to(spa::fallback))
        .wrap(from_fn(move |request, next| frame(request, next, is_https)))
}
