//! Applying an op, and the op that takes it back.

use std::collections::BTreeSet;

use super::{Op, OpError};
use crate::definition::{Flow, Language, Position, Step, StepId, TextField, Trigger, size};
use crate::endings::Ending;
use crate::items::Item;

impl Op {
    /// Changes the flow and gives the op that takes the change back.
    ///
    /// # Errors
    /// When the flow does not have what the op names. The flow is then as before.
    pub fn apply(&self, flow: &mut Flow) -> Result<Op, OpError> {
        match self {
            Self::Batch { .. } => batch(flow, self.parts()?),
            Self::AddStep { index, step, position } => add_step(flow, *index, step, *position),
            Self::RemoveStep { step } => remove_step(flow, step),
            Self::MoveStep { step, index } => move_step(flow, step, *index),
            Self::RenameStep { step, name } => {
                let found = step_mut(flow, step)?;
                let name = std::mem::replace(&mut found.name, name.clone());
                Ok(Self::RenameStep { step: step.clone(), name })
            }
            Self::SetStart { step } => set_start(flow, step.as_ref()),
            Self::InsertItem { step, index, item } => insert_item(flow, step, *index, item),
            Self::RemoveItem { step, index } => remove_item(flow, step, *index),
            Self::MoveItem { step, from, to } => move_item(flow, step, *from, *to),
            Self::ReplaceItem { step, index, item } => replace_item(flow, step, *index, item),
            Self::SetEnding { step, ending } => set_ending(flow, step, ending),
            Self::Connect { step, output, to } => connect(flow, step, output, Some(to)),
            Self::Disconnect { step, output } => connect(flow, step, output, None),
            Self::SetText { step, field, language, text } => {
                set_text(flow, step, field, language, text.clone())
            }
            Self::SetTriggers { triggers } => set_triggers(flow, triggers),
            Self::SetPosition { step, position } => set_position(flow, step, *position),
            Self::SetLanguages { languages } => set_languages(flow, languages),
        }
    }

    /// The op that would take this one back, without changing anything.
    ///
    /// # Errors
    /// As [`Op::apply`].
    pub fn invert(&self, before: &Flow) -> Result<Op, OpError> {
        self.apply(&mut before.clone())
    }
}

fn step_mut<'a>(flow: &'a mut Flow, id: &StepId) -> Result<&'a mut Step, OpError> {
    flow.step_mut(id).ok_or_else(|| OpError::NoStep { step: id.clone() })
}

fn index_of(flow: &Flow, id: &StepId) -> Result<usize, OpError> {
    let index = flow.steps.iter().position(|step| step.id == *id);
    index.ok_or_else(|| OpError::NoStep { step: id.clone() })
}

/// `end` is the first place that does not exist.
fn place(index: usize, end: usize) -> Result<(), OpError> {
    if index < end { Ok(()) } else { Err(OpError::NoPlace { index, len: end }) }
}

fn batch(flow: &mut Flow, ops: &[Op]) -> Result<Op, OpError> {
    let mut changed = flow.clone();
    let mut inverses = Vec::with_capacity(ops.len());
    for op in ops {
        match op.apply(&mut changed)? {
            // A removed step comes back in several changes; a batch holds single ones.
            Op::Batch { ops } => inverses.extend(ops.into_iter().rev()),
            single => inverses.push(single),
        }
    }
    inverses.reverse();
    *flow = changed;
    Ok(Op::Batch { ops: inverses })
}

fn add_step(flow: &mut Flow, index: usize, step: &Step, position: Option<Position>) -> Result<Op, OpError> {
    if !step.id.is_usable() {
        return Err(OpError::UnusableId { step: step.id.clone() });
    }
    if flow.step(&step.id).is_some() {
        return Err(OpError::StepExists { step: step.id.clone() });
    }
    place(index, flow.steps.len() + 1)?;
    size::steps(flow.steps.len() + 1)?;
    size::step(step)?;
    targets_exist(flow, &step.id, &step.ending)?;
    flow.steps.insert(index, step.clone());
    put_position(flow, &step.id, position);
    Ok(Op::RemoveStep { step: step.id.clone() })
}

/// A step may lead to itself, also while it is being added.
fn targets_exist(flow: &Flow, from: &StepId, ending: &Ending) -> Result<(), OpError> {
    let outputs = ending.outputs();
    let targets = || outputs.iter().filter_map(|output| output.to).filter(|to| *to != from);
    let mut missing: BTreeSet<_> = targets().collect();
    // One look at each step: a large ending in a large flow would otherwise compare every pair.
    for step in &flow.steps {
        missing.remove(&step.id);
    }
    match targets().find(|to| missing.contains(to)) {
        Some(to) => Err(OpError::NoStep { step: to.clone() }),
        None => Ok(()),
    }
}

fn remove_step(flow: &mut Flow, id: &StepId) -> Result<Op, OpError> {
    let index = index_of(flow, id)?;
    let step = flow.steps.remove(index);
    let position = flow.layout.positions.remove(id);
    let mut ops = vec![Op::AddStep { index, step, position }];
    for other in &mut flow.steps {
        if !other.ending.outputs().iter().any(|output| output.to == Some(id)) {
            continue;
        }
        ops.push(Op::SetEnding { step: other.id.clone(), ending: other.ending.clone() });
        for connection in other.ending.connections_mut() {
            if connection.as_ref() == Some(id) {
                *connection = None;
            }
        }
    }
    if flow.start.as_ref() == Some(id) {
        flow.start = None;
        ops.push(Op::SetStart { step: Some(id.clone()) });
    }
    Ok(Op::Batch { ops })
}

