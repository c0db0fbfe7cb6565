//! Everything that can be wrong with a package, and the sentences for it.

mod english;
mod german;

use super::Weight;
use crate::Color;

/// The language of the tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// German.
    German,
    /// English.
    English,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// The file is no JSON.
    NotJson {
        /// What the reader said, in English.
        detail: String,
    },
    /// The package is of another version.
    OtherVersion {
        /// The version in the file.
        found: String,
    },
    /// A field must be there and is not.
    FieldMissing {
        /// Its name.
        name: String,
        /// What it is for, in German and English.
        meaning: (&'static str, &'static str),
    },
    /// There is no such field.
    UnknownField {
        /// The field that was probably meant.
        likely: Option<String>,
    },
    /// The value is of another kind.
    WrongValue {
        /// What stands there.
        found: String,
        /// What should, in German and English.
        kind: (&'static str, &'static str),
    },
    /// The value is none of those allowed.
    NoSuchChoice {
        /// What stands there.
        found: String,
        /// The allowed values.
        choices: String,
        /// The one that was probably meant.
        likely: Option<String>,
    },
    /// Nothing stands there.
    Empty,
    /// The same thing a second time.
    Twice,
    /// The app does not speak this language.
    NoSuchLanguage {
        /// The language that was probably meant.
        likely: Option<String>,
    },
    /// A text is missing in a language on offer.
    LanguageMissing {
        /// The tag of the language.
        language: &'static str,
    },
    /// A colour that cannot be read.
    Contrast {
        /// The colour.
        primary: Color,
        /// What it has.
        ratio: f64,
        /// What it needs.
        needed: f64,
        /// The nearest that passes.
        nearest: Color,
    },
    /// A file that is named or expected is not there.
    FileMissing,
    /// A file is not UTF-8.
    NotText,
    /// A file is too large for phones.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A module is switched off and nobody says why.
    OffWithoutReason,
    /// The time ends before it begins.
    EndsBeforeItBegins,
    /// The middle of the map lies outside its bounds.
    OutsideBounds,
    /// A legal page is not named.
    LegalPageMissing {
        /// The page.
        page: &'static str,
    },
    /// An icon that devices ask for is not there.
    IconMissing {
        /// Its size in pixels.
        size: u32,
    },
    /// An SVG holds something that can run or that loads from elsewhere.
    SvgUnsafe {
        /// The element or attribute.
        what: String,
    },
    /// The file is no SVG.
    NotSvg,
    /// The file is no PNG.
    NotPng,
    /// The picture has other measures.
    OtherSize {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Width and height it should have.
        wanted: u32,
    },
    /// HTML in a Markdown file.
    HtmlInMarkdown,
    /// A link in a Markdown file that is not allowed.
    BadLink {
        /// The address.
        address: String,
    },
    /// A page without a heading.
    NoHeading,
    /// A text names a placeholder that the app does not fill.
    UnknownPlaceholder {
        /// Its name.
        name: String,
    },
    /// A text leaves out something that the app wants to say.
    PlaceholderMissing {
        /// Its name.
        name: String,
    },
    /// A service guide names something that it does not hold.
    UnknownReference {
        /// What it names.
        name: String,
    },
    /// A service guide lacks what another language has.
    GuideDiffers {
        /// What is missing.
        name: String,
        /// The file that has it.
        other: String,
    },
}

impl Problem {
    /// Whether the package can be served all the same.
    pub const fn weight(&self) -> Weight {
        match self {
            Self::LanguageMissing { .. }
            | Self::OffWithoutReason
            | Self::NoHeading
            | Self::IconMissing { .. }
            | Self::PlaceholderMissing { .. }
            | Self::GuideDiffers { .. } => Weight::Warning,
            _ => Weight::Error,
        }
    }

    /// What is wrong, in a sentence.
    pub fn reason(&self, tongue: Tongue) -> String {
        match tongue {
            Tongue::German => german::reason(self),
            Tongue::English => english::reason(self),
        }
    }

    /// What to do, in a sentence.
    pub fn remedy(&self, tongue: Tongue) -> String {
        match tongue {
            Tongue::German => german::remedy(self),
            Tongue::English => english::remedy(self),
        }
    }
}
