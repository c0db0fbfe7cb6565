//! Results as they are sent.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use participation::{Tally, results};

const RESULTS: &str = r#"{"responses": 412, "day": "2026-11-24", "minGroup": 5, "questions": [
  {"ref": "/data/uses", "type": "single", "label": {"de": "Nutzen Sie sie?"}, "n": 410,
   "options": [{"value": "yes", "label": {"de": "Ja"}, "n": 300, "pct": 73.2}, {"value": "no", "label": {"de": "Nein"}, "n": null, "pct": 250}]},
  {"ref": "/data/order", "type": "rank", "label": {}, "n": 12, "options": [{"value": "a", "label": {"de": "A"}, "n": 7, "place": 1.4}]},
  {"ref": "/data/age", "type": "numbers", "label": {}, "n": 9, "mean": 41.5, "bins": [{"from": 0, "to": 9, "n": 5}, {"from": 9, "to": 0, "n": 5}]},
  {"ref": "/data/where", "type": "points", "label": {}, "n": 9, "cells": [{"latitude": 51.2, "longitude": 10.4, "n": 5}, {"latitude": 99, "longitude": 0, "n": 5}]},
  {"ref": "/data/why", "type": "texts", "label": {}, "n": 9, "texts": [{"text": "mehr Bänke", "approved": true}, {"text": "ungeprüft"}, {"text": "abgelehnt", "approved": false}]},
  {"ref": "/data/x", "type": "hologram", "label": {}}]}"#;

#[test]
fn only_what_may_be_shown_is_there() {
    let read = results(RESULTS.as_bytes()).unwrap();
    assert_eq!(
        read.skipped, 3,
        "a span that ends before it begins, a place off the earth, an unknown kind"
    );
    let value = read.value;
    assert_eq!((value.responses, value.least_group), (412, 5));
    assert_eq!(value.day.map(|day| day.to_string()).as_deref(), Some("2026-11-24"));
    let Tally::Single(options) = &value.questions[0].tally else { panic!() };
    assert_eq!((options[0].count, options[1].count, options[1].share), (Some(300), None, None));
    let Tally::Texts(texts) = &value.questions[4].tally else { panic!() };
    assert_eq!(texts, &["mehr Bänke"], "a text that nobody approved is not shown, whoever sent it");
    assert_eq!(value.questions.len(), 5);
}

#[test]
fn without_a_number_of_answers_there_are_no_results() {
    for bad in ["{}", "[]", "{\"responses\": -1}", "{\"responses\": \"many\"}"] {
        assert!(results(bad.as_bytes()).is_err(), "{bad}");
    }
}
