//! Faults on request: what a sender must survive, without waiting for Meta to have a bad day. They are not stored.

use std::collections::HashMap;
use std::time::Duration;

use super::admin::{ErrorFault, Faults};

/// The faults that are set, by number; the empty key holds for every number.
#[derive(Debug, Default)]
pub(super) struct FaultBook(HashMap<String, Faults>);

/// What goes wrong with one send.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) latency: Duration,
    pub(super) error: Option<ErrorFault>,
    pub(super) is_answer_dropped: bool,
}

impl FaultBook {
    pub(super) fn set(&mut self, faults: Faults) {
        self.0.insert(faults.phone_number_id.clone().unwrap_or_default(), faults);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults of the next send of a number; counts down what holds for the next n.
    pub(super) fn next_send(&mut self, phone_number_id: &str) -> Fault {
        let mut fault = Fault::default();
        for key in ["", phone_number_id] {
            let Some(faults) = self.0.get_mut(key) else { continue };
            fault.latency = fault.latency.max(Duration::from_millis(faults.latency_ms));
            if let Some(error) = faults.error.as_mut().filter(|error| error.n_sends > 0) {
                error.n_sends -= 1;
                fault.error = Some(error.clone());
            } else if faults.drop_answers > 0 {
                faults.drop_answers -= 1;
                fault.is_answer_dropped = true;
            }
        }
        fault
    }

    /// Whether the next webhook of a number is to be posted twice.
    pub(super) fn is_webhook_doubled(&mut self, phone_number_id: &str) -> bool {
        ["", phone_number_id].into_iter().any(|key| match self.0.get_mut(key) {
            Some(faults) if faults.double_webhooks > 0 => {
                faults.double_webhooks -= 1;
                true
            }
            _ => false,
        })
    }
}
