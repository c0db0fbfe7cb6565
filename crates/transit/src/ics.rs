//! A journey as an entry of a calendar (RFC 5545).

use crate::{Journey, Moment};
use dates::{Timestamp, ics};

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
        format!("UID:{}-{}@stadtkern", start.0, ics::escape(&journey.key()).replace(' ', "")),
        format!("DTSTAMP:{}", utc(made)),
        format!("DTSTART:{}", utc(start)),
        format!("DTEND:{}", utc(end)),
        format!("SUMMARY:{}", ics::escape(title)),
        format!("DESCRIPTION:{}", ics::escape(text)),
        format!("URL:{link}"),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().fold(String::new(), |mut file, line| {
        ics::line(&mut file, line);
        file
    })
}

fn utc(moment: Moment) -> String {
    ics::utc(Timestamp(moment.0))
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
