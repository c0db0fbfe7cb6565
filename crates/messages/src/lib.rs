//! Message lookup: every word a person reads is found here by its key.
//!
//! A language is one flat file `key -> text`, loaded at run time, so that a city changes a
//! word without a rebuild. This crate is the part that needs no browser: decoding, lookup with
//! a fallback that is *visible*, placeholders, and plural keys. Which plural category a number
//! has is asked of the browser's `Intl.PluralRules`; the tables would weigh more than this app.
//!
//! ```
//! use messages::{Catalogue, Lookup};
//! let german = Catalogue::from_json(br#"{"age": "Stand {time}"}"#).unwrap();
//! assert_eq!(german.text("age", &[("time", "9:20")]), "Stand 9:20");
//! assert!(matches!(german.find("missing"), Lookup::Missing));
//! ```
use serde_json::{Map, Value};

/// The texts of one language, with the texts to fall back on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Catalogue {
    // As decoded: a table of our own would be copied for nothing, and weigh 4 KB more in the app.
    texts: Map<String, Value>,
    fallback: Map<String, Value>,
}

/// Where a key was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// In the language asked for.
    Found(&'a str),
    /// Only in the fallback language: a person can read it, a test must not accept it.
    Fallback(&'a str),
    /// Nowhere.
    Missing,
}

/// A text file that cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: the texts are no flat table of key and text")]
pub struct CatalogueError {
    /// Line in the file, counted from 1.
    pub line: usize,
}

impl Catalogue {
    /// Decodes one language file.
    ///
    /// # Errors
    /// When the bytes are not a JSON object. An entry that is not a text is passed over,
    /// so that one slip of an editor does not take the other words away.
    pub fn from_json(bytes: &[u8]) -> Result<Self, CatalogueError> {
        let wrong = |line| CatalogueError { line };
        let tree = serde_json::from_slice(bytes).map_err(|error| wrong(error.line()))?;
        let Value::Object(mut texts) = tree else { return Err(wrong(1)) };
        texts.retain(|_, value| value.is_string());
        Ok(Self { texts, fallback: Map::new() })
    }

    /// Adds the texts of another file of this language; where both have one, the later stays.
    pub fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
    }

    /// Answers from `other` what this language does not have.
    #[must_use]
    pub fn with_fallback(mut self, other: &Self) -> Self {
        self.fallback.clone_from(&other.texts);
        self
    }

    /// Looks a key up.
    pub fn find(&self, key: &str) -> Lookup<'_> {
        let own = self.texts.get(key).and_then(Value::as_str);
        match (own, self.fallback.get(key).and_then(Value::as_str)) {
            (Some(text), _) => Lookup::Found(text),
            (None, Some(text)) => Lookup::Fallback(text),
            (None, None) => Lookup::Missing,
        }
    }

    /// Whether a text exists in any language known here.
    pub fn has(&self, key: &str) -> bool {
        !matches!(self.find(key), Lookup::Missing)
    }

    /// The text with its placeholders filled; a missing one shows its key, marked, because an
    /// empty place on the screen would hide the mistake.
    pub fn text(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        match self.find(key) {
            Lookup::Found(text) | Lookup::Fallback(text) => fill(text, arguments),
            Lookup::Missing => format!("⟦{key}⟧"),
        }
    }

    /// The text for a number whose plural category (CLDR: `zero`, `one`, `two`, `few`, `many`,
    /// `other`) is `category`; falls back to `other`, which every language has.
    pub fn plural(&self, key: &str, category: &str, arguments: &[(&str, &str)]) -> String {
        let exact = [key, ".", category].concat();
        if matches!(self.find(&exact), Lookup::Found(_)) {
            return self.text(&exact, arguments);
        }
        self.text(&[key, ".other"].concat(), arguments)
    }

    /// How many texts this language has of its own.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// Fills `{name}` from `arguments`; a name that is not given stays as it stands.
pub fn fill(text: &str, arguments: &[(&str, &str)]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        result.push_str(before);
        let known = after.split_once('}').and_then(|(name, tail)| {
            let value = arguments.iter().find(|(known, _)| *known == name)?.1;
            Some((value, tail))
        });
        if let Some((value, tail)) = known {
            result.push_str(value);
            rest = tail;
        } else {
            result.push('{');
            rest = after;
        }
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn catalogue(json: &str) -> Catalogue {
        Catalogue::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn an_own_text_wins_over_the_fallback() {
        let german =
            catalogue(r#"{"a": "eins"}"#).with_fallback(&catalogue(r#"{"a": "one", "b": "two"}"#));
        assert_eq!(german.find("a"), Lookup::Found("eins"));
        assert_eq!(german.find("b"), Lookup::Fallback("two"));
        assert_eq!(german.text("c", &[]), "⟦c⟧");
    }

    #[test]
    fn a_slip_in_one_entry_keeps_the_others() {
        let texts = catalogue(r#"{"a": 1, "b": "two", "c": {"d": "e"}}"#);
        assert_eq!((texts.len(), texts.text("b", &[])), (1, "two".to_owned()));
    }

    #[test]
    fn plurals_fall_back_to_other() {
        let texts = catalogue(r#"{"days.one": "{n} day", "days.other": "{n} days"}"#);
        assert_eq!(texts.plural("days", "one", &[("n", "1")]), "1 day");
        assert_eq!(texts.plural("days", "few", &[("n", "3")]), "3 days");
    }

    #[test]
    fn garbage_is_an_error() {
        for bytes in [&b"[]"[..], b"", b"\xff", b"{\"a\":"] {
            assert!(Catalogue::from_json(bytes).is_err());
        }
    }

    proptest! {
        #[test]
        fn filling_never_panics_and_keeps_text_without_braces(text in "\\PC*", value in "\\PC*") {
            let filled = fill(&text, &[("x", &value)]);
            if !text.contains('{') {
                prop_assert_eq!(filled, text);
            }
        }

        #[test]
        fn what_is_filled_in_is_never_read_as_a_placeholder(value in "\\PC*") {
            prop_assert_eq!(fill("a{x}b", &[("x", &value), ("y", "never")]), format!("a{value}b"));
        }
    }
}
