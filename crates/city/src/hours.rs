//! When the town hall is open.

use crate::Localised;
use serde::{Serialize, Serializer};
use std::fmt;

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

/// A time of day, in minutes after midnight; `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The beginning of the day.
    pub const MIDNIGHT: Self = Self(0);

    /// Reads `hh:mm`, `00:00` to `24:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let digits = |part: &str| {
            (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let (hours, minutes) = (digits(hours)?, digits(minutes)?);
        let total = hours * 60 + minutes;
        (minutes < 60 && total <= 24 * 60).then_some(Self(total))
    }

    /// Minutes after midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
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
    fn reads_times_of_day() {
        assert_eq!(TimeOfDay::parse("08:30").map(TimeOfDay::minutes), Some(510));
        assert_eq!(TimeOfDay::parse("24:00").map(TimeOfDay::minutes), Some(1440));
        for bad in ["8:30", "24:01", "08:60", "0830", "", "+8:00", "08:3a"] {
            assert_eq!(TimeOfDay::parse(bad), None, "{bad}");
        }
        assert_eq!(TimeOfDay(510).to_string(), "08:30");
    }

    #[test]
    fn the_week_begins_on_monday() {
        assert_eq!((Weekday::Monday.number(), Weekday::Sunday.number()), (1, 7));
    }
}
