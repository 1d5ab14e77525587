//! Every route, one line each, grouped by feature. What is registered here is in the OpenAPI document.

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{accounts, system, workspaces};

/// The sources of the handlers, by tag: the document takes from their signatures who may call them.
pub(crate) const SOURCES: &[(&str, &str)] = &[
    ("accounts", include_str!("accounts/routes.rs")),
    ("workspaces", include_str!("workspaces/routes.rs")),
    ("system", include_str!("system/routes.rs")),
];

/// Registers everything.
pub fn all(app: &mut ServiceConfig) {
    app.service(scope("/api/v1").configure(api));
}

fn api(v1: &mut ServiceConfig) {
    v1.service(accounts::routes::sign_up);
    v1.service(accounts::routes::request_verification);
    v1.service(accounts::routes::verify_email);
    v1.service(accounts::routes::sign_in);
    v1.service(accounts::routes::refresh_session);
    v1.service(accounts::routes::sign_out);
    v1.service(accounts::routes::request_password_reset);
    v1.service(accounts::routes::reset_password);
    v1.service(accounts::routes::get_me);
    v1.service(accounts::routes::update_me);

    v1.service(workspaces::routes::get_workspace);
    v1.service(workspaces::routes::update_workspace);
    v1.service(workspaces::routes::stream_events);

    v1.service(system::routes::get_instance);
}
