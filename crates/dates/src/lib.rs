//! Times without a time zone: seconds since the epoch, calendar days, minutes.
//!
//! Which day a second belongs to depends on the city's time zone, and only the browser knows its rules;
//! whatever needs both takes a function from the caller.

pub mod ics;
mod time_of_day;
pub mod when;

pub use time_of_day::{LocalTime, TimeOfDay};

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Seconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This time, `seconds` later; stays at the end of time rather than wrapping.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `now` until this time; 0 when it has passed.
    #[must_use]
    pub fn seconds_left(self, now: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(now.0)).unwrap_or(0)
    }
}

/// A length of time in whole minutes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Minutes(pub u32);

impl Minutes {
    /// The same length in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        i64::from(self.0) * 60
    }
}

json::keep_inside! { Timestamp Minutes }

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn from_monday(self) -> u8 {
        self as u8
    }
}

/// A day of the calendar (Gregorian), between the years 1 and 9999. No time zone.
///
/// Written `YYYY-MM-DD`, on the wire and in storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32); // days since 1970-01-01

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the form YYYY-MM-DD")]
pub struct InvalidDay;

const FIRST: i32 = -719_162; // 0001-01-01
const LAST: i32 = 2_932_896; // 9999-12-31

impl Day {
    /// The day of this year, month (1..12) and day of the month (1..31); `None` if there is none.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self(days_from_civil(year, month, day)))
    }

    /// The day `days` after 1970-01-01 (before, if negative), kept between the years 1 and 9999.
    #[must_use]
    pub fn from_epoch_days(days: i64) -> Self {
        Self(i32::try_from(days.clamp(FIRST.into(), LAST.into())).unwrap_or(LAST))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// Year, month (1..12), day of the month (1..31).
    #[must_use]
    pub fn parts(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// The day that many days later (earlier, if negative), kept between the years 1 and 9999.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_epoch_days(i64::from(self.0) + i64::from(days))
    }

    /// The same day of the month that many months later; the month's last day where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let (year, month, day) = self.parts();
        let count = (i64::from(year) * 12 + i64::from(month) - 1 + i64::from(months))
            .clamp(12, 9999 * 12 + 11);
        let year = i32::try_from(count.div_euclid(12)).unwrap_or(9999);
        let month = u32::try_from(count.rem_euclid(12)).unwrap_or(0) + 1;
        Self(days_from_civil(year, month, day.min(days_in_month(year, month))))
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        let (year, month, _) = self.parts();
        Self(days_from_civil(year, month, 1))
    }

    /// The last day of its month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        let (year, month, _) = self.parts();
        Self(days_from_civil(year, month, days_in_month(year, month)))
    }

    /// Whether both days are in the same month of the same year.
    #[must_use]
    pub fn same_month(self, other: Self) -> bool {
        self.first_of_month() == other.first_of_month()
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Days from `earlier` to this day; negative if it comes after.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            parts
                .next()
                .filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|p| p.parse::<u32>().ok())
        };
        let (year, month, day) = (number(4), number(2), number(2));
        let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
            return Err(InvalidDay);
        };
        let year = i32::try_from(year).map_err(|_| InvalidDay)?;
        Self::new(year, month, day).ok_or(InvalidDay)
    }
}

impl json::keep::Keep for Day {
    fn write(&self, text: &mut String) {
        json::keep::quote(text, &self.to_string());
    }
    fn read(value: &json::Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl TryFrom<String> for Day {
    type Error = InvalidDay;

    fn try_from(text: String) -> Result<Self, InvalidDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// 0 for a month that does not exist.
fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    }
}

// The two functions count years from March, so that the leap day is the last of its year
// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").

#[allow(clippy::cast_possible_wrap)] // months and days are small
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let (month, day) = (month as i32, day as i32);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[allow(clippy::cast_sign_loss)] // both are positive by construction
fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn known_days() {
        assert_eq!(day("1970-01-01").epoch_days(), 0);
        assert_eq!(day("2024-02-29").weekday(), Weekday::Thursday);
        assert_eq!(day("2026-11-23").weekday(), Weekday::Monday);
        assert_eq!(day("0001-01-01").epoch_days(), FIRST);
        assert_eq!(day("9999-12-31").epoch_days(), LAST);
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2024-02-29").plus_months(-12), day("2023-02-28"));
        assert_eq!(day("2024-02-10").last_of_month(), day("2024-02-29"));
    }

    #[test]
    fn what_is_no_day() {
        for bad in [
            "",
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "24-1-1",
            "2024-1-01",
            "0000-01-01",
            "2024-01-01T00",
            "2024-01-01-",
            "+024-01-01",
            "٢٠٢٤-01-01",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_countdown_is_never_negative() {
        assert_eq!(Timestamp(10).seconds_left(Timestamp(11)), 0);
        assert_eq!(Timestamp(i64::MIN).seconds_left(Timestamp(i64::MAX)), 0);
        assert_eq!(Timestamp(11).seconds_left(Timestamp(1)), 10);
    }

    proptest! {
        #[test]
        fn text_round_trips(days in FIRST..=LAST) {
            let day = Day::from_epoch_days(days.into());
            prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
            let (y, m, d) = day.parts();
            prop_assert_eq!(Day::new(y, m, d), Some(day));
        }

        #[test]
        fn text_and_days_have_the_same_order(a in FIRST..=LAST, b in FIRST..=LAST) {
            let (a, b) = (Day::from_epoch_days(a.into()), Day::from_epoch_days(b.into()));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn days_add(start in FIRST/2..LAST/2, step in -3000..3000) {
            let start = Day::from_epoch_days(start.into());
            prop_assert_eq!(start.plus_days(step).days_since(start), step);
            prop_assert_eq!(start.plus_days(7).weekday(), start.weekday());
        }

        #[test]
        fn never_panics(days: i64, step: i32, text in ".{0,12}") {
            let day = Day::from_epoch_days(days).plus_days(step).plus_months(step);
            prop_assert!(day.first_of_month() <= day.last_of_month());
            let _ = text.parse::<Day>();
        }
    }
}
