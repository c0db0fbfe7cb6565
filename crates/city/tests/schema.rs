//! The published schema is the generated one, accepts the packages and agrees with the check.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use city::check::{Problem, check};
use city::{Package, PackagePath, folder, schema};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

static VALIDATOR: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::validator_for(&schema::schema()).unwrap());

/// Musterstadt without its texts and guides, which say nothing about `city.json`.
static PACKAGE: LazyLock<Package> = LazyLock::new(|| {
    let package = folder::load(&root().join("cities/musterstadt")).unwrap();
    package
        .files()
        .filter(|(path, _)| !path.as_str().starts_with("appointments/"))
        .map(|(path, bytes)| (path.clone(), bytes.to_vec()))
        .collect()
});

fn musterstadt() -> Value {
    let text = std::fs::read(root().join("cities/musterstadt/city.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn the_published_schema_is_up_to_date() {
    let published = std::fs::read_to_string(root().join("public/city.schema.json")).unwrap();
    assert!(
        published == schema::text(),
        "run: cargo run -q -p city --example schema > public/city.schema.json"
    );
}

#[test]
fn the_published_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(&schema::schema()));
}

#[test]
fn the_schema_accepts_every_city_of_the_repository() {
    for entry in std::fs::read_dir(root().join("cities")).unwrap() {
        let path = entry.unwrap().path().join("city.json");
        if path.exists() {
            let city: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            let errors: Vec<_> =
                VALIDATOR.iter_errors(&city).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }
}

#[test]
fn every_field_is_described_in_two_languages() {
    fn each(value: &Value) {
        for (name, field) in
            value.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            let description = field.get("description").and_then(Value::as_str);
            let (de, en) = description.expect(name).split_once("\n\n").expect(name);
            assert!(!de.is_empty() && !en.is_empty() && de != en, "{name}");
            each(field);
            field.get("items").into_iter().for_each(each);
        }
    }
    each(&schema::schema());
}

/// Every place in a value, as JSON pointers.
fn places(value: &Value, here: &str, places: &mut Vec<String>) {
    places.push(here.to_owned());
    let steps: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => (0..).map(|index: usize| index.to_string()).zip(list).collect(),
        _ => Vec::new(),
    };
    for (step, value) in steps {
        self::places(value, &format!("{here}/{step}"), places);
    }
}

fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!("")),
        Just(json!([])),
        Just(json!({})),
        Just(json!({"de": "x"})),
        Just(json!({"nowhere": 1})),
        Just(json!(["de", "de"])),
        Just(json!("javascript:alert(1)")),
        Just(json!("brand/logo.svg")),
        Just(json!("#123abc")),
        Just(json!("25:00")),
        Just(json!("Europe/Berlin")),
        Just(json!("appointments")),
        any::<i32>().prop_map(|number| json!(number)),
        (-200.0..200.0).prop_map(|number: f64| json!(number)),
        "[a-z:/#@. -]{1,12}".prop_map(|text| json!(text)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// What the schema refuses, the check refuses, and what both accept can be read.
    #[test]
    fn schema_check_and_types_agree(place: prop::sample::Index, odd in odd_value()) {
        let mut city = musterstadt();
        let mut all = Vec::new();
        places(&city, "", &mut all);
        *city.pointer_mut(place.get::<String>(&all)).unwrap() = odd;

        let mut package = PACKAGE.clone();
        let bytes = serde_json::to_vec(&city).unwrap();
        package.insert(PackagePath::new("city.json").unwrap(), bytes.clone());
        let structural = check(&package).iter().any(|finding| {
            finding.file == "city.json" && matches!(
                finding.problem,
                Problem::NotJson { .. } | Problem::OtherVersion { .. } | Problem::FieldMissing { .. }
                    | Problem::UnknownField { .. } | Problem::WrongValue { .. }
                    | Problem::NoSuchChoice { .. } | Problem::Empty | Problem::NoSuchLanguage { .. }
            ) || finding.field.starts_with("languages[") || finding.field.contains(".days[")
                || finding.field.starts_with("legal[")
        });
        prop_assert_eq!(structural, !VALIDATOR.is_valid(&city), "{}", city);
        if !structural {
            prop_assert!(city::City::from_json(&bytes).is_ok());
        }
    }
}
