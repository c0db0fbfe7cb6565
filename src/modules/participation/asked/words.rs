//! How far something has come, in words.
use crate::i18n::{format, language, plural, text};
use dates::Timestamp;
use participation::{Item, Phase, State, Texts};

/// This moment.
pub fn now() -> Timestamp {
    Timestamp(format::now())
}

/// A text of the city in the reader's language.
pub fn own(texts: &Texts) -> String {
    texts.text(language().tag()).to_owned()
}

/// How far it has come, and the look of the badge that says so.
pub fn state(item: &Item) -> (&'static str, String) {
    match item.state(now()) {
        State::Soon(from) => {
            let day = day(from);
            ("kern-badge kern-badge--info", text("participation.list.from", &[("day", &day)]))
        }
        State::Open(_) if item.full => {
            ("kern-badge kern-badge--warning", text("participation.list.full", &[]))
        }
        State::Open(None) => {
            ("kern-badge kern-badge--success", text("participation.list.open-now", &[]))
        }
        State::Open(Some(to)) => left(to),
        State::Over => ("kern-badge", text("participation.list.over-now", &[])),
    }
}

/// The time left until a moment: what ends at midnight ends on the day before.
fn left(to: Timestamp) -> (&'static str, String) {
    let last = format::local(to.0 - 1).map(|(day, _)| day);
    let days = last.zip(format::today()).map_or(0, |(last, today)| last.days_since(today));
    if days < 1 {
        return ("kern-badge kern-badge--warning", text("participation.list.today", &[]));
    }
    ("kern-badge kern-badge--success", plural("participation.list.left", f64::from(days), &[]))
}

/// How long it takes, what it belongs to and which part of the city it is about.
pub fn about(item: &Item) -> Vec<String> {
    let minutes =
        item.minutes.map(|minutes| plural("participation.list.minutes", f64::from(minutes.0), &[]));
    let named = item.topics.iter().chain(&item.districts).map(own);
    minutes.into_iter().chain(named).filter(|words| !words.is_empty()).collect()
}

/// From when to when.
pub fn span(phase: &Phase) -> String {
    let from = phase.from.map(day);
    let to = phase.to.map(|to| day(Timestamp(to.0 - 1)));
    match (from, to) {
        (Some(from), Some(to)) => {
            text("participation.item.from-to", &[("from", &from), ("to", &to)])
        }
        (Some(from), None) => text("participation.list.from", &[("day", &from)]),
        (None, Some(to)) => text("participation.item.until", &[("day", &to)]),
        (None, None) => String::new(),
    }
}

/// The day of a moment in the city.
fn day(at: Timestamp) -> String {
    format::local(at.0)
        .map_or_else(String::new, |(day, _)| format::day(day, format::Style::FullDay))
}
