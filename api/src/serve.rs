//! A running server: from the settings to a listening socket, and back.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{HttpResponse, HttpServer, web};
use sea_orm::DbErr;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;
use whatsapp::client::{ClientConfig, ClientError, GRAPH_URL};
use whatsapp::simulator::{Simulator, SimulatorError};

use crate::bots::Versions;
use crate::config::{Config, Environment};
use crate::intake::{self, Intake};
use crate::jobs::Job;
use crate::numbers;
use crate::platform::auth::{AccessTokens, GuessKeys, PasswordError, Passwords, RefreshSecrets, Sessions};
use crate::platform::clock::Clock;
use crate::platform::cursor::Cursors;
use crate::platform::egress::{Egress, SimulatorAccess};
use crate::platform::http::Connections;
use crate::platform::limit::Limits;
use crate::platform::live::Live;
use crate::platform::mail::Mailer;
use crate::platform::random::{self, RandomError};
use crate::platform::ring::{Ring, RingError};
use crate::platform::scope::{self, Actor, Database, connect, refuse_second_server};
use crate::platform::seal::Seal;
use crate::platform::state::{Parts, State};
use crate::platform::streams::Streams;
use crate::platform::telemetry;
use crate::{app, background, simulator};

/// How long the head of a request may take.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// How long a connection stays open between requests.
const IDLE_TIME: Duration = Duration::from_secs(15);
/// How long requests may go on once the server stops; background work has a little more.
const STOP_REQUESTS_S: u64 = 20;
const STOP_BACKGROUND: Duration = Duration::from_secs(4);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting cannot be used.
    #[error("{0}")]
    Setting(String),
    /// The key ring cannot be used.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// The database cannot be used.
    #[error("the database cannot be used: {0}")]
    Database(#[from] DbErr),
    /// The address is taken, or cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// No password can be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The simulator cannot be started.
    #[error("the simulator cannot be started: {0}")]
    Simulator(#[from] SimulatorError),
    /// No outgoing calls can be made.
    #[error("outgoing calls cannot be set up: {0}")]
    Egress(#[from] ClientError),
    /// Webhooks cannot be stored.
    #[error(transparent)]
    Intake(#[from] intake::StartError),
    /// The server's threads cannot be started.
    #[error("the server cannot be started: {0}")]
    Io(#[from] std::io::Error),
}

/// A server that answers.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where its metrics are.
    pub metrics: SocketAddr,
    /// What its requests share.
    pub state: State,
    handles: [ServerHandle; 2],
    stop: watch::Sender<bool>,
    background: Vec<JoinHandle<()>>,
    simulator: Option<Simulator>,
}

/// Whether background work runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// It does.
    Runs,
    /// The caller runs what is due, when it wants (tests).
    ByHand,
}

impl Server {
    /// Starts a server; it answers when this returns.
    ///
    /// # Errors
    /// With a sentence for the operator.
    pub async fn start(
        config: Config,
        clock: Arc<dyn Clock>,
        background: Background,
    ) -> Result<Self, StartError> {
        let (listener, address) = listen(config.listen)?;
        let (metrics_listener, metrics) = listen(config.metrics_listen)?;
        let public_url = config.public_url_on(address.port());
        let ring = prepare(&config)?;
        refuse_second_server(&config.database)?;
        let (simulator, access) = simulator::beside(&config, &ring, address)?;
        let state = assemble(config, public_url, clock, ring, Some(access)).await?;
        if background == Background::Runs {
            refresh_sandbox(&state).await?;
        }
        let intake = Intake::start(&state)?;
        let handles = [serve(listener, state.clone(), intake)?, serve_metrics(metrics_listener)?];
        let (stop, stopped) = watch::channel(false);
        let background = match background {
            Background::Runs => background::start(&state, &stopped),
            Background::ByHand => Vec::new(),
        };
        Ok(Self { address, metrics, state, handles, stop, background, simulator })
    }

    /// Stops: takes no more work, finishes what it has, within 25 s.
    pub async fn stop(self) {
        self.state.is_ready.store(false, Ordering::Relaxed);
        let _ = self.stop.send(true);
        let [main, metrics] = &self.handles;
        main.stop(true).await;
        let rest = futures_util::future::join_all(self.background);
        let _ = tokio::time::timeout(STOP_BACKGROUND, rest).await;
        metrics.stop(false).await;
        if let Some(simulator) = self.simulator {
            simulator.stop().await;
        }
        self.state.db.close().await;
    }
}

/// Opens everything but the sockets, for the tools beside a running server.
///
/// # Errors
/// With a sentence for the operator.
pub async fn open(config: Config, public_url: Url, clock: Arc<dyn Clock>) -> Result<State, StartError> {
    let ring = prepare(&config)?;
    assemble(config, public_url, clock, ring, None).await
}

/// Makes what must be there before anything is opened, and reads the key ring.
///
/// # Errors
/// With a sentence for the operator.
pub fn prepare(config: &Config) -> Result<Arc<Ring>, StartError> {
    // One TLS for everything outgoing; a second time it is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    make_data_dir(config)?;
    Ok(Arc::new(Ring::load(&config.key_ring, config.env == Environment::Development)?))
}

/// For a server `simulator` says where its simulator is, if it has one; a second server on the same SQLite file is refused.
async fn assemble(
    config: Config,
    public_url: Url,
    clock: Arc<dyn Clock>,
    ring: Arc<Ring>,
    simulator: Option<Option<SimulatorAccess>>,
) -> Result<State, StartError> {
    let epoch = u64::from_be_bytes(random::secret::<8>()?);
    let live = Live::new(epoch);
    migrate(&config).await?;
    let db = connect(&config.database, simulator.is_some(), clock.clone(), live.clone()).await?;
    let graph = ClientConfig {
        base_url: config.graph_base_url.as_ref().map_or(GRAPH_URL, Url::as_str).to_owned(),
        ..ClientConfig::default()
    };
    Ok(State::new(Parts {
        cursors: Cursors::new(ring.derive("cursors")),
        egress: Egress::new(&graph, simulator.flatten().as_ref())?,
        mailer: Mailer::new(&config).map_err(StartError::Setting)?,
        public_url,
        db,
        clock,
        live,
        streams: Streams::default(),
        access: AccessTokens::new(&ring),
        refresh: RefreshSecrets::new(&ring),
        guess_keys: GuessKeys::new(&ring),
        limits: Limits::new(config.limits),
        seal: Seal::new(ring),
        sessions: Sessions::default(),
        passwords: Passwords::new()?,
        is_ready: AtomicBool::new(true),
        config,
    }))
}

/// The simulator is told where this server listens now, by a job, so that a simulator that is away is waited for.
async fn refresh_sandbox(state: &State) -> Result<(), DbErr> {
    if state.egress.sandbox().is_some() && numbers::has_sandbox_numbers(&state.db).await? {
        let tx = state.db.begin_global(Actor::System).await?;
        tx.enqueue(Job::RefreshSandbox {}).await?;
        tx.commit_pipeline().await?;
    }
    Ok(())
}

/// SQLite is brought up to date at the start. PostgreSQL is shared, and changed by its owner alone: there an operator says
/// when (`mgs-wa migrate`), but in development, if the owner is known.
async fn migrate(config: &Config) -> Result<(), DbErr> {
    let is_ours = match &config.database {
        Database::Sqlite(_) => true,
        Database::Postgres(urls) => config.env == Environment::Development && urls.owner.is_some(),
    };
    if is_ours {
        scope::migrate(&config.database).await?;
    }
    Ok(())
}

/// Makes the data folder when it is missing, for its owner's eyes alone.
///
/// # Errors
/// With a sentence for the operator.
pub fn make_data_dir(config: &Config) -> Result<(), StartError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let folder = &config.data_dir;
    builder.create(folder).map_err(|error| {
        StartError::Setting(format!("the data folder {} cannot be made: {error}", folder.display()))
    })
}

fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let error = |error| StartError::Listen(address, error);
    let listener = TcpListener::bind(address).map_err(error)?;
    let real = listener.local_addr().map_err(error)?;
    Ok((listener, real))
}

