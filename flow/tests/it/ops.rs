//! Every change can be taken back, and a change that does not fit changes nothing.

use flow::{
    Branch, Decide, Ending, Flow, Item, Keyword, Language, Op, OpError, Position, SendText, Step, StepId,
    Text, TextField, Trigger,
};
use proptest::prelude::*;

use crate::arbitrary::{op, well_formed_flow};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn an_op_and_its_inverse_give_the_same_flow(before in well_formed_flow(), op in op()) {
        let mut flow = before.clone();
        match op.apply(&mut flow) {
            Ok(inverse) => {
                prop_assert_eq!(&inverse, &op.invert(&before).unwrap());
                prop_assert!(inverse.parts().is_ok(), "a batch in a batch: {inverse:?}");
                let after = flow.clone();
                let again = inverse.apply(&mut flow).unwrap();
                prop_assert_eq!(&flow, &before);
                again.apply(&mut flow).unwrap();
                prop_assert_eq!(flow, after);
            }
            Err(_) => prop_assert_eq!(flow, before),
        }
    }

    #[test]
    fn ops_keep_a_flow_readable(mut flow in well_formed_flow(), ops in proptest::collection::vec(op(), 0..12)) {
        for op in ops {
            let _ = op.apply(&mut flow);
        }
        let json = serde_json::to_string(&flow).unwrap();
        prop_assert_eq!(flow::read(&json).unwrap(), flow);
    }

    #[test]
    fn an_op_survives_json_and_can_be_described(flow in well_formed_flow(), op in op()) {
        let json = serde_json::to_string(&op).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Op>(&json).unwrap(), &op);
        let description = op.describe(&flow);
        prop_assert!(!description.words.is_empty() && !description.code.is_empty());
    }

    #[test]
    fn merged_ops_do_what_both_did(before in well_formed_flow(), first in op(), second in op()) {
        let Some(merged) = first.merge(&second) else { return Ok(()) };
        let mut both = before.clone();
        if first.apply(&mut both).is_err() || second.apply(&mut both).is_err() {
            return Ok(());
        }
        let mut once = before;
        merged.apply(&mut once).unwrap();
        prop_assert_eq!(once, both);
    }
}

fn two_steps() -> Flow {
    let mut flow = Flow::new(Language::new("en"));
    for (id, name) in [("s1", "Menu"), ("s2", "Hours")] {
        flow.steps.push(Step::new(id.into(), name));
    }
    flow.start = Some("s1".into());
    Op::Connect { step: "s1".into(), output: "next".into(), to: "s2".into() }.apply(&mut flow).unwrap();
    flow
}

#[test]
fn removing_a_step_takes_its_connections_and_undo_brings_them_back() {
    let before = two_steps();
    let mut flow = before.clone();
    let undo = Op::RemoveStep { step: "s2".into() }.apply(&mut flow).unwrap();
    assert_eq!(flow.steps.len(), 1);
    assert_eq!(flow.steps[0].ending, Ending::default());
    undo.apply(&mut flow).unwrap();
    assert_eq!(flow, before);
}

#[test]
fn a_batch_is_made_whole_or_not_at_all() {
    let before = two_steps();
    let mut flow = before.clone();
    let rename = Op::RenameStep { step: "s1".into(), name: "Start".into() };
    let wrong = Op::RemoveItem { step: "s1".into(), index: 0 };
    let error = Op::Batch { ops: vec![rename, wrong] }.apply(&mut flow).unwrap_err();
    assert_eq!(error, OpError::NoPlace { index: 0, len: 0 });
    assert_eq!(flow, before);
}

#[test]
fn a_batch_holds_no_batch() {
    let before = two_steps();
    let mut flow = before.clone();
    let rename = Op::RenameStep { step: "s1".into(), name: "Start".into() };
    let inner = Op::Batch { ops: vec![rename.clone()] };
    assert_eq!(inner.parts().unwrap(), [rename]);
    let error = Op::Batch { ops: vec![inner] }.apply(&mut flow).unwrap_err();
    assert_eq!(error, OpError::BatchInBatch);
    assert_eq!(flow, before);
}

