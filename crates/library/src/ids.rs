//! Identifiers.

use json::Value;
use json::keep::{Keep, quote};
use std::fmt;

/// A URI as a server sent it. PAIA identifies copies, editions, places and kinds of fees by them; real ones
/// contain `$` and lack slashes, so nothing but "not empty and without spaces" is asked of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uri(String);

impl Uri {
    /// `None` for an empty text or one with spaces or control characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let sound =
            !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        sound.then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Keep for Uri {
    fn write(&self, text: &mut String) {
        quote(text, &self.0);
    }
    fn read(value: &Value) -> Option<Self> {
        Self::new(value.as_str()?)
    }
}

/// A patron's identifier in PAIA, often the number on the card: whoever knows it is half signed in, so `Debug`
/// does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatronId(String);

impl PatronId {
    /// `None` for an empty text.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The text, for a request or the card. Never for a log.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PatronId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatronId(…)")
    }
}

impl Keep for PatronId {
    fn write(&self, text: &mut String) {
        quote(text, &self.0);
    }
    fn read(value: &Value) -> Option<Self> {
        Self::new(value.as_str()?)
    }
}
