//! The events of one turn, within a budget.
//!
//! A log is for people who want to know what happened, not for keeping values: it shows the beginning of what is long, and
//! when a turn has too much to tell it says so once and keeps only what was sent and how the turn ended.

use super::{Note, RunEvent};
use crate::expression::Value;
use crate::limits::{EVENT_CHARS, EVENTS_BYTES, EVENTS_PER_TURN, shorten};

/// About what an event takes beside its texts, in bytes.
const EVENT_BYTES: usize = 64;

#[derive(Default)]
pub(crate) struct Log {
    events: Vec<RunEvent>,
    bytes: usize,
    is_cut: bool,
}

impl Log {
    pub(crate) fn add(&mut self, event: RunEvent) {
        if !is_essential(&event) {
            if self.is_cut {
                return;
            }
            let bytes = self.bytes.saturating_add(size_bytes(&event));
            if self.events.len() >= EVENTS_PER_TURN || bytes > EVENTS_BYTES {
                self.is_cut = true;
                let mark = RunEvent::Noted { step: None, note: Note::LogCut, detail: String::new() };
                return self.events.push(mark);
            }
            self.bytes = bytes;
        }
        self.events.push(event);
    }

    pub(crate) fn into_events(self) -> Vec<RunEvent> {
        self.events
    }
}

/// As much of a value as a log shows.
pub(crate) fn shown(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => value.clone(),
        Value::Text(text) => Value::Text(shown_text(text)),
        Value::List(_) if value.size_bytes() <= EVENT_CHARS => value.clone(),
        Value::List(_) => Value::Text(shown_text(&value.to_text())),
    }
}

/// As much of a text as a log shows.
pub(crate) fn shown_text(text: &str) -> String {
    shorten(text, EVENT_CHARS).into_owned()
}

/// What a log always has. There are few of them in a turn: it is cut off after its twentieth message.
fn is_essential(event: &RunEvent) -> bool {
    match event {
        RunEvent::Started { .. }
        | RunEvent::Received { .. }
        | RunEvent::Sent { .. }
        | RunEvent::HandedOver { .. }
        | RunEvent::Finished { .. }
        | RunEvent::Stopped { .. } => true,
        RunEvent::EnteredStep { .. }
        | RunEvent::VariableSet { .. }
        | RunEvent::ContactFieldSet { .. }
        | RunEvent::Retried { .. }
        | RunEvent::TookOutput { .. }
        | RunEvent::Noted { .. } => false,
    }
}

fn size_bytes(event: &RunEvent) -> usize {
    EVENT_BYTES
        + match event {
            RunEvent::VariableSet { name, value, .. } => name.len() + value.size_bytes(),
            RunEvent::ContactFieldSet { field, value, .. } => field.len() + value.size_bytes(),
            RunEvent::TookOutput { output, .. } => output.len(),
            RunEvent::Noted { detail, .. } => detail.len(),
            _ => 0,
        }
}
