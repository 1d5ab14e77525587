//! The workbench of one turn: collects effects and events, fills texts, keeps the budgets.

use std::collections::BTreeMap;

use crate::advance::Advance;
use crate::definition::{Flow, StepId, Text};
use crate::expression::{Evaluator, ExpressionError, Scope, Value, is_usable_name};
use crate::limits::{
    CONTACT_FIELDS, FIELD_KEY_CHARS, FIELD_VALUE_BYTES, FIELDS_BYTES, MESSAGES_PER_TURN, VARIABLES_BYTES,
    shorten,
};
use crate::run::{
    Effect, Env, Log, Message, Note, Outgoing, RunEvent, StartedBy, State, Status, StopReason, log,
};

pub(crate) struct Turn<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) message: Message,
    pub(crate) state: State,
    visits: Log,
    env: &'a Env,
    effects: Vec<Effect>,
    fields: BTreeMap<String, Value>,
    /// What the variables take, in bytes.
    variables_held: usize,
    fields_held: FieldsHeld,
    evaluator: Evaluator,
    messages: usize,
}

/// How many fields the contact has, and what they take.
#[derive(Clone, Copy)]
struct FieldsHeld {
    count: usize,
    bytes: usize,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(flow: &'a Flow, env: &'a Env, message: Message, state: State) -> Self {
        let fields = &env.contact.fields;
        Self {
            flow,
            env,
            message,
            variables_held: state.variables.iter().map(|(name, value)| held(name, value)).sum(),
            state,
            visits: Log::default(),
            effects: Vec::new(),
            fields: BTreeMap::new(),
            fields_held: FieldsHeld {
                count: fields.len(),
                bytes: fields.iter().map(|(key, value)| held(key, value)).sum(),
            },
            evaluator: Evaluator::default(),
            messages: 0,
        }
    }

    pub(crate) fn into_advance(self) -> Advance {
        Advance { state: self.state, effects: self.effects, visits: self.visits.into_events() }
    }

    // --- texts and conditions

    /// A text in the contact's language, filled.
    pub(crate) fn text(&mut self, text: &Text) -> String {
        let default = self.flow.languages.first().unwrap_or(&self.env.language);
        self.fill(text.get(&self.env.language, default))
    }

    /// A text filled.
    pub(crate) fn fill(&mut self, source: &str) -> String {
        self.evaluate(|evaluator, scope, errors| evaluator.render(source, scope, errors))
    }

    /// A text in the contact's language, filled, within a limit. Empty when there is nothing to say.
    pub(crate) fn label(&mut self, text: &Text, chars: usize) -> String {
        let filled = self.text(text);
        let filled = filled.trim();
        let short = shorten(filled, chars);
        if short.len() != filled.len() {
            self.note(Note::Shortened, format!("{chars} characters"));
        }
        short.into_owned()
    }

    /// The same, `None` when there is nothing to say.
    pub(crate) fn optional(&mut self, text: &Text, chars: usize) -> Option<String> {
        Some(self.label(text, chars)).filter(|label| !label.is_empty())
    }

    /// The same, with a substitute when there is nothing to say but something must be said.
    pub(crate) fn required(&mut self, text: &Text, chars: usize, substitute: &str) -> String {
        self.optional(text, chars).unwrap_or_else(|| {
            self.note(Note::EmptyText, substitute.to_owned());
            substitute.to_owned()
        })
    }

    /// A value that keeps its type when its source is one expression and nothing else.
    pub(crate) fn value(&mut self, source: &str) -> Value {
        self.evaluate(|evaluator, scope, errors| evaluator.value(source, scope, errors))
    }

    /// Whether a condition holds. One that fails does not, and leaves a note.
    pub(crate) fn condition(&mut self, source: &str) -> bool {
        self.evaluate(|evaluator, scope, errors| {
            evaluator.condition(source, scope).unwrap_or_else(|error| {
                errors.push(error);
                false
            })
        })
    }

