//! A text in several languages.

use json::{Read, Value};

/// `{"de": "…", "de-simple": "…"}`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts(Vec<(String, String)>);

impl Texts {
    /// The text for a reader of a language, and the language that it is in: the wanted one; without it the one it is
    /// a variety of (`de` for `de-simple`), German, English, any. `None` if there is no text at all.
    #[must_use]
    pub fn for_reader(&self, language: &str) -> Option<(&str, &str)> {
        let parent = language.split('-').next().unwrap_or_default();
        let wanted = [language, parent, "de", "en"];
        let found = wanted.iter().find_map(|wanted| self.0.iter().find(|(tag, _)| tag == wanted));
        found.or_else(|| self.0.first()).map(|(tag, text)| (text.as_str(), tag.as_str()))
    }

    /// The text for a reader of a language; empty if there is none.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        self.for_reader(language).map_or("", |(text, _)| text)
    }

    /// Whether nothing is said in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every language with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }
}

impl FromIterator<(String, String)> for Texts {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(texts: I) -> Self {
        Self(texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect())
    }
}

/// A bare text is German: what a city writes first. Blank texts are none.
impl Read for Texts {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        match value {
            Value::Object(entries) => {
                let texts = entries.iter().filter_map(|(tag, text)| {
                    let text = text.as_str().map(str::to_owned);
                    *skipped += usize::from(text.is_none());
                    Some((tag.clone(), text?))
                });
                Some(texts.collect())
            }
            Value::String(text) => Some([("de".to_owned(), text.clone())].into_iter().collect()),
            Value::Null => Some(Self::default()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(json: &str) -> Option<Texts> {
        json::decode(json.as_bytes()).ok().map(|decoded| decoded.value)
    }

    #[test]
    fn a_reader_gets_the_nearest_language() {
        let texts = read(r#"{"de":"Markt","en":"Market","tr":" "}"#).unwrap();
        assert_eq!(texts.for_reader("en"), Some(("Market", "en")));
        assert_eq!(texts.for_reader("de-simple"), Some(("Markt", "de")));
        assert_eq!(texts.for_reader("tr"), Some(("Markt", "de")));
        assert_eq!(read(r#"{"uk":"Ринок"}"#).unwrap().for_reader("ar"), Some(("Ринок", "uk")));
        assert_eq!(read("{}").unwrap().for_reader("de"), None);
        assert_eq!(read("\"Markt\"").unwrap().text("de"), "Markt");
        assert_eq!(read("null").unwrap(), Texts::default());
        assert_eq!(read("7"), None);
    }
}
