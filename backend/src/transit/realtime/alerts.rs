//! Alerts of GTFS-Realtime feeds as a person reads them: in the person's language, without markup, about the
//! stops and lines of the city's timetable.

use std::collections::BTreeSet;

use timetable::Timetable;
use timetable::realtime::{Alert as Fed, Scope};
use transit::alert::{Effect, Period, Severity};
use transit::journey::AlertId;
use transit::line::LineId;
use transit::{Alert, Moment, StopId};

/// More than that is no list any more.
const MOST: usize = 500;
/// Characters of one text.
const LONGEST: usize = 8_000;
/// Lines or stops that one alert names; beyond that it is about the network.
const MOST_NAMED: usize = 400;

/// The alerts that hold or are to come at `now`, the gravest first; each with the number of its feed.
pub fn all(fed: &[(usize, Fed)], timetable: &Timetable, language: &str, now: Moment) -> Vec<Alert> {
    let told = fed.iter().filter_map(|(number, alert)| tell(*number, alert, timetable, language));
    let is_over = |alert: &Alert| {
        !alert.periods.is_empty() && !alert.holds_at(now) && alert.begins(now).is_none()
    };
    let mut alerts: Vec<Alert> = told.filter(|alert| !is_over(alert)).collect();
    transit::alert::sort(&mut alerts, now);
    alerts.truncate(MOST);
    alerts
}

fn tell(number: usize, alert: &Fed, timetable: &Timetable, language: &str) -> Option<Alert> {
    let words = |words| {
        let (language, text) = choose(words, language)?;
        let text = shorten(transit::text::plain(text));
        (!text.is_empty()).then_some((language, text))
    };
    let (language, title, text) = match (words(&alert.header), words(&alert.description)) {
        (Some((language, title)), text) => {
            (language, title, text.map_or_else(String::new, |(_, text)| text))
        }
        (None, Some((language, text))) => {
            let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
            (language, first.to_owned(), rest.to_owned())
        }
        (None, None) => return None,
    };
    let link = choose(&alert.url, language.unwrap_or_default()).map(|(_, link)| link.trim());
    let (lines, stops) = about(&alert.scopes, timetable);
    Some(Alert {
        // Ids are one feed's own.
        id: AlertId(format!("{number}:{}", alert.id)),
        severity: severity(alert.severity),
        effect: effect(alert.effect),
        title,
        text,
        language: language.map(str::to_owned),
        link: link.filter(|link| is_link(link)).map(str::to_owned),
        periods: periods(alert),
        lines: lines.into_iter().map(LineId).collect(),
        stops: stops.into_iter().map(StopId).collect(),
    })
}

/// In the person's language, else in none in particular, else the first.
fn choose<'t>(
    words: &'t timetable::realtime::Words,
    language: &str,
) -> Option<(Option<&'t str>, &'t str)> {
    let family = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let wanted = family(language);
    let found = words
        .iter()
        .find(|(tag, _)| tag.as_deref().is_some_and(|tag| family(tag) == wanted))
        .or_else(|| words.iter().find(|(tag, _)| tag.is_none()))
        .or_else(|| words.first())?;
    Some((found.0.as_deref(), found.1.as_str()))
}

fn shorten(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
    }
}

fn is_link(text: &str) -> bool {
    let host = text.strip_prefix("https://").unwrap_or_default();
    host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.len() <= 2_000
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\".contains(&byte))
}

/// One that ends before it begins is none.
fn periods(alert: &Fed) -> Vec<Period> {
    let turned = |(from, until): &&(Option<i64>, Option<i64>)| {
        from.zip(*until).is_some_and(|(from, until)| from >= until)
    };
    let period = |(from, until): &(Option<i64>, Option<i64>)| Period {
        from: from.map(Moment),
        until: until.map(Moment),
    };
    alert.periods.iter().filter(|range| !turned(range)).map(period).collect()
}

/// Lines and stops by the ids the phone knows. Both are empty for what concerns everybody.
fn about(scopes: &[Scope], timetable: &Timetable) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut lines, mut stops) = <(BTreeSet<String>, BTreeSet<String>)>::default();
    for scope in scopes {
        if scope.is_everything() {
            return Default::default();
        }
        let of_trip = scope.trip.and_then(|(trip, _)| timetable.trip(trip)).map(|trip| trip.line);
        let line = scope.line.or(of_trip).and_then(|line| timetable.line(line));
        let of_mode = timetable.lines().map(|(_, line)| line);
        let of_mode = of_mode.filter(|line| scope.mode.is_some_and(|mode| line.row.mode == mode));
        // A line that is named is the narrower of the two.
        match line {
            Some(line) => _ = lines.insert(line.id.to_owned()),
            None => lines.extend(of_mode.map(|line| line.id.to_owned())),
        }
        let places = scope.stops.iter().filter_map(|stop| timetable.stop(*stop));
        let places = places.filter_map(|stop| timetable.place(stop.place));
        stops.extend(places.map(|place| place.id.to_owned()));
    }
    if lines.len() + stops.len() > MOST_NAMED {
        return Default::default();
    }
    (lines, stops)
}

fn severity(level: Option<i32>) -> Severity {
    match level {
        Some(2) => Severity::Info,
        Some(3) => Severity::Warning,
        Some(4) => Severity::Severe,
        _ => Severity::Unknown,
    }
}

fn effect(number: Option<i32>) -> Effect {
    match number {
        Some(1) => Effect::NoService,
        Some(2) => Effect::ReducedService,
        Some(3) => Effect::Delays,
        Some(4) => Effect::Detour,
        Some(5) => Effect::AdditionalService,
        Some(6) => Effect::ModifiedService,
        Some(9) => Effect::StopMoved,
        Some(10) => Effect::NoEffect,
        Some(11) => Effect::Accessibility,
        _ => Effect::Other,
    }
}
