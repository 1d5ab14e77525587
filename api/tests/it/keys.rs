//! API keys: made, used, bounded, ended.

use api::entities::{api_key, audit_event, member};
use api::platform::scope::Actor as Acting;
use chrono::TimeDelta;
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use shared::key::{ApiKey, ApiKeyState, IssuedApiKey};
use shared::{Page, Permission, Role};

use crate::events::Stream;
use crate::support::{Actor, Answer, Kind, TestApp, TestWorkspace, on_both};

/// Makes a key through the API.
async fn issue(owner: &Actor<'_>, workspace: &TestWorkspace<'_>, new: Value) -> IssuedApiKey {
    owner.post(&workspace.url("/api-keys"), new).await.json()
}

fn reader() -> Value {
    json!({"name": " Shop ", "scopes": ["bots.read", "workspace.read"]})
}

on_both! {
    async fn a_key_is_shown_once_and_calls_what_its_scopes_say(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let issued = issue(&owner, &acme, reader()).await;
        assert_eq!((issued.key.name.as_str(), issued.key.state), ("Shop", ApiKeyState::Active));
        assert!(issued.secret.starts_with("mgs_test_") && issued.secret.ends_with(&issued.key.last_four));
        assert_eq!(issued.key.expires_at - issued.key.created_at, TimeDelta::days(90));
        assert_eq!((issued.key.created_by.as_str(), issued.key.last_used_at), ("Asha Patel", None));
        let listed = owner.get(&acme.url("/api-keys")).await;
        assert!(!listed.text.contains(&issued.secret[36..80]), "the secret is never shown again");
        let row = app.db().scope(acme.id).by_id::<api_key::Entity>(issued.key.id.uuid()).await.unwrap().unwrap();
        assert!(!format!("{row:?}").contains(&issued.secret[36..80]), "nor is it stored");

        let program = Actor::with_key(&app, &issued.secret);
        let answer = program.get(&acme.url("/bots")).await;
        assert_eq!(answer.status, 200, "{answer}");
        assert!(answer.cookies().is_empty());
        let refused = program.post(&acme.url("/bots"), json!({"name": "Bot"})).await;
        assert_eq!(refused.to_string(), "403 forbidden: bots.edit");
        let used: ApiKey = owner.get(&acme.url(&format!("/api-keys/{}", issued.key.id))).await.json();
        assert_eq!((used.last_used_ip.as_deref(), used.last_used_at.is_some()), (Some("127.0.0.1/32"), true));
    }

    async fn what_a_key_does_is_written_down_as_its_own(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let program = acme.program(&[Permission::BotsEdit]).await;
        let bot: Value = program.post(&acme.url("/bots"), json!({"name": "Bot"})).await.json();
        assert_eq!((&bot["name"], &bot["updated_by"]), (&json!("Bot"), &json!("Asha Patel")), "in its maker's name");
        let made = audit_event::Entity::find().filter(audit_event::Column::Event.eq("bot.created"));
        let made = made.one(app.database.peek().await).await.unwrap().unwrap();
        let key = app.db().scope(acme.id).find::<api_key::Entity>().one().await.unwrap().unwrap();
        assert_eq!((made.actor_kind, made.actor_id), (audit_event::ActorKind::ApiKey, Some(key.id)));
    }

    async fn a_text_that_is_nearly_a_key_opens_nothing(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let key = issue(&owner, &acme, reader()).await.secret;
        let other = issue(&owner, &acme, reader()).await.secret;
        let mixed = format!("{}{}", &key[..36], &other[36..]);
        for wrong in [
            key[..key.len() - 1].to_owned(), format!("{key}x"), key.to_uppercase(), key.replacen("test", "live", 1), mixed,
            format!("{key}, {key}"), format!("{key} {key}"), "x".to_owned(), format!(" {key}"),
        ] {
            let answer = Actor::with_key(&app, &wrong).get(&acme.url("")).await;
            assert_eq!(answer.to_string(), "401 unauthenticated", "{wrong}");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        let twice = Actor::with_key(&app, &key).request(Method::GET, &acme.url(""));
        let twice = twice.header("authorization", format!("Bearer {key}")).send().await.unwrap();
        assert_eq!(twice.status(), 401, "one header");
        let in_codes = key.replacen('_', "%5F", 1);
        for path in [format!("?key={key}"), format!("/bots?cursor={key}"), format!("?key={in_codes}")] {
            let answer = owner.get(&acme.url(&path)).await;
            assert_eq!(answer.to_string(), "400 bad_request", "a key in an address");
        }
        assert_eq!(Actor::with_key(&app, &key).get(&acme.url("")).await.status, 200);
    }

    async fn a_key_is_no_session_and_a_session_is_no_key(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let every: Vec<Permission> = Permission::ALL.iter().copied().filter(|p| p.is_for_keys()).collect();
        let program = acme.program_of(owner.user.unwrap(), &every).await;
        for (method, path) in [
            (Method::GET, "/api/v1/me".to_owned()), (Method::GET, "/api/v1/me/sessions".to_owned()),
            (Method::POST, "/api/v1/me/password".to_owned()), (Method::GET, acme.url("/api-keys")),
            (Method::POST, acme.url("/api-keys")),
        ] {
            let answer = program.send(method, &path, None).await;
            assert_eq!(answer.to_string(), "401 unauthenticated", "{path}");
        }
        let (_, access) = owner.cookies[0].clone();
        assert_eq!(Actor::with_key(&app, access).get(&acme.url("")).await.to_string(), "401 unauthenticated");
        // With both the key counts: a browser that another site made send cookies gets nothing by an empty key.
        let both = owner.request(Method::PATCH, &acme.url("")).header("authorization", "Bearer x");
        let both = both.json(&json!({"name": "X"})).send().await.unwrap();
        assert_eq!(both.status(), 401);
        let basic = owner.request(Method::GET, &acme.url("")).header("authorization", "Basic eDp5").send().await.unwrap();
        assert_eq!(basic.status(), 200, "a proxy's own password is no key");
    }

    async fn a_key_never_has_more_than_its_maker(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let admin = acme.member(Role::Admin).await;
        let wrong = json!({"name": "", "scopes": ["keys.manage", "bots.read"], "expires_in_days": 90,
            "addresses": ["x", "::ffff:10.0.0.0/104"]});
        let answer = admin.post(&acme.url("/api-keys"), wrong).await;
        assert_eq!(answer.to_string(), "422 invalid \"/name\" \"/scopes/0\" \"/addresses/0\" \"/addresses/1\"");
        let turned = json!({"name": "Shop\u{202e}", "scopes": ["bots.read"]});
        assert_eq!(admin.post(&acme.url("/api-keys"), turned).await.to_string(), "422 invalid \"/name\"");
        for days in [0, 366] {
            let answer = admin.post(&acme.url("/api-keys"), json!({"name": "x", "scopes": ["bots.read"], "expires_in_days": days})).await;
            assert_eq!(answer.to_string(), "422 invalid \"/expires_in_days\"");
        }
        let key = issue(&admin, &acme, json!({"name": "x", "scopes": ["bots.edit", "workspace.update"]})).await;
        let program = Actor::with_key(&app, &key.secret);
        let change = json!({"name": "Acme Ltd"});
        assert_eq!(program.patch(&acme.url(""), change.clone()).await.status, 200);
        set_role(&app, &acme, &admin, Some(Role::Builder)).await;
        assert_eq!(program.patch(&acme.url(""), change.clone()).await.to_string(), "403 forbidden: workspace.update");
        assert_eq!(program.post(&acme.url("/bots"), json!({"name": "Bot"})).await.status, 201);
        set_role(&app, &acme, &admin, None).await;
        assert_eq!(program.post(&acme.url("/bots"), json!({"name": "Bot"})).await.to_string(), "401 unauthenticated", "they left");
        let listed: Page<ApiKey> = acme.owner().await.get(&acme.url("/api-keys")).await.json();
        assert_eq!((listed.items[0].state, listed.items[0].created_by.as_str()), (ApiKeyState::Orphaned, ""));
    }

    async fn a_revoked_or_expired_key_stops_at_once_and_so_does_its_stream(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let issued = issue(&owner, &acme, reader()).await;
        let path = acme.url(&format!("/api-keys/{}", issued.key.id));
        let program = Actor::with_key(&app, &issued.secret);
        let mut stream = Stream::open(&program, &acme.url("/events"), None).await;
        assert_eq!(owner.delete(&path).await.status, 204);
        assert_eq!(owner.delete(&path).await.status, 204, "again does no harm");
        assert_eq!(program.get(&acme.url("")).await.to_string(), "401 unauthenticated");
        let ended = tokio::time::timeout(std::time::Duration::from_secs(5), stream.next()).await;
        assert!(ended.expect("the stream goes on").is_none());
        assert_eq!(owner.get(&path).await.json::<ApiKey>().state, ApiKeyState::Revoked);
        assert_eq!(owner.patch(&path, json!({"name": "x"})).await.to_string(), "409 conflict");
        assert_eq!(owner.post(&format!("{path}/rotate"), json!({})).await.to_string(), "409 conflict");

        let short = issue(&owner, &acme, json!({"name": "x", "scopes": ["workspace.read"], "expires_in_days": 1})).await;
        let program = Actor::with_key(&app, &short.secret);
        app.clock.advance(TimeDelta::seconds(86_399));
        assert_eq!(program.get(&acme.url("")).await.status, 200);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(program.get(&acme.url("")).await.to_string(), "401 unauthenticated");
    }

    async fn nobody_gets_more_out_of_the_key_of_somebody_else(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, admin) = (acme.owner().await, acme.member(Role::Admin).await);
        let issued = issue(&owner, &acme, reader()).await;
        let path = acme.url(&format!("/api-keys/{}", issued.key.id));
        assert!(issued.key.is_mine && !admin.get(&path).await.json::<ApiKey>().is_mine);
        for change in [json!({"addresses": []}), json!({"scopes": ["bots.read"]})] {
            assert_eq!(admin.patch(&path, change).await.to_string(), "403 forbidden");
        }
        assert_eq!(admin.post(&format!("{path}/rotate"), json!({})).await.to_string(), "403 forbidden");
        let renamed: ApiKey = admin.patch(&path, json!({"name": "Till"})).await.json();
        assert_eq!((renamed.name.as_str(), renamed.scopes), ("Till", issued.key.scopes));
        assert_eq!(Actor::with_key(&app, &issued.secret).get(&acme.url("")).await.status, 200);
        assert_eq!(admin.delete(&path).await.status, 204);
    }

    async fn a_stream_ends_with_what_its_key_may(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let ended = async |stream: &mut Stream| {
            let next = tokio::time::timeout(std::time::Duration::from_secs(5), stream.next()).await;
            next.expect("the stream goes on").is_none()
        };
        let issued = issue(&owner, &acme, reader()).await;
        let path = acme.url(&format!("/api-keys/{}", issued.key.id));
        let mut stream = Stream::open(&Actor::with_key(&app, &issued.secret), &acme.url("/events"), None).await;
        owner.patch(&path, json!({"addresses": ["10.0.0.1"]})).await;
        assert!(ended(&mut stream).await, "it may not come from here any more");

        owner.patch(&path, json!({"addresses": []})).await;
        let mut stream = Stream::open(&Actor::with_key(&app, &issued.secret), &acme.url("/events"), None).await;
        for _ in 0..2 {
            assert_eq!(owner.post(&format!("{path}/rotate"), json!({})).await.status, 200);
        }
        assert!(ended(&mut stream).await, "its secret is no secret of the key any more");
    }

    async fn a_key_reads_nothing_by_a_condition_that_fails(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let bot: Value = owner.post(&acme.url("/bots"), json!({"name": "Bot"})).await.json();
        let path = acme.url(&format!("/bots/{}", bot["id"].as_str().unwrap()));
        for (scopes, reads) in [(vec![Permission::BotsEdit], false), (vec![Permission::BotsEdit, Permission::BotsRead], true)] {
            let program = acme.program(&scopes).await;
            let request = program.request(Method::PATCH, &path).header("if-match", "\"x\"");
            let request = request.header("content-type", "application/json").body(r#"{"name": "New"}"#);
            let answer = Answer::of(request.send().await.unwrap()).await;
            assert_eq!((answer.status, answer.value()["current"].is_object()), (412, reads), "{answer}");
        }
    }

    async fn both_secrets_work_while_a_key_is_rotated(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let first = issue(&owner, &acme, reader()).await;
        let second: IssuedApiKey = owner.post(&acme.url(&format!("/api-keys/{}/rotate", first.key.id)), json!({})).await.json();
        assert_eq!(second.key.id, first.key.id);
        assert_ne!(second.secret, first.secret);
        let status = async |secret: &str| Actor::with_key(&app, secret).get(&acme.url("")).await.status;
        assert_eq!((status(&first.secret).await, status(&second.secret).await), (200, 200));
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!((status(&first.secret).await, status(&second.secret).await), (401, 200));
    }

    async fn a_key_may_be_held_to_addresses(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.trusted_proxies = Some("127.0.0.0/8".into())).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let new = json!({"name": "x", "scopes": ["workspace.read"], "addresses": ["203.0.113.0/24", "2001:db8::/32"]});
        let key = issue(&owner, &acme, new).await;
        let from = async |address: &str| {
            let request = Actor::with_key(&app, &key.secret).request(Method::GET, &acme.url(""));
            Answer::of(request.header("x-forwarded-for", address).send().await.unwrap()).await.status
        };
        assert_eq!((from("203.0.113.9").await, from("2001:db8::1").await), (200, 200));
        assert_eq!((from("198.51.100.1").await, from("203.0.113.9, 198.51.100.1").await), (401, 401));
        let path = acme.url(&format!("/api-keys/{}", key.key.id));
        let anywhere: ApiKey = owner.patch(&path, json!({"addresses": []})).await.json();
        assert!(anywhere.addresses.is_empty());
        assert_eq!(from("198.51.100.1").await, 200, "at once");
        owner.patch(&path, json!({"scopes": ["bots.read"]})).await;
        assert_eq!(from("198.51.100.1").await, 403, "at once");
    }

    async fn making_a_key_needs_the_password_of_a_moment_ago(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let key = issue(&owner, &acme, reader()).await.key;
        app.clock.advance(TimeDelta::minutes(5));
        let path = acme.url(&format!("/api-keys/{}", key.id));
        for answer in [
            owner.post(&acme.url("/api-keys"), reader()).await,
            owner.patch(&path, json!({"name": "x"})).await,
            owner.post(&format!("{path}/rotate"), json!({})).await,
        ] {
            assert_eq!(answer.to_string(), "403 reauthentication_required");
        }
        assert_eq!(owner.delete(&path).await.status, 204, "to revoke one, nobody has to look for a password");
        assert_eq!(acme.viewer().await.post(&acme.url("/api-keys"), reader()).await.to_string(), "403 forbidden: keys.manage");
    }
}

/// Gives a member another role, or takes them out.
async fn set_role(app: &TestApp, workspace: &TestWorkspace<'_>, actor: &Actor<'_>, role: Option<Role>) {
    let tx = app.db().begin(Acting::System, workspace.id).await.unwrap();
    let user = member::Column::UserId.eq(actor.user.unwrap().uuid());
    match role {
        Some(role) => {
            let change = tx.change::<member::Entity>().set(member::Column::Role, role.as_str());
            change.filter(user).run().await.unwrap();
        }
        None => {
            tx.remove::<member::Entity>().filter(user).run().await.unwrap();
        }
    }
    tx.commit_pipeline().await.unwrap();
}
