//! The time on a clock.

use crate::Day;
use serde::{Serialize, Serializer};
use std::fmt;

/// A time of day, in minutes after midnight; `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The beginning of the day.
    pub const MIDNIGHT: Self = Self(0);

    /// The end of the day.
    pub const END: Self = Self(24 * 60);

    /// So many minutes after midnight, at most the end of the day.
    #[must_use]
    pub const fn from_minutes(minutes: u16) -> Self {
        Self(if minutes > 24 * 60 { 24 * 60 } else { minutes })
    }

    /// Reads `hh:mm`, `00:00` to `24:00`.
    #[must_use]
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
    #[must_use]
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

/// A time as clocks in the city show it. Ordered; the hour that comes twice in autumn is one hour here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// The day.
    pub day: Day,
    /// The time of that day.
    pub time: TimeOfDay,
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
}
