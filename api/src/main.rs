//! `mgs-wa`: the server and its tools.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use api::accounts::{NewOwner, create_owner};
use api::config::{Config, Settings};
use api::openapi;
use api::platform::clock::SystemClock;
use api::platform::ring::Ring;
use api::platform::telemetry;
use api::serve::{Background, Server, open};
use clap::{Args, Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Build, run and manage WhatsApp chatbots.
#[derive(Parser)]
#[command(name = "mgs-wa", version)]
struct Cli {
    #[command(flatten)]
    settings: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What can be said on the command line; everything else is in the settings file or `MGS_…`.
#[derive(Args)]
struct Flags {
    /// The settings file; `MGS_CONFIG` as well.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Where the server keeps its files.
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    /// Where it listens; port 0 takes any free one.
    #[arg(long, global = true)]
    listen: Option<std::net::SocketAddr>,
    /// Show the settings, secrets masked, and end.
    #[arg(long, global = true)]
    print_config: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server (the default).
    Serve,
    /// Bring the database's schema up to date.
    Migrate,
    /// Print the OpenAPI document.
    Openapi,
    /// Run the simulator alone; give the server its address as `simulator_url`, and both the same data folder.
    Simulator(SimulatorFlags),
    /// Users of this installation.
    #[command(subcommand)]
    User(UserCommand),
    /// The key ring.
    #[command(subcommand)]
    Keys(KeysCommand),
}

#[derive(Args)]
struct SimulatorFlags {
    /// Where the simulator listens; keep it on loopback.
    #[arg(long, default_value = "127.0.0.1:8090")]
    simulator_listen: std::net::SocketAddr,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Make a verified user with a workspace; the password is read from the first line of standard input.
    CreateOwner {
        /// Their mail address.
        #[arg(long)]
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// Their phone, in international form.
        #[arg(long)]
        phone: String,
        /// The name of the business.
        #[arg(long)]
        business_name: String,
    },
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Make the key ring of an installation that has none.
    Init,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "mgs-wa: {error}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error>;

async fn run(cli: Cli) -> Result<(), Failure> {
    if matches!(cli.command, Some(Command::Openapi)) {
        return say(openapi::text().trim_end());
    }
    let flags =
        Settings { data_dir: cli.settings.data_dir, listen: cli.settings.listen, ..Settings::default() };
    let config = Config::load(cli.settings.config.as_deref(), &flags)?;
    if cli.settings.print_config {
        return say(config.to_string().trim_end());
    }
    telemetry::start_logging(&config.log)?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(config).await,
        Command::Migrate => migrate(config).await,
        Command::Simulator(flags) => simulate(&config, flags.simulator_listen).await,
        Command::Openapi => Ok(()),
        Command::User(UserCommand::CreateOwner { email, name, phone, business_name }) => {
            let mut password = String::new();
            std::io::stdin().lock().read_line(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            let owner = NewOwner { name, email, phone, business_name, password, time_zone: None };
            create(config, owner).await
        }
        Command::Keys(KeysCommand::Init) => {
            api::serve::make_data_dir(&config)?;
            Ring::create(&config.key_ring)?;
            say(&format!("made {}; keep a copy of it elsewhere", config.key_ring.display()))
        }
    }
}

async fn serve(config: Config) -> Result<(), Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let server = Server::start(config, Arc::new(SystemClock), Background::Runs).await?;
    say(&greeting(&server))?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tokio::select! {
        () = server.stop() => {}
        // Asked twice: at once.
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn greeting(server: &Server) -> String {
    let state = &server.state;
    let mut text =
        format!("MGS WA {} is ready.\n\n  Open     {}\n", env!("CARGO_PKG_VERSION"), state.link("/"));
    if let Some(folder) = state.mailer.folder() {
        text.push_str(&format!("  Mails    {}  (files in {})\n", state.link("/dev/mail"), folder.display()));
    }
    text.push_str(&format!("  Metrics  http://{}/metrics\n\nStop with Ctrl-C.", server.metrics));
    text
}

async fn simulate(config: &Config, listen: std::net::SocketAddr) -> Result<(), Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let ring = api::serve::prepare(config)?;
    let simulator = api::simulator::alone(config, &ring, listen)?;
    say(&format!("the simulator listens on {}", simulator.base_url()))?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    simulator.stop().await;
    Ok(())
}

async fn migrate(config: Config) -> Result<(), Failure> {
    api::serve::make_data_dir(&config)?;
    let n_applied = api::platform::scope::migrate(&config.database).await?;
    say(&format!("applied {n_applied} migrations"))
}

async fn create(config: Config, owner: NewOwner) -> Result<(), Failure> {
    let public_url = config.public_url_on(config.listen.port());
    let state = open(config, public_url, Arc::new(SystemClock)).await?;
    let user = create_owner(&state, owner).await?;
    state.db.close().await;
    say(&format!("made {user}"))
}

fn say(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