    fn evaluate<T>(
        &mut self,
        with: impl FnOnce(&mut Evaluator, Scope<'_>, &mut Vec<ExpressionError>) -> T,
    ) -> T {
        let scope = Scope {
            env: self.env,
            message: &self.message,
            variables: &self.state.variables,
            fields: &self.fields,
        };
        let mut errors = Vec::new();
        let made = with(&mut self.evaluator, scope, &mut errors);
        for error in errors {
            self.note(Note::ExpressionFailed, error.to_string());
        }
        made
    }

    // --- actions

    /// Sends a text message within the limit; nothing when there is nothing to say.
    pub(crate) fn say(&mut self, text: &Text) {
        let text = self.label(text, whatsapp::limits::TEXT_BODY_CHARS);
        if text.is_empty() {
            self.note(Note::EmptyText, String::new());
        } else {
            self.send(Outgoing::Text { text });
        }
    }

    pub(crate) fn send(&mut self, message: Outgoing) {
        if self.messages == MESSAGES_PER_TURN {
            return self.stop(StopReason::TooManyMessages);
        }
        self.messages += 1;
        self.log(RunEvent::Sent { step: self.step(), message: message.clone() });
        self.effects.push(Effect::Send { message });
    }

    pub(crate) fn set_variable(&mut self, name: &str, value: Value) {
        let before = self.state.variables.get(name).map_or(0, |value| held(name, value));
        let after = self.variables_held - before + held(name, &value);
        if !is_usable_name(name) || after > VARIABLES_BYTES {
            return self.note(Note::VariableRefused, name.chars().take(64).collect());
        }
        let (step, name) = (self.step(), name.to_owned());
        self.log(RunEvent::VariableSet { step, name: name.clone(), value: log::shown(&value) });
        self.variables_held = after;
        self.state.variables.insert(name, value);
    }

    /// Sets a field of the contact, or takes it away when the value is nothing.
    pub(crate) fn set_contact_field(&mut self, field: &str, value: Value) {
        let Some(after) = self.fields_after(field, &value) else {
            return self.note(Note::FieldRefused, field.chars().take(FIELD_KEY_CHARS).collect());
        };
        let (step, field) = (self.step(), field.to_owned());
        self.log(RunEvent::ContactFieldSet { step, field: field.clone(), value: log::shown(&value) });
        // Nothing in the place of nothing changes nothing.
        if value == Value::Null && after.count == self.fields_held.count {
            return;
        }
        self.fields_held = after;
        self.fields.insert(field.clone(), value.clone());
        self.effects.push(Effect::SetContactField { field, value });
    }

    /// What the contact's fields take once one is set; `None` when it cannot be. One that shrinks always can.
    fn fields_after(&self, field: &str, value: &Value) -> Option<FieldsHeld> {
        let now = self.fields.get(field).or_else(|| self.env.contact.fields.get(field));
        let now = now.filter(|value| **value != Value::Null);
        let takes = |value: Option<&Value>| value.map_or(0, |value| held(field, value));
        let next = Some(value).filter(|value| **value != Value::Null);
        let after = FieldsHeld {
            count: self.fields_held.count - usize::from(now.is_some()) + usize::from(next.is_some()),
            bytes: self.fields_held.bytes - takes(now) + takes(next),
        };
        let grows = after.count > self.fields_held.count || after.bytes > self.fields_held.bytes;
        let fits = after.count <= CONTACT_FIELDS
            && after.bytes <= FIELDS_BYTES
            && value.size_bytes() <= FIELD_VALUE_BYTES;
        (is_usable_key(field) && (fits || !grows)).then_some(after)
    }

    fn log(&mut self, event: RunEvent) {
        self.visits.add(event);
    }

    pub(crate) fn note(&mut self, note: Note, detail: String) {
        let detail = log::shown_text(&detail);
        self.log(RunEvent::Noted { step: self.state.step.clone(), note, detail });
    }

    /// The run begins.
    pub(crate) fn started(&mut self, trigger: StartedBy) {
        self.log(RunEvent::Started { trigger });
    }

    /// The message of this turn reaches the run.
    pub(crate) fn received(&mut self) {
        let text = shorten(&self.message.text, whatsapp::limits::TEXT_BODY_CHARS).into_owned();
        self.log(RunEvent::Received { message: self.message.kind.clone(), text });
    }

    /// Counts an answer that did not fit.
    pub(crate) fn retry(&mut self) {
        self.state.tries = self.state.tries.saturating_add(1);
        self.log(RunEvent::Retried { step: self.step(), tries: self.state.tries });
    }

    // --- where the run goes

    pub(crate) fn enter(&mut self, step: &StepId) {
        self.state.step = Some(step.clone());
        self.state.tries = 0;
        self.state.entered = self.state.entered.saturating_add(1);
        self.log(RunEvent::EnteredStep { step: step.clone() });
    }

    pub(crate) fn take(&mut self, output: String) {
        self.log(RunEvent::TookOutput { step: self.step(), output });
    }

    pub(crate) fn wait(&mut self) {
        self.state.status = Status::Waiting;
    }

    pub(crate) fn hand_over(&mut self, reason: &str) {
        let reason = log::shown_text(reason);
        self.state.status = Status::HandedOver;
        self.log(RunEvent::HandedOver { step: self.step(), reason: reason.clone() });
        self.effects.push(Effect::HandOver { reason });
    }

    pub(crate) fn finish(&mut self) {
        self.state.status = Status::Finished;
        self.log(RunEvent::Finished { step: self.state.step.clone() });
        self.effects.push(Effect::Finish {});
    }

    /// Cuts the run off. What was sent until now stays sent.
    pub(crate) fn stop(&mut self, reason: StopReason) {
        if !self.has_stopped() {
            self.state.status = Status::Stopped;
            self.log(RunEvent::Stopped { step: self.state.step.clone(), reason });
            self.effects.push(Effect::Finish {});
        }
    }

    pub(crate) fn has_stopped(&self) -> bool {
        self.state.status == Status::Stopped
    }

    fn step(&self) -> StepId {
        self.state.step.clone().unwrap_or_default()
    }
}

/// What a variable or field takes, in bytes.
fn held(name: &str, value: &Value) -> usize {
    name.len() + value.size_bytes()
}

/// Whether a contact's field can be called so: something that can be read, on one line.
fn is_usable_key(key: &str) -> bool {
    !key.trim().is_empty() && key.chars().count() <= FIELD_KEY_CHARS && !key.chars().any(char::is_control)
}
