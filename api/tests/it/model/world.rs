//! The two workspaces with their people, keys and streams, and what is known of each.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::WorkspaceId;

use super::ear::Ear;
use super::plan::{Act, Dice};
use super::witness::{Fault, Side, Witness, no_canary};
use crate::support::{Actor, Answer, TestApp};

pub type Done = Result<(), Fault>;

/// Lists that nothing but their own side changes.
pub const LISTS: &[&str] = &["", "/bots", "/numbers", "/members", "/invitations", "/api-keys"];
/// What changes by itself: with the time, with what a bot does, with each request.
const RESTLESS: &[&str] = &[
    "n_runs_7d",
    "n_finished_7d",
    "last_event_at",
    "last_seen_at",
    "last_used_at",
    "last_used_ip",
    "last_used_agent",
    "previous_secret_expires_at",
];
/// Requests of which a failure tells.
const TRAIL: usize = 12;
/// After so many waits of a minute the sessions are opened anew: a proof of the password is good for five.
const WAITS: usize = 4;

/// One of the workspaces.
pub struct Flank<'a> {
    pub id: WorkspaceId,
    pub owner: Actor<'a>,
    /// Members that may be changed and removed.
    pub hired: Vec<(String, Actor<'a>)>,
    /// API keys that work, with their secrets.
    pub keys: Vec<(String, String)>,
    pub ears: Vec<Ear>,
    known: BTreeMap<&'static str, Value>,
}

pub struct World<'a> {
    pub app: &'a TestApp,
    pub witness: Witness,
    /// A member of both workspaces.
    pub both: Actor<'a>,
    /// How often each act came about.
    pub done: BTreeMap<Act, usize>,
    /// Operations that a sweep has read.
    pub read: BTreeSet<String>,
    flanks: Vec<Flank<'a>>,
    trail: VecDeque<String>,
    /// Answers that were looked at.
    pub n_answers: usize,
    mails: BTreeSet<PathBuf>,
    n_stamps: u64,
    n_waits: usize,
}

impl<'a> World<'a> {
    pub async fn new(app: &'a TestApp) -> Result<Self, Fault> {
        let both = app.signed_in(app.db_person("Noor Haddad", "noor@example.com").await).await;
        let mut world = Self {
            app,
            both,
            witness: Witness::default(),
            done: BTreeMap::new(),
            read: BTreeSet::new(),
            flanks: Vec::new(),
            trail: VecDeque::new(),
            n_answers: 0,
            mails: BTreeSet::new(),
            n_stamps: 0,
            n_waits: 0,
        };
        for side in Side::BOTH {
            world.found(side).await?;
        }
        Ok(world)
    }

    /// Founds a workspace: an owner, whoever is a member of both, a number, a key, a stream.
    async fn found(&mut self, side: Side) -> Done {
        let (name, app) = (side.canary(), self.app);
        let user = app.db_person(name, &format!("{name}@example.com")).await;
        let owner = app.signed_in(user).await;
        let made: Value = owner.post("/api/v1/workspaces", json!({"name": name})).await.json();
        let id = made["id"].as_str().unwrap().parse().unwrap();
        self.flanks.push(Flank {
            id,
            owner: owner.clone(),
            hired: Vec::new(),
            keys: Vec::new(),
            ears: Vec::new(),
            known: BTreeMap::new(),
        });
        let token = self.invited(side, "noor@example.com", "admin").await?.expect("Noor is invited");
        let joined = self.both.post("/api/v1/invitations/accept", json!({"token": token})).await;
        assert_eq!(joined.status, 200, "{joined}");
        self.ask(side, &owner, Method::POST, "/numbers/sandbox", Some(json!({}))).await?;
        self.new_key(side).await?;
        self.listen(side, None).await;
        self.note_all(side).await
    }

