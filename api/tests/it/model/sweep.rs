//! Looking: at one thing, or at everything there is.

use api::entities::{inbound_item, outbox};
use sea_orm::{ColumnTrait, QueryFilter};

use super::ear::Ear;
use super::foreign::{is_list, reads};
use super::plan::Dice;
use super::witness::{Fault, Side};
use super::world::{Done, LISTS, World};
use crate::access::Operation;
use crate::support::Actor;
use crate::walls::written;

/// Pages of a list that are read.
const PAGES: usize = 3;
/// Things of a kind that are read.
const THINGS: usize = 2;

impl World<'_> {
    /// Somebody reads something of their own.
    pub async fn look(&mut self, side: Side, dice: &mut Dice) -> Result<bool, Fault> {
        let all: Vec<_> = reads().collect();
        let (operation, who) = (*dice.any(&all).unwrap(), self.somebody(side, dice));
        self.read_as((side, &who), operation, dice).await
    }

    /// Reads one thing, or a few pages of a list; whether it was there.
    async fn read_as(
        &mut self,
        (side, who): (Side, &Actor<'_>),
        operation: &Operation,
        dice: &mut Dice,
    ) -> Result<bool, Fault> {
        let request = written(operation, &self.flank(side).id.to_string(), &self.ids(side, dice));
        let mut query = Vec::new();
        for parameter in operation.document["parameters"].as_array().into_iter().flatten() {
            if let Some(choice) = parameter["schema"]["enum"].as_array().and_then(|all| dice.any(all)) {
                query.push(format!("{}={}", parameter["name"].as_str().unwrap(), choice.as_str().unwrap()));
            }
        }
        if is_list(operation) {
            query.push(format!("limit={}", dice.any(&[1, 2, 50, 200]).unwrap()));
        }
        for _ in 0..PAGES {
            let path = request.to(&query);
            let answer = self.judged(side, &format!("GET {path}"), who.get(&path).await)?;
            if answer.status != 200 {
                return Ok(false);
            }
            self.read.insert(operation.name());
            let Some(cursor) = answer.value()["next_cursor"].as_str().map(str::to_owned) else { break };
            query.retain(|part: &String| !part.starts_with("cursor="));
            query.push(format!("cursor={cursor}"));
        }
        Ok(true)
    }

    /// Reads everything on both sides, as its owner or as whoever is a member of both.
    pub async fn sweep(&mut self, dice: &mut Dice) -> Done {
        self.settle().await;
        self.new_mails().await?;
        for side in Side::BOTH {
            let who = if dice.one_in(2) { self.both.clone() } else { self.owner(side) };
            for operation in reads() {
                let n_times =
                    if written(operation, "", &self.ids(side, dice)).n_ids == 0 { 1 } else { THINGS };
                for _ in 0..n_times {
                    self.read_as((side, &who), operation, dice).await?;
                }
            }
            for list in LISTS {
                self.check(side, list).await?;
            }
        }
        self.hear()
    }

    /// What the open streams have told.
    pub fn hear(&mut self) -> Done {
        for side in Side::BOTH {
            let heard: Vec<_> = self.flank_mut(side).ears.iter_mut().flat_map(Ear::take).collect();
            for (_, event) in heard {
                self.witness.sees(side, &format!("{side:?}: the event {event}"), &event)?;
            }
        }
        Ok(())
    }

    /// Waits until the bots have answered what was written so far.
    async fn settle(&self) {
        let across = self.app.db().across_workspaces("test");
        let pending = inbound_item::Column::State.eq(inbound_item::ItemState::Pending);
        let open = outbox::Column::State.is_in([outbox::OutboxState::Queued, outbox::OutboxState::Sending]);
        let is_settled = async || {
            let n_pending =
                across.find::<inbound_item::Entity>().filter(pending.clone()).count().await.unwrap();
            let n_open = across.find::<outbox::Entity>().filter(open.clone()).count().await.unwrap();
            (n_pending + n_open == 0).then_some(())
        };
        self.app.until(self.flank(Side::Mangrove).id, is_settled).await;
    }
}
