//! One turn: a message comes in, the run walks on until it waits or ends.

use crate::definition::{Flow, StepId};
use crate::endings::{Ending, Next, OutputKind};
use crate::limits::{ITEMS_PER_TURN, STEPS_PER_TURN};
use crate::run::{Effect, Env, Input, Note, RunEvent, State, Status, StopReason};
use crate::turn::Turn;

/// What a turn made.
#[derive(Clone, Debug, PartialEq)]
pub struct Advance {
    /// Where the run stands now.
    pub state: State,
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
    /// What happened, in order.
    pub visits: Vec<RunEvent>,
}

/// Moves a run by one input. Never fails and never panics, whatever the flow and the state.
///
/// [`Input::Start`] begins anew with no variables. Any other input moves a run that waits; one that does not is left as it
/// is, with a note. A turn that walks too far or says too much is stopped.
pub fn advance(flow: &Flow, state: State, input: Input, env: &Env) -> Advance {
    let state = if matches!(input, Input::Start { .. }) { State::default() } else { state };
    let mut turn = Turn::new(flow, env, input.message(), state);
    let next = match input {
        Input::Start { trigger, text } => {
            turn.started(trigger);
            if !text.is_empty() {
                turn.received();
            }
            Some(flow.start.clone())
        }
        _ if turn.state.status != Status::Waiting => {
            turn.note(Note::NotWaiting, String::new());
            None
        }
        Input::Reply { id, .. } => answer(&mut turn, Some(&id)),
        Input::Text { .. } | Input::Other { .. } => answer(&mut turn, None),
    };
    if let Some(next) = next {
        walk(&mut turn, next);
    }
    turn.into_advance()
}

/// Lets the step that waits look at the message. Gives where to go from it; `None` when the turn is over.
fn answer(turn: &mut Turn<'_>, reply_id: Option<&str>) -> Option<Option<StepId>> {
    turn.received();
    let waiting = turn.state.step.as_ref().and_then(|id| turn.flow.step(id));
    let Some(step) = waiting else {
        turn.stop(StopReason::StepMissing);
        return None;
    };
    let next = match &step.ending {
        Ending::Buttons(ending) => ending.answer(turn, reply_id),
        Ending::List(ending) => ending.answer(turn, reply_id),
        Ending::Ask(ending) => ending.answer(turn),
        // The flow is another one than the one the run waited in: do what the step does now.
        other => other.enter(turn),
    };
    settle(turn, next)
}

/// Walks from step to step until one waits or ends.
fn walk(turn: &mut Turn<'_>, mut next: Option<StepId>) {
    let mut items = 0;
    for _ in 0..STEPS_PER_TURN {
        let Some(id) = next else {
            turn.note(Note::LeadsNowhere, String::new());
            return turn.finish();
        };
        let found = turn.flow.step(&id);
        turn.state.step = Some(id);
        let Some(step) = found else {
            return turn.stop(StopReason::StepMissing);
        };
        turn.enter(&step.id);
        for item in &step.items {
            items += 1;
            if items > ITEMS_PER_TURN {
                return turn.stop(StopReason::TooManySteps);
            }
            item.perform(turn);
            if turn.has_stopped() {
                return;
            }
        }
        let after = step.ending.enter(turn);
        match settle(turn, after) {
            Some(to) => next = to,
            None => return,
        }
    }
    turn.stop(StopReason::TooManySteps);
}

/// Takes what an ending decided. Gives where to go; `None` when the turn is over.
fn settle(turn: &mut Turn<'_>, next: Next) -> Option<Option<StepId>> {
    if turn.has_stopped() {
        return None;
    }
    match next {
        Next::Wait => turn.wait(),
        Next::HandOver { reason } => turn.hand_over(&reason),
        Next::Finish => turn.finish(),
        Next::Take { output, kind, to } => {
            // `next` is the only way there is: nothing was decided.
            if kind != OutputKind::Next {
                turn.take(output);
            }
            return Some(to);
        }
    }
    None
}
