//! Every form of the test data: shown, or refused with the place.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use support::{forms, others};
use xforms::{Form, Problem, Weight};

fn findings(text: &str) -> Vec<(String, &'static str)> {
    match Form::read(text) {
        Ok(_) => Vec::new(),
        Err(unusable) => unusable
            .0
            .iter()
            .filter(|finding| finding.problem.weight() > Weight::Remark)
            .map(|finding| (finding.place.clone(), finding.problem.key()))
            .collect(),
    }
}

#[test]
fn forms_that_are_broken_on_purpose_name_the_place() {
    let Some(folder) = others() else { return };
    let expected: &[(&str, &[(&str, &str)])] = &[
        (
            "select-control.xml",
            &[
                ("/data/sel1-no-appearance", "no-node"),
                ("/data/sel-no-appearance", "no-node"),
                ("/data/image-map", "appearance"),
                ("/data/map", "appearance"),
                ("/data/image-map_m", "appearance"),
            ],
        ),
        (
            "simple-dag-cycle.xml",
            &[("/data/group", "repeat"), ("/data", "no-instance-id"), ("/data/group/a", "cycle")],
        ),
        ("xpath-syntax-error.xml", &[("/root/second-question", "syntax")]),
        ("xpath-unknown-function.xml", &[("/root/first-question", "function")]),
    ];
    let all = forms(&folder.join("odk/test-web-forms"));
    assert_eq!(all.len(), expected.len(), "a form was added: say what is wrong with it");
    for ((name, text), (expected_name, expected)) in all.iter().zip(expected) {
        assert_eq!(name, expected_name);
        let found = findings(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(place, key)| (place.as_str(), *key)).collect();
        assert_eq!(found, *expected, "{name}");
    }
}

#[test]
fn a_message_says_what_and_where() {
    let Some(folder) = others() else { return };
    let text =
        std::fs::read_to_string(folder.join("odk/test-web-forms/simple-dag-cycle.xml")).unwrap();
    let unusable = Form::read(&text).unwrap_err();
    let said = unusable.to_string();
    assert!(said.contains("repeat groups at /data/group\n"), "{said}");
    assert!(
        said.contains("/data/group/a: follows from itself: /data/group/a <- /data/group/a"),
        "{said}"
    );
    assert!(!unusable.works_elsewhere());
}

#[test]
fn what_is_outside_the_profile_is_not_called_broken() {
    let Some(folder) = others() else { return };
    let mut shown = 0;
    for (name, text) in forms(&folder) {
        match Form::read(&text) {
            Ok(form) => {
                shown += 1;
                assert!(!form.pages().is_empty(), "{name}");
            }
            Err(unusable) => {
                assert!(unusable.0.iter().all(|finding| !finding.place.is_empty()), "{name}");
                if name.contains("video") || name.contains("base64") {
                    assert!(unusable.works_elsewhere(), "{name}: {unusable}");
                }
            }
        }
    }
    println!("{shown} forms can be shown");
    assert!(shown >= 25);
}

#[test]
fn the_survey_of_the_contract_is_understood() {
    let Some(folder) = others() else { return };
    let text = std::fs::read_to_string(folder.join("library_2026.xml")).unwrap();
    let form = Form::read(&text).unwrap();
    let tags: Vec<_> =
        form.languages().iter().filter_map(|language| language.tag.as_deref()).collect();
    assert_eq!(tags, ["de", "en"]);
    assert_eq!((form.id(), form.version()), ("library_2026", Some("1")));
    let matrix =
        form.question_at("/data/sat/staff").and_then(|question| form.group_of(question)).unwrap();
    assert!(form.is_matrix(matrix));
    assert!(
        !form.remarks().iter().any(|remark| matches!(remark.problem, Problem::Untranslated(_)))
    );
}
