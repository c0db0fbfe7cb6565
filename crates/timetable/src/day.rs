//! Service days and moments. No time zone database: the offsets come with the timetable.

/// A day of the calendar, as days since 1970-01-01 (Gregorian).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i32);

impl Day {
    /// The day of a date; `None` if there is no such date.
    #[must_use]
    pub fn from_date(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
            return None;
        }
        let found = Self::unchecked(year, i32::try_from(month).ok()?, i32::try_from(day).ok()?);
        (found.date() == (year, month, day)).then_some(found)
    }

    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    fn unchecked(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    pub fn date(self) -> (i32, u32, u32) {
        // `civil_from_days` of the same paper.
        let days = i64::from(self.0) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        // All three are small by the calendar's own rules.
        let small = |value: i64| u32::try_from(value).unwrap_or(0);
        (i32::try_from(year).unwrap_or(0), small(month), small(day))
    }

    /// The day of the week, 0 for Monday to 6 for Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from((self.0 + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// The day `days` later, or earlier if negative.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl std::fmt::Display for Day {
    /// `YYYY-MM-DD`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.date();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

/// Seconds since 1970-01-01 00:00 UTC.
pub type Moment = i64;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        let mut day = Day::from_date(1969, 12, 31).unwrap();
        assert_eq!(day, Day(-1));
        assert_eq!(day.weekday(), 2);
        for _ in 0..60_000 {
            let (year, month, date) = day.date();
            assert_eq!(Day::from_date(year, month, date), Some(day));
            day = day.plus(1);
        }
        assert_eq!(Day::from_date(2026, 11, 22).unwrap().weekday(), 6);
        assert_eq!(Day::from_date(2026, 2, 29), None);
        assert_eq!(Day::from_date(2024, 2, 29).unwrap().to_string(), "2024-02-29");
    }
}
