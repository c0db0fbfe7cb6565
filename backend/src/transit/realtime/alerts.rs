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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transit::timetable::compile::demo;
    use timetable::Day;
    use timetable::gtfs::{self, Limits};

    fn network() -> Option<Timetable> {
        let zip = demo(Day(20_781)).zip().ok()?;
        let (feed, _) = gtfs::read(std::io::Cursor::new(zip), Limits::default()).ok()?;
        Timetable::open(&timetable::pack::pack(&feed).ok()?.bytes).ok()
    }

    fn fed(header: &[(&str, &str)], scopes: Vec<Scope>) -> Fed {
        let words = |(tag, text): &(&str, &str)| {
            (Some((*tag).to_owned()).filter(|tag| !tag.is_empty()), (*text).to_owned())
        };
        Fed {
            id: "1".to_owned(),
            periods: vec![(Some(100), Some(200)), (Some(300), Some(250))],
            scopes,
            cause: None,
            effect: Some(4),
            severity: Some(4),
            header: header.iter().map(words).collect(),
            description: vec![(None, "Halt <b>entfällt</b><br>bis Montag".to_owned())],
            spoken_header: Vec::new(),
            spoken_description: Vec::new(),
            url: vec![(None, "javascript:alert(1)".to_owned())],
        }
    }

    fn told(timetable: &Timetable, alert: Fed, language: &str, now: i64) -> Option<Alert> {
        all(&[(7, alert)], timetable, language, Moment(now)).pop()
    }

    #[test]
    fn words_of_the_person_without_markup_and_links_that_cannot_run() {
        let Some(timetable) = network() else { panic!("no network") };
        let titles = [("en", "Closed"), ("de-DE", "Gesperrt"), ("", "???")];
        let alert =
            |language| told(&timetable, fed(&titles, vec![Scope::default()]), language, 150);
        let Some(german) = alert("de") else { panic!("no alert") };
        assert_eq!(
            (german.title.as_str(), german.language.as_deref()),
            ("Gesperrt", Some("de-DE"))
        );
        assert_eq!(german.text, "Halt entfällt\nbis Montag");
        assert_eq!((german.id.0.as_str(), german.link), ("7:1", None));
        assert_eq!((german.severity, german.effect), (Severity::Severe, Effect::Detour));
        assert_eq!(german.periods.len(), 1, "one that ends before it begins is none");
        assert_eq!(alert("uk").map(|alert| alert.title).as_deref(), Some("???"), "for everybody");
        let without = told(&timetable, fed(&[], vec![Scope::default()]), "de", 150);
        assert_eq!(
            without.map(|alert| (alert.title, alert.text)),
            Some(("Halt entfällt".into(), "bis Montag".into()))
        );
    }

    #[test]
    fn what_is_over_is_not_told_and_what_is_to_come_is() {
        let Some(timetable) = network() else { panic!("no network") };
        let at = |now| told(&timetable, fed(&[("", "x")], vec![Scope::default()]), "de", now);
        assert!(at(50).is_some() && at(150).is_some() && at(200).is_none());
    }

    #[test]
    fn an_alert_is_about_the_lines_and_stops_the_phone_knows() {
        let Some(timetable) = network() else { panic!("no network") };
        let about = |scope: Scope| {
            let alert = told(&timetable, fed(&[("", "x")], vec![scope]), "de", 150);
            alert.map(|alert| (alert.lines.len(), alert.stops.len()))
        };
        let stop = timetable::StopNumber(0);
        let line = Some(timetable::LineNumber(0));
        let trip = Some((timetable::TripNumber(0), None));
        assert_eq!(about(Scope::default()), Some((0, 0)));
        assert_eq!(about(Scope { stops: vec![stop, stop], ..Scope::default() }), Some((0, 1)));
        assert_eq!(about(Scope { line, ..Scope::default() }), Some((1, 0)));
        assert_eq!(about(Scope { trip, ..Scope::default() }), Some((1, 0)));
        let trams = Scope { mode: Some(timetable::Mode::Tram), ..Scope::default() };
        assert!(about(trams).is_some_and(|(lines, _)| lines > 1));
    }
}
