//! The languages the app speaks.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// The value of the HTML attribute `dir`.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// A language of the app. A city chooses which of them it offers, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// German.
    De,
    /// German in Leichte Sprache, the rules for easy reading (DIN SPEC 33429).
    DeSimple,
    /// English.
    En,
    /// Turkish.
    Tr,
    /// Ukrainian.
    Uk,
    /// Arabic.
    Ar,
}

impl Language {
    /// All languages, in the order in which a city package names them by default.
    pub const ALL: [Self; 6] = [Self::De, Self::DeSimple, Self::En, Self::Tr, Self::Uk, Self::Ar];

    /// The tag: in file names, in `city.json` and, as a valid BCP 47 tag, in the HTML attribute `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::DeSimple => "de-simple",
            Self::En => "en",
            Self::Tr => "tr",
            Self::Uk => "uk",
            Self::Ar => "ar",
        }
    }

    /// The language with exactly this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language without its variant: `de` for `de-simple`. What `Intl` is asked for.
    pub fn family(self) -> &'static str {
        family(self.tag())
    }

    /// The name of the language in the language itself, for the language choice.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::DeSimple => "Leichte Sprache",
            Self::En => "English",
            Self::Tr => "Türkçe",
            Self::Uk => "Українська",
            Self::Ar => "العربية",
        }
    }

    /// Which way it is written.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Ar => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// The first subtag: `de` of `de-simple`.
pub(crate) fn family(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tag_and_wire_form_are_the_same() {
        for language in Language::ALL {
            assert_eq!(serde_json::to_string(&language).unwrap(), format!("\"{language}\""));
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::from_tag("de_simple"), None);
    }

    #[test]
    fn only_arabic_is_written_from_right_to_left() {
        let right_to_left: Vec<_> = Language::ALL
            .into_iter()
            .filter(|language| language.direction() == Direction::RightToLeft)
            .collect();
        assert_eq!(right_to_left, [Language::Ar]);
    }
}
