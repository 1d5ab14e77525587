//! A browser that asks the server, and what it was answered.

use api::entities::session;
use api::platform::auth::Claims;
use api::platform::clock::Clock;
use api::platform::scope::Actor as Acting;
use chrono::TimeDelta;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use sea_orm::ActiveValue::Set;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::{SessionId, UserId};

use super::TestApp;

/// A browser; it keeps cookies, and sends what our own pages send.
#[derive(Clone)]
pub struct Actor<'a> {
    app: &'a TestApp,
    pub user: Option<UserId>,
    pub session: Option<SessionId>,
    pub cookies: Vec<(String, String)>,
    /// An API key: then it is a program, which sends nothing that a browser does.
    pub key: Option<String>,
}

impl<'a> Actor<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self { app, user: None, session: None, cookies: Vec::new(), key: None }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// A program with this key.
    pub fn with_key(app: &'a TestApp, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..Self::new(app) }
    }

    /// Sends a request that must not be carried out twice.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        let request = self.request(Method::POST, path).header("idempotency-key", key);
        let request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        Answer::of(request.send().await.unwrap()).await
    }

    /// A request with cookies and the headers of our pages, to be made stranger.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.app.client.request(method, self.app.url(path));
        if let Some(key) = &self.key {
            return request.header(AUTHORIZATION, format!("Bearer {key}"));
        }
        request = request.header("x-mgs-request", "1").header(ORIGIN, self.app.state().origin());
        if !self.cookies.is_empty() {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, cookies.join("; "));
        }
        request
    }

    /// Keeps the cookies of an answer, as a browser does.
    pub fn keep(&mut self, answer: &Answer) {
        for (name, value) in answer.cookies() {
            self.cookies.retain(|(known, _)| *known != name);
            if !value.is_empty() {
                self.cookies.push((name, value));
            }
        }
    }

    pub async fn open_session(&mut self, user: UserId) {
        let state = self.app.state();
        let (id, now) = (SessionId::new(), self.app.clock.now());
        let tx = state.db.begin_global(Acting::System).await.unwrap();
        let row = session::ActiveModel {
            id: Set(id.uuid()),
            user_id: Set(user.uuid()),
            generation: Set(0),
            secret_hash: Set(state.refresh.hash(id, 0).to_vec()),
            previous_hash: Set(None),
            rotated_at: Set(None),
            user_agent: Set("test".into()),
            ip_prefix: Set("127.0.0.0/24".into()),
            created_at: Set(now),
            last_seen_at: Set(now),
            idle_expires_at: Set(now + TimeDelta::days(7)),
            expires_at: Set(now + TimeDelta::days(30)),
            ended_at: Set(None),
            end_reason: Set(None),
            reauthenticated_at: Set(Some(now)),
            wrong_passwords: Set(0),
            is_new: Set(false),
        };
        tx.insert(row).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        let access = state.access.sign(Claims { user, session: id }, now).unwrap();
        self.cookies = vec![
            ("__Host-mgs_access".into(), access),
            ("__Host-mgs_refresh".into(), state.refresh.token(id, 0)),
        ];
        (self.user, self.session) = (Some(user), Some(id));
    }
}

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub fn value(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }

    /// The body of a success.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status < 300, "{self}");
        serde_json::from_str(&self.text).unwrap()
    }

    /// The code of a problem; empty for a success.
    pub fn code(&self) -> String {
        if self.status < 400 {
            return String::new();
        }
        self.value()["code"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn cookies(&self) -> Vec<(String, String)> {
        let lines = self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        let pairs = lines.map(|line| line.split(';').next().unwrap().split_once('=').unwrap());
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// `403 forbidden: bots.publish`
impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.status)?;
        if self.status < 400 {
            return Ok(());
        }
        let problem = serde_json::from_str::<Value>(&self.text).unwrap_or_default();
        write!(f, " {}", problem["code"].as_str().unwrap_or("(no problem document)"))?;
        if let Some(permission) = problem["permission"].as_str() {
            write!(f, ": {permission}")?;
        }
        let pointers: Vec<_> =
            problem["errors"].as_array().into_iter().flatten().map(|e| e["pointer"].to_string()).collect();
        if pointers.is_empty() { Ok(()) } else { write!(f, " {}", pointers.join(" ")) }
    }
}
