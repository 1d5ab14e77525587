//! The client in Rust, against the server, with an API key.

use client::{Client, Error, Once};
use shared::bot::{BotPatch, BotState, NewBot, Publish};
use shared::inbox::ConversationQuery;
use shared::{BotId, ErrorCode, PageQuery, Permission};

use crate::support::{Kind, TestApp, TestWorkspace, on_both};

const SCOPES: [Permission; 4] =
    [Permission::WorkspaceRead, Permission::BotsRead, Permission::BotsEdit, Permission::BotsPublish];

async fn client(app: &TestApp, workspace: &TestWorkspace<'_>) -> Client {
    let program = workspace.program(&SCOPES).await;
    Client::new(&app.url("/"), workspace.id, program.key.unwrap()).unwrap()
}

fn named(name: &str) -> NewBot {
    NewBot { name: Some(name.into()), ..NewBot::default() }
}

fn once(key: &str) -> Once {
    Once(key.into())
}

fn code<T: std::fmt::Debug>(answer: Result<T, Error>) -> ErrorCode {
    answer.unwrap_err().problem().expect("a problem").code
}

on_both! {
    async fn the_client_lists_creates_updates_and_publishes(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let client = client(&app, &acme).await;
        assert_eq!(client.workspace().await.unwrap().id, acme.id);
        assert_eq!(client.all_bots().await.unwrap(), []);
        let new = NewBot { starter: Some("menu".into()), ..named("Menu") };
        let bot = client.create_bot(&new, &once("a")).await.unwrap().value;
        assert_eq!((bot.name.as_str(), bot.state, bot.live_version), ("Menu", BotState::NotPublished, None));
        let patch = BotPatch { name: Some("Our menu".into()) };
        assert_eq!(client.update_bot(bot.id, &patch).await.unwrap().name, "Our menu");
        let revision = client.draft(bot.id).await.unwrap().revision;
        let publish = Publish { revision, note: "First".into() };
        let version = client.publish_bot(bot.id, &publish, &once("b")).await.unwrap().value;
        assert_eq!((version.number, version.is_live), (1, true));
        assert_eq!(client.bot(bot.id).await.unwrap().state, BotState::Live);
    }

    async fn the_client_hands_on_what_the_server_says_is_wrong(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let client = client(&app, &acme).await;
        assert_eq!(code(client.bot(BotId::new()).await), ErrorCode::NotFound);
        let refused = client.create_bot(&named(""), &once("a")).await.unwrap_err();
        let problem = refused.problem().unwrap();
        assert_eq!((problem.status, problem.errors[0].pointer.as_str()), (422, "/name"));
        assert!(problem.request_id.starts_with("req_"));
        let forbidden = client.conversations(&ConversationQuery::default()).await.unwrap_err();
        assert_eq!(forbidden.problem().unwrap().permission.as_deref(), Some("inbox.read"));
        let other = Client::new(&app.url("/"), acme.id, "mgs_no_key").unwrap();
        assert_eq!(code(other.workspace().await), ErrorCode::Unauthenticated);
    }

    async fn the_client_pages_through_all(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let client = client(&app, &acme).await;
        for n in 0..5 {
            client.create_bot(&named(&format!("Bot {n}")), &once(&n.to_string())).await.unwrap();
        }
        let mut query = PageQuery { cursor: None, limit: Some(2) };
        let mut sizes = Vec::new();
        let mut names = Vec::new();
        loop {
            let page = client.bots(&query).await.unwrap();
            sizes.push(page.items.len());
            names.extend(page.items.into_iter().map(|bot| bot.name));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() { break }
        }
        assert_eq!(sizes, [2, 2, 1]);
        assert_eq!(names, ["Bot 4", "Bot 3", "Bot 2", "Bot 1", "Bot 0"]);
        assert_eq!(client.all_bots().await.unwrap().len(), 5);
    }

    async fn the_client_sends_again_without_doing_it_twice(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let client = client(&app, &acme).await;
        let first = client.create_bot(&named("Once"), &once("k")).await.unwrap();
        let again = client.create_bot(&named("Once"), &once("k")).await.unwrap();
        assert_eq!((first.is_replay, again.is_replay), (false, true));
        assert_eq!(first.value, again.value);
        assert_eq!(code(client.create_bot(&named("Another"), &once("k")).await), ErrorCode::IdempotencyKeyReused);
        assert_eq!(client.all_bots().await.unwrap().len(), 1);
    }
}
