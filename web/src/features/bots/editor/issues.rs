//! What is wrong with the draft, in words, with the field it is about and what can be done about it at once.
//!
//! The flow's own rules run here as one types; what needs to know other bots comes from the server with each save.

use flow::{Flow, Op, Problem, ProblemCode, Step, StepId, TextField};

pub(super) use flow::Level;

use super::anchors;
use super::model::{edits, outline};
use crate::i18n::editor;

/// A problem on the screen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Issue {
    /// Whether it blocks publishing.
    pub(super) level: Level,
    /// In which step; `None`: in the bot itself.
    pub(super) step: Option<StepId>,
    /// In words.
    pub(super) text: String,
    /// The id of the field it is about.
    pub(super) anchor: String,
    /// What can be done at once.
    pub(super) fix: Option<Fix>,
}

/// A mechanical repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fix {
    /// Makes a step where the output leads.
    NewStep(StepId, String),
    /// Deletes the step.
    DeleteStep(StepId),
    /// Lets any message start the bot.
    AnyMessage,
    /// Leaves any message to another bot.
    KeywordsOnly,
    /// Cuts a text at its limit.
    Shorten(StepId, TextField, usize),
    /// Limits a question to three tries.
    LimitTries(StepId),
}

/// Everything that is wrong, in flow order: the bot itself first.
pub(super) fn issues(flow: &Flow, from_server: &[Problem]) -> Vec<Issue> {
    let mut problems = flow::check(flow);
    problems.extend(from_server.iter().filter(|problem| is_servers(problem.code)).cloned());
    let order: Vec<StepId> = outline::rows(flow).into_iter().map(|row| row.step).collect();
    let place = |problem: &Problem| problem.step.as_ref().map(|step| order.iter().position(|id| id == step));
    problems.sort_by_key(place);
    problems.iter().map(|problem| issue(flow, problem)).collect()
}

/// Whether only the server can find such a problem.
const fn is_servers(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::KeywordTaken | ProblemCode::AnyMessageTaken)
}

fn issue(flow: &Flow, problem: &Problem) -> Issue {
    let step = problem.step.as_ref().and_then(|id| flow.step(id));
    Issue {
        level: problem.level,
        step: problem.step.clone(),
        text: words(problem),
        anchor: anchor(step, problem),
        fix: fix(flow, step, problem),
    }
}

/// Any message is one box, wherever it stands among the triggers; the rest is found by its pointer.
fn anchor(step: Option<&Step>, problem: &Problem) -> String {
    match step {
        _ if problem.code == ProblemCode::AnyMessageTaken => anchors::TRIGGERS.to_owned(),
        Some(step) => anchor_in_step(step, &problem.field),
        None => anchor_in_bot(&problem.field),
    }
}