#[test]
fn a_batch_that_removes_steps_is_taken_back_in_single_changes() {
    let before = two_steps();
    let mut flow = before.clone();
    let ops = ["s2", "s1"].map(|step| Op::RemoveStep { step: step.into() }).to_vec();
    let undo = Op::Batch { ops }.apply(&mut flow).unwrap();
    assert!(flow.steps.is_empty());
    undo.apply(&mut flow).unwrap();
    assert_eq!(flow, before);
}

#[test]
fn typing_in_one_field_is_one_change() {
    let typed = |text: &str, language: &str| Op::SetText {
        step: "s1".into(),
        field: TextField::Item { index: 0 },
        language: Language::new(language),
        text: Some(text.into()),
    };
    assert_eq!(typed("Hel", "en").merge(&typed("Hello", "en")), Some(typed("Hello", "en")));
    assert_eq!(typed("Hel", "en").merge(&typed("Hello", "ar")), None);
    let rename = Op::RenameStep { step: "s1".into(), name: "x".into() };
    assert_eq!(typed("Hel", "en").merge(&rename), None);
}

#[test]
fn changes_are_described_by_the_names_of_steps() {
    let flow = two_steps();
    let words = |op: Op| op.describe(&flow).words;
    let id = || StepId::new("s1");
    assert_eq!(words(Op::RenameStep { step: id(), name: "Start".into() }), "Rename ‘Menu’ to ‘Start’");
    assert_eq!(words(Op::RemoveStep { step: id() }), "Delete step ‘Menu’");
    let connect = Op::Connect { step: id(), output: "next".into(), to: "s2".into() };
    assert_eq!(words(connect), "Connect ‘Next’ of ‘Menu’ to ‘Hours’");
    assert_eq!(words(Op::SetPosition { step: id(), position: Some(Position::default()) }), "Place ‘Menu’");
}

#[test]
fn an_item_can_be_written_in_two_languages() {
    let mut flow = two_steps();
    let item = flow::Item::SendText(SendText { text: Text::new(Language::new("en"), "Hello") });
    Op::InsertItem { step: "s1".into(), index: 0, item }.apply(&mut flow).unwrap();
    let set = Op::SetText {
        step: "s1".into(),
        field: TextField::Item { index: 0 },
        language: Language::new("ar"),
        text: Some("مرحبا".into()),
    };
    set.apply(&mut flow).unwrap();
    let text = flow.steps[0].text(&TextField::Item { index: 0 }).unwrap();
    let english = Language::new("en");
    assert_eq!(text.get(&Language::new("ar"), &english), "مرحبا");
    assert_eq!(text.get(&Language::new("fr"), &english), "Hello");
}

#[test]
fn an_op_takes_nothing_above_a_limit() {
    let mut flow = two_steps();
    let item = Item::SendText(SendText::default());
    let insert = Op::InsertItem { step: "s1".into(), index: 0, item };
    for _ in 0..100 {
        insert.apply(&mut flow).unwrap();
    }
    let words = |n: usize| Trigger::Keyword(Keyword { words: vec!["w".into(); n], ..Keyword::default() });
    let branches = vec![Branch::default(); 51];
    let full = flow.steps[0].clone();
    let refused = [
        insert,
        Op::SetTriggers { triggers: vec![words(101)] },
        Op::SetLanguages {
            languages: (b'a'..b'v').map(|b| Language::new(format!("a{}", char::from(b)))).collect(),
        },
        Op::SetEnding { step: "s1".into(), ending: Ending::Decide(Decide { branches, otherwise: None }) },
        Op::AddStep {
            index: 0,
            step: Step { id: "s3".into(), items: vec![full.items[0].clone(); 101], ..full },
            position: None,
        },
    ];
    let before = flow.clone();
    for op in refused {
        assert_eq!(op.apply(&mut flow).map_err(|error| error.code()), Err("over_limit"), "{op:?}");
        assert_eq!(flow, before);
    }
    flow.steps = (0..2_000).map(|n| Step::new(StepId::new(format!("s{n}")), "")).collect();
    let add = Op::AddStep { index: 0, step: Step::new("new".into(), ""), position: None };
    assert_eq!(
        add.apply(&mut flow).map_err(|error| error.to_string()),
        Err("a bot has at most 2000 steps".into())
    );
}
