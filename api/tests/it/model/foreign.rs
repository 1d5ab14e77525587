//! What a side tries with what belongs to the other: ids, the workspace itself, cursors, keys, places in the stream. None of it
//! gets anywhere, and nothing is told.

use std::sync::LazyLock;

use reqwest::Method;

use super::plan::Dice;
use super::witness::{Fault, Side};
use super::world::World;
use crate::access::{Operation, operations};
use crate::support::{Actor, Answer};
use crate::walls::{Ids, nothing, written};

/// The operations of a workspace, but for the stream, which does not end.
static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let of_workspace = |operation: &Operation| operation.path.contains("{workspace_id}");
    operations().into_iter().filter(|o| of_workspace(o) && !o.path.ends_with("/events")).collect()
});

pub fn reads() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|operation| operation.method == Method::GET)
}

pub fn is_list(operation: &Operation) -> bool {
    operation.document["parameters"].as_array().into_iter().flatten().any(|p| p["name"] == "cursor")
}

impl World<'_> {
    /// Ids of a side, and of nothing where it has none of a kind.
    pub fn ids(&self, side: Side, dice: &mut Dice) -> Ids {
        let mut ids = nothing();
        ids.extend(self.witness.some_of_each(side, dice));
        ids
    }

    /// Sends an operation into a side's workspace with ids of somebody. Not judged yet.
    async fn send(&self, who: &Actor<'_>, operation: &Operation, into: Side, ids: &Ids) -> Answer {
        let request = written(operation, &self.flank(into).id.to_string(), ids);
        who.send(operation.method.clone(), &request.to(&[]), request.body).await
    }

    /// Their ids in one's own workspace are as unknown as those of nothing.
    pub async fn use_their_ids(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let operation = dice.any(&OPERATIONS).unwrap();
        let ids = self.ids(side.other(), dice);
        if written(operation, "", &ids).n_ids == 0 {
            return Ok(false);
        }
        let is_both = dice.one_in(3);
        let who = if is_both { self.both.clone() } else { self.owner(side) };
        let answer = self.send(&who, operation, side, &ids).await;
        let what = format!("{} with their ids {ids:?}", operation.name());
        let answer = self.judged(side, &what, answer)?;
        match answer.status {
            404 => Ok(true),
            403 if is_both => Ok(false),
            _ => Err(format!("{side:?}: {what} was answered with {answer}: {}", answer.text)),
        }
    }

    /// Their workspace is none, whoever's ids are asked for there.
    pub async fn enter_their_workspace(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let operation = dice.any(&OPERATIONS).unwrap();
        let whose = if dice.one_in(3) { side } else { side.other() };
        let ids = self.ids(whose, dice);
        let answer = self.send(&self.owner(side), operation, side.other(), &ids).await;
        let what = format!("{} in their workspace", operation.name());
        let answer = self.judged(side, &what, answer)?;
        match answer.status {
            404 => Ok(true),
            _ => Err(format!("{side:?}: {what} was answered with {answer}: {}", answer.text)),
        }
    }

    /// A cursor of theirs, or of another list, is none.
    pub async fn use_their_cursor(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let lists: Vec<_> = reads().filter(|operation| is_list(operation)).collect();
        let list = *dice.any(&lists).unwrap();
        let (giver, from) = match dice.below(4) {
            0 => (side, *dice.any(&lists).unwrap()),
            _ => (side.other(), list),
        };
        if giver == side && from.path == list.path {
            return Ok(false);
        }
        let request = written(from, &self.flank(giver).id.to_string(), &self.ids(giver, dice));
        let page = self.owner(giver).get(&request.to(&["limit=1".into()])).await;
        let page = self.judged(giver, &from.name(), page)?;
        let Some(cursor) = page.value()["next_cursor"].as_str().map(str::to_owned) else { return Ok(false) };
        let request = written(list, &self.flank(side).id.to_string(), &self.ids(side, dice));
        let answer = self.owner(side).get(&request.to(&[format!("cursor={cursor}")])).await;
        let what = format!("{} with a cursor of {giver:?}'s {}", list.name(), from.name());
        let answer = self.judged(side, &what, answer)?;
        match answer.to_string().as_str() {
            r#"422 invalid "cursor""# => Ok(true),
            // What the list is of is gone, or there is none.
            "404 not_found" => Ok(false),
            _ => Err(format!("{side:?}: {what} was answered with {answer}: {}", answer.text)),
        }
    }

    /// A key of this side opens nothing in the other's workspace.
    pub async fn use_their_key(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let operation = dice.any(&OPERATIONS).unwrap();
        let Some((_, secret)) = dice.any(&self.flank(side).keys).cloned() else { return Ok(false) };
        let (program, ids) = (Actor::with_key(self.app, secret), self.ids(side.other(), dice));
        let answer = self.send(&program, operation, side.other(), &ids).await;
        let what = format!("{} with a key in their workspace", operation.name());
        let answer = self.judged(side, &what, answer)?;
        match answer.status {
            404 => Ok(true),
            // People alone do this.
            401 => Ok(false),
            _ => Err(format!("{side:?}: {what} was answered with {answer}: {}", answer.text)),
        }
    }

    /// A stream that goes on where theirs was tells what was missed of one's own workspace.
    pub async fn listen_from_their_place(&mut self, side: Side) -> Result<bool, Fault> {
        let Some(last) = self.flank(side.other()).ears[0].last.clone() else { return Ok(false) };
        self.listen(side, Some(&last)).await;
        Ok(true)
    }
}
