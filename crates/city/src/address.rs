//! Addresses a citizen may follow.

use serde::{Serialize, Serializer};
use std::fmt;

/// An address that is safe in a link: `https://…`, `mailto:…`, `tel:…` or a path of this app (`/…`).
///
/// Never `javascript:` or `data:`, and no plain `http:`, which a network could rewrite on the way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link(String);

impl Link {
    /// The address, if it is one of the four kinds and holds no space or control character.
    pub fn new(address: impl Into<String>) -> Option<Self> {
        let address = address.into();
        let rest_of = |prefix: &str| address.strip_prefix(prefix);
        let known = rest_of("https://").is_some_and(|rest| !rest.starts_with('/'))
            || rest_of("mailto:").is_some_and(|rest| rest.contains('@'))
            || rest_of("tel:").is_some()
            || rest_of("/").is_some_and(|rest| !rest.starts_with(['/', '\\']));
        let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control());
        (known && clean && !address.ends_with(':') && address != "https://")
            .then_some(Self(address))
    }

    /// The first page of the app.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// The address as it is written, ready for an `href`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it leaves this app.
    pub fn is_external(&self) -> bool {
        !self.0.starts_with('/')
    }
}

impl fmt::Display for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_four_kinds_only() {
        for good in [
            "https://www.musterstadt.example/rathaus?x=1#y",
            "mailto:info@musterstadt.example",
            "tel:+493012345",
            "/appointments",
            "/",
        ] {
            assert!(Link::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "http://musterstadt.example",
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "https://",
            "https:///x",
            "https://a b",
            "java\nscript:x",
            "tel:",
        ] {
            assert!(Link::new(bad).is_none(), "{bad}");
        }
    }
}
