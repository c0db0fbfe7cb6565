//! A file inside a city package.

use serde::{Serialize, Serializer};
use std::fmt;

/// A file inside the package folder, such as `brand/logo.svg`.
///
/// Small letters, digits, `-`, `_`, `.` and `/` only; relative; no part begins with a dot. So it cannot
/// leave the folder, and it is the same on every file system.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackagePath(String);

impl PackagePath {
    /// The path, if it follows the rules.
    pub fn new(path: impl Into<String>) -> Option<Self> {
        let path = path.into();
        let allowed = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.')
        };
        let valid = path.len() <= 120
            && path.split('/').all(|part| {
                !part.is_empty() && !part.starts_with('.') && part.bytes().all(allowed)
            });
        valid.then_some(Self(path))
    }

    /// `city.json`, the file that makes a folder a package.
    pub fn city() -> Self {
        Self("city.json".to_owned())
    }

    /// The path as it is written, with `/` between folders.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the last dot: `svg`; empty without a dot.
    pub fn extension(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

impl fmt::Display for PackagePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for PackagePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_inside_the_folder() {
        for good in ["city.json", "brand/logo-dark.svg", "legal/imprint.de-simple.md"] {
            assert!(PackagePath::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../secret",
            "brand/../../x",
            "brand//x",
            "brand/.hidden",
            "c:\\x",
            "brand/logo.svg\0",
            "brand/Logo.svg",
            "brand/logo.svg/",
            "%2e%2e/x",
        ] {
            assert!(PackagePath::new(bad).is_none(), "{bad}");
        }
    }
}
