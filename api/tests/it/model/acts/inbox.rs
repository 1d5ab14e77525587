//! What customers write with the sandbox phone, and what members answer.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::plan::Dice;
use super::super::witness::{Fault, Side};
use super::super::world::World;
use super::bots::WORDS;

impl World<'_> {
    /// A phone of somebody in front of a number.
    fn phone(&self, side: Side, dice: &mut Dice) -> String {
        format!("{}/phone", self.some(side, "/numbers", dice).unwrap())
    }

    pub async fn write_from_phone(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let (phone, who) = (self.phone(side, dice), self.somebody(side, dice));
        let words = format!("{} {}", dice.any(WORDS).unwrap(), self.stamp(side));
        let text = json!({"kind": "text", "text": words});
        let answer = self.ask(side, &who, Method::POST, &format!("{phone}/messages"), Some(text)).await?;
        Ok(answer.status == 202)
    }

    /// Taps the button of the last message, or reads what came.
    pub async fn tap_on_phone(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let (phone, who) = (self.phone(side, dice), self.somebody(side, dice));
        if dice.one_in(3) {
            let path = format!("{phone}/read");
            return Ok(self.ask(side, &who, Method::POST, &path, Some(json!({}))).await?.status == 204);
        }
        let thread = self.ask(side, &who, Method::GET, &phone, None).await?.value();
        let messages = thread["messages"].as_array().cloned().unwrap_or_default();
        let offers = |message: &&Value| message["content"]["kind"] == "buttons";
        let Some(message) = messages.iter().rev().find(offers) else { return Ok(false) };
        let tap = json!({"kind": "button_reply", "message_id": message["id"], "id": "b1"});
        let answer = self.ask(side, &who, Method::POST, &format!("{phone}/messages"), Some(tap)).await?;
        Ok(answer.status == 202)
    }

    async fn conversation(&mut self, side: Side, dice: &mut Dice) -> Result<Option<String>, Fault> {
        let (owner, view) = (self.owner(side), dice.any(&["all", "all", "waiting", "open", "closed", "bot"]));
        let path = format!("/conversations?view={}", view.unwrap());
        let page = self.ask(side, &owner, Method::GET, &path, None).await?.value();
        let some = dice.any(page["items"].as_array().unwrap());
        Ok(some.map(|conversation| format!("/conversations/{}", conversation["id"].as_str().unwrap())))
    }

    pub async fn answer(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some(conversation) = self.conversation(side, dice).await? else { return Ok(false) };
        let (who, text) = (self.somebody(side, dice), self.stamp(side));
        let path = format!("{conversation}/messages");
        let answer = self.ask(side, &who, Method::POST, &path, Some(json!({ "text": text }))).await?;
        Ok(answer.status == 202)
    }

    /// Takes over, hands back, closes, or marks as read.
    pub async fn change_conversation(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some(conversation) = self.conversation(side, dice).await? else { return Ok(false) };
        let who = self.somebody(side, dice);
        let patch = match dice.below(6) {
            0 => json!({"is_read": true}),
            1 => json!({"state": "open"}),
            2 | 3 => json!({"state": "closed"}),
            _ => json!({"state": "bot"}),
        };
        let answer = self.ask(side, &who, Method::PATCH, &conversation, Some(patch)).await?;
        Ok(answer.status == 200)
    }
}