fn words(problem: &Problem) -> String {
    let of = |key: &str| problem.params.get(key).map_or("", String::as_str);
    match problem.code {
        ProblemCode::NoTrigger => editor::problem_no_trigger().to_owned(),
        ProblemCode::EmptyKeyword => editor::problem_empty_keyword().to_owned(),
        ProblemCode::StopWord => editor::problem_stop_word(of("word")),
        ProblemCode::NoStart => editor::problem_no_start().to_owned(),
        ProblemCode::LeadsNowhere if of("label").trim().is_empty() => {
            editor::problem_unnamed_leads_nowhere().to_owned()
        }
        ProblemCode::LeadsNowhere => editor::problem_leads_nowhere(of("label")),
        ProblemCode::Unreachable => editor::problem_unreachable().to_owned(),
        ProblemCode::LoopWithoutWaiting => editor::problem_loop(of("steps")),
        ProblemCode::EmptyText => editor::problem_empty_text(what(of("what"))),
        ProblemCode::TooLong => editor::problem_too_long(what(of("what")), of("length"), of("limit")),
        ProblemCode::NoChoices => editor::problem_no_choices().to_owned(),
        ProblemCode::TooManyChoices => editor::problem_too_many(of("count"), of("limit")),
        ProblemCode::SameLabel => editor::problem_same_label(of("text")),
        ProblemCode::NoRetryLimit => editor::problem_no_retry_limit().to_owned(),
        ProblemCode::EmptyRange => editor::problem_empty_range().to_owned(),
        ProblemCode::EmptyCondition => editor::problem_empty_condition().to_owned(),
        ProblemCode::BadExpression => expression(of("error"), of("name")),
        ProblemCode::UnknownVariable => editor::problem_unknown_variable(of("name")),
        ProblemCode::UnknownAttribute => editor::problem_unknown_attribute(of("name")),
        ProblemCode::BadVariableName if of("name").is_empty() => {
            editor::problem_no_variable_name().to_owned()
        }
        ProblemCode::BadVariableName => editor::problem_bad_variable_name(of("name")),
        ProblemCode::EmptyFieldKey => editor::problem_empty_field().to_owned(),
        ProblemCode::LanguageMissing => {
            editor::problem_language_missing(of("count"), &crate::format::language_name(of("language")))
        }
        ProblemCode::NoHandOver => editor::problem_no_hand_over().to_owned(),
        ProblemCode::KeywordTaken => editor::problem_keyword_taken(of("word"), of("bot")),
        ProblemCode::AnyMessageTaken => editor::problem_any_message_taken(of("bot")),
        ProblemCode::StepMissing => editor::problem_step_missing().to_owned(),
        ProblemCode::BadLanguages => editor::problem_bad_languages().to_owned(),
        ProblemCode::BadId => editor::problem_bad_id(of("id")),
    }
}

/// Why an expression cannot be read, by the code of the error.
fn expression(code: &str, name: &str) -> String {
    match code {
        "source_too_long" | "too_many_tokens" | "too_deep" => editor::expression_too_long().to_owned(),
        "unclosed" => editor::expression_unclosed("{{", "}}"),
        "statement" => editor::expression_statement().to_owned(),
        "unknown_filter" => editor::expression_unknown_filter(name),
        "unknown_test" => editor::expression_unknown_test(name),
        "arguments" => editor::expression_arguments(name),
        "refused" => editor::expression_refused().to_owned(),
        _ => editor::expression_syntax().to_owned(),
    }
}

fn what(name: &str) -> &'static str {
    match name {
        "question" => editor::question(),
        "header" => editor::header(),
        "footer" => editor::footer(),
        "button text" => editor::button_text(),
        "section title" => editor::section_title(),
        "row title" => editor::row_title(),
        "row description" => editor::row_description(),
        _ => editor::message(),
    }
}

fn fix(flow: &Flow, step: Option<&Step>, problem: &Problem) -> Option<Fix> {
    let id = || step.map(|step| step.id.clone());
    match problem.code {
        ProblemCode::NoTrigger => Some(Fix::AnyMessage),
        ProblemCode::AnyMessageTaken => (flow.triggers.len() > 1).then_some(Fix::KeywordsOnly),
        ProblemCode::LeadsNowhere => Some(Fix::NewStep(id()?, problem.params.get("output")?.clone())),
        ProblemCode::Unreachable => Some(Fix::DeleteStep(id()?)),
        ProblemCode::NoRetryLimit => Some(Fix::LimitTries(id()?)),
        ProblemCode::TooLong => {
            let (step, limit) = (step?, problem.params.get("limit")?.parse().ok()?);
            let field = text_field(step, &problem.field)?;
            let has_expressions = step.text(&field)?.iter().any(|(_, text)| text.contains("{{"));
            (!has_expressions).then(|| Fix::Shorten(step.id.clone(), field, limit))
        }
        _ => None,
    }
}

