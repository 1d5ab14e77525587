//! Sandbox numbers and the sandbox phone: from one click to a bot that answers, over real HTTP both ways.

use serde_json::{Value, json};
use shared::bot::{Bot, BotVersion};
use shared::inbox::{Author, Conversation, ConversationState, Message, MessageContent, MessageStatus};
use shared::number::Number;
use shared::phone::PhoneThread;
use shared::run::{Run, RunDetail, RunState};
use shared::workspace::Home;
use shared::{Page, Role};

use whatsapp::simulator::admin::{PhoneContent, PhoneMessage};

use crate::support::{Actor, Kind, TestApp, TestWorkspace, on_both};

async fn sandbox_number(actor: &Actor<'_>, workspace: &TestWorkspace<'_>) -> Number {
    let answer = actor.post(&workspace.url("/numbers/sandbox"), json!({})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

/// Makes the menu bot and publishes it.
async fn live_menu(actor: &Actor<'_>, workspace: &TestWorkspace<'_>) -> Bot {
    let bot: Bot = actor.post(&workspace.url("/bots"), json!({"starter": "menu"})).await.json();
    let url = workspace.url(&format!("/bots/{}/publish", bot.id));
    actor.post(&url, json!({"revision": 1})).await.json::<BotVersion>();
    bot
}

struct Phone<'a> {
    app: &'a TestApp,
    owner: &'a Actor<'a>,
    workspace: &'a TestWorkspace<'a>,
    url: String,
}

impl Phone<'_> {
    async fn thread(&self) -> PhoneThread {
        self.owner.get(&self.url).await.json()
    }

    async fn write(&self, input: Value) {
        let answer = self.owner.post(&format!("{}/messages", self.url), input).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
    }

    /// Waits until the phone shows `n` messages.
    async fn shows(&self, n: usize) -> PhoneThread {
        let thread = async || Some(self.thread().await).filter(|thread| thread.messages.len() >= n);
        self.app.until(self.workspace.id, thread).await
    }

    /// Taps the button with this label in the last message.
    async fn tap(&self, label: &str) {
        let thread = self.thread().await;
        let last = thread.messages.last().unwrap();
        let MessageContent::Buttons { buttons, .. } = &last.content else { panic!("{last:?}") };
        let id = &buttons.iter().find(|button| button.title == label).unwrap().id;
        self.write(json!({"kind": "button_reply", "message_id": last.id, "id": id})).await;
    }
}

fn text(content: &MessageContent) -> &str {
    match content {
        MessageContent::Text { text } | MessageContent::Buttons { text, .. } => text,
        other => panic!("{other:?}"),
    }
}

async fn conversations(actor: &Actor<'_>, workspace: &TestWorkspace<'_>, view: &str) -> Vec<Conversation> {
    let page = actor.get(&workspace.url(&format!("/conversations?view={view}"))).await;
    page.json::<Page<Conversation>>().items
}

