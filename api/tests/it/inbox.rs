//! The inbox: views, pages, who has the word, and the 24-hour window.

use api::entities::app::AppKind;
use api::entities::conversation::ConversationState as State;
use api::entities::message::{Author, Direction, MessageStatus};
use api::entities::number::{NumberKind, NumberState};
use api::entities::outbox;
use api::entities::{app as app_row, contact, conversation, message, number};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use api::platform::again;
use api::platform::clock::Clock;
use api::platform::scope::{Actor as Acting, Tx};
use chrono::TimeDelta;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Value, json};
use shared::inbox::{Conversation, Message};
use shared::{AppId, ContactId, ConversationId, MessageId, NumberId, Page, Role, Time};
use uuid::Uuid;

use crate::support::{Actor, Kind, TestApp, TestWorkspace, on_both};

/// A conversation past the API: somebody wrote `n` texts, the last one at `at`.
async fn db_conversation(
    app: &TestApp,
    workspace: &TestWorkspace<'_>,
    state: State,
    at: Time,
    n: i64,
) -> ConversationId {
    let tx = app.db().begin(Acting::System, workspace.id).await.unwrap();
    let number = db_number(&tx).await;
    let contact = contact::ActiveModel {
        id: Set(ContactId::new().uuid()),
        name: Set("Ana".into()),
        phone: Set(Some("+15550100042".into())),
        username: Set(None),
        language: Set(None),
        fields: Set(json!({"size": "M", "n": 3})),
        name_at: Set(None),
        created_at: Set(at),
        updated_at: Set(at),
        ..Default::default()
    };
    let contact = tx.insert(contact).await.unwrap();
    let row = conversation::ActiveModel {
        id: Set(ConversationId::new().uuid()),
        number_id: Set(number),
        contact_id: Set(contact.id),
        state: Set(state),
        active_run_id: Set(None),
        last_inbound_at: Set(Some(at)),
        last_message_at: Set(Some(at)),
        last_message_preview: Set(format!("text {n}")),
        unread_count: Set(2),
        hand_over_reason: Set(Some("wants a refund".into())),
        revision: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        ..Default::default()
    };
    let row = tx.insert(row).await.unwrap();
    for position in 1..=n {
        tx.insert(text(&row, position, at)).await.unwrap();
    }
    tx.commit_pipeline().await.unwrap();
    row.id.into()
}