impl Fix {
    /// What the button says.
    pub(super) fn label(&self) -> &'static str {
        match self {
            Self::NewStep(..) => editor::fix_new_step(),
            Self::DeleteStep(_) => editor::fix_delete_step(),
            Self::AnyMessage => editor::fix_any_message(),
            Self::KeywordsOnly => editor::fix_keywords_only(),
            Self::Shorten(..) => editor::fix_shorten(),
            Self::LimitTries(_) => editor::fix_limit_tries(),
        }
    }

    /// The op, for the fixes that need nothing new.
    pub(super) fn op(&self, flow: &Flow) -> Option<Op> {
        match self {
            Self::NewStep(..) => None,
            Self::DeleteStep(step) => Some(edits::remove_step(flow, step)),
            Self::AnyMessage => {
                let mut triggers = flow.triggers.clone();
                triggers.push(flow::Trigger::AnyMessage {});
                Some(Op::SetTriggers { triggers })
            }
            Self::KeywordsOnly => {
                let is_keyword = |trigger: &&flow::Trigger| matches!(trigger, flow::Trigger::Keyword(_));
                let triggers = flow.triggers.iter().filter(is_keyword).cloned().collect();
                Some(Op::SetTriggers { triggers })
            }
            Self::Shorten(step, field, limit) => {
                let text = flow.step(step)?.text(field)?.own(&flow.default_language())?.to_owned();
                let short: String = text.chars().take(*limit).collect();
                Some(edits::set_text(flow, step, field.clone(), short.trim_end().to_owned()))
            }
            Self::LimitTries(step) => edits::with_ending(flow, step, |ending| {
                if let flow::Ending::Ask(ask) = ending {
                    ask.max_tries = Some(3);
                }
            }),
        }
    }
}

fn anchor_in_bot(pointer: &str) -> String {
    let parts: Vec<_> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        ["triggers", index, ..] => anchors::trigger(index),
        ["triggers"] => anchors::TRIGGERS.to_owned(),
        _ => anchors::ADD_STEP.to_owned(),
    }
}

fn anchor_in_step(step: &Step, pointer: &str) -> String {
    if let Some(field) = text_field(step, pointer) {
        return anchors::text(&step.id, &field);
    }
    let parts: Vec<_> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        ["items", index, name] => anchors::field(&step.id, &format!("item-{index}-{name}")),
        ["ending", "to"] => anchors::output(&step.id, "next"),
        ["ending", output @ ("answered" | "gave_up" | "anything_else" | "otherwise")] => {
            anchors::output(&step.id, output)
        }
        ["ending", .., "to"] => choice_id(step, &parts)
            .map_or_else(|| anchors::step(&step.id), |id| anchors::output(&step.id, &id)),
        ["ending", "branches", _, name] => choice_id(step, &parts)
            .map_or_else(|| anchors::step(&step.id), |id| anchors::field(&step.id, &format!("{name}-{id}"))),
        ["ending", "buttons" | "sections" | "branches"] => anchors::field(&step.id, "add-choice"),
        ["ending", name] => anchors::field(&step.id, name),
        ["ending"] => anchors::field(&step.id, "kind"),
        _ => anchors::step(&step.id),
    }
}

/// The text a pointer leads to.
fn text_field(step: &Step, pointer: &str) -> Option<TextField> {
    let parts: Vec<_> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        ["items", index, "text"] => Some(TextField::Item { index: index.parse().ok()? }),
        ["ending", "header"] => Some(TextField::Header {}),
        ["ending", "text"] => Some(TextField::Body {}),
        ["ending", "footer"] => Some(TextField::Footer {}),
        ["ending", "message"] => Some(TextField::Message {}),
        ["ending", "retry"] => Some(TextField::Retry {}),
        ["ending", "button"] => Some(TextField::ListButton {}),
        ["ending", "buttons", _, "label"] => Some(TextField::Button { id: choice_id(step, &parts)? }),
        ["ending", "sections", index, "title"] => {
            Some(TextField::SectionTitle { index: index.parse().ok()? })
        }
        ["ending", "sections", _, "rows", _, "title"] => {
            Some(TextField::RowTitle { id: choice_id(step, &parts)? })
        }
        ["ending", "sections", _, "rows", _, "description"] => {
            Some(TextField::RowDescription { id: choice_id(step, &parts)? })
        }
        _ => None,
    }
}

