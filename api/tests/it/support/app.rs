//! A real server on a random port, its clock and its database.

use std::sync::Arc;
use std::time::Duration;

use api::config::{Config, Environment, Settings};
use api::entities::{api_key, job, member, user, workspace};
use api::platform::auth::issue_key;
use api::platform::clock::Clock;
use api::platform::scope::{Actor as Acting, Database, Db, Urls};
use api::platform::state::State;
use api::serve::{Background, Server};
use chrono::TimeDelta;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{ApiKeyId, Permission, Role, UserId, WorkspaceId};
use uuid::Uuid;

use super::actor::Actor;
use super::{Kind, TestClock, TestDatabase};

/// After this long nothing will come any more.
const NEVER: Duration = Duration::from_secs(20);
/// How soon is looked again when nothing was told.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A server for one test. Background work does not run by itself: see [`TestApp::run_jobs`].
pub struct TestApp {
    pub clock: Arc<TestClock>,
    pub server: Option<Server>,
    pub client: reqwest::Client,
    pub database: TestDatabase,
    settings: Settings,
    background: Background,
}

impl TestApp {
    pub async fn new(kind: Kind) -> Self {
        Self::with(kind, |_| {}).await
    }

    /// With other settings.
    pub async fn with(kind: Kind, change: impl FnOnce(&mut Settings)) -> Self {
        Self::start(kind, Background::ByHand, change).await
    }

    /// With the simulator, and with everything that runs in the background.
    pub async fn with_sandbox(kind: Kind) -> Self {
        Self::start(kind, Background::Runs, |settings| settings.sandbox = Some(true)).await
    }

    async fn start(kind: Kind, background: Background, change: impl FnOnce(&mut Settings)) -> Self {
        let database = TestDatabase::new(kind).await;
        let mut settings = Settings {
            data_dir: Some(database.folder.path().to_path_buf()),
            listen: "127.0.0.1:0".parse().ok(),
            // Tests that need the simulator switch it on.
            sandbox: Some(false),
            // The clock stands still, so that no bucket would fill up again; tests of limits set their own.
            limit_address: Some(1_000_000),
            limit_session: Some(1_000_000),
            limit_key: Some(1_000_000),
            limit_workspace: Some(1_000_000),
            ..Settings::default()
        };
        if let Database::Postgres(Urls { request, pipeline, owner }) = database.database.clone() {
            settings.database_url = Some(request);
            settings.database_pipeline_url = Some(pipeline);
            settings.database_owner_url = owner;
        }
        change(&mut settings);
        let config: Config = settings.clone().check().unwrap();
        let clock = Arc::new(TestClock::default());
        let server = Server::start(config, clock.clone(), background).await.unwrap();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { clock, server: Some(server), client, database, settings, background }
    }

    /// Stops the server and starts it again on the same data, on another port.
    pub async fn restart(&mut self) {
        self.server.take().unwrap().stop().await;
        let config = self.settings.clone().check().unwrap();
        self.server = Some(Server::start(config, self.clock.clone(), self.background).await.unwrap());
    }

    /// Waits until `look` sees what it looks for, looking again whenever something changes in the workspace.
    pub async fn until<T>(&self, workspace: WorkspaceId, look: impl AsyncFn() -> Option<T>) -> T {
        let mut changes = self.state().live.subscribe(workspace, None);
        let seen = async {
            loop {
                if let Some(seen) = look().await {
                    return seen;
                }
                // A phone shows what has left us already: what changes there is told a moment later, or not at all.
                let _ = tokio::time::timeout(LOOK_AGAIN, changes.next()).await;
            }
        };
        tokio::time::timeout(NEVER, seen).await.expect("it was never seen")
    }

    /// A second server with the same settings.
    pub async fn another_server(&self) -> Server {
        let mut config = self.state().config.clone();
        config.listen.set_port(0);
        config.metrics_listen.set_port(0);
        Server::start(config, self.clock.clone(), Background::ByHand).await.unwrap()
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    pub fn state(&self) -> &State {
        &self.server().state
    }

    pub fn db(&self) -> &Db {
        &self.state().db
    }

    /// Where requests go.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server().address)
    }

