//! A server with everything around it: the simulator as Meta, a workspace with a number, a webhook over real HTTP.

use std::ops::Deref;
use std::time::Duration;

use api::entities::{bot, inbound_event, inbound_item, message, message_status, outbox};
use api::outbox::Sender;
use api::platform::clock::Clock;
use api::platform::ring::Ring;
use api::platform::scope::{Actor, AuditEvent};
use api::platform::state::State;
use api::runs::Runner;
use api::simulator::admin_token;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use shared::WorkspaceId;
use tempfile::TempDir;
use tokio::sync::watch;
use uuid::Uuid;
use whatsapp::signature;
use whatsapp::simulator::admin::{AdminClient, NewApp, NewNumber, NewPhone, PhoneContent, PhoneMessage};
use whatsapp::simulator::{Simulator, SimulatorConfig};

use super::seed::{self, NumberAtMeta, SECRET, VERIFY_TOKEN};
use crate::support::{Kind, TestApp};

/// Longer than anything here takes; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Bench {
    pub app: TestApp,
    pub workspace: WorkspaceId,
    pub app_id: Uuid,
    pub number_id: Uuid,
    pub meta_app_id: String,
    pub phone_number_id: String,
    pub url: String,
    simulator: Simulator,
    stop: watch::Sender<bool>,
    _folder: TempDir,
}

