//! The workbench of one turn: collects effects and events, fills texts, keeps the budgets.

use std::collections::BTreeMap;

use crate::advance::Advance;
use crate::definition::{Flow, StepId, Text};
use crate::expression::{Evaluator, ExpressionError, Scope, Value, is_usable_name};
use crate::limits::{MESSAGES_PER_TURN, VARIABLES_BYTES, shorten};
use crate::run::{Effect, Env, Message, Note, Outgoing, RunEvent, State, Status, StopReason};

pub(crate) struct Turn<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) message: Message,
    pub(crate) state: State,
    pub(crate) visits: Vec<RunEvent>,
    env: &'a Env,
    effects: Vec<Effect>,
    fields: BTreeMap<String, Value>,
    evaluator: Evaluator,
    messages: usize,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(flow: &'a Flow, env: &'a Env, message: Message, state: State) -> Self {
        Self {
            flow,
            env,
            message,
            state,
            visits: Vec::new(),
            effects: Vec::new(),
            fields: BTreeMap::new(),
            evaluator: Evaluator::default(),
            messages: 0,
        }
    }

    pub(crate) fn into_advance(self) -> Advance {
        Advance { state: self.state, effects: self.effects, visits: self.visits }
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
        self.visits.push(RunEvent::Sent { step: self.step(), message: message.clone() });
        self.effects.push(Effect::Send { message });
    }

    pub(crate) fn set_variable(&mut self, name: &str, value: Value) {
        let others = self.state.variables.iter().filter(|(other, _)| *other != name);
        let held: usize = others.map(|(name, value)| name.len() + value.size_bytes()).sum();
        if !is_usable_name(name) || held + name.len() + value.size_bytes() > VARIABLES_BYTES {
            return self.note(Note::VariableRefused, name.chars().take(64).collect());
        }
        self.visits.push(RunEvent::VariableSet {
            step: self.step(),
            name: name.to_owned(),
            value: value.clone(),
        });
        self.state.variables.insert(name.to_owned(), value);
    }

    pub(crate) fn set_contact_field(&mut self, field: &str, value: Value) {
        let (step, field) = (self.step(), field.to_owned());
        self.visits.push(RunEvent::ContactFieldSet { step, field: field.clone(), value: value.clone() });
        self.fields.insert(field.clone(), value.clone());
        self.effects.push(Effect::SetContactField { field, value });
    }

    pub(crate) fn note(&mut self, note: Note, detail: String) {
        self.visits.push(RunEvent::Noted { step: self.state.step.clone(), note, detail });
    }

    /// Counts an answer that did not fit.
    pub(crate) fn retry(&mut self) {
        self.state.tries = self.state.tries.saturating_add(1);
        self.visits.push(RunEvent::Retried { step: self.step(), tries: self.state.tries });
    }

    // --- where the run goes

    pub(crate) fn enter(&mut self, step: &StepId) {
        self.state.step = Some(step.clone());
        self.state.tries = 0;
        self.state.entered = self.state.entered.saturating_add(1);
        self.visits.push(RunEvent::EnteredStep { step: step.clone() });
    }

    pub(crate) fn take(&mut self, output: String) {
        self.visits.push(RunEvent::TookOutput { step: self.step(), output });
    }

    pub(crate) fn wait(&mut self) {
        self.state.status = Status::Waiting;
    }

    pub(crate) fn hand_over(&mut self, reason: String) {
        self.state.status = Status::HandedOver;
        self.visits.push(RunEvent::HandedOver { step: self.step(), reason: reason.clone() });
        self.effects.push(Effect::HandOver { reason });
    }

    pub(crate) fn finish(&mut self) {
        self.state.status = Status::Finished;
        self.visits.push(RunEvent::Finished { step: self.state.step.clone() });
        self.effects.push(Effect::Finish {});
    }

    /// Cuts the run off. What was sent until now stays sent.
    pub(crate) fn stop(&mut self, reason: StopReason) {
        if !self.has_stopped() {
            self.state.status = Status::Stopped;
            self.visits.push(RunEvent::Stopped { step: self.state.step.clone(), reason });
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
