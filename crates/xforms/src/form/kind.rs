//! How a question is asked: what the page draws.

/// How a question is asked (section 40, "Body elements" and "Appearances").
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Asks {
    /// Words.
    Text {
        /// More than one line (`multiline`, or `rows`).
        multiline: bool,
        /// Digits that are no number to calculate with: a postcode (`numbers`).
        digits: bool,
    },
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Decimal,
    /// A day, or only its month or year.
    Date(DateParts),
    /// A time of day.
    Time,
    /// A day and a time.
    DateTime,
    /// One of several.
    One(Look),
    /// Any of several.
    Many(Look),
    /// All, in the person's order (`odk:rank`).
    Rank,
    /// A number between two ends.
    Range {
        /// The first number.
        start: f64,
        /// The last number.
        end: f64,
        /// From one to the next.
        step: f64,
        /// Asked as a row of stars or numbers (`rating`).
        rating: bool,
    },
    /// A picture; its long side at most so many pixels.
    Photo {
        /// `orx:max-pixels`.
        max_pixels: Option<u32>,
    },
    /// Any file of these types.
    File {
        /// `accept` or `mediatype`.
        accept: String,
    },
    /// A place.
    Point,
    /// A way.
    Trace,
    /// An area.
    Shape,
    /// Nothing is asked: information, perhaps with a value.
    Note,
    /// A box to tick; ticked it is worth `OK`.
    Acknowledge,
}

impl Asks {
    /// Whether a person answers it.
    #[must_use]
    pub const fn is_question(&self) -> bool {
        !matches!(self, Self::Note | Self::One(Look::MatrixHead) | Self::Many(Look::MatrixHead))
    }
}

/// Which part of a date is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateParts {
    /// A day.
    Day,
    /// A month of a year; the value is its first day.
    Month,
    /// A year; the value is its first day.
    Year,
}

/// How choices stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// One below the other.
    List,
    /// Behind a button (`minimal`), with a search when there are many (`search`, `autocomplete`).
    Minimal,
    /// A scale (`likert`).
    Scale,
    /// The heads of a matrix: not asked (`label`).
    MatrixHead,
    /// A row of a matrix (`list-nolabel`).
    MatrixRow,
}
