//! What is wrong with a flow, found without running it. Errors stop publishing, warnings do not.
//!
//! Rules that need to know other bots, templates or people are the server's. Never fails and never panics.

mod expressions;
mod graph;
mod problem;
mod shape;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

pub use problem::{Level, Problem, ProblemCode};

use crate::definition::{Flow, Step, StepId};
use crate::endings::Ending;
use crate::limits::{LISTED_ERRORS, LISTED_WARNINGS, PROBLEM_CHARS, shorten};

/// Finds the problems of a flow: first what starts it, then step by step in the order of the list, then the whole. At most
/// [`LISTED_ERRORS`] errors and [`LISTED_WARNINGS`] warnings: nobody mends more at a time.
pub fn check(flow: &Flow) -> Vec<Problem> {
    let mut report = Report { flow, step: None, problems: Vec::new(), n_errors: 0, n_warnings: 0 };
    shape::check_start(&mut report);
    let graph = graph::Graph::new(flow);
    let variables = expressions::variables(flow);
    let mut seen = BTreeSet::new();
    for (index, step) in flow.steps.iter().enumerate() {
        report.step = Some(step);
        shape::check_step(&mut report, step, !seen.insert(&step.id));
        graph.check_step(&mut report, index, step);
        texts::check_step(&mut report, step);
        expressions::check_step(&mut report, step, &variables);
    }
    report.step = None;
    texts::check_languages(&mut report);
    let hands_over = flow.steps.iter().any(|step| matches!(step.ending, Ending::HandOver(_)));
    if !hands_over && !flow.steps.is_empty() {
        report.add(
            ProblemCode::NoHandOver,
            "/steps",
            &[],
            "Customers can't reach a person from this bot.".into(),
        );
    }
    report.problems
}

/// Collects problems and knows where they are.
struct Report<'a> {
    flow: &'a Flow,
    step: Option<&'a Step>,
    problems: Vec<Problem>,
    n_errors: usize,
    n_warnings: usize,
}

impl Report<'_> {
    fn add(&mut self, code: ProblemCode, field: impl Into<String>, params: &[(&str, &str)], message: String) {
        self.add_at(code.level(), code, field, params, message);
    }

    fn add_at(
        &mut self,
        level: Level,
        code: ProblemCode,
        field: impl Into<String>,
        params: &[(&str, &str)],
        message: String,
    ) {
        let (listed, limit) = match level {
            Level::Error => (&mut self.n_errors, LISTED_ERRORS),
            Level::Warning => (&mut self.n_warnings, LISTED_WARNINGS),
        };
        if *listed == limit {
            return;
        }
        *listed += 1;
        let step: Option<StepId> = self.step.map(|step| step.id.clone());
        let short = |text: &str| shorten(text, PROBLEM_CHARS).into_owned();
        let params: BTreeMap<_, _> = params.iter().map(|(k, v)| ((*k).to_owned(), short(v))).collect();
        let (field, message) = (field.into(), short(&message));
        self.problems.push(Problem { level, code, step, field, params, message });
    }
}
