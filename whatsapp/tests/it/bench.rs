//! A simulator, a receiver of its webhooks, a number and a phone.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;
use tempfile::TempDir;
use tokio::sync::mpsc;
use whatsapp::client::{Client, ClientConfig, Token};
use whatsapp::message::{Message, Recipient, Text};
use whatsapp::signature::{SIGNATURE_HEADER, verify};
use whatsapp::simulator::admin::{
    AdminClient, NewApp, NewNumber, NewPhone, Number, Phone, PhoneContent, PhoneMessage,
};
use whatsapp::simulator::{Simulator, SimulatorConfig};
use whatsapp::webhook::{Event, InboundMessage, Item, Status, parse};

pub const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Takes webhooks as an app would, with the answers it is told.
pub struct Receiver {
    pub url: String,
    answers: Answers,
    received: mpsc::UnboundedReceiver<Received>,
    server: ServerHandle,
}

/// One webhook as it came.
pub struct Received {
    pub signatures: Vec<Vec<u8>>,
    pub body: Bytes,
}

type Answers = Arc<Mutex<(VecDeque<u16>, u16)>>;
type Sink = mpsc::UnboundedSender<Received>;

async fn receive(http: HttpRequest, body: Bytes, state: web::Data<(Sink, Answers)>) -> HttpResponse {
    if http.method() == "GET" {
        let query: Vec<_> =
            http.query_string().split('&').filter_map(|pair| pair.strip_prefix("hub.challenge=")).collect();
        let is_ours = http.query_string().contains("hub.verify_token=token");
        return if is_ours {
            HttpResponse::Ok().body(query.concat())
        } else {
            HttpResponse::Forbidden().finish()
        };
    }
    let signatures =
        http.headers().get_all(SIGNATURE_HEADER).map(|value| value.as_bytes().to_vec()).collect();
    // Chosen before the test hears of it: what it sets then is for the next one.
    let status = {
        let mut answers = state.1.lock().unwrap();
        answers.0.pop_front().unwrap_or(answers.1)
    };
    let _ = state.0.send(Received { signatures, body });
    HttpResponse::build(status.try_into().unwrap()).finish()
}

impl Receiver {
    /// Answers these first, then always `then`.
    pub fn start(first: &[u16], then: u16) -> Self {
        let answers: Answers = Arc::new(Mutex::new((first.iter().copied().collect(), then)));
        let (sink, received) = mpsc::unbounded_channel();
        let state = web::Data::new((sink, Arc::clone(&answers)));
        let server =
            HttpServer::new(move || App::new().app_data(state.clone()).default_service(web::to(receive)));
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}/webhook", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        Self { url, answers, received, server: handle }
    }

    pub fn answer(&self, status: u16) {
        self.answers.lock().unwrap().1 = status;
    }

    pub async fn stop(&self) {
        self.server.stop(false).await;
    }

    pub async fn next(&mut self) -> Received {
        tokio::time::timeout(PATIENCE, self.received.recv()).await.expect("a webhook in time").unwrap()
    }

    /// The next webhook, which must be signed and hold one event.
    pub async fn event(&mut self) -> Event {
        let Received { signatures, body } = self.next().await;
        verify([SECRET.as_bytes()], signatures.iter().map(Vec::as_slice), &body).unwrap();
        let mut events = parse(&body).unwrap();
        assert_eq!(events.len(), 1);
        events.remove(0)
    }

    pub async fn message(&mut self) -> InboundMessage {
        match self.event().await.item {
            Item::Message(message) => *message,
            other => panic!("{other:?}"),
        }
    }

    pub async fn status(&mut self) -> Status {
        match self.event().await.item {
            Item::Status(status) => *status,
            other => panic!("{other:?}"),
        }
    }
}

pub struct Bench {
    pub folder: TempDir,
    pub simulator: Simulator,
    pub receiver: Receiver,
    pub admin: AdminClient,
    pub client: Client,
    pub number: Number,
    pub phone: Phone,
}

pub fn config(folder: &Path) -> SimulatorConfig {
    SimulatorConfig {
        status_delay: Duration::ZERO,
        retry_after: vec![Duration::from_millis(10)],
        seed: Some(7),
        ..SimulatorConfig::new(folder.join("simulator.db"), Token::new("admin"))
    }
}

pub fn app(webhook_url: &str) -> NewApp {
    NewApp { secret: SECRET.into(), webhook_url: webhook_url.into(), verify_token: "token".into() }
}

pub fn client(base_url: &str) -> Client {
    Client::new(&ClientConfig { base_url: base_url.into(), ..ClientConfig::default() }).unwrap()
}

pub fn says(body: &str) -> PhoneMessage {
    PhoneMessage { content: PhoneContent::Text { body: body.into() }, reply_to: None }
}

impl Bench {
    pub async fn new() -> Self {
        Self::with_receiver(Receiver::start(&[], 200)).await
    }

    pub async fn with_receiver(receiver: Receiver) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let simulator = Simulator::start(config(folder.path())).unwrap();
        let admin = simulator.admin().unwrap();
        admin.put_app("app", &app(&receiver.url)).await.unwrap();
        let number = NewNumber { app_id: "app".into(), verified_name: "Shop".into(), ..NewNumber::default() };
        let number = admin.put_number(&number).await.unwrap();
        let phone = admin.put_phone(&NewPhone { name: "Ann".into(), ..NewPhone::default() }).await.unwrap();
        let client = client(&simulator.base_url());
        Self { folder, simulator, receiver, admin, client, number, phone }
    }

    pub async fn write(&self, body: &str) -> String {
        self.admin.write(&self.number.phone_number_id, &self.phone.user_id, &says(body)).await.unwrap().wamid
    }

    /// The phone has written and its webhook has come, so that the business may answer.
    pub async fn open_window(&mut self) {
        self.write("hello").await;
        self.receiver.message().await;
    }

    pub fn token(&self) -> Token {
        Token::new(&self.number.token)
    }

    pub fn text(&self, body: &str) -> Message {
        let to = Recipient::Phone(self.phone.wa_id.clone().unwrap());
        Message::new(to, Text::new(body).unwrap())
    }

    pub async fn send(&self, message: &Message) -> String {
        let sent = self.client.send(&self.token(), &self.number.phone_number_id, message).await.unwrap();
        sent.wamid().unwrap().to_owned()
    }
}
