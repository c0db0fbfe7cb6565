//! Days on which nothing is open: one date, the same date every year, or so many days from Easter.

use serde::Deserialize;
use zms::Day;

/// One entry of a `closed` list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ClosedDay {
    /// `2026-12-24`
    Once(Day),
    /// `12-25`: month and day
    Yearly(u32, u32),
    /// `easter+1`: days from Easter Sunday
    Easter(i32),
}

impl TryFrom<String> for ClosedDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is no day; write 2026-12-24, 12-25 or easter+1");
        if let Some(offset) = text.strip_prefix("easter") {
            return match offset {
                "" => Ok(Self::Easter(0)),
                offset if offset.starts_with(['+', '-']) => offset
                    .parse()
                    .ok()
                    .filter(|days: &i32| days.abs() <= 300)
                    .map(Self::Easter)
                    .ok_or_else(wrong),
                _ => Err(wrong()),
            };
        }
        if let Ok(day) = text.parse() {
            return Ok(Self::Once(day));
        }
        // A leap year, so that 02-29 is a day.
        let (_, month, day) = format!("2024-{text}").parse::<Day>().map_err(|_| wrong())?.parts();
        Ok(Self::Yearly(month, day))
    }
}

impl ClosedDay {
    /// Whether this entry closes that day.
    pub fn is(self, day: Day) -> bool {
        match self {
            Self::Once(once) => once == day,
            Self::Yearly(month, date) => {
                let (_, this_month, this_date) = day.parts();
                (month, date) == (this_month, this_date)
            }
            Self::Easter(days) => {
                easter(day.parts().0).is_some_and(|sunday| sunday.plus_days(days) == day)
            }
        }
    }
}

/// Easter Sunday of a year (Gregorian), after the anonymous algorithm published in 1876.
#[allow(clippy::many_single_char_names)] // the names of the published algorithm
fn easter(year: i32) -> Option<Day> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Day::new(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn easter_of_known_years() {
        for text in [
            "1961-04-02",
            "2000-04-23",
            "2008-03-23",
            "2024-03-31",
            "2026-04-05",
            "2027-03-28",
            "2038-04-25",
        ] {
            assert_eq!(easter(day(text).parts().0), Some(day(text)));
        }
    }

    #[test]
    fn the_three_ways_to_name_a_day() {
        let closed = |text: &str| ClosedDay::try_from(text.to_owned()).unwrap();
        assert!(closed("2026-12-24").is(day("2026-12-24")));
        assert!(!closed("2026-12-24").is(day("2027-12-24")));
        assert!(closed("12-25").is(day("2031-12-25")));
        assert!(closed("easter-2").is(day("2026-04-03")));
        assert!(closed("easter+60").is(day("2026-06-04")));
        assert!(closed("easter").is(day("2026-04-05")));
        for wrong in ["", "13-01", "2026-02-29", "easter1", "easter+x", "easter+999", "Christmas"] {
            assert!(ClosedDay::try_from(wrong.to_owned()).unwrap_err().contains("easter+1"));
        }
    }
}
