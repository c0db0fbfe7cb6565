//! Dates, times and numbers as the person's language writes them, in the city's time zone.
//!
//! The browser's `Intl` does the work: it knows every language's rules and the time zones, and
//! weighs nothing. Its objects are slow to make, so each is made once a language.
use super::intl_tag;
use crate::city;
use js_sys::{Array, Date, Function, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};
use zms::Day;

/// How a moment or a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `9:20`
    Time,
    /// `Tuesday, 24 November 2026`
    FullDay,
    /// `Tue, 24 Nov`
    ShortDay,
    /// `November 2026`
    Month,
    /// `Tue`
    Weekday,
    /// `T`, for languages whose short names are long.
    NarrowWeekday,
    /// `Tuesday`
    LongWeekday,
    /// `24`
    DayNumber,
    /// `24/11/2026, 09:20`
    Moment,
    /// `2026-11-24 09:20:00`, for arithmetic and never for the screen.
    Machine,
}

const UTC: &str = "UTC";

impl Style {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Time => &[("hour", "numeric"), ("minute", "2-digit")],
            Self::FullDay => {
                &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")]
            }
            Self::ShortDay => &[("weekday", "short"), ("day", "numeric"), ("month", "short")],
            Self::Month => &[("month", "long"), ("year", "numeric")],
            Self::Weekday => &[("weekday", "short")],
            Self::NarrowWeekday => &[("weekday", "narrow")],
            Self::LongWeekday => &[("weekday", "long")],
            Self::DayNumber => &[("day", "numeric")],
            Self::Moment => &[("dateStyle", "short"), ("timeStyle", "short")],
            Self::Machine => &[("dateStyle", "short"), ("timeStyle", "medium")],
        }
    }
}

thread_local! {
    static FORMATS: RefCell<HashMap<String, JsValue>> = RefCell::new(HashMap::new());
}

/// Makes an `Intl` object once and keeps it.
fn kept(class: &'static str, tag: &str, options: &[(&str, &str)]) -> Option<JsValue> {
    let mut name = [class, tag].concat();
    for (_, value) in options {
        name.push('/');
        name.push_str(value);
    }
    if let Some(known) = FORMATS.with_borrow(|all| all.get(&name).cloned()) {
        return Some(known);
    }
    let given = Object::new();
    for (key, value) in options {
        Reflect::set(&given, &(*key).into(), &(*value).into()).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&tag.into(), &given);
    // A city may name a time zone or a browser lack a language: then the plain form serves.
    let made = Reflect::construct(&constructor, &arguments).ok()?;
    FORMATS.with_borrow_mut(|all| all.insert(name, made.clone()));
    Some(made)
}

fn call(object: &JsValue, method: &str, first: &JsValue, second: &JsValue) -> Option<String> {
    // `format` is a getter that returns a bound function; `select` a method. Both can be called.
    let function: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    function.call2(object, first, second).ok()?.as_string()
}

fn written(milliseconds: f64, style: Style, zone: &str) -> String {
    let tag = if style == Style::Machine { "sv" } else { intl_tag() };
    let mut options = style.options().to_vec();
    options.push(("timeZone", zone));
    kept("DateTimeFormat", tag, &options)
        .and_then(|format| call(&format, "format", &milliseconds.into(), &JsValue::UNDEFINED))
        .unwrap_or_default()
}

/// A moment (seconds since the epoch) in the city's time zone.
#[allow(clippy::cast_precision_loss, reason = "seconds of any date fit a double exactly")]
pub fn moment(seconds: i64, style: Style) -> String {
    city::with_time_zone(|zone| written(seconds as f64 * 1000.0, style, zone))
}

/// A calendar day, which has no time zone.
pub fn day(day: Day, style: Style) -> String {
    let noon = f64::from(day.epoch_days()) * 86_400_000.0 + 43_200_000.0;
    written(noon, style, UTC)
}

