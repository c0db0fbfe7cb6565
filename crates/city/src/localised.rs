//! A text in several languages.

use crate::language::family;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A text in several languages, or one text for all of them (a proper name).
///
/// In JSON an object `{"de": "Rathaus", "en": "Town hall"}` or just a string `"Musterstadt"`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localised(Vec<(String, String)>);

/// The tag of the one text that is the same in every language.
const EVERY: &str = "";

impl Localised {
    /// Texts by language tag.
    pub const fn new(texts: Vec<(String, String)>) -> Self {
        Self(texts)
    }

    /// The same text in every language.
    pub fn same(text: impl Into<String>) -> Self {
        Self(vec![(EVERY.into(), text.into())])
    }

    /// The best text for a language: itself, its family (`de` for `de-simple`), English, German, then any.
    /// Empty only if there is no text at all.
    pub fn get(&self, tag: &str) -> &str {
        self.exact(tag)
            .or_else(|| self.exact(family(tag)))
            .or_else(|| self.exact("en"))
            .or_else(|| self.exact("de"))
            .or_else(|| self.0.first().map(|(_, text)| text.as_str()))
            .unwrap_or_default()
    }

    /// Whether the language needs no fallback.
    pub fn has(&self, tag: &str) -> bool {
        self.exact(tag).is_some() || self.exact(EVERY).is_some()
    }

    /// Languages and texts; the tag is empty for a text that holds for every language.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    fn exact(&self, tag: &str) -> Option<&str> {
        self.iter().find(|(other, _)| *other == tag).map(|(_, text)| text)
    }
}

impl Serialize for Localised {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let [(tag, text)] = self.0.as_slice()
            && tag == EVERY
        {
            return serializer.serialize_str(text);
        }
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (tag, text) in &self.0 {
            map.serialize_entry(tag, text)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::read::read as read_value;
    use serde_json::json;

    fn read(value: &serde_json::Value) -> Localised {
        read_value(value).unwrap()
    }

    #[test]
    fn falls_back_to_family_then_english_then_german_then_any() {
        let text = read(&json!({"tr": "Saat", "de": "Uhr", "en": "Clock"}));
        assert_eq!(text.get("tr"), "Saat");
        assert_eq!(text.get("de-simple"), "Uhr");
        assert_eq!(text.get("uk"), "Clock");
        let text = read(&json!({"tr": "Saat", "de": "Uhr"}));
        assert_eq!(text.get("ar"), "Uhr");
        assert_eq!(read(&json!({"tr": "Saat"})).get("ar"), "Saat");
        assert_eq!(Localised::default().get("de"), "");
        assert!(!text.has("en"));
    }

    #[test]
    fn a_string_holds_for_every_language() {
        let name = read(&json!("Musterstadt"));
        assert!(name.has("ar"));
        assert_eq!(name.get("ar"), "Musterstadt");
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"Musterstadt\"");
    }

    #[test]
    fn anything_else_is_named() {
        assert!(read_value::<Localised>(&json!(["x"])).is_err());
        assert_eq!(read_value::<Localised>(&json!({"de": 1})).unwrap_err().path, ".de");
    }
}
