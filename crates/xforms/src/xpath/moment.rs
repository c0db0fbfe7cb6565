//! Dates and times as values (section 30, "Data types" and "Date and time functions").

use dates::Day;

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// A point in time and the offset from UTC at which it is read.
///
/// Time comes from the caller: this crate has no clock and no time zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub unix_ms: i64,
    /// Minutes that the local clock is ahead of UTC.
    pub offset_minutes: i16,
}

/// Hour, minute, second, millisecond.
pub(crate) type Clock = (u32, u32, u32, u32);

impl Moment {
    fn local_ms(self) -> i64 {
        self.unix_ms.saturating_add(i64::from(self.offset_minutes) * 60_000)
    }

    /// The local day.
    pub(crate) fn day(self) -> Day {
        Day::from_epoch_days(self.local_ms().div_euclid(DAY))
    }

    /// The local time of day.
    pub(crate) fn clock(self) -> Clock {
        let ms = u32::try_from(self.local_ms().rem_euclid(DAY)).unwrap_or(0);
        (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
    }

    /// The same day at its local midnight.
    pub(crate) fn midnight(self) -> Self {
        Self { unix_ms: self.unix_ms - self.local_ms().rem_euclid(DAY), ..self }
    }

    /// Days since 1970-01-01 00:00 UTC, as `number()` gives them.
    #[allow(clippy::cast_precision_loss)] // milliseconds of any year fit
    pub(crate) fn days(self) -> f64 {
        self.unix_ms as f64 / 86_400_000.0
    }

    /// The reverse of [`Moment::days`], read at an offset; `None` far beyond the calendar.
    #[allow(clippy::cast_possible_truncation)] // the range is checked
    pub(crate) fn from_days(days: f64, offset_minutes: i16) -> Option<Self> {
        (days.abs() < 3_000_000.0)
            .then(|| Self { unix_ms: (days * 86_400_000.0).round() as i64, offset_minutes })
    }

    /// `2026-11-22T10:00:00.000+01:00`, or the date alone at midnight: what a calculation stores.
    pub(crate) fn text(self) -> String {
        if self.clock() == (0, 0, 0, 0) { self.day().to_string() } else { self.date_time() }
    }

    /// With the time, always.
    pub(crate) fn date_time(self) -> String {
        let (hour, minute, second, ms) = self.clock();
        let day = self.day();
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let ahead = self.offset_minutes.unsigned_abs();
        format!(
            "{day}T{hour:02}:{minute:02}:{second:02}.{ms:03}{sign}{:02}:{:02}",
            ahead / 60,
            ahead % 60
        )
    }

    /// A date or a date and time, as the specification writes them; without an offset it is local.
    pub(crate) fn parse(text: &str, offset_minutes: i16) -> Option<Self> {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let day = day(date)?;
        let (clock, offset) = match time {
            None => (0, None),
            Some(time) => parse_time(time, true)?,
        };
        let offset_of_text = offset.unwrap_or(offset_minutes);
        let local = i64::from(day.epoch_days()) * DAY + i64::from(clock);
        Some(Self { unix_ms: local - i64::from(offset_of_text) * 60_000, offset_minutes })
    }
}

/// `YYYY-MM-DD` and nothing else.
pub(crate) fn day(text: &str) -> Option<Day> {
    let shape = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let formed = text.len() == 10 && text.bytes().enumerate().all(shape);
    if formed { text.parse().ok() } else { None }
}

/// Milliseconds since midnight, and the offset in minutes if the text names one.
///
/// `lenient` takes `HH` and `HH:MM` too.
pub(crate) fn parse_time(text: &str, lenient: bool) -> Option<(u32, Option<i16>)> {
    let (clock, offset) = match text.find(['+', '-', 'Z']) {
        Some(at) => (text.get(..at)?, Some(parse_offset(text.get(at..)?)?)),
        None => (text, None),
    };
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, digits)) => (whole, Some(digits)),
        None => (clock, None),
    };
    let mut parts = whole.split(':').map(two_digits);
    let hour = parts.next()??;
    let minute = parts.next();
    let second = parts.next();
    let complete = second.is_some() || (lenient && fraction.is_none());
    let (minute, second) = (minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?);
    if parts.next().is_some() || !complete || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let ms = match fraction {
        None => 0,
        Some(digits) if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            return None;
        }
        Some(digits) => {
            let padded: String = digits.chars().chain("000".chars()).take(3).collect();
            padded.parse().ok()?
        }
    };
    Some(((hour * 60 + minute) * 60_000 + second * 1000 + ms, offset))
}