/// The id of the button, row or branch a pointer goes through.
fn choice_id(step: &Step, parts: &[&str]) -> Option<String> {
    match (&step.ending, parts) {
        (flow::Ending::Buttons(ending), ["ending", "buttons", index, ..]) => {
            Some(ending.buttons.get(index.parse::<usize>().ok()?)?.id.clone())
        }
        (flow::Ending::Decide(ending), ["ending", "branches", index, ..]) => {
            Some(ending.branches.get(index.parse::<usize>().ok()?)?.id.clone())
        }
        (flow::Ending::List(ending), ["ending", "sections", section, "rows", row, ..]) => {
            let section = ending.sections.get(section.parse::<usize>().ok()?)?;
            Some(section.rows.get(row.parse::<usize>().ok()?)?.id.clone())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::samples::menu;
    use super::*;

    #[test]
    fn a_pointer_of_the_flow_leads_to_the_field_on_the_page() {
        let flow = menu();
        let step = &flow.steps[0];
        let field = |pointer| anchor_in_step(step, pointer);
        assert_eq!(field("/items/0/text"), "field-s1-item-0");
        assert_eq!(field("/ending/buttons/1/label"), "field-s1-button-b2");
        assert_eq!(field("/ending/buttons/1/to"), "field-s1-output-b2");
        assert_eq!(field("/ending/anything_else"), "field-s1-output-anything_else");
        assert_eq!(field("/ending/variable"), "field-s1-variable");
        assert_eq!(field(""), "step-s1");
        assert_eq!(anchor_in_bot("/triggers/2/words/0"), "trigger-2");
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_at_its_limit() {
        let mut flow = menu();
        let field = TextField::Button { id: "b1".into() };
        edits::set_text(&flow, &"s1".into(), field.clone(), "Tell me everything about bread".into())
            .apply(&mut flow)
            .unwrap();
        let problem =
            flow::check(&flow).into_iter().find(|problem| problem.code == ProblemCode::TooLong).unwrap();
        let fix = fix(&flow, flow.step(&"s1".into()), &problem).unwrap();
        fix.op(&flow).unwrap().apply(&mut flow).unwrap();
        assert_eq!(flow.steps[0].text(&field).unwrap().own(&"en".into()), Some("Tell me everything a"));
    }

    #[test]
    fn any_message_can_be_left_to_the_bot_that_has_it() {
        let mut flow = menu();
        flow.triggers = vec![
            flow::Trigger::Keyword(flow::Keyword { words: vec!["menu".into()], ..flow::Keyword::default() }),
            flow::Trigger::AnyMessage {},
        ];
        let mut problem = flow::check(&Flow::new("en".into())).remove(0);
        (problem.code, problem.step, problem.field) =
            (ProblemCode::AnyMessageTaken, None, "/triggers/1".into());
        let found = issue(&flow, &problem);
        assert_eq!(found.anchor, anchors::TRIGGERS);
        found.fix.unwrap().op(&flow).unwrap().apply(&mut flow).unwrap();
        assert!(!flow.triggers.contains(&flow::Trigger::AnyMessage {}) && flow.triggers.len() == 1);
    }

    #[test]
    fn an_expression_that_cannot_be_read_is_explained_in_words_of_the_dashboard() {
        let named = expression("unknown_filter", "uper");
        assert_eq!(named, "There is no filter ‘uper’.");
        for code in ["source_too_long", "unclosed", "statement", "unknown_test", "arguments", "refused"] {
            assert_ne!(expression(code, "x"), editor::expression_syntax(), "{code}");
        }
        assert_eq!(expression("syntax", ""), editor::expression_syntax());
    }
}
