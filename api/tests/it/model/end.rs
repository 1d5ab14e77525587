//! What is looked at in the end: what went out, what is stored, and whether the story was worth telling.

use super::foreign::reads;
use super::plan::Act;
use super::witness::{Fault, Side, no_canary};
use super::world::{Done, World};
use crate::schema;

/// From so many steps on, everything must have come about.
const LONG_STEPS: usize = 5_000;

impl World<'_> {
    pub async fn end(&mut self, n_steps: usize) -> Done {
        let n_sent = self.sent().await?;
        self.stored().await?;
        if n_steps >= LONG_STEPS { self.was_worth_it(n_sent) } else { Ok(()) }
    }

    /// The simulator has seen nothing of a side that came from a number of the other's, nor for a person of theirs.
    async fn sent(&self) -> Result<[u64; 2], Fault> {
        let admin = self.app.state().egress.sandbox().unwrap().admin();
        let mut n_sent = [0, 0];
        for sent in admin.stats().await.unwrap().accepted {
            let number = &sent.phone_number_id;
            let side = self.witness.owner(number).ok_or(format!("nobody has the number {number}"))?;
            let to = admin.phone(&sent.to).await.unwrap();
            no_canary(side, &format!("sent from {number}"), &format!("{} to {}", sent.body, to.name))?;
            n_sent[side as usize] += sent.n;
        }
        Ok(n_sent)
    }

    /// No row of a side holds a value of the other's.
    async fn stored(&self) -> Done {
        for (table, workspace, row) in schema::rows_of_workspaces(&self.app.database).await {
            let side = Side::BOTH
                .into_iter()
                .find(|side| self.flank(*side).id.uuid().simple().to_string() == workspace);
            let side = side.ok_or(format!("a row of {table} belongs to {workspace}"))?;
            no_canary(side, &format!("a row of {table}"), &row)?;
        }
        Ok(())
    }

    fn was_worth_it(&self, n_sent: [u64; 2]) -> Done {
        for act in Act::all() {
            let n_times = self.done.get(&act).copied().unwrap_or_default();
            if n_times < 3 {
                return Err(format!("{act:?} came about {n_times} times: {:?}", self.done));
            }
        }
        for operation in reads() {
            if !self.read.contains(&operation.name()) {
                return Err(format!("{} was never read: teach the sweep what it takes", operation.name()));
            }
        }
        for side in Side::BOTH {
            let (ear, n_sent) = (&self.flank(side).ears[0], n_sent[side as usize]);
            println!("{side:?}: {n_sent} messages sent, {} events heard", ear.n_taken);
            if !ear.is_open() || ear.n_taken < 100 || n_sent < 20 {
                return Err(format!("{side:?}: hardly anything was heard or sent"));
            }
        }
        println!("{} answers; {:?}", self.n_answers, self.done);
        Ok(())
    }
}
