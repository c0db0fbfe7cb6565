//! The words of mails: embedded base texts, the city's own over them.

use city::Language;
use messages::Catalogue;

use crate::cities::ServedCity;

const fn embedded(language: Language) -> &'static str {
    match language {
        Language::De => include_str!("../../texts/de.json"),
        Language::DeSimple => include_str!("../../texts/de-simple.json"),
        Language::En => include_str!("../../texts/en.json"),
        Language::Tr => include_str!("../../texts/tr.json"),
        Language::Uk => include_str!("../../texts/uk.json"),
        Language::Ar => include_str!("../../texts/ar.json"),
    }
}

/// The words of one language for one city.
pub struct Words {
    own: Catalogue,
    base: Catalogue,
}

impl Words {
    /// Reads the city's overlay each time; mails are rare and the file is small.
    pub fn of(city: &ServedCity, language: Language) -> Self {
        let own = std::fs::read(city.config.package.join(format!("texts/{}.json", language.tag())))
            .ok()
            .and_then(|bytes| Catalogue::from_json(&bytes).ok())
            .unwrap_or_default();
        Self { own, base: base(language) }
    }

    /// The text of a key.
    pub fn text(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        if self.own.has(key) {
            self.own.text(key, arguments)
        } else {
            self.base.text(key, arguments)
        }
    }
}

/// The embedded texts; a test makes sure that they can be read.
fn base(language: Language) -> Catalogue {
    Catalogue::from_json(embedded(language).as_bytes()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn every_language_has_every_text_with_the_same_placeholders() {
        let german: BTreeMap<String, String> =
            serde_json::from_str(embedded(Language::De)).unwrap();
        for language in Language::ALL {
            let words: BTreeMap<String, String> = serde_json::from_str(embedded(language)).unwrap();
            assert_eq!(
                words.keys().collect::<Vec<_>>(),
                german.keys().collect::<Vec<_>>(),
                "{language}"
            );
            for (key, text) in &words {
                assert!(!text.trim().is_empty(), "{language} {key}");
                // The order of a date is each language's own, its parts are the same.
                assert_eq!(
                    placeholders(text),
                    placeholders(german.get(key).unwrap()),
                    "{language} {key}"
                );
            }
        }
    }
}
