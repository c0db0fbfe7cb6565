//! Lines: what stands on the front of the vehicle.

use crate::json::{Json, inside, object, quote, words};
use serde_json::Value;

/// The id of a line, as whoever computed the answer names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(pub String);

inside! { LineId }

/// The kind of vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each name says what it means")]
pub enum Mode {
    Tram,
    Subway,
    Suburban,
    Rail,
    LongDistance,
    Bus,
    Trolleybus,
    NightBus,
    Coach,
    Ferry,
    Funicular,
    CableCar,
    OnDemand,
    Air,
    /// Anything else, or not known.
    Other,
}

words! { Mode, Other {
    Tram = "tram", Subway = "subway", Suburban = "suburban", Rail = "rail", LongDistance = "longDistance",
    Bus = "bus", Trolleybus = "trolleybus", NightBus = "nightBus", Coach = "coach", Ferry = "ferry",
    Funicular = "funicular", CableCar = "cableCar", OnDemand = "onDemand", Air = "air", Other = "other",
} }

/// A colour, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Out of six hexadecimal digits, with or without `#`; `None` for the dirt that some timetables have there.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// `#1a2b3c`.
    #[must_use]
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Whether black is easier to read on it than white, by WCAG 2's relative luminance. Its power of 2.4 is taken
    /// as a polynomial, which is near enough: where both contrasts are equal, at 0.179, each is 4.58.
    #[must_use]
    pub fn wants_black(self) -> bool {
        let [red, green, blue] = self.0.map(|part| {
            let part = f32::from(part) / 255.0;
            part * (part * (part * 0.3053 + 0.6822) + 0.0125)
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179
    }
}

impl Json for Colour {
    fn write(&self, text: &mut String) {
        quote(text, &self.hex());
    }
    fn read(value: &Value) -> Option<Self> {
        Self::from_hex(value.as_str()?)
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its id.
    pub id: LineId,
    /// What stands on the vehicle: "5", "RE 30".
    pub name: String,
    /// More words, where the timetable has some: "Hauptbahnhof - Südstadt".
    pub long_name: Option<String>,
    /// The kind of vehicle.
    pub mode: Mode,
    /// The line's colour in the network's plan.
    pub colour: Option<Colour>,
    /// Who runs it.
    pub operator: Option<String>,
}

object! { Line { id, name, long_name: "longName", mode, colour, operator } }

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn colours_of_dirty_feeds() {
        assert_eq!(Colour::from_hex("FF0080").unwrap().hex(), "#ff0080");
        assert_eq!(Colour::from_hex(" #00ff00 ").unwrap().hex(), "#00ff00");
        for dirt in ["", "0", "FFF", "GGGGGG", "ff00800", "+f0080"] {
            assert_eq!(Colour::from_hex(dirt), None, "{dirt}");
        }
    }

    #[test]
    fn black_on_yellow_white_on_blue() {
        assert!(Colour([255, 221, 0]).wants_black());
        assert!(Colour([255, 255, 255]).wants_black());
        assert!(!Colour([0, 60, 160]).wants_black());
        assert!(!Colour([0, 0, 0]).wants_black());
    }

    #[test]
    fn every_colour_can_be_read() {
        // The formula itself (WCAG 2.2, "relative luminance" and "contrast ratio").
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let steps = || (0..=255).step_by(3);
        for (red, green, blue) in
            steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| (r, g, b))))
        {
            let light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
            let black = Colour([red, green, blue]).wants_black();
            let contrast = if black { (light + 0.05) / 0.05 } else { 1.05 / (light + 0.05) };
            assert!(contrast >= 4.5, "{red} {green} {blue}: {contrast}");
        }
    }

    #[test]
    fn every_mode_has_a_word_of_its_own() {
        for (mode, word) in Mode::WORDS {
            assert_eq!(Mode::from_word(word), *mode);
            assert_eq!(mode.word(), *word);
        }
        assert_eq!(Mode::from_word("zeppelin"), Mode::Other);
    }
}
