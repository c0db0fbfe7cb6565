//! Due dates for a calendar (RFC 5545), with an alarm two days before.
//!
//! A loan has the same name in every file and counts its renewals, so a newer file moves what an older one put into
//! the calendar.

use crate::account::CardId;
use crate::document::Document;
use dates::when::Zone;
use dates::{Timestamp, ics};

/// A loan and what the calendar says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reminder<'a> {
    /// On which card.
    pub card: &'a CardId,
    /// The loan; without an end it is left out.
    pub document: &'a Document,
    /// The words, in the person's language.
    pub summary: &'a str,
}

/// The file; `made` is now.
#[must_use]
pub fn file(reminders: &[Reminder<'_>], made: Timestamp, zone: &impl Zone) -> String {
    let mut file = String::new();
    let mut line = |text: &str| ics::line(&mut file, text);
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stadtkern//Library//EN"] {
        line(text);
    }
    for Reminder { card, document, summary } in reminders {
        let Some(end) = document.end else { continue };
        let key = document.key().map(ToString::to_string).unwrap_or_default();
        let summary = ics::escape(summary);
        line("BEGIN:VEVENT");
        // A sum of both: nobody learns from a calendar which card somebody has.
        line(&format!("UID:{:016x}@stadtkern", sum(&[&card.0, &key])));
        line(&format!("SEQUENCE:{}", document.renewals.unwrap_or_default()));
        line(&format!("DTSTAMP:{}", ics::utc(made)));
        line(&format!("DTSTART;VALUE=DATE:{}", ics::day(end.day(zone))));
        line(&format!("SUMMARY:{summary}"));
        line("TRANSP:TRANSPARENT");
        for text in ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P2D"] {
            line(text);
        }
        line(&format!("DESCRIPTION:{summary}"));
        line("END:VALARM");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    file
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo).
fn sum(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Uri, When};
    use dates::{Day, LocalTime, TimeOfDay};

    fn zone(at: Timestamp) -> LocalTime {
        LocalTime { day: Day::from_epoch_days(at.0 / 86_400), time: TimeOfDay::MIDNIGHT }
    }

    fn loan(end: Option<&str>, renewals: u32) -> Document {
        Document {
            item: Uri::new("ex:1"),
            end: end.and_then(When::parse),
            renewals: Some(renewals),
            ..Document::default()
        }
    }

    #[test]
    fn a_renewal_moves_the_entry_and_adds_none() {
        let card = CardId("a".to_owned());
        let of = |document: &Document| {
            file(&[Reminder { card: &card, document, summary: "Back: A, B" }], Timestamp(0), &zone)
        };
        let (before, after) = (of(&loan(Some("2026-12-01"), 0)), of(&loan(Some("2026-12-29"), 1)));
        let line = |file: &str, name: &str| {
            file.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned()
        };
        assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
        assert_eq!(line(&before, "DTSTART"), "DTSTART;VALUE=DATE:20261201");
        assert_eq!(line(&after, "DTSTART"), "DTSTART;VALUE=DATE:20261229");
        assert_eq!(
            (line(&before, "SEQ"), line(&after, "SEQ")),
            ("SEQUENCE:0".into(), "SEQUENCE:1".into())
        );
        assert_eq!(line(&after, "SUMMARY"), "SUMMARY:Back: A\\, B");
        assert!(after.ends_with("END:VCALENDAR\r\n") && after.matches("BEGIN:VALARM").count() == 1);
    }

    #[test]
    fn cards_are_told_apart_and_do_not_show() {
        let (a, b) = (CardId("10000018".to_owned()), CardId("10000026".to_owned()));
        let document = loan(Some("2026-12-01"), 0);
        let all = [&a, &b].map(|card| Reminder { card, document: &document, summary: "x" });
        let file = file(&all, Timestamp(0), &zone);
        let mut names: Vec<&str> = file.lines().filter(|line| line.starts_with("UID:")).collect();
        names.dedup();
        assert_eq!(names.len(), 2);
        assert!(!file.contains("1000"));
    }

    #[test]
    fn what_has_no_end_is_left_out() {
        let card = CardId("a".to_owned());
        let document = loan(None, 0);
        let reminder = Reminder { card: &card, document: &document, summary: "x" };
        assert!(!file(&[reminder], Timestamp(0), &zone).contains("VEVENT"));
    }
}
