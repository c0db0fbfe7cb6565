//! Reading the example city, and broken versions of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use proptest::prelude::*;

const MUSTERSTADT: &str = include_str!("../../../../cities/musterstadt/city.json");

fn error_after(from: &str, to: &str) -> CityError {
    assert!(MUSTERSTADT.contains(from), "{from}");
    City::from_json(MUSTERSTADT.replacen(from, to, 1).as_bytes()).unwrap_err()
}

#[test]
fn reads_the_example_city_and_writes_it_again() {
    let city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
    assert_eq!(city.name.get("ar"), "Musterstadt");
    assert_eq!(city.default_language(), Language::De);
    assert!(city.module("appointments").unwrap().on);
    assert!(city.module("transit").unwrap().on);
    assert!(city.module("participation").unwrap().on);
    let again = City::from_json(&serde_json::to_vec(&city).unwrap()).unwrap();
    assert_eq!(city, again);
}

#[test]
fn a_service_that_is_off_says_why() {
    let on = r#"{ "slug": "participation" }"#;
    let off = r#"{ "slug": "participation", "on": false, "reason": { "de": "Später.", "en": "Later." } }"#;
    let city = City::from_json(MUSTERSTADT.replacen(on, off, 1).as_bytes()).unwrap();
    let module = city.module("participation").unwrap();
    assert!(!module.on);
    assert_eq!(module.reason.as_ref().unwrap().get("en"), "Later.");
    assert_eq!(city, City::from_json(&serde_json::to_vec(&city).unwrap()).unwrap());
}

#[test]
fn an_error_names_field_and_line() {
    let error = error_after("\"#0a5a78\"", "\"petrol\"");
    assert_eq!((error.field.as_str(), error.line), ("theme.primary", 17));
    assert!(error.reason.contains("petrol"), "{error}");
    let error = error_after("\"brand/icon-512.png\"", "\"../../etc/passwd\"");
    assert_eq!(error.field, "brand.icons[1].file");
    let error = error_after(
        r#"{ "slug": "participation" }"#,
        r#"{ "slug": "participation", "link": "javascript:alert(1)" }"#,
    );
    assert_eq!(error.field, "modules[3].link");
    let error = error_after("2026-11-01T00:00:00+01:00", "2026-11-31T00:00:00+01:00");
    assert_eq!(error.field, "notices[0].from");
    let error = error_after("\"street\"", "\"strasse\"");
    assert_eq!(error.field, "contact");
    assert!(error.reason.contains("street"), "{error}");
}

#[test]
fn another_version_is_refused_by_name() {
    assert_eq!(error_after("\"version\": 1", "\"version\": 2").field, "version");
    assert_eq!(
        error_after("\"slug\": \"musterstadt\"", "\"slug\": \"Muster Stadt\"").field,
        "slug"
    );
}

#[test]
fn a_mark_in_front_and_unknown_fields_do_no_harm() {
    let text = format!("\u{feff}{}", MUSTERSTADT.replacen('{', "{\"tomorrow\": [1],", 1));
    assert!(City::from_json(text.as_bytes()).is_ok());
}

#[test]
fn notices_have_their_time_and_the_gravest_comes_first() {
    let mut city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
    let from = city.notices[0].from.unwrap().0;
    let until = city.notices[0].until.unwrap().0;
    assert!(city.notices_at(from - 1).is_empty());
    assert_eq!(city.notices_at(from).len(), 1);
    assert!(city.notices_at(until).is_empty());
    let mut danger = city.notices[0].clone();
    danger.severity = Severity::Danger;
    danger.id = "flood".into();
    city.notices.push(danger);
    assert_eq!(city.notices_at(from)[0].id, "flood");
}

#[test]
fn chooses_a_language_the_person_reads() {
    let city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
    assert_eq!(city.best_language(["fr-FR", "uk-UA", "de"]), Language::Uk);
    assert_eq!(city.best_language(["de-AT"]), Language::De);
    assert_eq!(city.best_language(["DE-simple"]), Language::DeSimple);
    assert_eq!(city.best_language(["fr"]), Language::De);
}

#[test]
fn numbers_can_be_dialled() {
    let city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
    assert_eq!(city.contact.telephone_link(), "tel:+4930231250");
    assert_eq!(city.telephones[0].link(), "tel:115");
}

proptest! {
    #[test]
    fn broken_files_are_errors_and_never_panics(at in 0usize..MUSTERSTADT.len(), byte: u8) {
        let mut bytes = MUSTERSTADT.as_bytes().to_vec();
        bytes[at] = byte;
        let _ = City::from_json(&bytes);
        bytes.truncate(at);
        prop_assert!(City::from_json(&bytes).is_err());
    }
}
