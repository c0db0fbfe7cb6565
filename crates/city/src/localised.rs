//! A text in several languages.

use crate::language::family;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A text in several languages, or one text for all of them (a proper name).
///
/// In JSON an object `{"de": "Rathaus", "en": "Town hall"}` or just a string `"Musterstadt"`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localised(Vec<(String, String)>);

/// The tag of the one text that is the same in every language.
const EVERY: &str = "";

impl Localised {
    /// The same text in every language.
    pub fn same(text: impl Into<String>) -> Self {
        Self(vec![(EVERY.into(), text.into())])
    }

    /// The best text for a language: itself, its family (`de` for `de-simple`), English, then the first one.
    /// Empty only if there is no text at all.
    pub fn get(&self, tag: &str) -> &str {
        self.exact(tag)
            .or_else(|| self.exact(family(tag)))
            .or_else(|| self.exact("en"))
            .or_else(|| self.0.first().map(|(_, text)| text.as_str()))
            .unwrap_or_default()
    }

    /// Whether the language needs no fallback.
    pub fn has(&self, tag: &str) -> bool {
        self.exact(tag).is_some() || self.exact(EVERY).is_some()
    }

    /// Languages and texts in the order of the file; the tag is empty for a text that holds for every language.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    fn exact(&self, tag: &str) -> Option<&str> {
        self.iter().find(|(other, _)| *other == tag).map(|(_, text)| text)
    }
}

impl<'de> Deserialize<'de> for Localised {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LocalisedVisitor)
    }
}

struct LocalisedVisitor;

impl<'de> Visitor<'de> for LocalisedVisitor {
    type Value = Localised;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, or texts by language such as {\"de\": …, \"en\": …}")
    }

    fn visit_str<E>(self, text: &str) -> Result<Localised, E> {
        Ok(Localised::same(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Localised, A::Error> {
        let mut texts = Vec::new();
        while let Some(entry) = map.next_entry()? {
            texts.push(entry);
        }
        Ok(Localised(texts))
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

    #[test]
    fn falls_back_to_family_then_english_then_first() {
        let text: Localised =
            serde_json::from_str(r#"{"tr":"Saat","de":"Uhr","en":"Clock"}"#).unwrap();
        assert_eq!(text.get("tr"), "Saat");
        assert_eq!(text.get("de-simple"), "Uhr");
        assert_eq!(text.get("uk"), "Clock");
        let text: Localised = serde_json::from_str(r#"{"tr":"Saat","de":"Uhr"}"#).unwrap();
        assert_eq!(text.get("ar"), "Saat");
        assert_eq!(Localised::default().get("de"), "");
    }

    #[test]
    fn a_string_holds_for_every_language() {
        let name: Localised = serde_json::from_str("\"Musterstadt\"").unwrap();
        assert!(name.has("ar"));
        assert_eq!(name.get("ar"), "Musterstadt");
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"Musterstadt\"");
    }

    #[test]
    fn keeps_the_order_of_the_file() {
        let json = r#"{"uk":"а","de":"b"}"#;
        let text: Localised = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), json);
        assert!(!text.has("en"));
    }
}