on_both! {
    async fn a_sandbox_phone_writes_and_the_bot_answers(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let number = sandbox_number(&owner, &acme).await;
        let bot = live_menu(&owner, &acme).await;
        let url = acme.url(&format!("/numbers/{}/phone", number.id));
        let phone = Phone { app: &app, owner: &owner, workspace: &acme, url };
        assert!(phone.thread().await.messages.is_empty());

        phone.write(json!({"kind": "text", "text": "hi"})).await;
        let thread = phone.shows(2).await;
        assert_eq!((thread.name.as_str(), thread.messages[0].is_mine), ("Asha Patel", true));
        assert_eq!(text(&thread.messages[1].content), "Hello, this is acme. What can we do for you?");
        phone.tap("Prices").await;
        let thread = phone.shows(4).await;
        assert_eq!(thread.messages[2].content, MessageContent::Reply { id: thread_button(&thread, 1, "Prices"), title: "Prices".into() });

        // Everybody sees the same: inbox, runs, home.
        let inbox = conversations(&owner, &acme, "all").await;
        assert_eq!(inbox.len(), 1);
        let conversation = &inbox[0];
        assert_eq!((conversation.state, conversation.contact.name.as_str()), (ConversationState::Bot, "Asha Patel"));
        assert_eq!((conversation.last_author, conversation.number_id), (Some(Author::Bot), number.id));
        let url = acme.url(&format!("/conversations/{}/messages", conversation.id));
        let delivered = async || {
            let messages = owner.get(&url).await.json::<Page<Message>>().items;
            let is_done = |message: &Message| message.author == Author::Contact || message.status == MessageStatus::Delivered;
            Some(messages).filter(|messages| messages.len() >= 4 && messages.iter().all(is_done))
        };
        let messages = app.until(acme.id, delivered).await;
        let positions: Vec<_> = messages.iter().rev().map(|message| message.position).collect();
        assert_eq!(positions, (1..=u64::try_from(messages.len()).unwrap()).collect::<Vec<_>>());
        let first = messages.iter().find(|message| message.position == 2).unwrap();
        let told: Vec<_> = first.statuses.iter().map(|status| status.status).collect();
        assert!(told.contains(&MessageStatus::Sent) && told.contains(&MessageStatus::Delivered), "{told:?}");

        let runs = owner.get(&acme.url(&format!("/bots/{}/runs", bot.id))).await.json::<Page<Run>>().items;
        assert_eq!((runs.len(), runs[0].contact_name.as_str(), runs[0].version), (1, "Asha Patel", 1));
        let run: RunDetail = owner.get(&acme.url(&format!("/runs/{}", runs[0].id))).await.json();
        assert!(matches!(run.events[0].event, flow::RunEvent::Started { .. }));
        assert_eq!(first.run_id, Some(run.run.id));
        let listed: Bot = owner.get(&acme.url(&format!("/bots/{}", bot.id))).await.json();
        assert_eq!(listed.n_runs_7d, 1);
        let home: Home = owner.get(&acme.url("/home")).await.json();
        assert!(home.has_number && home.has_bot && home.has_live_bot && home.has_answered);
        assert_eq!((home.conversations_today, home.received_today, home.failed_today), (1, 2, 0));
        assert_eq!(usize::try_from(home.sent_today).unwrap(), messages.len() - 2);
    }

    async fn a_person_takes_over_and_hands_back(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let number = sandbox_number(&owner, &acme).await;
        let bot = live_menu(&owner, &acme).await;
        let url = acme.url(&format!("/numbers/{}/phone", number.id));
        let phone = Phone { app: &app, owner: &owner, workspace: &acme, url };
        phone.write(json!({"kind": "text", "text": "hi"})).await;
        phone.shows(2).await;
        let conversation = conversations(&owner, &acme, "bot").await.remove(0);
        assert_eq!(conversation.bot_name.as_deref(), Some(bot.name.as_str()));

        // Whoever writes takes over: the run is stopped, and the log says why.
        let agent = acme.member(Role::Agent).await;
        let url = acme.url(&format!("/conversations/{}", conversation.id));
        let sent = agent.post(&format!("{url}/messages"), json!({"text": "Dana here"})).await;
        let sent: Message = { assert_eq!(sent.status, 202, "{}", sent.text); sent.json() };
        assert_eq!((sent.author, sent.status), (Author::Member, MessageStatus::Queued));
        assert_eq!(text(&phone.shows(3).await.messages[2].content), "Dana here");
        let open: Conversation = agent.get(&url).await.json();
        assert_eq!((open.state, open.bot_name), (ConversationState::Open, None));
        let run = owner.get(&acme.url(&format!("/bots/{}/runs", bot.id))).await.json::<Page<Run>>().items.remove(0);
        assert_eq!(run.state, RunState::Stopped);
        let run: RunDetail = owner.get(&acme.url(&format!("/runs/{}", run.id))).await.json();
        assert!(matches!(run.events.last().unwrap().event, flow::RunEvent::Stopped { reason: flow::StopReason::TakenOver, .. }));

        // While a person has the word the bot is silent.
        phone.write(json!({"kind": "text", "text": "hi"})).await;
        let unread = async || Some(agent.get(&url).await.json::<Conversation>()).filter(|open| open.unread_count == 1);
        assert_eq!(app.until(acme.id, unread).await.state, ConversationState::Open);
        let read: Conversation = agent.patch(&url, json!({"is_read": true})).await.json();
        assert_eq!(read.unread_count, 0);
        assert_eq!(phone.thread().await.messages.len(), 4);

        let bot_again: Conversation = agent.patch(&url, json!({"state": "bot"})).await.json();
        assert_eq!(bot_again.state, ConversationState::Bot);
        phone.write(json!({"kind": "text", "text": "hi"})).await;
        phone.shows(6).await;

        // Closed, until the contact writes again.
        let closed: Conversation = agent.patch(&url, json!({"state": "closed"})).await.json();
        assert_eq!(closed.state, ConversationState::Closed);
        assert!(conversations(&owner, &acme, "all").await.is_empty());
        assert_eq!(conversations(&owner, &acme, "closed").await.len(), 1);
        phone.write(json!({"kind": "text", "text": "hi"})).await;
        phone.shows(8).await;
        assert_eq!(conversations(&owner, &acme, "bot").await.len(), 1);
    }

    async fn a_paused_bot_is_silent(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let number = sandbox_number(&owner, &acme).await;
        let bot = live_menu(&owner, &acme).await;
        owner.post(&acme.url(&format!("/bots/{}/pause", bot.id)), json!({})).await.json::<Bot>();
        let url = acme.url(&format!("/numbers/{}/phone", number.id));
        let phone = Phone { app: &app, owner: &owner, workspace: &acme, url };
        phone.write(json!({"kind": "text", "text": "hi"})).await;
        let waiting = async || conversations(&owner, &acme, "waiting").await.pop();
        assert_eq!(app.until(acme.id, waiting).await.unread_count, 1);
        assert_eq!(phone.thread().await.messages.len(), 1);
        let home: Home = owner.get(&acme.url("/home")).await.json();
        assert_eq!((home.waiting, home.has_live_bot, home.has_answered), (1, false, false));
    }

    async fn a_disconnected_number_keeps_what_comes_and_answers_nothing(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let number = sandbox_number(&owner, &acme).await;
        let bot = live_menu(&owner, &acme).await;
        let number_url = acme.url(&format!("/numbers/{}", number.id));
        let phone = Phone { app: &app, owner: &owner, workspace: &acme, url: format!("{number_url}/phone") };
        phone.write(json!({"kind": "text", "text": "hi"})).await;
        let first = phone.shows(2).await.messages.remove(1);
        assert_eq!(owner.post(&format!("{number_url}/disconnect"), json!({})).await.status, 204);
        // The phone itself is switched off with the number, so the customer writes at Meta's side.
        let admin = app.state().egress.sandbox().unwrap().admin();
        let row = app.db().scope(acme.id).by_id::<api::entities::number::Entity>(number.id.uuid()).await.unwrap().unwrap();
        let text = PhoneMessage { content: PhoneContent::Text { body: "anybody?".into() }, reply_to: Some(first.id) };
        admin.write(&row.phone_number_id, &phone.thread().await.phone.replace(['+', ' '], ""), &text).await.unwrap();
        let stored = async || conversations(&owner, &acme, "all").await.pop().filter(|conversation| conversation.unread_count == 2);
        app.until(acme.id, stored).await;
        let runs = owner.get(&acme.url(&format!("/bots/{}/runs", bot.id))).await.json::<Page<Run>>().items;
        assert_eq!((runs.len(), runs[0].state), (1, RunState::Waiting));
        assert_eq!(phone.thread().await.messages.len(), 3, "no answer");
    }

    async fn after_a_restart_on_another_port_the_sandbox_goes_on(kind: Kind) {
        let mut app = TestApp::with_sandbox(kind).await;
        let user = {
            let acme = app.workspace("acme").await;
            let owner = acme.owner().await;
            let number = sandbox_number(&owner, &acme).await;
            live_menu(&owner, &acme).await;
            let url = acme.url(&format!("/numbers/{}/phone", number.id));
            let phone = Phone { app: &app, owner: &owner, workspace: &acme, url };
            phone.write(json!({"kind": "text", "text": "hi"})).await;
            phone.shows(2).await;
            owner.user.unwrap()
        };
        app.restart().await;
        let acme = app.workspace("acme").await;
        let owner = app.signed_in(user).await;
        let numbers = owner.get(&acme.url("/numbers")).await.json::<Page<Number>>().items;
        assert!(numbers[0].last_event_at.is_some());
        let url = acme.url(&format!("/numbers/{}/phone", numbers[0].id));
        let phone = Phone { app: &app, owner: &owner, workspace: &acme, url };
        assert_eq!(phone.thread().await.messages.len(), 2, "its state outlives the restart");
        phone.tap("Opening hours").await;
        phone.shows(4).await;
    }

    async fn the_phone_shows_the_newest_and_goes_back_from_there(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let number = sandbox_number(&owner, &acme).await;
        let url = acme.url(&format!("/numbers/{}/phone", number.id));
        let phone = Phone { app: &app, owner: &owner, workspace: &acme, url };
        for n in 0..203 {
            phone.write(json!({"kind": "text", "text": n.to_string()})).await;
        }
        let (newest, texts) = (phone.thread().await, |thread: &PhoneThread| {
            let ends = [thread.messages.first().unwrap(), thread.messages.last().unwrap()];
            ends.map(|message| text(&message.content).to_owned())
        });
        assert_eq!((newest.messages.len(), newest.has_older, texts(&newest)), (200, true, ["3".into(), "202".into()]));
        let before = format!("{}?before={}", phone.url, newest.messages[0].id);
        let older: PhoneThread = owner.get(&before).await.json();
        let no_id = owner.get(&format!("{}?before={}", phone.url, "x".repeat(201))).await;
        assert_eq!(no_id.to_string(), r#"422 invalid "before""#);
        assert_eq!((older.messages.len(), older.has_older, texts(&older)), (3, false, ["0".into(), "2".into()]));
    }

    async fn the_phone_takes_only_what_it_can_say(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let number = sandbox_number(&owner, &acme).await;
        let url = acme.url(&format!("/numbers/{}/phone/messages", number.id));
        let cases = [
            (json!({"kind": "text", "text": " "}), r#"422 invalid "/text""#),
            (json!({"kind": "text", "text": "x".repeat(4_097)}), r#"422 invalid "/text""#),
            (json!({"kind": "button_reply", "message_id": "wamid.none", "id": "b1"}), r#"422 invalid "/message_id""#),
            (json!({"kind": "fax"}), r#"422 invalid """#),
            (json!({"kind": "sticker", "to": "somebody"}), r#"422 invalid """#),
        ];
        for (body, expected) in cases {
            assert_eq!(owner.post(&url, body.clone()).await.to_string(), expected, "{body}");
        }
        // An id is a part of a path on its way to the simulator.
        for id in ["", ".", "..", "../messages", "a/b", "a?b#c", "%2e%2e", "\n", "\t", "é", &"x".repeat(201)] {
            let tap = json!({"kind": "list_reply", "message_id": id, "id": "r1"});
            assert_eq!(owner.post(&url, tap).await.to_string(), r#"422 invalid "/message_id""#, "{id:?}");
        }
        assert_eq!(owner.post(&url, json!({"kind": "sticker"})).await.status, 202);
        let read = acme.url(&format!("/numbers/{}/phone/read", number.id));
        assert_eq!(owner.post(&read, json!({})).await.status, 204);
        // A phone of one's own for each member.
        let other = acme.member(Role::Builder).await;
        let theirs: PhoneThread = other.get(&acme.url(&format!("/numbers/{}/phone", number.id))).await.json();
        assert!(theirs.messages.is_empty());
        assert_eq!(acme.member(Role::Agent).await.post(&url, json!({"kind": "sticker"})).await.to_string(), "403 forbidden: sandbox.use");
    }

    async fn a_workspace_has_at_most_five_sandbox_numbers(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        for _ in 0..4 {
            sandbox_number(&owner, &acme).await;
        }
        let url = acme.url("/numbers/sandbox");
        let (one, other) = tokio::join!(owner.post(&url, json!({})), owner.post(&url, json!({})));
        let mut answers = [one.to_string(), other.to_string()];
        answers.sort();
        assert_eq!(answers, ["201", "409 conflict"]);
        let simulator = app.state().egress.sandbox().unwrap().admin().stats().await.unwrap();
        assert_eq!(simulator.n_apps, 5, "what was not stored is not left over at the simulator");
        let numbers = owner.get(&acme.url("/numbers")).await.json::<Page<Number>>().items;
        assert_eq!(numbers.len(), 5);
        let gone = acme.url(&format!("/numbers/{}", numbers[0].id));
        assert_eq!(owner.post(&format!("{gone}/disconnect"), json!({})).await.status, 204);
        sandbox_number(&owner, &acme).await;
        let phone = owner.post(&format!("{gone}/phone/messages"), json!({"kind": "sticker"})).await;
        assert_eq!(phone.to_string(), "409 conflict", "disconnected");
        let named: Number = owner.patch(&gone, json!({"name": " Old "})).await.json();
        assert_eq!(named.name, "Old");
        assert_eq!(owner.patch(&gone, json!({"name": ""})).await.to_string(), r#"422 invalid "/name""#);
    }

    async fn without_a_simulator_the_answer_says_so(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let off = acme.owner().await.post(&acme.url("/numbers/sandbox"), json!({})).await;
        assert_eq!(off.to_string(), "409 conflict");
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let app = TestApp::with(kind, |settings| {
            settings.sandbox = Some(true);
            settings.simulator_url = Some(format!("http://{nobody}"));
        })
        .await;
        let acme = app.workspace("acme").await;
        let away = acme.owner().await.post(&acme.url("/numbers/sandbox"), json!({})).await;
        assert_eq!(away.to_string(), "502 sandbox_unavailable");
    }

    async fn numbers_of_another_workspace_are_not_found(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let number = sandbox_number(&acme.owner().await, &acme).await;
        let stranger = other.owner().await;
        let calls: [(&str, &str, Option<Value>); 6] = [
            ("GET", "", None), ("PATCH", "", Some(json!({"name": "x"}))), ("POST", "/disconnect", Some(json!({}))), ("GET", "/phone", None),
            ("POST", "/phone/messages", Some(json!({"kind": "sticker"}))), ("POST", "/phone/read", Some(json!({}))),
        ];
        for (method, path, body) in calls {
            let url = other.url(&format!("/numbers/{}{path}", number.id));
            let answer = stranger.send(method.parse().unwrap(), &url, body).await;
            assert_eq!(answer.to_string(), "404 not_found", "{method} {path}");
        }
        assert_eq!(acme.viewer().await.post(&acme.url("/numbers/sandbox"), json!({})).await.to_string(), "403 forbidden: numbers.manage");
    }
}

/// The id of a button in the n-th message of a thread.
fn thread_button(thread: &PhoneThread, at: usize, label: &str) -> String {
    let MessageContent::Buttons { buttons, .. } = &thread.messages[at].content else { panic!("no buttons") };
    buttons.iter().find(|button| button.title == label).unwrap().id.clone()
}
