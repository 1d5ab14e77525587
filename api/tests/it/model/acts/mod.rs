//! What a side does in its own workspace. Every request is one that people or programs make; what is refused is refused.

mod bots;
mod inbox;
mod team;

use reqwest::Method;
use serde_json::{Value, json};
use shared::Permission;

use super::plan::{Act, Dice, Step};
use super::witness::{Fault, Side};
use super::world::{Done, World};
use crate::support::Actor;

/// Keys of a side that work at the same time.
const KEYS: usize = 4;
/// Sandbox numbers of a side that are connected at the same time.
const NUMBERS: usize = 3;

impl World<'_> {
    /// Carries a step out, and looks at all that came of it at once.
    pub async fn take(&mut self, step: Step) -> Done {
        let (side, mut dice) = (step.side, Dice::new(step.seed));
        let is_done = match step.act {
            Act::Look => self.look(side, &mut dice).await,
            Act::CreateBot => self.create_bot(side, &mut dice).await,
            Act::ChangeBot => self.change_bot(side, &mut dice).await,
            Act::ChangeDraft => self.change_draft(side, &mut dice).await,
            Act::PublishBot => self.publish_bot(side, &mut dice).await,
            Act::SwitchBot => self.switch_bot(side, &mut dice).await,
            Act::DeleteBot => self.delete_bot(side, &mut dice).await,
            Act::ChangeNumber => self.change_number(side, &mut dice).await,
            Act::WriteFromPhone => self.write_from_phone(side, &mut dice).await,
            Act::TapOnPhone => self.tap_on_phone(side, &mut dice).await,
            Act::Answer => self.answer(side, &mut dice).await,
            Act::ChangeConversation => self.change_conversation(side, &mut dice).await,
            Act::Invite => self.invite(side, &mut dice).await,
            Act::Hire => self.hire(side, &mut dice).await,
            Act::ChangeTeam => self.change_team(side, &mut dice).await,
            Act::ChangeKeys => self.change_keys(side, &mut dice).await,
            Act::ChangeSettings => self.change_settings(side, &mut dice).await,
            Act::AskTwice => self.ask_twice(side, &mut dice).await,
            Act::Listen => self.listen_again(side).await,
            Act::Wait => self.let_time_pass().await,
            Act::TheirIds => self.use_their_ids(side, &mut dice).await,
            Act::TheirWorkspace => self.enter_their_workspace(side, &mut dice).await,
            Act::TheirCursor => self.use_their_cursor(side, &mut dice).await,
            Act::TheirKey => self.use_their_key(side, &mut dice).await,
            Act::TheirPlaceInTheStream => self.listen_from_their_place(side).await,
            Act::TheirLink => self.follow_their_link(side).await,
        }?;
        if is_done {
            *self.done.entry(step.act).or_default() += 1;
        }
        self.hear()
    }

    /// Changes something of a list by `path`, as `who`; whether it was.
    async fn change(
        &mut self,
        (side, who): (Side, &Actor<'_>),
        list: &'static str,
        (method, path): (Method, &str),
        body: Value,
    ) -> Result<bool, Fault> {
        let body = (method != Method::DELETE).then_some(body);
        let is_done = self.ask(side, who, method, path, body).await?.status < 300;
        if is_done {
            self.note(side, list).await?;
        }
        Ok(is_done)
    }

    async fn change_number(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let numbers = self.things(side, "/numbers");
        let n_connected = numbers.iter().filter(|number| number["state"] == "connected").count();
        let who = self.somebody(side, dice);
        let number = self.some(side, "/numbers", dice).unwrap();
        let (method, path) = match dice.below(4) {
            0 if n_connected < NUMBERS => (Method::POST, "/numbers/sandbox".to_owned()),
            0 | 1 if n_connected > 1 => (Method::POST, format!("{number}/disconnect")),
            _ => (Method::PATCH, number),
        };
        let body = if method == Method::PATCH { json!({ "name": self.stamp(side) }) } else { json!({}) };
        self.change((side, &who), "/numbers", (method, &path), body).await
    }

    async fn change_keys(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let (owner, n_keys) = (self.owner(side), self.flank(side).keys.len());
        if n_keys < KEYS && dice.one_in(3) {
            return self.new_key(side).await;
        }
        let at = dice.below(n_keys);
        let path = format!("/api-keys/{}", self.flank(side).keys[at].0);
        match dice.below(3) {
            0 => {
                let path = format!("{path}/rotate");
                let issued = self.ask(side, &owner, Method::POST, &path, Some(json!({}))).await?;
                self.flank_mut(side).keys[at].1 = secret(&issued.value());
                self.note(side, "/api-keys").await?;
                Ok(true)
            }
            1 if n_keys > 1 => {
                self.flank_mut(side).keys.remove(at);
                self.change((side, &owner), "/api-keys", (Method::DELETE, &path), Value::Null).await
            }
            _ => {
                let name = json!({ "name": self.stamp(side) });
                self.change((side, &owner), "/api-keys", (Method::PATCH, &path), name).await
            }
        }
    }

    /// Makes a key that may all that keys may.
    pub async fn new_key(&mut self, side: Side) -> Result<bool, Fault> {
        let owner = self.owner(side);
        let scopes: Vec<_> = Permission::ALL.iter().filter(|scope| scope.is_for_keys()).collect();
        let body = json!({"name": self.stamp(side), "scopes": scopes});
        let issued = self.ask(side, &owner, Method::POST, "/api-keys", Some(body)).await?.value();
        let id = issued["key"]["id"].as_str().unwrap().to_owned();
        self.flank_mut(side).keys.push((id, secret(&issued)));
        self.note(side, "/api-keys").await?;
        Ok(true)
    }

    async fn change_settings(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let (who, name) = (self.somebody(side, dice), self.stamp(side));
        let zone = dice.any(&["UTC", "Asia/Kolkata", "Europe/Berlin"]).unwrap();
        let (method, path, body) = match dice.below(4) {
            0 => (Method::POST, "/setup/dismiss", json!({})),
            1 => (Method::POST, "/setup/restore", json!({})),
            2 => (Method::PATCH, "", json!({"name": name, "time_zone": zone})),
            _ => {
                // One's own name is shown wherever one has been.
                let me = self.owner(side).patch("/api/v1/me", json!({ "name": name })).await;
                self.judged(side, "PATCH /me", me)?;
                self.note_all(side).await?;
                return Ok(true);
            }
        };
        self.change((side, &who), "", (method, path), body).await
    }

    /// Whoever is a member of both uses the same key for the same request in both: each is carried out once.
    async fn ask_twice(&mut self, side: Side, _: &mut Dice) -> Result<bool, Fault> {
        let key = self.stamp(side).replace(side.canary(), "k");
        let mut first: Vec<(Side, String, String)> = Vec::new();
        for side in [side, side.other(), side] {
            let path = self.url(side, "/bots");
            let name = first.iter().find(|(known, ..)| *known == side);
            let name = name.map_or_else(|| self.stamp(side), |(_, name, _)| name.clone());
            let both = self.both.clone();
            let answer = both.post_once(&path, &key, json!({"name": name.clone()})).await;
            let answer = self.judged(side, "POST /bots, once", answer)?;
            let before = first.iter().find(|(known, ..)| *known == side);
            let is_same = before.is_none_or(|(_, _, text)| *text == answer.text);
            if answer.status != 201 || !is_same {
                return Err(format!("the same request was answered with {answer}: {}", answer.text));
            }
            first.push((side, name, answer.text));
        }
        for (side, _, text) in &first[..2] {
            let id = serde_json::from_str::<Value>(text).unwrap()["id"].as_str().unwrap().to_owned();
            let owner = self.owner(*side);
            self.change((*side, &owner), "/bots", (Method::DELETE, &format!("/bots/{id}")), Value::Null)
                .await?;
        }
        Ok(true)
    }

    async fn listen_again(&mut self, side: Side) -> Result<bool, Fault> {
        let last = self.flank(side).ears[0].last.clone();
        self.listen(side, last.as_deref()).await;
        Ok(true)
    }

    async fn let_time_pass(&mut self) -> Result<bool, Fault> {
        self.wait().await;
        Ok(true)
    }
}

fn secret(issued: &Value) -> String {
    issued["secret"].as_str().unwrap_or_else(|| panic!("no secret: {issued}")).to_owned()
}
