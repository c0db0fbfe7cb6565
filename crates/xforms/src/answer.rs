//! From what a person gives to what is stored (section 30, "Data types"), and why it may not be readable.

use crate::form::{Asks, DateParts, ValueType};
use crate::places::{self, Point};
use crate::xpath::moment::{Moment, day, parse_time};
use crate::xpath::number;

/// Why an answer is no value of its type. The person's words are kept until they are mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unreadable {
    /// Not a whole number between -2 147 483 648 and 2 147 483 647.
    Whole,
    /// Not a number.
    Number,
    /// Not a day that there is, `YYYY-MM-DD`.
    Date,
    /// Not a time, `HH:MM`.
    Time,
    /// Not a day and a time, `YYYY-MM-DDTHH:MM`.
    DateTime,
    /// Not latitude and longitude in degrees.
    Point,
    /// Not two points or more.
    Trace,
    /// Not three points or more that end where they begin.
    Shape,
    /// Not between the ends of the range.
    Range,
    /// Not one of the choices.
    Choice,
    /// Not every choice, each once.
    Order,
    /// Longer than any answer (100 000 bytes).
    TooLong,
}

impl Unreadable {
    /// A name for texts.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "date-time",
            Self::Point => "point",
            Self::Trace => "trace",
            Self::Shape => "shape",
            Self::Range => "range",
            Self::Choice => "choice",
            Self::Order => "order",
            Self::TooLong => "too-long",
        }
    }
}

/// Bytes of one answer.
const LONGEST: usize = 100_000;

/// What a person gave, as it is stored. More is understood than is stored: `1,5`, `9:30` without a zone.
///
/// # Errors
/// It is no value of the question.
pub(crate) fn given(
    text: &str,
    asks: &Asks,
    of: ValueType,
    now: Moment,
) -> Result<String, Unreadable> {
    if text.len() > LONGEST {
        return Err(Unreadable::TooLong);
    }
    if matches!(asks, Asks::Text { .. } | Asks::One(_)) && of == ValueType::Text {
        return Ok(text.to_owned());
    }
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    match asks {
        Asks::Range { start, end, .. } => {
            let value = number(text).ok_or(Unreadable::Number)?;
            in_range(value, *start, *end)
                .then(|| numeric(value, of))
                .flatten()
                .ok_or(Unreadable::Range)
        }
        Asks::Whole => {
            let value =
                number(text).filter(|value| value.fract() == 0.0).ok_or(Unreadable::Whole)?;
            whole(value).ok_or(Unreadable::Whole)
        }
        Asks::Decimal => number(text).and_then(decimal).ok_or(Unreadable::Number),
        Asks::Date(parts) => date(text, *parts).ok_or(Unreadable::Date),
        Asks::Time => {
            let (_, offset) = parse_time(text, true).ok_or(Unreadable::Time)?;
            Ok(completed(text, offset.is_some(), now))
        }
        Asks::DateTime => {
            Moment::parse(text, 0).ok_or(Unreadable::DateTime)?;
            let (day, time) = text.split_once('T').ok_or(Unreadable::DateTime)?;
            let (_, offset) = parse_time(time, true).ok_or(Unreadable::DateTime)?;
            Ok(format!("{day}T{}", completed(time, offset.is_some(), now)))
        }
        Asks::Point => point(text).ok_or(Unreadable::Point),
        Asks::Trace => trace(text).ok_or(Unreadable::Trace),
        Asks::Shape => shape(text).ok_or(Unreadable::Shape),
        Asks::Acknowledge => {
            Ok(if text.eq_ignore_ascii_case("ok") { "OK".to_owned() } else { String::new() })
        }
        _ => Ok(text.to_owned()),
    }
}

/// What stands in the form or was calculated, as it is stored; what is no value of its type is nothing.
pub(crate) fn stored(text: &str, asks: Option<&Asks>, of: ValueType) -> String {
    let read = match asks {
        Some(Asks::Acknowledge) => text.eq_ignore_ascii_case("ok").then(|| "OK".to_owned()),
        Some(Asks::Range { start, end, .. }) => number(text)
            .filter(|value| in_range(*value, *start, *end))
            .and_then(|value| numeric(value, of)),
        Some(Asks::Many(_) | Asks::Rank) => {
            Some(crate::xpath::strings::words(text).collect::<Vec<_>>().join(" "))
        }
        _ => match of {
            ValueType::Whole => number(text).and_then(whole),
            ValueType::Decimal => number(text).and_then(decimal),
            ValueType::Date => date(text, DateParts::Day),
            ValueType::Time => parse_time(text, false).map(|_| text.to_owned()),
            ValueType::DateTime => text
                .split_once('T')
                .filter(|(date, time)| day(date).is_some() && parse_time(time, false).is_some())
                .map(|_| text.to_owned()),
            ValueType::Point => point(text),
            ValueType::Trace => trace(text),
            ValueType::Shape => shape(text),
            ValueType::Text | ValueType::Boolean | ValueType::File => Some(text.to_owned()),
        },
    };
    read.unwrap_or_default()
}

