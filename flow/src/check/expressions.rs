//! Rules about expressions: that they can be read, and that what they read exists.

use std::collections::BTreeSet;

use super::{ProblemCode, Report, texts};
use crate::definition::{Flow, Step};
use crate::endings::Ending;
use crate::expression::{Inspection, inspect_condition, inspect_template, is_usable_name};
use crate::items::Item;

/// All variables that something in the flow sets.
pub(super) fn variables(flow: &Flow) -> BTreeSet<&str> {
    let items = flow.steps.iter().flat_map(|step| &step.items).filter_map(|item| match item {
        Item::SetVariable(item) => Some(item.name.as_str()),
        Item::SendText(_) | Item::SetContactField(_) => None,
    });
    let questions = flow.steps.iter().filter_map(|step| match &step.ending {
        Ending::Ask(ask) => Some(ask.variable.as_str()),
        _ => None,
    });
    items.chain(questions).collect()
}

pub(super) fn check_step(report: &mut Report<'_>, step: &Step, variables: &BTreeSet<&str>) {
    for checked in texts::texts(step) {
        for (_, source) in checked.text.iter() {
            template(report, checked.field.clone(), source, variables);
        }
    }
    for (index, item) in step.items.iter().enumerate() {
        let field = |name: &str| format!("/items/{index}/{name}");
        match item {
            Item::SendText(_) => {}
            Item::SetVariable(item) => {
                variable_name(report, field("name"), &item.name);
                template(report, field("value"), &item.value, variables);
            }
            Item::SetContactField(item) => {
                if item.field.trim().is_empty() {
                    report.add(ProblemCode::EmptyFieldKey, field("field"), &[], "No field is chosen.".into());
                }
                template(report, field("value"), &item.value, variables);
            }
        }
    }
    match &step.ending {
        Ending::Ask(ask) => variable_name(report, "/ending/variable".into(), &ask.variable),
        Ending::HandOver(ending) => template(report, "/ending/reason".into(), &ending.reason, variables),
        Ending::Decide(ending) => {
            for (index, branch) in ending.branches.iter().enumerate() {
                condition(
                    report,
                    format!("/ending/branches/{index}/condition"),
                    &branch.condition,
                    variables,
                );
            }
        }
        Ending::Continue(_) | Ending::Buttons(_) | Ending::List(_) | Ending::End(_) => {}
    }
}

fn variable_name(report: &mut Report<'_>, field: String, name: &str) {
    if !is_usable_name(name) {
        let message = format!("A variable can't be called ‘{name}’.");
        report.add(ProblemCode::BadVariableName, field, &[("name", name)], message);
    }
}

fn template(report: &mut Report<'_>, field: String, source: &str, variables: &BTreeSet<&str>) {
    found(report, &field, inspect_template(source), variables);
}

fn condition(report: &mut Report<'_>, field: String, source: &str, variables: &BTreeSet<&str>) {
    if source.trim().is_empty() {
        return report.add(ProblemCode::EmptyCondition, field, &[], "This condition is empty.".into());
    }
    found(report, &field, inspect_condition(source), variables);
}

fn found(report: &mut Report<'_>, field: &str, inspection: Inspection, variables: &BTreeSet<&str>) {
    for error in inspection.errors {
        let detail = error.to_string();
        let params = [("error", error.code()), ("name", error.name()), ("detail", &detail)];
        report.add(
            ProblemCode::BadExpression,
            field,
            &params,
            format!("The expression can't be read: {detail}."),
        );
    }
    for name in inspection.variables.iter().filter(|name| !variables.contains(name.as_str())) {
        let message = format!("Nothing sets the variable ‘{name}’.");
        report.add(ProblemCode::UnknownVariable, field, &[("name", name)], message);
    }
    for name in &inspection.unknown_attributes {
        report.add(ProblemCode::UnknownAttribute, field, &[("name", name)], format!("There is no ‘{name}’."));
    }
}
