//! Bots: made, changed, published, switched, deleted. Both sides use the same keywords.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::plan::Dice;
use super::super::witness::{Fault, Side};
use super::super::world::World;

/// Bots of a side at the same time.
const BOTS: usize = 8;
/// What starts a bot, on either side.
pub const WORDS: &[&str] = &["red", "green", "blue", "white"];

impl World<'_> {
    /// A bot of two steps that repeats what it knows: the message, the contact, the workspace.
    fn flow(&mut self, side: Side, dice: &mut Dice) -> Value {
        let mut stamp = || self.stamp(side);
        let known = "{{ message.text }} {{ contact.name }} {{ workspace.name }} {{ contact.fields.note }}";
        let trigger = match dice.below(6) {
            0 => json!({"kind": "any_message"}),
            _ => json!({"kind": "keyword", "words": [dice.any(WORDS)], "rule": "starts_with"}),
        };
        let ending = if dice.one_in(3) {
            json!({"kind": "hand_over", "message": {"en": stamp()}, "reason": format!("{} {known}", stamp())})
        } else {
            json!({"kind": "end", "message": {"en": format!("{} {known}", stamp())}})
        };
        json!({
            "spec_version": 1, "languages": ["en"], "triggers": [trigger], "start": "s1",
            "steps": [
                {"id": "s1", "name": stamp(),
                    "items": [{"kind": "set_contact_field", "field": "note", "value": stamp()}],
                    "ending": {"kind": "buttons", "text": {"en": format!("{} {known}", stamp())},
                        "buttons": [{"id": "b1", "label": {"en": stamp()}, "to": "s2"}], "anything_else": "s2"}},
                {"id": "s2", "name": stamp(), "ending": ending},
            ],
        })
    }

    pub async fn create_bot(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        if self.things(side, "/bots").len() >= BOTS {
            return self.delete_bot(side, dice).await;
        }
        let who = self.somebody(side, dice);
        let body = match dice.below(8) {
            0 => json!({"name": self.stamp(side), "starter": "menu"}),
            _ => json!({"name": self.stamp(side), "import": self.flow(side, dice)}),
        };
        self.change((side, &who), "/bots", (Method::POST, "/bots"), body).await
    }

    pub async fn change_bot(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some(bot) = self.some(side, "/bots", dice) else { return Ok(false) };
        let (who, name) = (self.somebody(side, dice), json!({ "name": self.stamp(side) }));
        self.change((side, &who), "/bots", (Method::PATCH, &bot), name).await
    }

    /// Changes a draft; now and then on a revision that is gone, which is answered with the draft as it is.
    pub async fn change_draft(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some(bot) = self.some(side, "/bots", dice) else { return Ok(false) };
        let Some(revision) = self.revision(side, &bot).await? else { return Ok(false) };
        let base = if dice.one_in(5) { revision.saturating_sub(1) } else { revision };
        let (who, name, message) = (self.somebody(side, dice), self.stamp(side), self.stamp(side));
        let ending = json!({"kind": "end", "message": {"en": message}});
        let ops = json!([
            {"op": "rename_step", "step": "s1", "name": name},
            {"op": "set_ending", "step": "s2", "ending": ending},
        ]);
        let body = json!({"base_revision": base, "ops": ops});
        self.change((side, &who), "/bots", (Method::POST, &format!("{bot}/draft/ops")), body).await
    }

    async fn revision(&mut self, side: Side, bot: &str) -> Result<Option<u64>, Fault> {
        let owner = self.owner(side);
        let draft = self.ask(side, &owner, Method::GET, &format!("{bot}/draft"), None).await?;
        Ok(draft.value()["revision"].as_u64())
    }

    pub async fn publish_bot(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some(bot) = self.some(side, "/bots", dice) else { return Ok(false) };
        let Some(revision) = self.revision(side, &bot).await? else { return Ok(false) };
        let (who, note) = (self.somebody(side, dice), self.stamp(side));
        let body = json!({"revision": revision, "note": note});
        self.change((side, &who), "/bots", (Method::POST, &format!("{bot}/publish")), body).await
    }

    /// Pauses, resumes, or takes the first version back into the draft.
    pub async fn switch_bot(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some(bot) = self.some(side, "/bots", dice) else { return Ok(false) };
        let how = dice.any(&["pause", "resume", "resume", "versions/1/restore"]).unwrap();
        let who = self.somebody(side, dice);
        self.change((side, &who), "/bots", (Method::POST, &format!("{bot}/{how}")), json!({})).await
    }

    pub async fn delete_bot(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some(bot) = self.some(side, "/bots", dice) else { return Ok(false) };
        let who = self.somebody(side, dice);
        self.change((side, &who), "/bots", (Method::DELETE, &bot), Value::Null).await
    }
}
