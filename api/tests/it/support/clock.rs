//! A clock that goes only when it is told to.

use std::sync::Mutex;

use api::platform::clock::{Clock, SystemClock};
use chrono::TimeDelta;
use shared::Time;

#[derive(Debug)]
pub struct TestClock(Mutex<Time>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Mutex::new(SystemClock.now()))
    }
}

impl TestClock {
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Time {
        *self.0.lock().unwrap()
    }
}
