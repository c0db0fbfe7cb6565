//! A city's own texts held against the app's: same keys, same placeholders.

use super::{Finding, Problem, Weight, spelling};
use crate::{Language, Package, position};
use std::collections::{BTreeMap, BTreeSet};

/// Checks `texts/<language>.json` of a package against the app's texts in the same language.
///
/// Apart from [`super::check`], because the app's texts are no part of a package.
pub fn check_texts(
    package: &Package,
    language: Language,
    app: &BTreeMap<String, String>,
) -> Vec<Finding> {
    let file = format!("texts/{language}.json");
    let Some(bytes) = package.get(&file) else { return Vec::new() };
    // What is no JSON or no text is named by the check of the package.
    let own: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(bytes).unwrap_or_default();
    let mut findings = Vec::new();
    let mut found = |key: &str, problem| {
        let mut finding = Finding::new(file.as_str(), key, problem);
        finding.line = position::line_of(bytes, key);
        // A text that the app no longer has does no harm.
        if matches!(finding.problem, Problem::UnknownField { .. }) {
            finding.weight = Weight::Warning;
        }
        findings.push(finding);
    };
    for (key, text) in &own {
        let Some(original) = app.get(key) else {
            let likely = spelling::likely(key, app.keys().map(String::as_str));
            found(key, Problem::UnknownField { likely });
            continue;
        };
        let wanted = placeholders(original);
        let given = placeholders(text.as_str().unwrap_or_default());
        for name in given.difference(&wanted) {
            found(key, Problem::UnknownPlaceholder { name: (*name).to_owned() });
        }
        for name in wanted.difference(&given) {
            found(key, Problem::PlaceholderMissing { name: (*name).to_owned() });
        }
    }
    findings
}

/// The names in `{…}`.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::PackagePath;

    fn problems(own: &str) -> Vec<(String, Problem)> {
        let app = [("age.live", "Stand {time}"), ("home.search", "Was brauchen Sie?")]
            .map(|(key, text)| (key.to_owned(), text.to_owned()));
        let path = PackagePath::new("texts/de.json").unwrap();
        let package: Package = [(path, own.as_bytes().to_vec())].into_iter().collect();
        check_texts(&package, Language::De, &app.into_iter().collect())
            .into_iter()
            .map(|finding| (finding.field, finding.problem))
            .collect()
    }

    #[test]
    fn takes_known_keys_with_their_placeholders() {
        assert_eq!(problems(r#"{"age.live": "um {time} geprüft"}"#), []);
        assert_eq!(problems("{"), []);
    }

    #[test]
    fn names_a_misspelt_key() {
        let likely = Some("home.search".to_owned());
        assert_eq!(
            problems(r#"{"home.serach": "x"}"#),
            [("home.serach".to_owned(), Problem::UnknownField { likely })]
        );
    }

    #[test]
    fn names_placeholders_that_do_not_fit() {
        let found = problems(r#"{"age.live": "um {zeit}"}"#);
        let unknown = Problem::UnknownPlaceholder { name: "zeit".into() };
        let missing = Problem::PlaceholderMissing { name: "time".into() };
        assert_eq!(unknown.weight(), Weight::Error);
        assert_eq!(missing.weight(), Weight::Warning);
        assert_eq!(found, [("age.live".to_owned(), unknown), ("age.live".to_owned(), missing)]);
    }
}