    pub fn flank(&self, side: Side) -> &Flank<'a> {
        &self.flanks[side as usize]
    }

    pub fn flank_mut(&mut self, side: Side) -> &mut Flank<'a> {
        &mut self.flanks[side as usize]
    }

    pub fn owner(&self, side: Side) -> Actor<'a> {
        self.flank(side).owner.clone()
    }

    /// Somebody who may do most things: mostly the owner, else whoever is a member of both, a key, or a member of any role.
    pub fn somebody(&self, side: Side, dice: &mut Dice) -> Actor<'a> {
        let flank = self.flank(side);
        let key = |dice: &mut Dice| {
            dice.any(&flank.keys).map(|(_, secret)| Actor::with_key(self.app, secret.clone()))
        };
        match dice.below(8) {
            0 | 1 => self.both.clone(),
            2 => key(dice).unwrap_or_else(|| flank.owner.clone()),
            3 => dice.any(&flank.hired).map_or_else(|| flank.owner.clone(), |(_, actor)| actor.clone()),
            _ => flank.owner.clone(),
        }
    }

    pub fn url(&self, side: Side, path: &str) -> String {
        format!("/api/v1/workspaces/{}{path}", self.flank(side).id)
    }

    /// A value that tells whose it is; no other is like it.
    pub fn stamp(&mut self, side: Side) -> String {
        self.n_stamps += 1;
        format!("{}-{}", side.canary(), self.n_stamps)
    }

    /// Asks in a side's workspace, as somebody of that side.
    pub async fn ask(
        &mut self,
        side: Side,
        who: &Actor<'_>,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Answer, Fault> {
        let answer = who.send(method.clone(), &self.url(side, path), body).await;
        self.judged(side, &format!("{method} {path}"), answer)
    }

    /// Looks at an answer that somebody of a side was given.
    pub fn judged(&mut self, side: Side, what: &str, answer: Answer) -> Result<Answer, Fault> {
        let place = format!("{side:?}: {what} -> {answer}");
        if self.trail.len() == TRAIL {
            self.trail.pop_front();
        }
        self.trail.push_back(place.clone());
        self.n_answers += 1;
        // Of two that change the same at once, one may be told to come again.
        if answer.status >= 500 && answer.code() != "unavailable" {
            return Err(format!("{place}: {}", answer.text));
        }
        self.witness.sees(side, &place, &answer.text)?;
        for (name, value) in &answer.headers {
            self.witness.sees(side, &format!("{place}, {name}"), value.to_str().unwrap_or_default())?;
        }
        Ok(answer)
    }

    /// The latest requests, for a failure.
    pub fn trail(&self) -> String {
        self.trail.iter().map(|place| format!("    {place}\n")).collect()
    }

    /// What a list holds, page by page, without what changes by itself.
    pub async fn listed(&mut self, side: Side, list: &str) -> Result<Value, Fault> {
        let owner = self.owner(side);
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let query = if list.is_empty() { String::new() } else { format!("?limit=200{cursor}") };
            let answer = self.ask(side, &owner, Method::GET, &format!("{list}{query}"), None).await?;
            let mut page = answer.value();
            if answer.status != 200 || list.is_empty() {
                return Ok(resting(page));
            }
            items.append(page["items"].as_array_mut().unwrap());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(resting(json!(items))),
            }
        }
    }

    /// Takes note of what a list holds after its own side has changed it.
    pub async fn note(&mut self, side: Side, list: &'static str) -> Done {
        let listed = self.listed(side, list).await?;
        self.flank_mut(side).known.insert(list, listed);
        Ok(())
    }

    pub async fn note_all(&mut self, side: Side) -> Done {
        for list in LISTS {
            self.note(side, list).await?;
        }
        Ok(())
    }

    /// Compares a list with what was known of it.
    pub async fn check(&mut self, side: Side, list: &'static str) -> Done {
        let listed = self.listed(side, list).await?;
        let known = &self.flank(side).known[list];
        if listed == *known {
            return Ok(());
        }
        Err(format!("{side:?}: {list:?} changed without its own side\n  known: {known}\n  found: {listed}"))
    }

    /// What is known of a list.
    pub fn things(&self, side: Side, list: &str) -> Vec<Value> {
        self.flank(side).known[list].as_array().cloned().unwrap_or_default()
    }

    /// The path of something in a list.
    pub fn some(&self, side: Side, list: &str, dice: &mut Dice) -> Option<String> {
        let things = self.things(side, list);
        Some(format!("{list}/{}", dice.any(&things)?["id"].as_str().unwrap()))
    }

    /// Opens a stream, from a place in it on.
    pub async fn listen(&mut self, side: Side, from: Option<&str>) {
        let ear = Ear::open(&self.owner(side), &self.url(side, "/events"), from).await;
        let ears = &mut self.flank_mut(side).ears;
        if ears.len() > 1 {
            ears.pop();
        }
        ears.push(ear);
    }

    /// Sends the mails that are due; gives those that came, after looking at who got them.
    pub async fn new_mails(&mut self) -> Result<Vec<String>, Fault> {
        self.app.run_jobs().await;
        let folder = self.app.state().mailer.folder().unwrap();
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let new: BTreeSet<PathBuf> = files.filter(|file| !self.mails.contains(file)).collect();
        let mut mails = Vec::new();
        for file in new {
            let mail = std::fs::read_to_string(&file).unwrap();
            let to = mail.lines().find(|line| line.starts_with("To:")).unwrap_or_default();
            let is_of = |side: &Side| to.contains(side.canary()) || !mail.contains(side.other().canary());
            let side = Side::BOTH.into_iter().find(is_of).unwrap_or(Side::Mangrove);
            no_canary(side, "a mail", &mail)?;
            self.mails.insert(file);
            mails.push(mail);
        }
        Ok(mails)
    }

    /// A minute passes.
    pub async fn wait(&mut self) {
        self.app.clock.advance(TimeDelta::seconds(61));
        self.n_waits += 1;
        if !self.n_waits.is_multiple_of(WAITS) {
            return;
        }
        let hired = self.flanks.iter_mut().flat_map(|flank| flank.hired.iter_mut().map(|(_, actor)| actor));
        let mut people: Vec<&mut Actor<'_>> = hired.collect();
        people.push(&mut self.both);
        for person in people {
            person.open_session(person.user.unwrap()).await;
        }
        for side in Side::BOTH {
            let owner = &mut self.flanks[side as usize].owner;
            owner.open_session(owner.user.unwrap()).await;
        }
    }
}

fn resting(mut value: Value) -> Value {
    match &mut value {
        Value::Array(items) => items.iter_mut().for_each(|item| *item = resting(item.take())),
        Value::Object(fields) => {
            for name in RESTLESS {
                fields.remove(*name);
            }
        }
        _ => {}
    }
    value
}
