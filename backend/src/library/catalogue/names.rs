//! What formats and languages are called (`backend/library/names.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

type Texts = BTreeMap<String, String>;

/// The names.
#[derive(Debug, Default, Deserialize)]
pub struct Names {
    format: BTreeMap<String, Texts>,
    language: BTreeMap<String, Texts>,
}

impl Names {
    /// Those that are part of the program; a test reads them.
    pub fn read() -> Self {
        toml::from_str(include_str!("../../../library/names.toml")).unwrap_or_default()
    }

    /// The catalogue's value for a language of a title.
    pub fn language_value(&self, code: &str) -> &str {
        let named = |(_, texts): &(&String, &Texts)| texts.get("code").is_some_and(|c| c == code);
        self.language.iter().find(named).map_or("", |(value, _)| value)
    }

    /// A facet's value in a person's language; `None` where it has no name but itself.
    pub fn name(&self, field: &str, value: &str, language: &str) -> Option<&str> {
        let values = match field {
            "format" => &self.format,
            "language" => &self.language,
            _ => return None,
        };
        let texts = values.get(value)?;
        texts.get(language).or_else(|| texts.get("en")).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_every_language() {
        let names = Names::read();
        assert_eq!((names.format.len(), names.language.len()), (11, 12));
        for texts in names.format.values().chain(names.language.values()) {
            for language in ["de", "en", "tr", "uk", "ar"] {
                assert!(texts.get(language).is_some_and(|text| !text.is_empty()), "{texts:?}");
            }
        }
        assert_eq!(names.language_value("uk"), "Ukrainian");
        assert_eq!(names.name("language", "Ukrainian", "de"), Some("Ukrainisch"));
    }
}