async fn db_number(tx: &Tx) -> Uuid {
    let now = tx.now();
    let app = app_row::ActiveModel {
        id: Set(AppId::new().uuid()),
        meta_app_id: Set(Uuid::now_v7().to_string()),
        kind: Set(AppKind::Sandbox),
        secret: Set(vec![]),
        previous_secret: Set(None),
        verify_token: Set(vec![]),
        created_at: Set(now),
        ..Default::default()
    };
    let app = tx.insert(app).await.unwrap();
    let row = number::ActiveModel {
        id: Set(NumberId::new().uuid()),
        app_id: Set(app.id),
        kind: Set(NumberKind::Sandbox),
        waba_id: Set("1".into()),
        phone_number_id: Set(Uuid::now_v7().to_string()),
        display_phone: Set("+1 555".into()),
        name: Set("Acme".into()),
        token: Set(vec![]),
        state: Set(NumberState::Connected),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    tx.insert(row).await.unwrap().id
}

fn text(thread: &conversation::Model, position: i64, at: Time) -> message::ActiveModel {
    message::ActiveModel {
        id: Set(MessageId::new().uuid()),
        conversation_id: Set(thread.id),
        number_id: Set(thread.number_id),
        position: Set(position),
        direction: Set(Direction::In),
        wamid: Set(Some(Uuid::now_v7().to_string())),
        kind: Set("text".into()),
        body: Set(format!("text {position}")),
        content: Set(json!({"kind": "text", "text": format!("text {position}")})),
        raw: Set(None),
        status: Set(MessageStatus::Received),
        error_code: Set(None),
        error_detail: Set(None),
        run_id: Set(None),
        author: Set(Author::Contact),
        sent_at: Set(at),
        created_at: Set(at),
        updated_at: Set(at),
        ..Default::default()
    }
}

async fn all(actor: &Actor<'_>, workspace: &TestWorkspace<'_>, view: &str) -> Vec<Conversation> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let url = workspace.url(&format!("/conversations?view={view}&limit=2{cursor}"));
        let page: Page<Conversation> = actor.get(&url).await.json();
        items.extend(page.items);
        match page.next_cursor {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

on_both! {
    async fn views_list_conversations_by_their_latest_message(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let agent = acme.member(Role::Agent).await;
        let now = app.clock.now();
        let states = [State::Bot, State::Waiting, State::Open, State::Closed, State::Waiting, State::Bot];
        let mut ids = Vec::new();
        for (minutes, state) in states.into_iter().enumerate() {
            // Two of each moment: the id decides between them.
            let at = now - TimeDelta::minutes(i64::try_from(minutes / 2).unwrap());
            ids.push(db_conversation(&app, &acme, state, at, 2).await);
        }
        let listed = |items: Vec<Conversation>| items.into_iter().map(|item| item.id).collect::<Vec<_>>();
        assert_eq!(listed(all(&agent, &acme, "all").await), [ids[1], ids[0], ids[2], ids[5], ids[4]]);
        assert_eq!(listed(all(&agent, &acme, "waiting").await), [ids[1], ids[4]]);
        assert_eq!(listed(all(&agent, &acme, "closed").await), [ids[3]]);
        let first = all(&agent, &acme, "open").await.remove(0);
        assert_eq!((first.contact.name.as_str(), first.contact.fields.len()), ("Ana", 0), "lists leave fields out");
        let one: Conversation = agent.get(&acme.url(&format!("/conversations/{}", first.id))).await.json();
        assert_eq!((one.contact.fields["size"].as_str(), one.contact.fields["n"].as_str()), ("M", "3"));
        assert_eq!((first.last_author, first.unread_count), (Some(shared::inbox::Author::Contact), 2));
        assert_eq!(first.window_closes_at, first.last_inbound_at.map(|at| at + TimeDelta::hours(24)));
        let page = agent.get(&acme.url("/conversations?view=all&limit=2")).await.value();
        let cursor = page["next_cursor"].as_str().unwrap();
        let other_view = agent.get(&acme.url(&format!("/conversations?view=bot&cursor={cursor}"))).await;
        assert_eq!(other_view.to_string(), r#"422 invalid "cursor""#, "a cursor belongs to its view");
        assert_eq!(agent.get(&acme.url("/conversations?view=mine")).await.to_string(), "400 bad_request");
    }

    async fn messages_are_read_from_the_newest_back(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let agent = acme.member(Role::Agent).await;
        let id = db_conversation(&app, &acme, State::Waiting, app.clock.now(), 5).await;
        let url = acme.url(&format!("/conversations/{id}/messages"));
        let page: Page<Message> = agent.get(&format!("{url}?limit=3")).await.json();
        let positions = |page: &Page<Message>| page.items.iter().map(|item| item.position).collect::<Vec<_>>();
        assert_eq!(positions(&page), [5, 4, 3]);
        let older: Page<Message> = agent.get(&format!("{url}?limit=3&cursor={}", page.next_cursor.unwrap())).await.json();
        assert_eq!((positions(&older), older.next_cursor), (vec![2, 1], None));
    }

    async fn nothing_is_written_by_hand_outside_the_window(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let agent = acme.member(Role::Agent).await;
        let id = db_conversation(&app, &acme, State::Waiting, app.clock.now(), 1).await;
        let url = acme.url(&format!("/conversations/{id}/messages"));
        let sent = agent.post(&url, json!({"text": "Hello"})).await;
        assert_eq!(sent.status, 202, "{}", sent.text);
        let sent: Message = sent.json();
        assert_eq!(sent.position, 2);
        let queued = app.db().scope(acme.id).find::<outbox::Entity>()
            .filter(outbox::Column::MessageId.eq(sent.id.uuid())).all().await.unwrap();
        assert_eq!(queued.len(), 1);
        for text in ["", "  ", &"x".repeat(4_097)] {
            assert_eq!(agent.post(&url, json!({"text": text})).await.to_string(), r#"422 invalid "/text""#);
        }
        app.clock.advance(TimeDelta::hours(24));
        let agent = app.signed_in(agent.user.unwrap()).await;
        let late = agent.post(&url, json!({"text": "Hello"})).await;
        assert_eq!(late.to_string(), "409 conflict");
        let words = late.value()["detail"].as_str().unwrap().to_owned();
        assert!(words.starts_with("The 24-hour window is closed. Ana's last message was on "), "{words}");
        let count = app.db().scope(acme.id).find::<message::Entity>().all().await.unwrap().len();
        assert_eq!(count, 2, "nothing was queued");
    }

    async fn a_member_writes_and_takes_over_while_the_runner_holds_the_contact(kind: Kind) {
        if kind == Kind::Sqlite {
            return; // One writer at a time: whoever writes waits anyway.
        }
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let agent = acme.member(Role::Agent).await;
        let id = db_conversation(&app, &acme, State::Bot, app.clock.now(), 1).await;
        let runner = app.db().across_workspaces("the runner of this test").begin().await.unwrap();
        assert_eq!(runner.find_any::<contact::Entity>().locked().all().await.unwrap().len(), 1);

        let url = acme.url(&format!("/conversations/{id}"));
        let messages = format!("{url}/messages");
        let written = agent.post(&messages, json!({"text": "A person here"}));
        let written = tokio::time::timeout(std::time::Duration::from_secs(20), written).await;
        assert_eq!(written.expect("it waits for the runner").to_string(), "202");
        assert_eq!(agent.patch(&url, json!({"state": "bot"})).await.to_string(), "200");
        assert_eq!(agent.patch(&url, json!({"state": "open", "is_read": true})).await.to_string(), "200");
        runner.commit_pipeline().await.unwrap();
    }

    async fn of_two_that_wait_for_each_other_one_is_done_again(kind: Kind) {
        if kind == Kind::Sqlite {
            return;
        }
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        for state in [State::Bot, State::Open] {
            db_conversation(&app, &acme, state, app.clock.now(), 1).await;
        }
        let rows = app.db().scope(acme.id).find::<conversation::Entity>().all().await.unwrap();
        let (both_hold_one, tries) = (tokio::sync::Barrier::new(2), AtomicU32::new(0));
        let take = async |first: Uuid, second: Uuid| {
            let is_first_try = AtomicBool::new(true);
            again::while_rolled_back(async || {
                tries.fetch_add(1, Ordering::Relaxed);
                let tx = app.db().across_workspaces("a test").begin().await?;
                let lock = |id| tx.find_any::<conversation::Entity>().with_id(id).locked().one();
                lock(first).await?;
                if is_first_try.swap(false, Ordering::Relaxed) {
                    both_hold_one.wait().await;
                }
                lock(second).await?;
                tx.commit_pipeline().await
            })
            .await
        };
        let (a, b) = (rows[0].id, rows[1].id);
        let (one, other) = tokio::join!(take(a, b), take(b, a));
        assert_eq!((one, other), (Ok(()), Ok(())));
        assert_eq!(tries.load(Ordering::Relaxed), 3);
    }

    async fn what_the_bot_told_is_shown_until_it_answers_again_or_all_is_done(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let agent = acme.member(Role::Agent).await;
        let at = app.clock.now() - TimeDelta::minutes(1);
        for (state, told) in [("open", Some("wants a refund")), ("bot", None), ("closed", None)] {
            let id = db_conversation(&app, &acme, State::Waiting, at, 1).await;
            let url = acme.url(&format!("/conversations/{id}"));
            let shown: Conversation = agent.get(&url).await.json();
            assert_eq!(shown.hand_over_reason.as_deref(), Some("wants a refund"));
            let changed: Conversation = agent.patch(&url, json!({"state": state})).await.json();
            assert_eq!(changed.hand_over_reason.as_deref(), told, "{state}");
        }
    }

    async fn only_a_bot_hands_over(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let agent = acme.member(Role::Agent).await;
        let id = db_conversation(&app, &acme, State::Waiting, app.clock.now(), 1).await;
        let url = acme.url(&format!("/conversations/{id}"));
        assert_eq!(agent.patch(&url, json!({"state": "waiting"})).await.to_string(), r#"422 invalid "/state""#);
        assert_eq!(agent.patch(&url, json!({"is_read": false})).await.to_string(), r#"422 invalid "/is_read""#);
        let same: Conversation = agent.patch(&url, json!({})).await.json();
        assert_eq!(same.unread_count, 2);
        let open: Conversation = agent.patch(&url, json!({"state": "open", "is_read": true})).await.json();
        assert_eq!((open.state, open.unread_count), (shared::inbox::ConversationState::Open, 0));
    }

    async fn a_viewer_sees_no_conversation_and_a_stranger_finds_none(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let id = db_conversation(&app, &acme, State::Open, app.clock.now(), 1).await;
        let viewer = acme.viewer().await;
        assert_eq!(viewer.get(&acme.url("/conversations")).await.to_string(), "403 forbidden: inbox.read");
        let stranger = other.owner().await;
        let calls: [(&str, &str, Option<Value>); 4] = [
            ("GET", "", None), ("PATCH", "", Some(json!({"is_read": true}))), ("GET", "/messages", None),
            ("POST", "/messages", Some(json!({"text": "x"}))),
        ];
        for (method, path, body) in calls {
            let url = other.url(&format!("/conversations/{id}{path}"));
            let answer = stranger.send(method.parse().unwrap(), &url, body.clone()).await;
            assert_eq!(answer.to_string(), "404 not_found", "{method} {path}");
            let url = acme.url(&format!("/conversations/{id}{path}"));
            let answer = viewer.send(method.parse().unwrap(), &url, body).await;
            assert_eq!(answer.code(), "forbidden", "{method} {path}");
        }
        assert_eq!(all(&stranger, &other, "all").await.len(), 0);
    }
}
