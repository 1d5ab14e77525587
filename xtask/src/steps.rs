//! Runs the steps of a test run, goes on after a failure, and says at the end what happened.

use std::time::{Duration, Instant};

use crate::Result;

/// The steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: String,
    outcome: Outcome,
    took: Duration,
}

enum Outcome {
    Passed,
    Failed(String),
    NotRun(String),
}

impl Steps {
    /// Runs one step; `None` when it failed.
    pub(crate) fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n==> {name}");
        let since = Instant::now();
        let result = work();
        let took = since.elapsed();
        let (outcome, value) = match result {
            Ok(value) => (Outcome::Passed, Some(value)),
            Err(error) => (Outcome::Failed(error.to_string()), None),
        };
        match &outcome {
            Outcome::Failed(error) => {
                println!("<== {name}: FAILED after {:.1} s: {error}", took.as_secs_f32())
            }
            _ => println!("<== {name}: {:.1} s", took.as_secs_f32()),
        }
        self.done.push(Step { name: name.to_owned(), outcome, took });
        value
    }

    /// Notes that a step could not be run, and why.
    pub(crate) fn not_run(&mut self, name: &str, why: &str) {
        println!("\n==> {name}: not run, {why}");
        let outcome = Outcome::NotRun(why.to_owned());
        self.done.push(Step { name: name.to_owned(), outcome, took: Duration::ZERO });
    }

    /// Prints the table; an error unless every step was run and passed.
    pub(crate) fn finish(self) -> Result {
        println!("\n{:=<72}", "");
        for Step { name, outcome, took } in &self.done {
            let word = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed(_) => "FAILED",
                Outcome::NotRun(_) => "NOT RUN",
            };
            println!("{word:8} {:7.1} s  {name}", took.as_secs_f32());
        }
        let problems: Vec<String> = self.done.iter().filter_map(Step::problem).collect();
        if !problems.is_empty() {
            return Err(format!("\n{}", problems.join("\n")).into());
        }
        println!("\nAll {} steps passed.", self.done.len());
        Ok(())
    }
}

impl Step {
    fn problem(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Passed => None,
            Outcome::Failed(error) => Some(format!("Failed: {}: {error}", self.name)),
            Outcome::NotRun(why) => Some(format!("Not run: {}, because {why}.", self.name)),
        }
    }
}
