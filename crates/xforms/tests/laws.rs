//! What holds for every form and every order of answers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use support::{Chance, NOW, answer, begin, forms, literals, own};
use xforms::{Form, Response, Session, draft};

struct Known {
    form: Arc<Form>,
    words: Vec<String>,
    /// Questions whose value is not calculated: what is given over a calculation stays until it comes to another.
    free: Vec<xforms::QuestionId>,
    all: Vec<xforms::QuestionId>,
}

fn known() -> Vec<Known> {
    let read = |(name, text): (String, String)| {
        let form = Arc::new(Form::read(&text).unwrap_or_else(|error| panic!("{name}: {error}")));
        let all: Vec<_> = form.question_ids().filter(|one| form.asks(*one).is_question()).collect();
        let calculated = |path: &str| {
            let bind = format!("nodeset=\"{path}\"");
            text.lines().any(|line| line.contains(&bind) && line.contains("calculate="))
        };
        let free = all.iter().copied().filter(|one| !calculated(&form.path(*one))).collect();
        Known { words: literals(&text), form, free, all }
    };
    forms(&own()).into_iter().map(read).collect()
}

/// A session after some answers.
fn filled(
    known: &Known,
    questions: &[xforms::QuestionId],
    seed: u64,
    count: usize,
    garbage: bool,
) -> Session {
    let mut chance = Chance(seed | 1);
    let mut session = begin(&known.form, seed);
    for _ in 0..count {
        let question = chance.one(questions);
        let mut text = answer(&session, question, &known.words, &mut chance);
        if garbage && chance.below(3) == 0 {
            text = chance.one(
                &["12,", "x\\n\ny", "31.12.2025", "\\", " = ? ", "999999999999", "red red", "🌳"]
                    .map(str::to_owned),
            );
        }
        let _ = session.set(question, &text);
        if chance.below(12) == 0 && !known.form.languages().is_empty() {
            session.set_language(chance.below(known.form.languages().len())).unwrap();
        }
    }
    session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Working out only what follows comes to the same as working out everything.
    #[test]
    fn step_by_step_is_from_scratch(seed in any::<u64>(), count in 0usize..60) {
        for known in known() {
            let session = filled(&known, &known.free, seed, count, true);
            prop_assert_eq!(session.first_difference(&session.from_scratch()), None);
        }
    }

    /// Nothing inside what is not relevant is relevant, or worth anything.
    #[test]
    fn relevance_is_inherited(seed in any::<u64>(), count in 0usize..40) {
        for known in known() {
            let session = filled(&known, &known.all, seed, count, false);
            for question in known.form.question_ids() {
                let mut group = known.form.group_of(question);
                if let Some(inner) = group.take() && !session.is_group_relevant(inner) {
                    prop_assert!(!session.is_relevant(question));
                }
                if !session.is_relevant(question) {
                    prop_assert_eq!(session.value(question), "");
                    prop_assert_eq!(session.violation(question), None);
                }
            }
        }
    }

    /// Reading what was written and writing it again changes no byte.
    #[test]
    fn an_answer_is_stable(seed in any::<u64>(), count in 0usize..40) {
        for known in known() {
            let session = filled(&known, &known.all, seed, count, true);
            let bytes = session.response().write(&known.form);
            let read = Response::read(&known.form, &bytes).unwrap();
            prop_assert_eq!(read.write(&known.form), bytes);
            prop_assert_eq!(read.instance_id(&known.form), support::INSTANCE);
            prop_assert_eq!(read, session.response());
        }
    }

    /// A draft brings back every answer, and what was typed and could not be read.
    #[test]
    fn a_draft_comes_back(seed in any::<u64>(), count in 0usize..50) {
        for known in known() {
            let session = filled(&known, &known.all, seed, count, true);
            let text = session.draft();
            let (again, skipped) = draft::restore(&known.form, &text, NOW).unwrap();
            prop_assert_eq!(skipped, 0);
            for question in known.form.question_ids() {
                prop_assert_eq!(again.field(question), session.field(question), "{}", known.form.path(question));
                prop_assert_eq!(again.violation(question), session.violation(question));
            }
            prop_assert_eq!(again.draft(), text);
            prop_assert_eq!(again.response(), session.response());
        }
    }

    /// Nonsense in a draft loses only itself.
    #[test]
    fn a_spoilt_draft_is_no_end(seed in any::<u64>(), cut in 0usize..4000, line in "\\PC{0,40}") {
        for known in known() {
            let session = filled(&known, &known.all, seed, 20, true);
            let mut text = session.draft();
            text.push_str(&line);
            let _ = draft::restore(&known.form, &text, NOW).unwrap();
            let cut: String = text.chars().take(cut).collect();
            let _ = draft::restore(&known.form, &cut, NOW);
        }
    }
}
