//! When the town hall is open.

use crate::Localised;
use dates::TimeOfDay;
use serde::Serialize;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The number of the day, Monday 1 to Sunday 7 (ISO 8601).
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// On these days open from … until ….
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpeningHours {
    /// The days this line holds for.
    pub days: Vec<Weekday>,
    /// Opens at, in the city's time zone.
    pub from: TimeOfDay,
    /// Closes at, in the city's time zone.
    pub until: TimeOfDay,
    /// A remark such as "by appointment only".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Localised>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_begins_on_monday() {
        assert_eq!((Weekday::Monday.number(), Weekday::Sunday.number()), (1, 7));
    }
}