fn two_digits(text: &str) -> Option<u32> {
    let formed = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if formed { text.parse().ok() } else { None }
}

/// `Z`, or `+HH:MM` up to fourteen hours.
fn parse_offset(text: &str) -> Option<i16> {
    if text == "Z" {
        return Some(0);
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let ahead = i16::try_from(hours * 60 + minutes).ok()?;
    Some(if text.starts_with('-') { -ahead } else { ahead })
}

/// Section 30, `format-date` and `format-date-time`. Month and day names are English: the texts that a
/// citizen reads come from translations, and no other implementation of the specification has them either.
pub(crate) fn format(moment: Moment, pattern: &str, with_time: bool) -> String {
    use std::fmt::Write;
    let (year, month, of_month) = moment.day().parts();
    let (hour, minute, second, ms) = moment.clock();
    let mut text = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let rest = letters.as_str();
        let sign = letters.next();
        let written = match sign {
            Some('Y') => write!(text, "{year:04}"),
            Some('y') => write!(text, "{:02}", year % 100),
            Some('m') => write!(text, "{month:02}"),
            Some('n') => write!(text, "{month}"),
            Some('b') => write!(text, "{}", three(MONTHS, month.saturating_sub(1))),
            Some('d') => write!(text, "{of_month:02}"),
            Some('e') => write!(text, "{of_month}"),
            Some('a') => {
                write!(text, "{}", three(DAYS, moment.day().weekday().from_monday().into()))
            }
            Some('H') if with_time => write!(text, "{hour:02}"),
            Some('h') if with_time => write!(text, "{hour}"),
            Some('M') if with_time => write!(text, "{minute:02}"),
            Some('S') if with_time => write!(text, "{second:02}"),
            Some('3') if with_time => write!(text, "{ms:03}"),
            _ => {
                letters = rest.chars();
                write!(text, "%")
            }
        };
        debug_assert!(written.is_ok());
    }
    text
}

const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
const DAYS: &str = "MonTueWedThuFriSatSun";

fn three(names: &'static str, place: u32) -> &'static str {
    let start = place as usize * 3;
    names.get(start..start + 3).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BERLIN: i16 = 60;

    #[test]
    fn texts_and_back() {
        let moment = Moment::parse("2026-11-22T10:00:00.5+01:00", BERLIN).unwrap();
        assert_eq!(moment.text(), "2026-11-22T10:00:00.500+01:00");
        assert_eq!(Moment::parse("2026-11-22", BERLIN).unwrap().text(), "2026-11-22");
        assert_eq!(
            Moment::parse("2026-11-22T23:30:00Z", BERLIN).unwrap().day().to_string(),
            "2026-11-23"
        );
        assert_eq!(moment.midnight().text(), "2026-11-22");
        for wrong in [
            "",
            "2026-13-01",
            "2026-11-22T",
            "2026-11-22T25:00",
            "22.11.2026",
            "2026-11-22T10:00+15:00",
        ] {
            assert_eq!(Moment::parse(wrong, 0), None, "{wrong}");
        }
    }

    #[test]
    fn formats() {
        let moment = Moment::parse("2026-01-04T07:08:09.01", 0).unwrap();
        assert_eq!(format(moment, "%a %e.%n.%y %b %Y-%m-%d", false), "Sun 4.1.26 Jan 2026-01-04");
        assert_eq!(format(moment, "%H:%M:%S.%3 %h", true), "07:08:09.010 7");
        assert_eq!(format(moment, "%H 5% %", false), "%H 5% %");
    }
}
