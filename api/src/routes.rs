//! Every route, one line each, grouped by feature. What is registered here is in the OpenAPI document.

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{accounts, bots, inbox, integrators, numbers, runs, system, team, workspaces};

/// The sources of the handlers, by tag: the document takes from their signatures who may call them.
pub(crate) const SOURCES: &[(&str, &str)] = &[
    ("accounts", include_str!("accounts/routes.rs")),
    ("me", include_str!("accounts/me.rs")),
    ("workspaces", include_str!("workspaces/routes.rs")),
    ("team", include_str!("team/routes.rs")),
    ("numbers", include_str!("numbers/routes.rs")),
    ("bots", include_str!("bots/routes.rs")),
    ("runs", include_str!("runs/routes.rs")),
    ("inbox", include_str!("inbox/routes.rs")),
    ("integrators", include_str!("integrators/routes.rs")),
    ("system", include_str!("system/routes.rs")),
];

/// Registers everything.
pub fn all(app: &mut ServiceConfig) {
    app.service(scope("/api/v1").configure(people).configure(work));
}

/// Who somebody is, and where they belong.
fn people(v1: &mut ServiceConfig) {
    v1.service(accounts::routes::sign_up);
    v1.service(accounts::routes::request_verification);
    v1.service(accounts::routes::verify_email);
    v1.service(accounts::routes::sign_in);
    v1.service(accounts::routes::refresh_session);
    v1.service(accounts::routes::sign_out);
    v1.service(accounts::routes::request_password_reset);
    v1.service(accounts::routes::reset_password);
    v1.service(accounts::routes::confirm_email_change);
    v1.service(accounts::routes::stop_email_change);

    v1.service(accounts::me::get_me);
    v1.service(accounts::me::update_me);
    v1.service(accounts::me::reauthenticate);
    v1.service(accounts::me::change_password);
    v1.service(accounts::me::request_email_change);
    v1.service(accounts::me::resend_email_change);
    v1.service(accounts::me::cancel_email_change);
    v1.service(accounts::me::list_sessions);
    v1.service(accounts::me::end_other_sessions);
    v1.service(accounts::me::end_session);

    v1.service(workspaces::routes::list_workspaces);
    v1.service(workspaces::routes::create_workspace);
    v1.service(workspaces::routes::get_workspace);
    v1.service(workspaces::routes::update_workspace);
    v1.service(workspaces::routes::get_home);
    v1.service(workspaces::routes::dismiss_setup);
    v1.service(workspaces::routes::restore_setup);
    v1.service(workspaces::routes::stream_events);

    v1.service(team::routes::list_members);
    v1.service(team::routes::update_member);
    v1.service(team::routes::remove_member);
    v1.service(team::routes::end_member_sessions);
    v1.service(team::routes::leave_workspace);
    v1.service(team::routes::transfer_ownership);
    v1.service(team::routes::list_invitations);
    v1.service(team::routes::create_invitation);
    v1.service(team::routes::resend_invitation);
    v1.service(team::routes::revoke_invitation);
    v1.service(team::routes::view_invitation);
    v1.service(team::routes::accept_invitation);
    v1.service(team::routes::sign_up_by_invitation);
}

/// What a workspace works with.
fn work(v1: &mut ServiceConfig) {
    v1.service(numbers::routes::list_numbers);
    v1.service(numbers::routes::create_sandbox_number);
    v1.service(numbers::routes::get_number);
    v1.service(numbers::routes::update_number);
    v1.service(numbers::routes::disconnect_number);
    v1.service(numbers::routes::get_phone);
    v1.service(numbers::routes::write_from_phone);
    v1.service(numbers::routes::mark_phone_read);

    v1.service(bots::routes::list_starters);
    v1.service(bots::routes::list_bots);
    v1.service(bots::routes::create_bot);
    v1.service(bots::routes::get_bot);
    v1.service(bots::routes::update_bot);
    v1.service(bots::routes::delete_bot);
    v1.service(bots::routes::get_draft);
    v1.service(bots::routes::change_draft);
    v1.service(bots::routes::publish_bot);
    v1.service(bots::routes::pause_bot);
    v1.service(bots::routes::resume_bot);
    v1.service(bots::routes::list_versions);
    v1.service(bots::routes::get_version);
    v1.service(bots::routes::restore_version);

    v1.service(runs::routes::list_runs);
    v1.service(runs::routes::get_run);

    v1.service(inbox::routes::list_conversations);
    v1.service(inbox::routes::get_conversation);
    v1.service(inbox::routes::update_conversation);
    v1.service(inbox::routes::list_messages);
    v1.service(inbox::routes::send_message);

    v1.service(integrators::routes::list_api_keys);
    v1.service(integrators::routes::create_api_key);
    v1.service(integrators::routes::get_api_key);
    v1.service(integrators::routes::update_api_key);
    v1.service(integrators::routes::rotate_api_key);
    v1.service(integrators::routes::revoke_api_key);

    v1.service(system::routes::get_instance);
}
