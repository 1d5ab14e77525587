//! `kill -9` in the middle of everything: the real server, the simulator and the generator as processes of their own.
//!
//! By default a short round; `MGS_FAULT_KILLS=20 MGS_FAULT_TEXTS=500` is the long one. Afterwards every text answered 200
//! has its effect once, and nothing was sent twice.

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api::entities::inbound_item::ItemState;
use api::entities::message::{Direction, MessageStatus};
use api::entities::outbox::OutboxState;
use api::entities::{inbound_event, inbound_item, message, outbox};
use api::platform::clock::SystemClock;
use api::platform::live::Live;
use api::platform::ring::Ring;
use api::platform::scope::{Database, Db};
use api::platform::seal::Seal;
use api::simulator::admin_token;
use sea_orm::sqlx;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::json;
use whatsapp::signature::{SIGNATURE_HEADER, sign};
use whatsapp::simulator::admin::{AdminClient, NewApp, NewNumber, NewPhone, PhoneContent, PhoneMessage};

use crate::pipeline::seed::{self, NumberAtMeta, SECRET, VERIFY_TOKEN};
use crate::support::{Kind, TestDatabase, on_both};

const META_APP_ID: &str = "4242424242";
const CONTACTS: usize = 20;
/// What the server calls itself at PostgreSQL.
const SERVER: &str = "mgs-wa-server";
/// Longer than any step takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

on_both! {
    async fn nothing_is_lost_or_doubled_when_the_server_is_killed(kind: Kind) {
        round(kind).await;
    }
}

async fn round(kind: Kind) {
    let (kills, texts) = (setting("MGS_FAULT_KILLS").unwrap_or(3), setting("MGS_FAULT_TEXTS").unwrap_or(90));
    let began = Instant::now();
    let stage = Stage::build(kind).await;
    let mut server = stage.start_server();
    stage.until("the server is ready", async || stage.is_ready().await).await;
    stage.open_windows().await;

    let acked = Arc::new(AtomicUsize::new(0));
    let generator =
        tokio::spawn(generate(stage.webhook_url(), stage.phone_number_id.clone(), texts, acked.clone()));
    let mut in_flight = 0;
    for kill in 1..=kills {
        let due = texts * kill / (kills + 1);
        stage.until("the generator gets on", async || acked.load(Ordering::Relaxed) >= due).await;
        // Not a wait for anything: the kill shall not always hit the same place of the work.
        tokio::time::sleep(Duration::from_millis((kill as u64 * 97) % 400)).await;
        server.kill();
        stage.until("its connections are closed", async || stage.is_left_alone().await).await;
        in_flight += stage.count::<outbox::Entity>(outbox::Column::State.eq(OutboxState::Sending)).await;
        server = stage.start_server();
        stage.until("the server is back", async || stage.is_ready().await).await;
    }
    let n_answers = generator.await.unwrap();
    stage.until("everything is settled", async || stage.is_settled().await).await;
    let found = stage.look(texts).await;
    server.kill();
    println!(
        "{kind:?}: {kills} kills, {texts} texts, {n_answers} answers of 200 in {:.1} s; {} bodies stored, {} replied once, {} unknown, \
         {in_flight} in flight at the kills",
        began.elapsed().as_secs_f32(),
        found.n_bodies,
        found.replied.len(),
        found.unknown.len(),
    );
    assert!(found.n_bodies >= n_answers, "every body answered 200 is stored");
    assert_eq!(found.n_messages, texts + CONTACTS, "every text is stored once");
    assert!(found.doubled.is_empty(), "two replies: {:?}", found.doubled);
    assert!(found.out_of_order.is_empty(), "out of order: {:?}", found.out_of_order);
    let without: BTreeSet<usize> = (0..texts).filter(|text| !found.replied.contains(text)).collect();
    assert_eq!(without, found.unknown, "without a reply are exactly the unknown ones");
    assert!(found.unknown.len() <= in_flight, "no more are unknown than were in flight");
}

#[expect(clippy::disallowed_methods, reason = "the length of the round is told by the environment")]
fn setting(name: &str) -> Option<usize> {
    std::env::var(name).ok()?.parse().ok()
}

/// Everything but the server: folder, database, simulator.
struct Stage {
    database: TestDatabase,
    db: Db,
    server: SocketAddr,
    simulator_url: String,
    admin: AdminClient,
    phone_number_id: String,
    http: reqwest::Client,
    _simulator: Process,
}

/// What was found in the end; texts by their number.
#[derive(Debug, Default)]
struct Found {
    n_bodies: usize,
    n_messages: usize,
    replied: BTreeSet<usize>,
    doubled: BTreeSet<usize>,
    unknown: BTreeSet<usize>,
    out_of_order: Vec<(usize, Vec<usize>)>,
}

/// A process that ends with the test.
struct Process(Child);

