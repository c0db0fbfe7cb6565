//! A journey as an entry of a calendar (RFC 5545).

use crate::{Day, Journey, Moment};
use std::fmt::Write;

/// The file for a calendar. `title` and `text` are the words of the entry, `link` leads back to the journey, `made`
/// is now.
#[must_use]
pub fn file(journey: &Journey, title: &str, text: &str, link: &str, made: Moment) -> String {
    let (start, end) = (journey.departure(), journey.arrival());
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Stadtkern//Transit//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        // The same journey is the same entry, not a second one.
        format!("UID:{}-{}@stadtkern", start.0, escape(&journey.key()).replace(' ', "")),
        format!("DTSTAMP:{}", utc(made)),
        format!("DTSTART:{}", utc(start)),
        format!("DTEND:{}", utc(end)),
        format!("SUMMARY:{}", escape(title)),
        format!("DESCRIPTION:{}", escape(text)),
        format!("URL:{link}"),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().fold(String::new(), |mut file, line| {
        fold(&mut file, line);
        file
    })
}

/// `20261124T173000Z`.
fn utc(moment: Moment) -> String {
    let days = i32::try_from(moment.0.div_euclid(86_400)).unwrap_or_default();
    let (year, month, day) = Day(days).parts();
    let seconds = moment.0.rem_euclid(86_400);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{year:04}{month:02}{day:02}T{hours:02}{minutes:02}{:02}Z", seconds % 60)
}

/// Section 3.3.11.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            ',' | ';' | '\\' => escaped.extend(['\\', character]),
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Section 3.1: no line longer than 75 bytes, characters kept whole.
fn fold(file: &mut String, line: &str) {
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > 75 {
            file.push_str("\r\n ");
            length = 1;
        }
        length += character.len_utf8();
        // Writing to a text cannot fail.
        let _ = write!(file, "{character}");
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Leg, Spot, Walk};
    use proptest::prelude::*;

    fn walk(start: i64) -> Journey {
        let spot = Spot { stop: None, name: String::new(), position: "52,9".parse().unwrap() };
        let (from, to, start) = (spot.clone(), spot, Moment(start));
        Journey::new(vec![Leg::Walk(Walk { from, to, metres: 5, seconds: 90, start })]).unwrap()
    }

    #[test]
    fn an_entry() {
        let file =
            file(&walk(1_795_541_400), "Markt, Süd", "a\nb", "https://x.example/?a=1", Moment(0));
        assert!(
            file.contains("\r\nDTSTART:20261124T173000Z\r\nDTEND:20261124T173130Z\r\n"),
            "{file}"
        );
        assert!(file.contains("\r\nSUMMARY:Markt\\, Süd\r\nDESCRIPTION:a\\nb\r\n"), "{file}");
        assert!(file.contains("\r\nDTSTAMP:19700101T000000Z\r\n"), "{file}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_breaks_out(title: String, text in "[a-zä\r\n;]{0,300}") {
            let file = file(&walk(0), &title, &text, "https://x.example/", Moment(0));
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75));
            prop_assert_eq!(file.matches("\r\nBEGIN:").count(), 1);
            let unfolded = file.replace("\r\n ", "");
            prop_assert_eq!(unfolded.split("\r\n").count(), 14);
        }
    }
}