fn move_step(flow: &mut Flow, id: &StepId, index: usize) -> Result<Op, OpError> {
    let from = index_of(flow, id)?;
    place(index, flow.steps.len())?;
    let step = flow.steps.remove(from);
    flow.steps.insert(index, step);
    Ok(Op::MoveStep { step: id.clone(), index: from })
}

fn set_start(flow: &mut Flow, step: Option<&StepId>) -> Result<Op, OpError> {
    if let Some(id) = step {
        index_of(flow, id)?;
    }
    let before = std::mem::replace(&mut flow.start, step.cloned());
    Ok(Op::SetStart { step: before })
}

fn insert_item(flow: &mut Flow, id: &StepId, index: usize, item: &Item) -> Result<Op, OpError> {
    let step = step_mut(flow, id)?;
    place(index, step.items.len() + 1)?;
    size::items(step.items.len() + 1)?;
    step.items.insert(index, item.clone());
    Ok(Op::RemoveItem { step: id.clone(), index })
}

fn remove_item(flow: &mut Flow, id: &StepId, index: usize) -> Result<Op, OpError> {
    let step = step_mut(flow, id)?;
    place(index, step.items.len())?;
    let item = step.items.remove(index);
    Ok(Op::InsertItem { step: id.clone(), index, item })
}

fn move_item(flow: &mut Flow, id: &StepId, from: usize, to: usize) -> Result<Op, OpError> {
    let step = step_mut(flow, id)?;
    place(from, step.items.len())?;
    place(to, step.items.len())?;
    let item = step.items.remove(from);
    step.items.insert(to, item);
    Ok(Op::MoveItem { step: id.clone(), from: to, to: from })
}

fn replace_item(flow: &mut Flow, id: &StepId, index: usize, item: &Item) -> Result<Op, OpError> {
    let step = step_mut(flow, id)?;
    let len = step.items.len();
    let found = step.items.get_mut(index).ok_or(OpError::NoPlace { index, len })?;
    let item = std::mem::replace(found, item.clone());
    Ok(Op::ReplaceItem { step: id.clone(), index, item })
}

fn set_ending(flow: &mut Flow, id: &StepId, ending: &Ending) -> Result<Op, OpError> {
    index_of(flow, id)?;
    size::ending(ending)?;
    targets_exist(flow, id, ending)?;
    let found = step_mut(flow, id)?;
    let ending = std::mem::replace(&mut found.ending, ending.clone());
    Ok(Op::SetEnding { step: id.clone(), ending })
}

fn connect(flow: &mut Flow, id: &StepId, output: &str, to: Option<&StepId>) -> Result<Op, OpError> {
    if let Some(to) = to {
        index_of(flow, to)?;
    }
    let connection = step_mut(flow, id)?.ending.connection_mut(output);
    let connection =
        connection.ok_or_else(|| OpError::NoOutput { step: id.clone(), output: output.to_owned() })?;
    let before = std::mem::replace(connection, to.cloned());
    let (step, output) = (id.clone(), output.to_owned());
    Ok(match before {
        Some(to) => Op::Connect { step, output, to },
        None => Op::Disconnect { step, output },
    })
}

fn set_text(
    flow: &mut Flow,
    id: &StepId,
    field: &TextField,
    language: &Language,
    text: Option<String>,
) -> Result<Op, OpError> {
    let found = step_mut(flow, id)?.text_mut(field);
    let found = found.ok_or_else(|| OpError::NoText { step: id.clone(), field: field.clone() })?;
    let text = found.set(language, text);
    Ok(Op::SetText { step: id.clone(), field: field.clone(), language: language.clone(), text })
}

fn put_position(flow: &mut Flow, id: &StepId, position: Option<Position>) -> Option<Position> {
    match position {
        Some(position) => flow.layout.positions.insert(id.clone(), position),
        None => flow.layout.positions.remove(id),
    }
}

fn set_position(flow: &mut Flow, id: &StepId, position: Option<Position>) -> Result<Op, OpError> {
    index_of(flow, id)?;
    let position = put_position(flow, id, position);
    Ok(Op::SetPosition { step: id.clone(), position })
}

fn set_triggers(flow: &mut Flow, triggers: &[Trigger]) -> Result<Op, OpError> {
    size::triggers(triggers)?;
    let triggers = std::mem::replace(&mut flow.triggers, triggers.to_vec());
    Ok(Op::SetTriggers { triggers })
}

fn set_languages(flow: &mut Flow, languages: &[Language]) -> Result<Op, OpError> {
    let distinct: BTreeSet<_> = languages.iter().collect();
    if languages.is_empty() || distinct.len() != languages.len() || !languages.iter().all(Language::is_usable)
    {
        return Err(OpError::BadLanguages);
    }
    size::languages(languages.len())?;
    let languages = std::mem::replace(&mut flow.languages, languages.to_vec());
    Ok(Op::SetLanguages { languages })
}