/// A time on the clock, in minutes since midnight, which has no time zone.
pub fn clock(minutes: u16) -> String {
    written(f64::from(minutes) * 60_000.0, Style::Time, UTC)
}

/// The city's calendar day and the minutes since its midnight at a moment.
pub fn local(seconds: i64) -> Option<(Day, u32)> {
    let machine = moment(seconds, Style::Machine);
    let (date, time) = machine.split_once(' ')?;
    let (hours, rest) = time.split_once(':')?;
    let minutes = rest.split(':').next()?;
    let day = date.parse().ok()?;
    Some((day, hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?))
}

/// Today in the city.
pub fn today() -> Option<Day> {
    local(now()).map(|(day, _)| day)
}

/// Now, in seconds since the epoch.
#[allow(clippy::cast_possible_truncation, reason = "the present fits easily")]
pub fn now() -> i64 {
    (Date::now() / 1000.0) as i64
}

/// "today", "tomorrow", or the day itself when it is further off.
pub fn friendly_day(which: Day) -> String {
    let distance = today().map(|today| which.days_since(today));
    match distance {
        Some(days @ 0..=1) => relative(i64::from(days), "day"),
        _ => day(which, Style::ShortDay),
    }
}

/// "in 3 minutes", "2 days ago"; `unit` as `Intl.RelativeTimeFormat` names it.
#[allow(clippy::cast_precision_loss, reason = "distances shown to people are small")]
pub fn relative(value: i64, unit: &str) -> String {
    kept("RelativeTimeFormat", intl_tag(), &[("numeric", "auto")])
        .and_then(|format| call(&format, "format", &(value as f64).into(), &unit.into()))
        .unwrap_or_default()
}

/// A number.
pub fn number(value: f64) -> String {
    kept("NumberFormat", intl_tag(), &[])
        .and_then(|format| call(&format, "format", &value.into(), &JsValue::UNDEFINED))
        .unwrap_or_default()
}

/// The plural category of a number (CLDR).
pub fn plural_category(value: f64) -> String {
    kept("PluralRules", intl_tag(), &[])
        .and_then(|rules| call(&rules, "select", &value.into(), &JsValue::UNDEFINED))
        .unwrap_or_else(|| "other".to_owned())
}

/// Several things in one phrase: "a, b and c".
pub fn list(items: &[String]) -> String {
    let array: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    kept("ListFormat", intl_tag(), &[])
        .and_then(|format| call(&format, "format", &array, &JsValue::UNDEFINED))
        .unwrap_or_else(|| items.join(", "))
}

/// A size in bytes, short.
pub fn size(bytes: f64) -> String {
    let (value, unit) = if bytes < 1000.0 {
        (bytes, "byte")
    } else if bytes < 1_000_000.0 {
        ((bytes / 1000.0).round(), "kilobyte")
    } else {
        ((bytes / 100_000.0).round() / 10.0, "megabyte")
    };
    kept("NumberFormat", intl_tag(), &[("style", "unit"), ("unit", unit)])
        .and_then(|format| call(&format, "format", &value.into(), &JsValue::UNDEFINED))
        .unwrap_or_default()
}

/// A price, from cents, in euros.
pub fn money(cents: f64) -> String {
    kept("NumberFormat", intl_tag(), &[("style", "currency"), ("currency", "EUR")])
        .and_then(|format| call(&format, "format", &(cents / 100.0).into(), &JsValue::UNDEFINED))
        .unwrap_or_default()
}

/// A distance in metres, as exact as is useful for walking.
pub fn distance(metres: f64) -> String {
    let (value, unit) = if metres < 950.0 {
        ((metres / 50.0).round() * 50.0, "meter")
    } else {
        ((metres / 100.0).round() / 10.0, "kilometer")
    };
    kept("NumberFormat", intl_tag(), &[("style", "unit"), ("unit", unit)])
        .and_then(|format| call(&format, "format", &value.into(), &JsValue::UNDEFINED))
        .unwrap_or_default()
}
