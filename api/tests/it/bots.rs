//! Bots: made, changed on a revision, published, paused, restored.

use api::entities::audit_event;
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use shared::Role;
use shared::bot::{Bot, BotState, BotVersion, BotVersionDetail, Draft, Starter};

use crate::support::{Actor, Kind, TestApp, TestWorkspace, on_both};

pub async fn bot(actor: &Actor<'_>, workspace: &TestWorkspace<'_>, new: Value) -> Bot {
    let answer = actor.post(&workspace.url("/bots"), new).await;
    assert_eq!(answer.status, 201, "{answer}");
    answer.json()
}

pub async fn draft(actor: &Actor<'_>, url: &str) -> Draft {
    actor.get(&format!("{url}/draft")).await.json()
}

fn rename(revision: u64, step: &str, name: &str) -> Value {
    json!({"base_revision": revision, "ops": [{"op": "rename_step", "step": step, "name": name}]})
}

fn keyword(revision: u64, word: &str) -> Value {
    let triggers = json!([{"kind": "keyword", "words": [word]}]);
    json!({"base_revision": revision, "ops": [{"op": "set_triggers", "triggers": triggers}]})
}

on_both! {
    async fn a_bot_is_made_from_a_starter_or_blank_or_imported(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let starters: Vec<Starter> = builder.get(&acme.url("/starters")).await.json();
        assert_eq!(starters.len(), 5);
        for starter in &starters {
            let made = bot(&builder, &acme, json!({"starter": starter.id})).await;
            assert_eq!((made.name.as_str(), made.n_errors, made.state), (starter.title.as_str(), 0, BotState::NotPublished));
            assert_eq!(made.updated_by.as_deref(), Some("Asha Patel"));
        }
        let blank = bot(&builder, &acme, json!({"name": "  Mine  "})).await;
        assert_eq!(blank.name, "Mine");
        assert!(blank.n_errors > 0, "an empty message");
        let flow = serde_json::to_value(&starters[0].flow).unwrap();
        let imported = bot(&builder, &acme, json!({"name": "Copy", "import": flow})).await;
        assert_eq!(draft(&builder, &acme.url(&format!("/bots/{}", imported.id))).await.flow, starters[0].flow);
    }

    async fn an_import_that_is_no_flow_says_where_it_is_wrong(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let flow = |change: &dyn Fn(&mut Value)| {
            let mut flow = json!({"spec_version": 1, "languages": ["en"], "triggers": [], "start": "a",
                "steps": [{"id": "a", "name": "A", "ending": {"kind": "end"}}]});
            change(&mut flow);
            json!({"import": flow})
        };
        let cases = [
            (json!({"import": "text"}), r#""/import/spec_version""#),
            (flow(&|f| f["spec_version"] = json!(99)), r#""/import/spec_version""#),
            (flow(&|f| f["steps"][0]["name"] = json!(1)), r#""/import/steps/0/name""#),
            (flow(&|f| f["steps"][0]["colour"] = json!("red")), r#""/import/steps/0/colour""#),
            (flow(&|f| f["steps"][0]["ending"] = json!({"kind": "fly"})), r#""/import/steps/0/ending/kind""#),
            (flow(&|f| f["start"] = json!("b")), r#""/import/steps""#),
            (json!({"starter": "nope"}), r#""/starter""#),
            (json!({"starter": "menu", "import": {}}), r#""/import""#),
            (json!({"name": " "}), r#""/name""#),
        ];
        for (body, pointer) in cases {
            let answer = builder.post(&acme.url("/bots"), body.clone()).await;
            assert_eq!(answer.to_string(), format!("422 invalid {pointer}"), "{body} {}", answer.text);
        }
        assert_eq!(builder.get(&acme.url("/bots")).await.value()["items"], json!([]));
    }

    async fn a_draft_is_saved_only_on_the_revision_it_was_made_from(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        let (ops, first) = (format!("{url}/draft/ops"), draft(&builder, &url).await);
        let step = first.flow.steps[0].id.to_string();
        let saved: Draft = builder.post(&ops, rename(first.revision, &step, "Hello")).await.json();
        assert_eq!((saved.revision, saved.flow.steps[0].name.as_str()), (first.revision + 1, "Hello"));

        let stale = builder.post(&ops, rename(first.revision, &step, "Lost")).await;
        assert_eq!(stale.to_string(), "409 stale_revision");
        let current: Draft = serde_json::from_value(stale.value()["current"].clone()).unwrap();
        assert_eq!(current, saved);

        let mut two = rename(saved.revision, &step, "Half");
        two["ops"].as_array_mut().unwrap().push(json!({"op": "remove_step", "step": "nowhere"}));
        assert_eq!(builder.post(&ops, two).await.to_string(), r#"422 op_not_applicable "/ops/1""#);
        assert_eq!(draft(&builder, &url).await, saved, "all or none");
        let none = json!({"base_revision": saved.revision, "ops": []});
        assert_eq!(builder.post(&ops, none).await.to_string(), r#"422 invalid "/ops""#);
    }

    async fn a_batch_counts_as_what_it_holds_and_holds_no_batch(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        let (ops, first) = (format!("{url}/draft/ops"), draft(&builder, &url).await);
        let op = json!({"op": "rename_step", "step": first.flow.steps[0].id, "name": "Hello"});
        let batch = |ops: Vec<Value>| json!({"op": "batch", "ops": ops});
        let change = |ops: Vec<Value>| json!({"base_revision": first.revision, "ops": ops});

        let many = change(vec![batch(vec![op.clone(); 300]), batch(vec![op.clone(); 201])]);
        assert_eq!(builder.post(&ops, many).await.to_string(), r#"422 invalid "/ops""#);
        let empty = change(vec![batch(Vec::new()); 501]);
        assert_eq!(builder.post(&ops, empty).await.to_string(), r#"422 invalid "/ops""#);
        let nested = change(vec![op.clone(), batch(vec![batch(vec![op.clone()])])]);
        assert_eq!(builder.post(&ops, nested).await.to_string(), r#"422 op_not_applicable "/ops/1""#);
        assert_eq!(draft(&builder, &url).await, first);

        let half = change(vec![batch(vec![op.clone(), json!({"op": "remove_step", "step": "nowhere"})])]);
        assert_eq!(builder.post(&ops, half).await.to_string(), r#"422 op_not_applicable "/ops/0""#);
        assert_eq!(draft(&builder, &url).await, first, "all or none");
        let saved: Draft = builder.post(&ops, change(vec![batch(vec![op; 500])])).await.json();
        assert_eq!((saved.revision, saved.flow.steps[0].name.as_str()), (first.revision + 1, "Hello"));
    }

    async fn a_renamed_bot_is_answered_as_it_is_from_then_on(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        app.clock.advance(TimeDelta::seconds(5));
        let renamed: Bot = builder.patch(&url, json!({"name": " New "})).await.json();
        assert_eq!((renamed.name.as_str(), renamed.updated_at), ("New", made.updated_at + TimeDelta::seconds(5)));
        assert_eq!(builder.get(&url).await.json::<Bot>(), renamed);
    }

    async fn of_two_tabs_that_save_at_once_one_wins_and_the_other_is_told(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        let (ops, first) = (format!("{url}/draft/ops"), draft(&builder, &url).await);
        let step = first.flow.steps[0].id.to_string();
        let save = |name: &'static str| builder.post(&ops, rename(first.revision, &step, name));
        let (one, other) = tokio::join!(save("One"), save("Other"));
        let mut answers = [one.to_string(), other.to_string()];
        answers.sort();
        assert_eq!(answers, ["200", "409 stale_revision"]);
        assert_eq!(draft(&builder, &url).await.revision, first.revision + 1);
    }

    async fn a_draft_with_errors_is_not_published(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        let answer = builder.post(&format!("{url}/publish"), json!({"revision": 1})).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "bot_has_problems"));
        let errors = answer.value()["errors"].clone();
        let place = draft(&builder, &url).await.problems;
        assert!(!place.is_empty());
        let pointer = errors[0]["pointer"].as_str().unwrap();
        let flow = serde_json::to_value(draft(&builder, &url).await.flow).unwrap();
        assert!(flow.pointer(pointer).is_some(), "{pointer} is a place in the flow");
        assert_eq!(builder.get(&format!("{url}/versions")).await.value()["items"], json!([]));
    }

    async fn a_published_version_never_changes_and_can_be_restored(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        let publish_url = format!("{url}/publish");
        let publish = |revision: u64| builder.post(&publish_url, json!({"revision": revision, "note": "n"}));
        let stale = publish(7).await;
        assert_eq!((stale.code().as_str(), stale.value()["current"]["revision"].clone()), ("stale_revision", json!(1)));
        let first: BotVersion = publish(1).await.json();
        assert_eq!((first.number, first.is_live, first.published_by.as_deref()), (1, true, Some("Asha Patel")));
        assert_eq!(publish(1).await.code(), "conflict", "nothing has changed");
        let live: Bot = builder.get(&url).await.json();
        assert_eq!((live.state, live.live_version, live.has_draft_changes), (BotState::Live, Some(1), false));

        let flow = draft(&builder, &url).await.flow;
        let step = flow.steps[0].id.to_string();
        builder.post(&format!("{url}/draft/ops"), rename(1, &step, "Changed")).await.json::<Draft>();
        assert!(builder.get(&url).await.json::<Bot>().has_draft_changes);
        let second: BotVersion = publish(2).await.json();
        assert_eq!(second.number, 2);
        assert_ne!(second.content_hash, first.content_hash);
        let old: BotVersionDetail = builder.get(&format!("{url}/versions/1")).await.json();
        assert_eq!((old.flow.clone(), old.version.is_live), (flow.clone(), false));
        assert_eq!(old.version.content_hash, first.content_hash);

        let restored: Draft = builder.post(&format!("{url}/versions/1/restore"), json!({})).await.json();
        assert_eq!((restored.revision, restored.flow), (3, flow));
        let third: BotVersion = publish(3).await.json();
        assert_eq!((third.number, third.content_hash), (3, first.content_hash));
        let listed = builder.get(&format!("{url}/versions?limit=2")).await.value();
        assert_eq!([&listed["items"][0]["number"], &listed["items"][1]["number"]], [&json!(3), &json!(2)]);
        let next = format!("{url}/versions?limit=2&cursor={}", listed["next_cursor"].as_str().unwrap());
        let rest = builder.get(&next).await.value();
        assert_eq!((&rest["items"][0]["number"], &rest["next_cursor"]), (&json!(1), &Value::Null));
        for number in ["0", "4", "4294967295"] {
            assert_eq!(builder.get(&format!("{url}/versions/{number}")).await.status, 404);
        }
    }

    async fn of_two_tabs_that_publish_at_once_one_makes_the_version(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}/publish", made.id));
        let (one, other) = tokio::join!(
            builder.post(&url, json!({"revision": 1})),
            builder.post(&url, json!({"revision": 1}))
        );
        let mut answers = [one.to_string(), other.to_string()];
        answers.sort();
        assert_eq!(answers, ["200", "409 conflict"]);
        let versions = builder.get(&acme.url(&format!("/bots/{}/versions", made.id))).await.value();
        assert_eq!(versions["items"].as_array().unwrap().len(), 1);
    }

    async fn two_live_bots_never_share_a_trigger(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let one = bot(&builder, &acme, json!({"starter": "menu", "name": "Old menu"})).await;
        let other = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = |bot: &Bot, rest: &str| acme.url(&format!("/bots/{}{rest}", bot.id));
        for bot in [&one, &other] {
            builder.post(&url(bot, "/draft/ops"), keyword(1, "Menu")).await.json::<Draft>();
        }
        // At once: the second waits for the first and sees it.
        let publish = json!({"revision": 2});
        let (to_one, to_other) = (url(&one, "/publish"), url(&other, "/publish"));
        let (a, b) =
            tokio::join!(builder.post(&to_one, publish.clone()), builder.post(&to_other, publish.clone()));
        let (live, loser) = if a.status == 200 { (&one, &other) } else { (&other, &one) };
        let mut answers = [a.to_string(), b.to_string()];
        answers.sort();
        assert_eq!(answers, ["200", r#"422 bot_has_problems "/triggers/0/words/0""#]);
        let problems = draft(&builder, &url(loser, "")).await.problems;
        assert_eq!(problems[0].message, format!("‘Menu’ already starts ‘{}’.", live.name));
        assert_eq!(problems[0].params["bot_id"], live.id.to_string());

        // Once the first is paused the second may go live, and then the first cannot come back.
        assert_eq!(builder.post(&url(live, "/pause"), json!({})).await.json::<Bot>().state, BotState::Paused);
        assert_eq!(builder.post(&url(loser, "/publish"), publish).await.status, 200);
        let back = builder.post(&url(live, "/resume"), json!({})).await;
        assert_eq!(back.code(), "bot_has_problems");
        assert_eq!(builder.delete(&url(loser, "")).await.status, 204);
        assert_eq!(builder.post(&url(live, "/resume"), json!({})).await.json::<Bot>().state, BotState::Live);
    }

    async fn a_bot_that_was_never_published_can_be_neither_paused_nor_resumed(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        for verb in ["pause", "resume"] {
            let url = acme.url(&format!("/bots/{}/{verb}", made.id));
            assert_eq!(builder.post(&url, json!({})).await.to_string(), "409 conflict");
        }
    }

    async fn a_deleted_bot_is_gone_but_for_its_runs(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        assert_eq!(builder.delete(&url).await.status, 204);
        assert_eq!(builder.get(&url).await.status, 404);
        assert_eq!(builder.delete(&url).await.status, 404);
        assert_eq!(builder.get(&acme.url("/bots")).await.value()["items"], json!([]));
        assert_eq!(builder.get(&format!("{url}/runs")).await.value()["items"], json!([]));
    }

    async fn bots_are_listed_a_page_at_a_time(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        for n in 1..=5 {
            bot(&builder, &acme, json!({"name": format!("Bot {n}")})).await;
        }
        let (mut names, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let cursor_part = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let page = builder.get(&acme.url(&format!("/bots?limit=2{cursor_part}"))).await.value();
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= 2);
            names.extend(items.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
            cursor = page["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(names, ["Bot 5", "Bot 4", "Bot 3", "Bot 2", "Bot 1"]);
        let page = builder.get(&acme.url("/bots?limit=2")).await.value();
        let cursor = page["next_cursor"].as_str().unwrap();
        let other = app.workspace("other").await;
        let stranger = other.member(Role::Builder).await;
        for query in ["limit=-1", "limit=x", "page=2", "limit=1&limit=2"] {
            assert_eq!(builder.get(&acme.url(&format!("/bots?{query}"))).await.to_string(), "400 bad_request", "{query}");
        }
        for query in ["limit=0", "limit=201"] {
            let refused = builder.get(&acme.url(&format!("/bots?{query}"))).await.to_string();
            assert_eq!(refused, r#"422 invalid "limit""#, "{query}");
        }
        for query in ["cursor=abc", "cursor="] {
            let refused = builder.get(&acme.url(&format!("/bots?{query}"))).await.to_string();
            assert_eq!(refused, r#"422 invalid "cursor""#, "{query}");
        }
        let stolen = stranger.get(&other.url(&format!("/bots?cursor={cursor}"))).await;
        assert_eq!(stolen.to_string(), r#"422 invalid "cursor""#, "a cursor of another workspace");
        assert_eq!(builder.get(&acme.url(&format!("/numbers?cursor={cursor}"))).await.to_string(), r#"422 invalid "cursor""#);
    }

    async fn every_write_names_its_audit_event(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        builder.patch(&url, json!({"name": "New"})).await.json::<Bot>();
        let step = draft(&builder, &url).await.flow.steps[0].id.to_string();
        builder.post(&format!("{url}/draft/ops"), rename(1, &step, "x")).await.json::<Draft>();
        for (path, body) in [("publish", json!({"revision": 2})), ("pause", json!({})), ("resume", json!({})), ("versions/1/restore", json!({}))] {
            let answer = builder.post(&format!("{url}/{path}"), body).await;
            assert_eq!(answer.status, 200, "{path} {answer}");
        }
        builder.delete(&url).await;
        let events = audit_event::Entity::find()
            .filter(audit_event::Column::ObjectId.eq(made.id.uuid()))
            .order_by_asc(audit_event::Column::Seq).all(app.database.peek().await).await.unwrap();
        let names: Vec<_> = events.iter().map(|event| event.event.as_str()).collect();
        assert_eq!(names, ["bot.created", "bot.renamed", "bot.draft_changed", "bot.published", "bot.paused", "bot.resumed", "bot.version_restored", "bot.deleted"]);
        assert!(events.iter().all(|event| event.actor_id == builder.user.map(|user| user.uuid())));
    }

    async fn roles_decide_who_builds(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let url = acme.url(&format!("/bots/{}", made.id));
        let (viewer, agent) = (acme.viewer().await, acme.member(Role::Agent).await);
        for actor in [&viewer, &agent] {
            assert_eq!(actor.get(&url).await.status, 200);
            assert_eq!(actor.post(&acme.url("/bots"), json!({})).await.to_string(), "403 forbidden: bots.edit");
            assert_eq!(actor.post(&format!("{url}/publish"), json!({"revision": 1})).await.to_string(), "403 forbidden: bots.publish");
        }
        assert_eq!(viewer.get(&format!("{url}/runs")).await.to_string(), "403 forbidden: runs.read");
        assert_eq!(agent.get(&format!("{url}/runs")).await.status, 200);
    }

    async fn bots_of_another_workspace_are_not_found(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let made = bot(&acme.owner().await, &acme, json!({"starter": "menu"})).await;
        let stranger = other.owner().await;
        let url = other.url(&format!("/bots/{}", made.id));
        let unknown = other.url(&format!("/bots/{}", shared::BotId::new()));
        let calls: [(&str, &str, Option<Value>); 12] = [
            ("GET", "", None), ("PATCH", "", Some(json!({"name": "x"}))), ("DELETE", "", None), ("GET", "/draft", None),
            ("POST", "/draft/ops", Some(rename(1, "menu", "x"))), ("POST", "/publish", Some(json!({"revision": 1}))),
            ("POST", "/pause", Some(json!({}))), ("POST", "/resume", Some(json!({}))), ("GET", "/versions", None),
            ("GET", "/versions/1", None), ("POST", "/versions/1/restore", Some(json!({}))), ("GET", "/runs", None),
        ];
        for (method, path, body) in calls {
            for url in [&url, &unknown] {
                let answer = stranger.send(method.parse().unwrap(), &format!("{url}{path}"), body.clone()).await;
                assert_eq!(answer.to_string(), "404 not_found", "{method} {path}");
            }
        }
        let theirs = stranger.get(&acme.url(&format!("/bots/{}", made.id))).await;
        assert_eq!(theirs.to_string(), "404 not_found", "no member there");
        assert_eq!(stranger.get(&other.url(&format!("/runs/{}", shared::RunId::new()))).await.to_string(), "404 not_found");
    }
}
