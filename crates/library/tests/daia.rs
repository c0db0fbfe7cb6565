//! DAIA: the standard's own examples are read, and what is written holds against its schema.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use library::availability::{Badge, CopyState, badge, holdings};
use library::wire::daia as wire;
use library::wire::shapes::Many;
use library::write::to_text;
use proptest::prelude::*;
use serde_json::Value;
use support::recorded;

fn validator() -> Option<jsonschema::Validator> {
    let (_, schema) =
        recorded("daia", "json").into_iter().find(|(name, _)| name == "daia.schema")?;
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    Some(jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
}

fn responses() -> Vec<(String, Vec<u8>)> {
    let mut files = recorded("daia", "json");
    files.retain(|(name, _)| name != "daia.schema");
    files
}

#[test]
fn every_example_is_read_whole() {
    for (name, body) in responses() {
        let answer = json::decode::<wire::Availabilities>(&body).unwrap();
        assert_eq!(answer.skipped, 0, "{name}");
        let raw: Value = serde_json::from_slice(&body).unwrap();
        let documents = raw["document"].as_array().unwrap();
        let read = holdings(answer.value);
        assert_eq!(read.len(), documents.len(), "{name}");
        for (document, raw) in read.iter().zip(documents) {
            assert_eq!(Some(document.id.as_str()), raw["id"].as_str());
            let items = raw["item"].as_array().cloned().unwrap_or_default();
            assert_eq!(document.copies.len(), items.len(), "{name}");
            for (copy, raw) in document.copies.iter().zip(items) {
                let count = |name: &str| raw[name].as_array().map_or(0, Vec::len);
                let offers = copy.offers.iter().filter(|offer| offer.is_available()).count();
                assert_eq!(offers, count("available"), "{name}");
                assert_eq!(copy.offers.len() - offers, count("unavailable"), "{name}");
            }
        }
    }
}

#[test]
fn what_a_librarian_reads_in_the_examples() {
    for (name, body) in responses() {
        let found = holdings(json::decode::<wire::Availabilities>(&body).unwrap().value);
        let badge = badge(found.iter().flat_map(|document| &document.copies));
        match name.as_str() {
            "response-1" => {
                assert!(found[0].answers("PPN 62486362X") && found[0].copies.is_empty());
                assert_eq!(badge, Badge::Unknown);
            }
            "response-2" => {
                assert!(
                    found.iter().all(|document| document.answers("10.1007/978-3-531-19144-7_13"))
                );
                assert_eq!(badge, Badge::OnShelf(2));
                let short = &found[1].copies[0].offers[1].limitations[0];
                assert_eq!(short.message_key(), Some("library.limitation.shortLoan"));
            }
            "response-4" => {
                assert_eq!(found[0].copies[0].state(), CopyState::InLibrary);
                assert_eq!(badge, Badge::InLibrary);
            }
            _ => {}
        }
    }
}

#[test]
fn what_was_read_is_written_as_it_was() {
    let Some(validator) = validator() else { return };
    for (name, body) in responses() {
        let answer = json::decode::<wire::Availabilities>(&body).unwrap().value;
        let written: Value = serde_json::from_str(&to_text(&answer)).unwrap();
        let mut raw: Value = serde_json::from_slice(&body).unwrap();
        raw.as_object_mut().unwrap().remove("$schema");
        assert_eq!(written, raw, "{name}");
        assert!(validator.is_valid(&written), "{name}");
    }
}

/// What must not be an answer is read as nothing or written as something that can be one; never a panic.
#[test]
fn invalid_answers_do_no_harm() {
    let lines = recorded("daia", "ldjson");
    for line in lines.iter().flat_map(|(_, text)| text.split(|byte| *byte == b'\n')) {
        if let Ok(answer) = json::decode::<wire::Availabilities>(line) {
            let read = holdings(answer.value);
            assert!(read.iter().all(|document| !document.id.as_str().is_empty()));
        }
    }
}

fn service() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("loan".to_owned()),
        Just("presentation".to_owned()),
        Just("openaccess".to_owned()),
        Just("http://purl.org/ontology/dso#Loan".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("\\PC{0,12}")
}

fn url() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("https://[a-z]{1,8}\\.example/[a-z0-9]{0,8}")
}

prop_compose! {
    fn item()(
        label in text(), about in text(), href in url(),
        part in proptest::option::of(prop_oneof![Just("broader".to_owned()), Just("narrower".to_owned())]),
        available in proptest::collection::vec((service(), url()), 0..3),
        unavailable in proptest::collection::vec((service(), url(), proptest::option::of(1i64..9), 0i64..40_000), 0..3),
    ) -> wire::Item {
        let available = available.into_iter()
            .map(|(service, href)| wire::Available { service, href, ..wire::Available::default() });
        let unavailable = unavailable.into_iter().map(|(service, href, queue, days)| wire::Unavailable {
            service, href, queue,
            expected: Some(dates::Day::from_epoch_days(days).to_string()),
            ..wire::Unavailable::default()
        });
        wire::Item {
            label, about, href, part,
            available: Many(available.collect()), unavailable: Many(unavailable.collect()),
            ..wire::Item::default()
        }
    }
}

proptest! {
    #[test]
    fn every_answer_holds_against_the_schema(items in proptest::collection::vec(item(), 0..4), about in text()) {
        let Some(validator) = validator() else { return Ok(()) };
        let document = wire::Document {
            id: "http://example.org/1".to_owned(), about, item: Many(items), ..wire::Document::default()
        };
        let answer = wire::Availabilities { document: vec![document], ..wire::Availabilities::default() };
        let text = to_text(&answer);
        let written: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&written).map(|error| error.to_string()).collect();
        prop_assert!(errors.is_empty(), "{:?} in {}", errors, text);
        prop_assert_eq!(json::decode::<wire::Availabilities>(text.as_bytes()).unwrap().value, answer);
    }
}
