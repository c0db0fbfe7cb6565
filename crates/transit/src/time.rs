//! Moments, and the days of a timetable.

use crate::json::{Json, inside, quote};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// A moment, in seconds since the epoch (1970-01-01T00:00:00Z).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub i64);

inside! { Moment }

impl Moment {
    /// So many seconds later; earlier if negative.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from an earlier moment to this one.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Minutes from an earlier moment to this one as a clock without seconds shows them: the difference between
    /// "10:02" and "10:04" is two, whatever the seconds behind them are. Time zones differ by whole minutes.
    #[must_use]
    pub const fn clock_minutes_since(self, earlier: Self) -> i64 {
        self.0.div_euclid(60).saturating_sub(earlier.0.div_euclid(60))
    }
}

/// A day of the timetable (GTFS: service day), as days since the epoch. It may end long after midnight: what
/// leaves at 1:30 in the night belongs to the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i32);

/// Days from 0000-03-01 to the epoch.
const EPOCH: i64 = 719_468;
/// Days in 400 years.
const ERA: i64 = 146_097;

impl Day {
    /// The day of a date; `None` if there is none such or it lies beyond the years 0 to 9999.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        // Years that begin in March have their leap day at the end (Hinnant, "chrono-compatible low-level date
        // algorithms").
        let (month, day) = (i64::from(month), i64::from(day));
        let years = i64::from(year) - i64::from(month < 3);
        let (era, of_era) = (years.div_euclid(400), years.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
        let found = Self(i32::try_from(days).ok()?);
        // The thirtieth of February is another day's name.
        (found.parts() == (year, u32::try_from(month).ok()?, u32::try_from(day).ok()?))
            .then_some(found)
    }

    /// Year, month and day.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded by the arithmetic"
    )]
    pub fn parts(self) -> (i32, u32, u32) {
        let days = i64::from(self.0) + EPOCH;
        let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march + 2) / 5 + 1;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = year + era * 400 + i64::from(month < 3);
        (year as i32, month as u32, day as u32)
    }

    /// So many days later; earlier if negative.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

/// The text is no date of the form `2026-11-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDay;

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let number = |part: Option<&str>, digits: usize| {
            part.filter(|part| {
                part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
            })
            .and_then(|part| part.parse::<u32>().ok())
            .ok_or(NoDay)
        };
        let mut parts = text.split('-');
        let (year, month, day) =
            (number(parts.next(), 4)?, number(parts.next(), 2)?, number(parts.next(), 2)?);
        let year = i32::try_from(year).map_err(|_| NoDay)?;
        if parts.next().is_some() { Err(NoDay) } else { Self::new(year, month, day).ok_or(NoDay) }
    }
}

impl Json for Day {
    fn write(&self, text: &mut String) {
        quote(text, &self.to_string());
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        assert_eq!(Day::new(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::new(2026, 11, 24), Some(Day(20_781)));
        assert_eq!(Day::new(2026, 2, 29), None);
        assert_eq!("2028-02-29".parse(), Ok(Day::new(2028, 2, 29).unwrap()));
        for bad in ["", "2026-11-31", "26-11-24", "2026-1-1", "2026-11-24-1", "+026-11-24"] {
            assert_eq!(bad.parse::<Day>(), Err(NoDay), "{bad}");
        }
    }

    #[test]
    fn minutes_are_those_of_the_clock() {
        // 10:02:50 and 10:04:10: eighty seconds, and two minutes to everyone who reads both.
        assert_eq!(Moment(36_250).clock_minutes_since(Moment(36_170)), 2);
        assert_eq!(Moment(36_170).clock_minutes_since(Moment(36_250)), -2);
        assert_eq!(Moment(36_179).clock_minutes_since(Moment(36_120)), 0);
    }

    proptest! {
        #[test]
        fn a_day_is_what_it_is_called(days in -700_000_i32..2_900_000) {
            let day = Day(days);
            let (year, month, of_month) = day.parts();
            if (0..=9999).contains(&year) {
                prop_assert_eq!(Day::new(year, month, of_month), Some(day));
                prop_assert_eq!(day.to_string().parse(), Ok(day));
            }
            prop_assert!(day.parts() < day.plus(1).parts());
        }
    }
}
