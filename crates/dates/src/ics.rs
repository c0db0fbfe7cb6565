//! Lines of calendar files (RFC 5545).

use crate::{Day, Timestamp};

/// A moment as a calendar file has it: `20261124T173000Z`.
#[must_use]
pub fn utc(at: Timestamp) -> String {
    let seconds = at.0.rem_euclid(86_400);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let day = self::day(Day::from_epoch_days(at.0.div_euclid(86_400)));
    format!("{day}T{hours:02}{minutes:02}{:02}Z", seconds % 60)
}

/// A whole day: `20261124`.
#[must_use]
pub fn day(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("{year:04}{month:02}{day:02}")
}

/// A text as a value (section 3.3.11); control characters are left out.
#[must_use]
pub fn escape(text: &str) -> String {
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

/// Appends a line, no part of it longer than 75 bytes and no character cut (section 3.1).
pub fn line(file: &mut String, line: &str) {
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > 75 {
            file.push_str("\r\n ");
            length = 1;
        }
        length += character.len_utf8();
        file.push(character);
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_texts() {
        assert_eq!(utc(Timestamp(1_795_541_400)), "20261124T173000Z");
        assert_eq!(utc(Timestamp(-1)), "19691231T235959Z");
        assert_eq!(escape("a, b; c\\d\ne\r\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }

    #[test]
    fn long_lines_are_folded_and_read_back_whole() {
        for text in ["x".repeat(200), "ü".repeat(100), "قراءة ".repeat(40)] {
            let mut file = String::new();
            line(&mut file, &text);
            assert!(file.ends_with("\r\n"));
            assert!(file.split("\r\n").all(|part| part.len() <= 75), "{file}");
            assert_eq!(file.replace("\r\n ", "").trim_end_matches("\r\n"), text);
        }
    }
}