fn serve(listener: TcpListener, state: State, intake: Intake) -> Result<ServerHandle, StartError> {
    let (state, intake) = (web::Data::new(state), web::Data::new(intake));
    let versions = web::Data::new(Versions::default());
    let config = &state.config;
    let connections = Connections::new(config.connections_per_ip, config.trusted_proxies.clone());
    let server = HttpServer::new(move || app(state.clone(), intake.clone(), versions.clone()))
        .on_connect(move |stream, extensions| connections.accept(stream, extensions))
        .client_request_timeout(HEAD_TIME)
        .keep_alive(IDLE_TIME)
        .client_disconnect_timeout(Duration::from_secs(1))
        .shutdown_timeout(STOP_REQUESTS_S)
        .disable_signals()
        .listen(listener)?
        .run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(handle)
}

fn serve_metrics(listener: TcpListener) -> Result<ServerHandle, StartError> {
    let metrics = || async {
        let text = telemetry::metrics().map(metrics_exporter_prometheus::PrometheusHandle::render);
        HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text.unwrap_or_default())
    };
    telemetry::metrics();
    let server = HttpServer::new(move || actix_web::App::new().route("/metrics", web::get().to(metrics)))
        .workers(1)
        .disable_signals()
        .listen(listener)?
        .run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(handle)
}