    /// A browser in which nobody is signed in.
    pub fn anyone(&self) -> Actor<'_> {
        Actor::new(self)
    }

    /// A user of no workspace.
    pub async fn stranger(&self) -> Actor<'_> {
        self.signed_in(self.db_user().await).await
    }

    /// The workspace of this name, made when it is first asked for.
    pub async fn workspace(&self, name: &str) -> TestWorkspace<'_> {
        let known = workspace::Entity::find().filter(workspace::Column::Name.eq(name));
        let row = known.one(self.database.peek().await).await.unwrap();
        let id = match row {
            Some(row) => row.id.into(),
            None => self.db_workspace(name).await,
        };
        TestWorkspace { app: self, id }
    }

    /// Runs every job that is due, also what they enqueue.
    pub async fn run_jobs(&self) -> usize {
        api::jobs::worker(self.state()).run_due().await.unwrap()
    }

    /// The mails sent so far, the oldest first, as they lie in the folder.
    pub fn mails(&self) -> Vec<String> {
        let folder = self.state().mailer.folder().unwrap();
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
    }

    /// A browser of this user, with a session made past the API.
    pub async fn signed_in(&self, user: UserId) -> Actor<'_> {
        let mut actor = Actor::new(self);
        actor.open_session(user).await;
        actor
    }

    pub async fn db_user(&self) -> UserId {
        let id = UserId::new();
        self.db_user_with(id, "Asha Patel", &format!("{id}@example.com")).await
    }

    /// A user with this name and this verified address.
    pub async fn db_person(&self, name: &str, email: &str) -> UserId {
        self.db_user_with(UserId::new(), name, email).await
    }

    async fn db_user_with(&self, id: UserId, name: &str, email: &str) -> UserId {
        let now = self.clock.now();
        let tx = self.db().begin_global(Acting::System).await.unwrap();
        let row = user::ActiveModel {
            id: Set(id.uuid()),
            email: Set(email.into()),
            email_key: Set(email.into()),
            name: Set(name.into()),
            phone: Set("+919812345678".into()),
            password_hash: Set(self.state().passwords.unusable()),
            verified_at: Set(Some(now)),
            created_at: Set(now),
            updated_at: Set(now),
            language: Set(None),
            wrong_passwords: Set(0),
        };
        tx.insert(row).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        id
    }

    async fn db_workspace(&self, name: &str) -> WorkspaceId {
        let (id, now) = (WorkspaceId::new(), self.clock.now());
        let tx = self.db().begin(Acting::System, id).await.unwrap();
        let row = workspace::ActiveModel {
            id: Set(id.uuid()),
            name: Set(name.into()),
            time_zone: Set("UTC".into()),
            language: Set("en".into()),
            data_key: Set(self.state().seal.new_data_key(id).unwrap()),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        tx.insert_this_workspace(row).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        id
    }
}

impl Drop for TestApp {
    /// A job that failed, or was forgotten, fails the test.
    fn drop(&mut self) {
        let Some(server) = self.server.take() else { return };
        let is_failing = std::thread::panicking();
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                let now = server.state.clock.now();
                let jobs = server
                    .state
                    .db
                    .across_workspaces("test")
                    .find::<job::Entity>()
                    .all()
                    .await
                    .unwrap_or_default();
                server.stop().await;
                let bad = jobs.iter().find(|job| {
                    job.last_error.is_some() || (job.state == job::JobState::Queued && job.due_at <= now)
                });
                assert!(is_failing || bad.is_none(), "a job was not run, or failed: {bad:?}");
            });
        });
    }
}

/// A workspace of a test.
pub struct TestWorkspace<'a> {
    app: &'a TestApp,
    pub id: WorkspaceId,
}

impl<'a> TestWorkspace<'a> {
    pub async fn owner(&self) -> Actor<'a> {
        self.member(Role::Owner).await
    }

    pub async fn viewer(&self) -> Actor<'a> {
        self.member(Role::Viewer).await
    }

    /// A new member of a role, signed in.
    pub async fn member(&self, role: Role) -> Actor<'a> {
        let user = self.app.db_user().await;
        let tx = self.app.db().begin(Acting::System, self.id).await.unwrap();
        let row = member::ActiveModel {
            id: Set(Uuid::now_v7()),
            user_id: Set(user.uuid()),
            role: Set(role.as_str().into()),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        tx.insert(row).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        self.app.signed_in(user).await
    }

    /// A program with a key that a new owner made for these scopes, past the API.
    pub async fn program(&self, scopes: &[Permission]) -> Actor<'a> {
        let owner = self.owner().await;
        self.program_of(owner.user.unwrap(), scopes).await
    }

    /// A program with a key of this member.
    pub async fn program_of(&self, maker: UserId, scopes: &[Permission]) -> Actor<'a> {
        let id = ApiKeyId::new();
        let issued = issue_key(Environment::Development, id).unwrap();
        let tx = self.app.db().begin(Acting::System, self.id).await.unwrap();
        let now = tx.now();
        let row = api_key::ActiveModel {
            id: Set(id.uuid()),
            user_id: Set(maker.uuid()),
            name: Set("test".into()),
            scopes: Set(serde_json::json!(scopes)),
            addresses: Set(serde_json::json!([])),
            secret_hash: Set(issued.hash.to_vec()),
            last_four: Set(issued.last_four.clone()),
            previous_hash: Set(None),
            previous_expires_at: Set(None),
            created_at: Set(now),
            expires_at: Set(now + TimeDelta::days(90)),
            revoked_at: Set(None),
            last_used_at: Set(None),
            last_used_ip: Set(None),
            last_used_agent: Set(None),
            ..Default::default()
        };
        tx.insert(row).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        Actor::with_key(self.app, issued.text.expose().clone())
    }

    /// `path` under this workspace.
    pub fn url(&self, path: &str) -> String {
        format!("/api/v1/workspaces/{}{path}", self.id)
    }
}
