//! The events of a run in words.

use flow::{Flow, Note, Outgoing, RunEvent, StartedBy, StepId, StopReason};

use super::super::outline_view::output_label;
use crate::i18n::runs;
use crate::ui::icon::{self, Icon};

/// A duration in the two largest units that fit, from seconds.
pub(super) fn took(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or_default();
    match seconds {
        0 => runs::under_a_second().to_owned(),
        1..60 => runs::seconds(seconds),
        60..3_600 => runs::minutes(seconds / 60),
        3_600..86_400 => runs::hours(seconds / 3_600),
        _ => runs::days(seconds / 86_400),
    }
}

/// Sign and sentence of an event; steps are called as in `flow`, the version the run is on.
pub(super) fn event(event: &RunEvent, flow: &Flow) -> (Icon, String) {
    let name = |step: &StepId| flow.step(step).map_or_else(|| step.to_string(), |step| step.name.clone());
    let named = |step: &Option<StepId>| step.as_ref().map(name).unwrap_or_default();
    match event {
        RunEvent::Started { trigger } => (icon::PLAY, started(trigger)),
        RunEvent::Received { message, text } if text.is_empty() => {
            (icon::REPLY, runs::received_kind(message))
        }
        RunEvent::Received { text, .. } => (icon::REPLY, runs::received(text)),
        RunEvent::EnteredStep { step } => (icon::CORNER_DOWN_RIGHT, runs::entered(&name(step))),
        RunEvent::Sent { message, .. } => (icon::SEND, runs::sent(text_of(message))),
        RunEvent::VariableSet { name, value, .. } => {
            (icon::VARIABLE, runs::variable_set(name, &value_words(value)))
        }
        RunEvent::ContactFieldSet { field, value, .. } => {
            (icon::TAG, runs::field_set(field, &value_words(value)))
        }
        RunEvent::Retried { step, tries } => {
            (icon::ROTATE_CCW, runs::retried(&name(step), &crate::format::number(u64::from(*tries))))
        }
        RunEvent::TookOutput { step, output } => {
            (icon::SPLIT, runs::took_output(&output_name(flow, step, output), &name(step)))
        }
        RunEvent::HandedOver { reason, .. } if reason.is_empty() => {
            (icon::HEADPHONES, runs::handed_over_event().to_owned())
        }
        RunEvent::HandedOver { reason, .. } => (icon::HEADPHONES, runs::handed_over_for(reason)),
        RunEvent::Finished { .. } => (icon::FLAG, runs::finished_event().to_owned()),
        RunEvent::Stopped { step, reason } => (icon::CIRCLE_X, stopped(*reason, &named(step))),
        RunEvent::Noted { note, detail, .. } => (icon::TRIANGLE_ALERT, noted(*note, detail)),
    }
}

fn started(trigger: &StartedBy) -> String {
    match trigger {
        StartedBy::Keyword { word } => runs::started_keyword(word),
        StartedBy::AnyMessage {} => runs::started_any().to_owned(),
        StartedBy::Hand {} => runs::started_hand().to_owned(),
    }
}

fn text_of(message: &Outgoing) -> &str {
    match message {
        Outgoing::Text { text } | Outgoing::Buttons { text, .. } | Outgoing::List { text, .. } => text,
    }
}

fn value_words(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn output_name(flow: &Flow, step: &StepId, id: &str) -> String {
    let language = flow.default_language();
    let outputs = flow.step(step).map(|step| step.ending.outputs()).unwrap_or_default();
    let found = outputs.iter().find(|output| output.id == id);
    found.map_or_else(
        || id.to_owned(),
        |output| output_label(output.kind, output.label.words(&language, &language)),
    )
}

fn stopped(reason: StopReason, step: &str) -> String {
    match reason {
        StopReason::TooManySteps => runs::stopped_steps(step),
        StopReason::TooManyMessages => runs::stopped_messages(step),
        StopReason::StepMissing => runs::stopped_missing().to_owned(),
        StopReason::TakenOver => runs::stopped_taken_over().to_owned(),
        StopReason::Closed => runs::stopped_closed().to_owned(),
        StopReason::BotPaused => runs::stopped_paused().to_owned(),
        StopReason::Replaced => runs::stopped_replaced().to_owned(),
    }
}

fn noted(note: Note, detail: &str) -> String {
    match note {
        Note::ExpressionFailed => runs::note_expression(detail),
        Note::EmptyText => runs::note_empty().to_owned(),
        Note::Shortened => runs::note_shortened().to_owned(),
        Note::LeftOut => runs::note_left_out().to_owned(),
        Note::LeadsNowhere => runs::note_nowhere().to_owned(),
        Note::VariableRefused => runs::note_variable(detail),
        Note::FieldRefused => runs::note_field(detail),
        Note::LogCut => runs::note_log_cut().to_owned(),
        Note::NotWaiting => runs::note_not_waiting().to_owned(),
    }
}