impl Process {
    fn kill(&mut self) {
        // SIGKILL: nothing is finished, nothing is flushed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Stage {
    async fn build(kind: Kind) -> Self {
        let database = TestDatabase::new(kind).await;
        let db = database.connect(Arc::new(SystemClock), Live::new(1)).await;
        let folder = &database.folder;
        let (server, simulator) = (free_address(), free_address());
        let ring = Ring::load(&folder.path().join("key-ring"), true).unwrap();
        let process = Process(
            binary()
                .args(["simulator", "--simulator-listen", &simulator.to_string()])
                .env("MGS_DATA_DIR", folder.path())
                .spawn()
                .unwrap(),
        );
        let simulator_url = format!("http://{simulator}");
        let admin = AdminClient::new(&simulator_url, admin_token(&ring)).unwrap();
        let mut stage = Self {
            database,
            db,
            server,
            simulator_url,
            admin,
            phone_number_id: String::new(),
            http: reqwest::Client::new(),
            _simulator: process,
        };
        stage.until("the simulator is ready", async || stage.admin.is_healthy().await).await;
        stage.seed().await;
        stage
    }

    /// A workspace with a number of the simulator and a bot that echoes.
    async fn seed(&mut self) {
        let app = NewApp {
            secret: SECRET.into(),
            webhook_url: self.webhook_url(),
            verify_token: VERIFY_TOKEN.into(),
        };
        self.admin.put_app(META_APP_ID, &app).await.unwrap();
        let new =
            NewNumber { app_id: META_APP_ID.into(), verified_name: "Acme".into(), ..NewNumber::default() };
        let number = self.admin.put_number(&new).await.unwrap();
        let db = &self.db;
        let ring = Ring::load(&self.database.folder.path().join("key-ring"), true).unwrap();
        let seal = Seal::new(Arc::new(ring));
        let workspace = seed::workspace(db, &seal).await;
        let app_id = seed::app(db, &seal, workspace, META_APP_ID).await;
        let at_meta = NumberAtMeta {
            phone_number_id: &number.phone_number_id,
            waba_id: &number.waba_id,
            token: &number.token,
        };
        seed::number(db, &seal, workspace, app_id, at_meta).await;
        seed::bot(db, workspace, seed::echo_flow()).await;
        self.phone_number_id = number.phone_number_id;
    }

    /// Everybody writes once over the simulator, so that replies may reach them.
    async fn open_windows(&self) {
        for contact in 0..CONTACTS {
            let phone = NewPhone {
                name: format!("Person {contact}"),
                wa_id: Some(wa_id(contact)),
                user_id: Some(user_id(contact)),
                ..NewPhone::default()
            };
            self.admin.put_phone(&phone).await.unwrap();
            let hello = PhoneMessage { content: PhoneContent::Text { body: "hello".into() }, reply_to: None };
            self.admin.write(&self.phone_number_id, &wa_id(contact), &hello).await.unwrap();
        }
        self.until("everybody is greeted", async || self.is_settled().await).await;
    }

    fn start_server(&self) -> Process {
        let mut server = binary();
        if let Database::Postgres(urls) = &self.database.database {
            server.env("MGS_DATABASE_URL", format!("{}?application_name={SERVER}", urls.request));
            server.env("MGS_DATABASE_PIPELINE_URL", format!("{}?application_name={SERVER}", urls.pipeline));
        }
        let child = server
            .arg("serve")
            .env("MGS_DATA_DIR", self.database.folder.path())
            .env("MGS_LOG", "error")
            .env("MGS_LISTEN", self.server.to_string())
            .env("MGS_SIMULATOR_URL", &self.simulator_url)
            .spawn();
        Process(child.unwrap())
    }

    fn webhook_url(&self) -> String {
        format!("http://{}/webhooks/meta/{META_APP_ID}", self.server)
    }

    async fn is_ready(&self) -> bool {
        let answer = self.http.get(format!("http://{}/readyz", self.server)).send().await;
        answer.is_ok_and(|answer| answer.status() == 200)
    }

    /// Whether nobody waits for anything any more.
    async fn is_settled(&self) -> bool {
        let unsent = outbox::Column::State.is_in([OutboxState::Queued, OutboxState::Sending]);
        let pending = inbound_item::Column::State.eq(ItemState::Pending);
        let waiting =
            self.count::<inbound_item::Entity>(pending).await + self.count::<outbox::Entity>(unsent).await;
        waiting == 0 && self.admin.stats().await.is_ok_and(|stats| stats.n_webhooks_waiting == 0)
    }

    /// Whether what a killed server had begun at the database has come to its end there.
    async fn is_left_alone(&self) -> bool {
        if !matches!(self.database.database, Database::Postgres(_)) {
            return true;
        }
        let pool = self.database.peek().await.get_postgres_connection_pool();
        let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1";
        sqlx::query_scalar::<_, i64>(count).bind(SERVER).fetch_one(pool).await.unwrap() == 0
    }

    async fn count<E: EntityTrait>(&self, condition: impl sea_orm::sea_query::IntoCondition) -> usize
    where
        E::Model: Send + Sync,
    {
        let rows = self.db.across_workspaces("test").find::<E>().filter(condition).count().await.unwrap();
        rows.try_into().unwrap()
    }

    async fn look(&self, texts: usize) -> Found {
        let messages = self.db.across_workspaces("test").find::<message::Entity>().all().await.unwrap();
        let received: Vec<_> = messages.iter().filter(|message| message.direction == Direction::In).collect();
        let wamids: BTreeSet<_> = received.iter().map(|message| &message.wamid).collect();
        assert_eq!(wamids.len(), received.len());
        let mut found = Found {
            n_bodies: self.count::<inbound_event::Entity>(Condition::all()).await,
            n_messages: received.len(),
            ..Found::default()
        };
        for accepted in self.admin.stats().await.unwrap().accepted {
            let Some(text) = number_of(&accepted.body) else { continue };
            assert!(text < texts);
            let is_new = found.replied.insert(text);
            if accepted.n > 1 || !is_new {
                found.doubled.insert(text);
            }
        }
        let unknown = messages.iter().filter(|message| message.status == MessageStatus::Unknown);
        found.unknown = unknown.filter_map(|message| number_of(&message.body)).collect();
        for contact in 0..CONTACTS {
            let order = self.replies_to(contact).await;
            if !order.is_sorted() {
                found.out_of_order.push((contact, order));
            }
        }
        found
    }

    async fn replies_to(&self, contact: usize) -> Vec<usize> {
        let thread =
            self.admin.conversation(&self.phone_number_id, &wa_id(contact), 0, Duration::ZERO).await.unwrap();
        let replies = thread.messages.iter().filter(|message| message.is_from_business);
        replies.filter_map(|message| number_of(message.content["text"]["body"].as_str()?)).collect()
    }

    async fn until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        let end = Instant::now() + PATIENCE;
        while !condition().await {
            assert!(Instant::now() < end, "waited too long: {what}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// Posts texts as Meta does: to many people at once, to each in order, again until it is answered 200. Returns the number of
/// answers of 200.
async fn generate(url: String, phone_number_id: String, texts: usize, acked: Arc<AtomicUsize>) -> usize {
    let people = (0..CONTACTS).map(|contact| {
        let (url, phone_number_id, acked) = (url.clone(), phone_number_id.clone(), acked.clone());
        async move {
            let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
            for text in (contact..texts).step_by(CONTACTS) {
                let body = webhook(&phone_number_id, contact, text);
                let header = sign(SECRET.as_bytes(), body.as_bytes());
                loop {
                    let request = http.post(&url).header(SIGNATURE_HEADER, &header).body(body.clone());
                    if request.send().await.is_ok_and(|answer| answer.status() == 200) {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                acked.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    futures_util::future::join_all(people).await;
    acked.load(Ordering::Relaxed)
}

fn webhook(phone_number_id: &str, contact: usize, text: usize) -> String {
    let (phone, user_id) = (wa_id(contact), user_id(contact));
    let message = json!({
        "id": format!("wamid.fault.{text}"), "from": phone, "from_user_id": user_id,
        "timestamp": chrono::Utc::now().timestamp().to_string(), "type": "text", "text": {"body": format!("text {text}.")},
    });
    let value = json!({
        "metadata": {"phone_number_id": phone_number_id},
        "contacts": [{"profile": {"name": format!("Person {contact}")}, "wa_id": phone, "user_id": user_id}],
        "messages": [message],
    });
    json!({"entry": [{"id": "waba", "changes": [{"field": "messages", "value": value}]}]}).to_string()
}

/// Which text a reply answers.
fn number_of(body: &str) -> Option<usize> {
    body.strip_prefix("echo: text ")?.strip_suffix('.')?.parse().ok()
}

fn wa_id(contact: usize) -> String {
    format!("1650555{contact:04}")
}

fn user_id(contact: usize) -> String {
    format!("US.{contact}")
}

fn binary() -> Command {
    let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_mgs-wa")));
    command.stdout(Stdio::null()).stderr(Stdio::inherit());
    command
}

/// A free port outside of the range from which the system gives ports to others, so that it is still free when it is used.
fn free_address() -> SocketAddr {
    let start = 20_000 + u16::try_from(std::process::id() % 5_000).unwrap();
    let mut ports = (start..30_000).chain(20_000..start);
    let free = ports.find_map(|port| {
        static TAKEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
        let listener = TcpListener::bind(("127.0.0.1", port)).ok()?;
        TAKEN.lock().unwrap().insert(port).then(|| listener.local_addr().unwrap())
    });
    free.unwrap()
}
