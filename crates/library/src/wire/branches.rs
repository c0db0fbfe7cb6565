//! The branches: our own file, with days in the form of Kirkanta v4, the one library standard that knows hours
//! without staff. Rules of weeks and holidays are already applied: one row a date.

use super::shapes::{Many, Map};
use crate::write::Write;
use json::{Read, Value};

wire! {
    /// All branches.
    #[derive(Debug)]
    Branches {
        /// One by one.
        branches: Vec<Branch> = "branches" (always),
    }
}

wire! {
    /// A branch.
    #[derive(Debug)]
    Branch {
        /// Its id, as in the catalogue and in DAIA.
        id: String = "id",
        /// Its name.
        name: Texts = "name",
        /// `mobile` for a bookmobile.
        kind: Option<String> = "type",
        /// Street and place.
        address: Option<String> = "address",
        /// Degrees.
        latitude: Option<f64> = "latitude",
        /// Degrees.
        longitude: Option<f64> = "longitude",
        /// Telephone.
        telephone: Option<String> = "telephone",
        /// E-mail address.
        email: Option<String> = "email",
        /// Its page.
        website: Option<String> = "website",
        /// Services by their ids, with names.
        services: Map<Texts> = "services",
        /// The days that are known.
        schedules: Vec<Day> = "schedules" (always),
        /// Ids that catalogue, DAIA and PAIA use for it.
        aliases: Many<String> = "aliases",
    }
}

wire! {
    /// A day.
    #[derive(Debug)]
    Day {
        /// `YYYY-MM-DD`.
        date: String = "date",
        /// Closed all day.
        closed: Option<bool> = "closed",
        /// Why it is special.
        info: Option<Texts> = "info",
        /// Its hours.
        times: Vec<Time> = "times",
    }
}

wire! {
    /// A span of a day.
    #[derive(Debug)]
    Time {
        /// `hh:mm`.
        from: String = "from",
        /// `hh:mm`; before `from` it is after midnight.
        to: String = "to",
        /// Kirkanta: 0 closed for a while, 1 staffed, 2 self-service.
        status: Option<i64> = "status",
        /// Ours, more exact than the number: `staffed`, `supervised`, `card`, `closed`.
        mode: Option<String> = "mode",
        /// Who may enter: `anyone`, `card`, `registered`.
        entry: Option<String> = "entry",
        /// Least age in years, without staff.
        age: Option<i64> = "minimumAge",
        /// Services that do not run now.
        without: Many<String> = "without",
        /// Where a bookmobile stands.
        stop: Option<Stop> = "stop",
        /// What this span is called, such as "Extra-Zeit".
        info: Option<Texts> = "info",
    }
}

wire! {
    /// Where a bookmobile stands.
    #[derive(Debug)]
    Stop {
        /// The place.
        name: String = "name",
        /// Degrees.
        latitude: Option<f64> = "latitude",
        /// Degrees.
        longitude: Option<f64> = "longitude",
    }
}

/// A text for every language, or texts by language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts(pub Vec<(String, String)>);

impl Texts {
    /// The best text for a language: itself, its family, German, any. Empty only if there is none.
    #[must_use]
    pub fn get(&self, tag: &str) -> &str {
        let family = tag.split('-').next().unwrap_or(tag);
        let exact = |wanted: &str| self.0.iter().find(|(tag, _)| tag == wanted);
        let found =
            exact(tag).or_else(|| exact(family)).or_else(|| exact("")).or_else(|| exact("de"));
        found.or_else(|| self.0.first()).map_or("", |(_, text)| text)
    }
}

impl Read for Texts {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        if value.is_object() {
            return Map::read(value, skipped).map(|map| Self(map.0));
        }
        Some(Self(vec![(String::new(), String::read(value, skipped)?)]))
    }
}

impl Write for Texts {
    fn write(&self, text: &mut String) {
        match self.0.as_slice() {
            [(tag, only)] if tag.is_empty() => only.write(text),
            texts => Map(texts.to_vec()).write(text),
        }
    }
    fn says_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

impl Write for f64 {
    fn write(&self, text: &mut String) {
        use std::fmt::Write as _;
        // Only degrees are written, which are finite; writing to a text cannot fail.
        let _ = write!(text, "{self}");
    }
}

json::keep_inside! { Texts }