/// A number as a person or a form writes it; a comma may stand for the point. For pages too: the standard
/// library's own way to read one brings 10 KB of tables.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let mut value = number::from_text(text);
    if value.is_nan() && text.matches(',').count() == 1 && !text.contains('.') {
        value = number::from_text(&text.replace(',', "."));
    }
    value.is_finite().then_some(value)
}

pub(crate) fn numeric(value: f64, of: ValueType) -> Option<String> {
    if of == ValueType::Decimal { decimal(value) } else { whole(value) }
}

fn in_range(value: f64, start: f64, end: f64) -> bool {
    (start.min(end)..=start.max(end)).contains(&value)
}

/// XML Schema's `int`; a fraction is cut off.
#[allow(clippy::cast_possible_truncation)] // the range is checked
fn whole(value: f64) -> Option<String> {
    let value = value.trunc();
    (-2_147_483_648.0..=2_147_483_647.0).contains(&value).then(|| (value as i64).to_string())
}

fn decimal(value: f64) -> Option<String> {
    value.is_finite().then(|| number::to_decimal(value))
}

fn date(text: &str, parts: DateParts) -> Option<String> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    if let Some(time) = time {
        parse_time(time, true).filter(|(_, offset)| offset.is_none())?;
    }
    let full = match (parts, date.len()) {
        (DateParts::Year, 4) => format!("{date}-01-01"),
        (DateParts::Month | DateParts::Year, 7) => format!("{date}-01"),
        _ => date.to_owned(),
    };
    day(&full).map(|day| day.to_string())
}

/// With seconds and the offset, which the specification wants to be there.
fn completed(time: &str, has_offset: bool, now: Moment) -> String {
    let end = time.find(['+', '-', 'Z']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(end);
    let clock = match clock.len() {
        2 => format!("{clock}:00:00.000"),
        5 => format!("{clock}:00.000"),
        _ => clock.to_owned(),
    };
    if has_offset {
        return clock + offset;
    }
    let here = now.date_time();
    clock + here.get(here.len().saturating_sub(6)..).unwrap_or_default()
}

fn point(text: &str) -> Option<String> {
    Point::read(text).map(|point| places::write(&[point]))
}

fn trace(text: &str) -> Option<String> {
    let points = places::read(text)?;
    (points.len() >= 2 && !places::are_closed(&points)).then(|| places::write(&points))
}

fn shape(text: &str) -> Option<String> {
    let points = places::read(text)?;
    (points.len() >= 4 && places::are_closed(&points)).then(|| places::write(&points))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment { unix_ms: 0, offset_minutes: 60 };

    #[test]
    fn what_a_person_types() {
        let ask = |asks: Asks, of, text| given(text, &asks, of, NOON);
        assert_eq!(ask(Asks::Whole, ValueType::Whole, " 012 "), Ok("12".to_owned()));
        assert_eq!(ask(Asks::Whole, ValueType::Whole, "1.5"), Err(Unreadable::Whole));
        assert_eq!(ask(Asks::Whole, ValueType::Whole, "3000000000"), Err(Unreadable::Whole));
        assert_eq!(ask(Asks::Decimal, ValueType::Decimal, "1,5"), Ok("1.5".to_owned()));
        assert_eq!(ask(Asks::Decimal, ValueType::Decimal, "2"), Ok("2.0".to_owned()));
        assert_eq!(ask(Asks::Time, ValueType::Time, "09:30"), Ok("09:30:00.000+01:00".to_owned()));
        assert_eq!(
            ask(Asks::DateTime, ValueType::DateTime, "2026-11-22T09:30"),
            Ok("2026-11-22T09:30:00.000+01:00".to_owned())
        );
        assert_eq!(
            ask(Asks::Date(DateParts::Year), ValueType::Date, "1970"),
            Ok("1970-01-01".to_owned())
        );
        assert_eq!(
            ask(Asks::Date(DateParts::Day), ValueType::Date, "2026-02-30"),
            Err(Unreadable::Date)
        );
        assert_eq!(
            ask(Asks::Point, ValueType::Point, "48.4 9.99 0 5"),
            Ok("48.4 9.99 0.0 5.0".to_owned())
        );
        assert_eq!(ask(Asks::Point, ValueType::Point, "91 0"), Err(Unreadable::Point));
        assert_eq!(ask(Asks::Shape, ValueType::Shape, "1 1;1 2;2 2"), Err(Unreadable::Shape));
        assert_eq!(
            ask(Asks::Trace, ValueType::Trace, "1 1; 1 2;"),
            Ok("1.0 1.0;1.0 2.0".to_owned())
        );
    }

    #[test]
    fn what_forms_hold() {
        assert_eq!(stored("12.9", None, ValueType::Whole), "12");
        assert_eq!(stored("x", None, ValueType::Whole), "");
        assert_eq!(stored("ok", Some(&Asks::Acknowledge), ValueType::Text), "OK");
        assert_eq!(stored("2026-01-01T10:00:00", None, ValueType::Date), "2026-01-01");
        assert_eq!(stored("10:00", None, ValueType::Time), "");
    }
}
