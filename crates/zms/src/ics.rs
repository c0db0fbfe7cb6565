//! Calendar files (RFC 5545).

use crate::Timestamp;
use dates::ics;

/// An appointment for a calendar file. Texts come translated from the caller.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Event<'t> {
    /// Unique and lasting, e.g. `101002@city.example`: the same appointment again replaces itself.
    pub uid: &'t str,
    /// Seconds since the epoch.
    pub start: i64,
    /// Minutes; 0 if not known.
    pub minutes: u32,
    /// When this file was made, seconds since the epoch.
    pub made: i64,
    /// What it is.
    pub summary: &'t str,
    /// Where it is.
    pub location: &'t str,
    /// What to know.
    pub description: &'t str,
    /// A page with more.
    pub url: &'t str,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// What the reminder a day before says; none if empty.
    pub reminder: &'t str,
    /// Whether it takes back an event sent before.
    pub cancelled: bool,
}

/// The calendar file of one appointment. Times are UTC, which every calendar shows in its own zone.
#[must_use]
pub fn event(event: &Event) -> String {
    let mut file = String::new();
    let mut line = |name: &str, value: &str| ics::line(&mut file, &format!("{name}{value}"));
    line("BEGIN:", "VCALENDAR");
    line("VERSION:", "2.0");
    line("PRODID:", "-//Stadtkern//Appointments//EN");
    line("METHOD:", if event.cancelled { "CANCEL" } else { "PUBLISH" });
    line("BEGIN:", "VEVENT");
    line("UID:", &one_line(event.uid));
    line("DTSTAMP:", &ics::utc(Timestamp(event.made)));
    line("DTSTART:", &ics::utc(Timestamp(event.start)));
    line("DTEND:", &ics::utc(Timestamp(event.start).plus(i64::from(event.minutes) * 60)));
    line("SUMMARY:", &escape(event.summary));
    for (name, text) in [("LOCATION:", event.location), ("DESCRIPTION:", event.description)] {
        if !text.is_empty() {
            line(name, &escape(text));
        }
    }
    if !event.url.is_empty() {
        line("URL:", &one_line(event.url));
    }
    if let Some((north, east)) = event.position {
        line("GEO:", &format!("{north:.6};{east:.6}"));
    }
    line("SEQUENCE:", if event.cancelled { "1" } else { "0" });
    line("STATUS:", if event.cancelled { "CANCELLED" } else { "CONFIRMED" });
    if !event.reminder.is_empty() && !event.cancelled {
        line("BEGIN:", "VALARM");
        line("ACTION:", "DISPLAY");
        line("TRIGGER:", "-P1D");
        line("DESCRIPTION:", &escape(event.reminder));
        line("END:", "VALARM");
    }
    line("END:", "VEVENT");
    line("END:", "VCALENDAR");
    file
}

/// A text as a value: backslash, semicolon, comma and line ends escaped, other control characters left out.
#[must_use]
pub fn escape(text: &str) -> String {
    ics::escape(&text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " "))
}

/// The text of an escaped value.
#[must_use]
pub fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('n' | 'N') => text.push('\n'),
            Some(other) => text.push(other),
            None => text.push('\\'),
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}

/// Whether a text that came from elsewhere is a calendar file with an appointment in it. Forgiving: other
/// line ends and too long lines pass; whatever else is in it is for the calendar to judge.
#[must_use]
pub fn is_calendar(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}').trim();
    let has = |wanted: &str| text.lines().any(|line| line.trim_end().eq_ignore_ascii_case(wanted));
    let first = text.lines().next().unwrap_or_default().trim_end();
    first.eq_ignore_ascii_case("BEGIN:VCALENDAR")
        && has("END:VCALENDAR")
        && has("BEGIN:VEVENT")
        && has("END:VEVENT")
        && property(text, "DTSTART").is_some()
}

/// The first value of a property, unfolded but still escaped, whatever its parameters.
#[must_use]
pub fn property(file: &str, name: &str) -> Option<String> {
    let file = file.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    file.lines().find_map(|line| {
        let rest = line.get(name.len()..)?;
        let is_it = line.get(..name.len())?.eq_ignore_ascii_case(name);
        if !is_it || !rest.starts_with([':', ';']) {
            return None;
        }
        Some(rest.split_once(':')?.1.to_owned())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_appointment() {
        let file = event(&Event {
            uid: "101002@example.org",
            start: 1_724_907_600,
            minutes: 15,
            made: 0,
            summary: "Reisepass; Kind, 2",
            location: "Bürgerbüro",
            reminder: "Morgen",
            position: Some((48.1, 11.5)),
            ..Event::default()
        });
        assert!(is_calendar(&file));
        assert!(file.contains("\r\nDTSTART:20240829T050000Z\r\nDTEND:20240829T051500Z\r\n"));
        assert!(file.contains("SUMMARY:Reisepass\\; Kind\\, 2\r\n"));
        assert!(file.contains("TRIGGER:-P1D\r\n"));
        assert!(!file.contains("DESCRIPTION:\r\n"));
        assert!(!is_calendar("<html>"));
    }

    proptest! {
        #[test]
        fn lines_are_short_and_texts_come_back(summary in "\\PC{0,200}", description in "(?s).{0,300}", uid in ".{0,90}") {
            let file = event(&Event {
                uid: &uid, summary: &summary, description: &description, location: &summary,
                url: &uid, reminder: &description, start: 5, ..Event::default()
            });
            prop_assert!(is_calendar(&file));
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
            prop_assert_eq!(unescape(&property(&file, "SUMMARY").unwrap()), summary);
            // No text can begin a line of its own.
            prop_assert_eq!(file.matches("\r\nBEGIN:").count(), 1 + usize::from(!description.is_empty()));
        }

        #[test]
        fn never_panics(text in "(?s).{0,200}", start: i64, minutes: u32) {
            let _ = (is_calendar(&text), property(&text, "DTSTART"), unescape(&text));
            let file = event(&Event { start, minutes, ..Event::default() });
            prop_assert!(is_calendar(&file));
        }
    }
}
