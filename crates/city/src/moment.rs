//! A moment in time, written by a person.

use serde::Serialize;

/// Seconds since 1970-01-01T00:00:00Z.
///
/// Read from a number or from an RFC 3339 text with its offset (`2026-11-01T00:00:00+01:00`), because
/// people who edit a package do not think in seconds. Written as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// Reads `YYYY-MM-DDThh:mm:ss` with `Z` or `±hh:mm`; fractions of a second are not accepted.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let date = (number(bytes, 0, 4)?, number(bytes, 5, 2)?, number(bytes, 8, 2)?);
        let time = (number(bytes, 11, 2)?, number(bytes, 14, 2)?, number(bytes, 17, 2)?);
        let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if separators.iter().any(|(at, byte)| bytes.get(*at) != Some(byte))
            || time.0 > 23
            || time.1 > 59
            || time.2 > 59
        {
            return None;
        }
        let offset = offset(bytes.get(19..)?)?;
        let days = days_since_epoch(date.0, date.1, date.2)?;
        Some(Self(days * 86_400 + time.0 * 3_600 + time.1 * 60 + time.2 - offset))
    }
}

/// `length` decimal digits at `at`.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<i64> {
    bytes
        .get(at..at + length)?
        .iter()
        .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

/// Seconds east of UTC of `Z`, `+hh:mm` or `-hh:mm`.
fn offset(bytes: &[u8]) -> Option<i64> {
    let sign = match bytes.first()? {
        b'Z' => return (bytes.len() == 1).then_some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = (number(bytes, 1, 2)?, number(bytes, 4, 2)?);
    let valid = bytes.len() == 6 && bytes.get(3) == Some(&b':') && hours < 24 && minutes < 60;
    valid.then_some(sign * (hours * 3_600 + minutes * 60))
}

/// Days between 1970-01-01 and a date of the Gregorian calendar; `None` if there is no such date.
fn days_since_epoch(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Years that begin in March put the leap day last, so every month has a fixed place.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    Some(
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
            - 719_468,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_moments_with_their_offset() {
        assert_eq!(Moment::from_rfc3339("1970-01-01T00:00:00Z"), Some(Moment(0)));
        assert_eq!(Moment::from_rfc3339("2026-11-01T00:00:00+01:00"), Some(Moment(1_793_487_600)));
        assert_eq!(Moment::from_rfc3339("2024-02-29T23:59:59-05:30"), Some(Moment(1_709_270_999)));
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "",
            "2026-11-01",
            "2026-11-01T00:00:00",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-01T24:00:00Z",
            "2026-11-01T00:00:00+0100",
            "2026-11-01 00:00:00Z",
            "2026-11-01T00:00:00Zé",
        ] {
            assert_eq!(Moment::from_rfc3339(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn each_day_is_one_more(year in 0i64..4000, month in 1i64..=12, day in 1i64..=28) {
            let today = days_since_epoch(year, month, day).unwrap();
            let next = days_since_epoch(year, month, day + 1)
                .or_else(|| days_since_epoch(year, month + 1, 1))
                .or_else(|| days_since_epoch(year + 1, 1, 1))
                .unwrap();
            prop_assert_eq!(next, today + 1);
        }

        #[test]
        fn never_panics(text in "\\PC{0,30}") {
            let _ = Moment::from_rfc3339(&text);
        }
    }
}