impl Deref for Bench {
    type Target = TestApp;
    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Bench {
    /// Everything but the loops.
    pub async fn still(kind: Kind) -> Self {
        Self::build(kind, Duration::from_millis(5)).await
    }

    /// Nor does the simulator say anything of its own.
    pub async fn quiet(kind: Kind) -> Self {
        Self::build(kind, Duration::from_secs(3_600)).await
    }

    /// Everything.
    pub async fn running(kind: Kind) -> Self {
        let bench = Self::still(kind).await;
        bench.run(bench.state());
        bench
    }

    async fn build(kind: Kind, status_delay: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key_ring = folder.path().join("key-ring");
        let token = admin_token(&Ring::load(&key_ring, true).unwrap());
        let mut config = SimulatorConfig::new(folder.path().join("simulator.sqlite"), token);
        config.status_delay = status_delay;
        config.retry_after = vec![Duration::from_millis(50)];
        let simulator = Simulator::start(config).unwrap();
        let url = simulator.base_url();
        let app = TestApp::with(kind, |settings| {
            settings.key_ring = Some(key_ring);
            settings.sandbox = Some(true);
            settings.simulator_url = Some(url);
        })
        .await;
        let meta_app_id = Uuid::now_v7().simple().to_string();
        let url = app.url(&format!("/webhooks/meta/{meta_app_id}"));
        let workspace = seed::workspace(app.db(), &app.state().seal).await;
        let mut bench = Self {
            app_id: seed::app(app.db(), &app.state().seal, workspace, &meta_app_id).await,
            app,
            workspace,
            number_id: Uuid::nil(),
            meta_app_id,
            phone_number_id: String::new(),
            url,
            simulator,
            stop: watch::Sender::new(false),
            _folder: folder,
        };
        bench.connect_number().await;
        bench
    }

    async fn connect_number(&mut self) {
        let app = NewApp {
            secret: SECRET.into(),
            webhook_url: self.url.clone(),
            verify_token: VERIFY_TOKEN.into(),
        };
        self.admin().put_app(&self.meta_app_id, &app).await.unwrap();
        let new = NewNumber {
            app_id: self.meta_app_id.clone(),
            verified_name: "Acme".into(),
            ..NewNumber::default()
        };
        let number = self.admin().put_number(&new).await.unwrap();
        let at_meta = NumberAtMeta {
            phone_number_id: &number.phone_number_id,
            waba_id: &number.waba_id,
            token: &number.token,
        };
        let seal = &self.state().seal;
        self.number_id = seed::number(self.db(), seal, self.workspace, self.app_id, at_meta).await;
        self.phone_number_id = number.phone_number_id;
    }

    /// Starts the loops of a server.
    pub fn run(&self, state: &State) {
        tokio::spawn(Runner::new(state).run(self.stop.subscribe()));
        tokio::spawn(Sender::new(state).run(self.stop.subscribe()));
    }

    pub fn admin(&self) -> AdminClient {
        self.simulator.admin().unwrap()
    }

    pub fn runner(&self) -> Runner {
        Runner::new(self.state())
    }

    pub fn sender(&self) -> Sender {
        Sender::new(self.state())
    }

    /// Posts a body, signed; again, as Meta does, when a busy machine had no time for it.
    pub async fn post(&self, body: impl Into<Vec<u8>>) -> u16 {
        let body = body.into();
        loop {
            match self.post_once(body.clone()).await.status().as_u16() {
                503 => {}
                status => return status,
            }
        }
    }

    /// Posts a body, signed.
    pub async fn post_once(&self, body: impl Into<Vec<u8>>) -> reqwest::Response {
        let body = body.into();
        let header = signature::sign(SECRET.as_bytes(), &body);
        let request = self.client.post(&self.url).header(signature::SIGNATURE_HEADER, header).body(body);
        request.send().await.unwrap()
    }

    /// Posts one `messages` value for the bench's number.
    pub async fn post_value(&self, value: Value) -> u16 {
        self.post(self.envelope(value).to_string()).await
    }

    pub fn envelope(&self, mut value: Value) -> Value {
        value["metadata"] = json!({ "phone_number_id": self.phone_number_id });
        json!({"entry": [{"id": "waba", "changes": [{"field": "messages", "value": value}]}]})
    }

    /// A text of somebody known by phone and user id.
    pub fn text(&self, wamid: &str, person: u32, body: &str) -> Value {
        let (phone, user_id) = (format!("1650555{person:04}"), format!("US.{person}"));
        json!({
            "contacts": [{"profile": {"name": format!("Person {person}")}, "wa_id": phone, "user_id": user_id}],
            "messages": [{"id": wamid, "from": phone, "from_user_id": user_id,
                "timestamp": self.now_s().to_string(), "type": "text", "text": {"body": body}}],
        })
    }

    pub fn now_s(&self) -> i64 {
        self.clock.now().timestamp()
    }

    /// Gives a person of [`Self::text`] a phone that replies reach.
    pub async fn phone(&self, person: u32) {
        let phone = NewPhone {
            name: format!("Person {person}"),
            wa_id: Some(format!("1650555{person:04}")),
            user_id: Some(format!("US.{person}")),
            ..NewPhone::default()
        };
        self.admin().put_phone(&phone).await.unwrap();
    }

    /// A person writes a text with the simulator's phone; returns when it is stored.
    pub async fn says(&self, person: u32, text: &str) {
        self.phone(person).await;
        let before = self.items().await.len();
        let message = PhoneMessage { content: PhoneContent::Text { body: text.into() }, reply_to: None };
        let phone = format!("1650555{person:04}");
        self.admin().write(&self.phone_number_id, &phone, &message).await.unwrap();
        self.until("the text is stored", || async { self.items().await.len() > before }).await;
    }

    /// Runs what is pending, by hand.
    pub async fn run_pending(&self) {
        let runner = self.runner();
        while runner.turn().await.unwrap() > 0 {}
    }

    /// Sends what is due, by hand.
    pub async fn send_due(&self) {
        let mut sender = self.sender();
        sender.recover().await.unwrap();
        while sender.turn(true).await.unwrap() > 0 {
            sender.settle().await;
        }
    }

    /// Waits until a condition holds.
    pub async fn until<F, R>(&self, what: &str, mut condition: F)
    where
        F: FnMut() -> R,
        R: Future<Output = bool>,
    {
        let end = tokio::time::Instant::now() + PATIENCE;
        while !condition().await {
            assert!(tokio::time::Instant::now() < end, "waited too long: {what}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn all<E: EntityTrait>(&self) -> Vec<E::Model> {
        E::find().all(self.database.peek().await).await.unwrap()
    }

    pub async fn messages(&self) -> Vec<message::Model> {
        let across = self.db().across_workspaces("test");
        let find = across.find::<message::Entity>();
        find.order_by_asc(message::Column::ConversationId)
            .order_by_asc(message::Column::Position)
            .all()
            .await
            .unwrap()
    }

    pub async fn sent(&self) -> Vec<message::Model> {
        let messages = self.messages().await;
        messages.into_iter().filter(|message| message.direction == message::Direction::Out).collect()
    }

    pub async fn events(&self) -> Vec<inbound_event::Model> {
        self.all::<inbound_event::Entity>().await
    }

    pub async fn items(&self) -> Vec<inbound_item::Model> {
        let across = self.db().across_workspaces("test");
        across.find::<inbound_item::Entity>().order_by_asc(inbound_item::Column::Seq).all().await.unwrap()
    }

    pub async fn n_pending(&self) -> u64 {
        let across = self.db().across_workspaces("test");
        let pending = inbound_item::Column::State.eq(inbound_item::ItemState::Pending);
        across.find::<inbound_item::Entity>().filter(pending).count().await.unwrap()
    }

    pub async fn statuses(&self) -> Vec<message_status::Model> {
        self.all::<message_status::Entity>().await
    }

    pub async fn outbox(&self) -> Vec<outbox::Model> {
        self.all::<outbox::Entity>().await
    }

    /// Messages the simulator took, with how often.
    pub async fn accepted(&self) -> Vec<(String, u64)> {
        let stats = self.admin().stats().await.unwrap();
        stats.accepted.into_iter().map(|accepted| (accepted.body, accepted.n)).collect()
    }

    /// Publishes a bot that answers any text with `echo: <text>`.
    pub async fn echo_bot(&self) -> Uuid {
        self.publish(seed::echo_flow()).await
    }

    pub async fn publish(&self, flow: Value) -> Uuid {
        seed::bot(self.db(), self.workspace, flow).await
    }

    pub async fn set_bot_state(&self, bot: Uuid, state: bot::BotState) {
        let tx = self.db().begin(Actor::System, self.workspace).await.unwrap();
        let change = tx.change::<bot::Entity>().set(bot::Column::State, state);
        change.filter(bot::Column::Id.eq(bot)).run().await.unwrap();
        tx.commit(AuditEvent::new("bot.paused")).await.unwrap();
    }

    /// Makes the stored item at this place (1 is the first) something that cannot be processed.
    pub async fn poison(&self, seq: i64) {
        let tx = self.db().across_workspaces("test").begin().await.unwrap();
        let change =
            tx.change_any::<inbound_item::Entity>().set(inbound_item::Column::Payload, json!({"entry": 1}));
        change.filter(inbound_item::Column::Seq.eq(seq)).run().await.unwrap();
        tx.commit_pipeline().await.unwrap();
    }

    /// Makes the stored statuses forget which attempt they are of, as if Meta had not repeated it.
    pub async fn forget_attempts(&self) {
        let tx = self.db().across_workspaces("test").begin().await.unwrap();
        for item in tx.find_any::<inbound_item::Entity>().all().await.unwrap() {
            let payload = item.payload.to_string().replace("biz_opaque_callback_data", "forgotten");
            let payload: Value = serde_json::from_str(&payload).unwrap();
            let change = tx.change_any::<inbound_item::Entity>().set(inbound_item::Column::Payload, payload);
            change.filter(inbound_item::Column::Seq.eq(item.seq)).run().await.unwrap();
        }
        tx.commit_pipeline().await.unwrap();
    }

    /// Connections to PostgreSQL that wait for a lock of another one.
    pub async fn n_waiting_for_locks(&self) -> usize {
        let sql =
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql);
        self.database.peek().await.query_all_raw(statement).await.unwrap().len()
    }

    /// Sets how far SQLite's file may grow, as if the disk were full; the intake's own connection is not held back.
    pub async fn limit_pages(&self, pragma: &'static str) {
        let tx = self.db().across_workspaces("test").begin().await.unwrap();
        tx.query_sql(pragma, Vec::new()).await.unwrap();
        tx.commit_pipeline().await.unwrap();
    }

    /// Opens another number under the bench's app.
    pub async fn another_number(&self, phone_number_id: &str, waba_id: &str) -> Uuid {
        let at_meta = NumberAtMeta { phone_number_id, waba_id, token: "token" };
        seed::number(self.db(), &self.state().seal, self.workspace, self.app_id, at_meta).await
    }
}
