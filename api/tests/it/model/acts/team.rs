//! Invitations, members and roles.

use reqwest::Method;
use serde_json::{Value, json};
use shared::Role;

use super::super::plan::Dice;
use super::super::witness::{Fault, Side};
use super::super::world::World;
use crate::support::Actor;

/// Invitations of a side that wait at the same time.
const INVITATIONS: usize = 6;
/// Members of a side beside the owner and whoever is a member of both.
const HIRED: usize = 4;

impl World<'_> {
    /// Invites an address; gives the token of the mail's link, or nothing when it was refused.
    pub async fn invited(&mut self, side: Side, email: &str, role: &str) -> Result<Option<String>, Fault> {
        let (owner, body) = (self.owner(side), json!({"email": email, "role": role}));
        let answer = self.ask(side, &owner, Method::POST, "/invitations", Some(body)).await?;
        if answer.status != 201 {
            return Ok(None);
        }
        let mails = self.new_mails().await?;
        let mail = mails.iter().find(|mail| mail.contains(email)).expect("the mail is sent");
        let link = mail.split_whitespace().find(|word| word.contains("/invitation#")).unwrap();
        Ok(link.split_once('#').map(|(_, token)| token.to_owned()))
    }

    fn role(dice: &mut Dice) -> &'static str {
        dice.any(&[Role::Admin, Role::Builder, Role::Agent, Role::Viewer]).unwrap().as_str()
    }

    /// Invites somebody who never comes, sends it again, or takes it back.
    pub async fn invite(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let who = self.somebody(side, dice);
        let waiting = self.some(side, "/invitations", dice);
        let is_full = self.things(side, "/invitations").len() >= INVITATIONS;
        let (method, path) = match (waiting, dice.below(4)) {
            (Some(waiting), 0) => (Method::POST, format!("{waiting}/resend")),
            (Some(waiting), how) if is_full || how == 1 => (Method::DELETE, waiting),
            _ => (Method::POST, "/invitations".to_owned()),
        };
        let email = format!("{}@example.com", self.stamp(side));
        let body = match path.as_str() {
            "/invitations" => json!({"email": email, "role": Self::role(dice)}),
            _ => json!({}),
        };
        self.change((side, &who), "/invitations", (method, &path), body).await
    }

    /// Somebody is invited and comes; when there are enough, somebody goes.
    pub async fn hire(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        if self.flank(side).hired.len() >= HIRED {
            return self.part(side, dice).await;
        }
        let (name, app) = (self.stamp(side), self.app);
        let email = format!("{name}@example.com");
        let newcomer = app.signed_in(app.db_person(&name, &email).await).await;
        let Some(token) = self.invited(side, &email, Self::role(dice)).await? else { return Ok(false) };
        let joined = newcomer.post("/api/v1/invitations/accept", json!({ "token": token })).await;
        let joined = self.judged(side, "POST /invitations/accept", joined)?;
        let id = joined.value()["member_id"].as_str().expect("whoever is invited may come").to_owned();
        self.flank_mut(side).hired.push((id, newcomer));
        self.note_all(side).await?;
        Ok(true)
    }

    /// A member leaves, or is removed.
    async fn part(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let at = dice.below(HIRED);
        let (id, member) = self.flank_mut(side).hired.remove(at);
        let answer = if dice.one_in(2) {
            self.ask(side, &member, Method::POST, "/leave", Some(json!({}))).await?
        } else {
            let owner = self.owner(side);
            self.ask(side, &owner, Method::DELETE, &format!("/members/{id}"), None).await?
        };
        // Nothing is open to them from then on.
        let after = self.ask(side, &member, Method::GET, "", None).await?;
        if answer.status != 204 || after.status != 404 {
            return Err(format!("{side:?}: a member parted ({answer}) and may still look ({after})"));
        }
        self.note_all(side).await?;
        Ok(true)
    }

    /// A member's role changes. Who may invite no more takes their invitations along.
    pub async fn change_team(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let Some((id, _)) = dice.any(&self.flank(side).hired).cloned() else { return Ok(false) };
        let owner = self.owner(side);
        let body = json!({ "role": Self::role(dice) });
        let answer = self.ask(side, &owner, Method::PATCH, &format!("/members/{id}"), Some(body)).await?;
        self.note_all(side).await?;
        Ok(answer.status == 200)
    }

    /// The other side's owner follows a link that is not for them.
    pub async fn follow_their_link(&mut self, side: Side) -> Result<bool, Fault> {
        let (theirs, stranger): (Side, Actor<'_>) = (side.other(), self.owner(side));
        let email = format!("{}@example.com", self.stamp(theirs));
        let Some(token) = self.invited(theirs, &email, "viewer").await? else { return Ok(false) };
        let answer = stranger.post("/api/v1/invitations/accept", json!({ "token": token })).await;
        let answer = self.judged(side, "POST /invitations/accept with their link", answer)?;
        if answer.to_string() != "403 wrong_account" {
            return Err(format!("{side:?}: their link was answered with {answer}: {}", answer.text));
        }
        let look = self.ask(side, &stranger, Method::GET, "", None).await?;
        self.note(theirs, "/invitations").await?;
        let waiting = self.things(theirs, "/invitations").len();
        if waiting > INVITATIONS {
            let (owner, path) = (self.owner(theirs), self.some(theirs, "/invitations", &mut Dice::new(0)));
            let path = path.unwrap();
            self.change((theirs, &owner), "/invitations", (Method::DELETE, &path), Value::Null).await?;
        }
        Ok(look.status == 200)
    }
}
