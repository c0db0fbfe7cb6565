//! The barcode of a card, as a list of widths: whoever draws it gives every module the same whole number of
//! device pixels. Half pixels make hairlines and grey edges, at which scanners fail.
//!
//! Which symbology it is, is the library's choice and stands in the city's configuration. QR is drawn by the
//! app's own crate.

mod codabar;
mod code128;
mod code39;
mod ean13;

use json::Value;
use json::keep::{Keep, quote};

/// How a card is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbology {
    /// Code 39 (ISO/IEC 16388).
    Code39,
    /// Code 39 with its check character, modulo 43.
    Code39Checked,
    /// Codabar (EN 798).
    Codabar,
    /// Code 128 (ISO/IEC 15417).
    Code128,
    /// EAN-13 (ISO/IEC 15420).
    Ean13,
    /// QR; not drawn here.
    Qr,
}

/// Every symbology with its name in the configuration.
const NAMES: [(Symbology, &str); 6] = [
    (Symbology::Code39, "code39"),
    (Symbology::Code39Checked, "code39-checked"),
    (Symbology::Codabar, "codabar"),
    (Symbology::Code128, "code128"),
    (Symbology::Ean13, "ean13"),
    (Symbology::Qr, "qr"),
];

impl Symbology {
    /// The symbology for its name in the configuration.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(symbology, _)| *symbology)
    }

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }
}

impl Keep for Symbology {
    fn write(&self, text: &mut String) {
        quote(text, self.name());
    }
    fn read(value: &Value) -> Option<Self> {
        Self::from_name(value.as_str()?)
    }
}

/// Why a number cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotDrawable {
    /// There is nothing to draw.
    #[error("nothing to draw")]
    Empty,
    /// Longer than any scanner reads.
    #[error("too long")]
    TooLong,
    /// A character that this symbology does not have.
    #[error("the symbology has no {0:?}")]
    Character(char),
    /// An EAN has twelve digits and a check digit.
    #[error("not twelve or thirteen digits")]
    Length,
    /// The last digit does not fit the others.
    #[error("wrong check digit")]
    CheckDigit,
    /// Drawn elsewhere.
    #[error("QR is drawn elsewhere")]
    Qr,
}

impl NotDrawable {
    /// Key of the sentence that says so; the number itself is always shown.
    #[must_use]
    pub const fn message_key(self) -> &'static str {
        "library.card.notDrawable"
    }
}

/// Light modules before the first and behind the last bar: all standards ask for ten, EAN-13 for eleven before.
pub const QUIET: u16 = 11;
/// Longer numbers give bars too thin for a phone.
const LONGEST: usize = 40;

/// A barcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barcode {
    /// Widths in modules: bar, space, bar, …, bar. The quiet zone is not among them.
    pub widths: Vec<u8>,
    /// What a scanner reads out of it.
    pub text: String,
}

/// How wide a wide element is where there are only two widths. Three is easier to read, two is a quarter
/// shorter, which may be the whole pixel that a small screen lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wide {
    /// Three modules.
    #[default]
    Three,
    /// Two modules.
    Two,
}

impl Barcode {
    /// Draws a number; spaces around it do not count.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    pub fn new(symbology: Symbology, number: &str, wide: Wide) -> Result<Self, NotDrawable> {
        let number = number.trim();
        let wide = if wide == Wide::Three { 3 } else { 2 };
        if number.is_empty() {
            return Err(NotDrawable::Empty);
        }
        if number.len() > LONGEST {
            return Err(NotDrawable::TooLong);
        }
        let (widths, text) = match symbology {
            Symbology::Code39 => code39::draw(number, false, wide)?,
            Symbology::Code39Checked => code39::draw(number, true, wide)?,
            Symbology::Codabar => codabar::draw(number, wide)?,
            Symbology::Code128 => (code128::draw(number)?, number.to_owned()),
            Symbology::Ean13 => ean13::draw(number)?,
            Symbology::Qr => return Err(NotDrawable::Qr),
        };
        Ok(Self { widths, text })
    }

    /// Draws a number for so many device pixels, and says how many of them a module gets: with narrower wide
    /// elements only where that gives a thicker module and the usual ones would have fewer than three pixels.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    pub fn fitting(
        symbology: Symbology,
        number: &str,
        pixels: u32,
    ) -> Result<(Self, u32), NotDrawable> {
        let usual = Self::new(symbology, number, Wide::Three)?;
        let module = usual.module(pixels);
        if module >= 3 {
            return Ok((usual, module));
        }
        let narrow = Self::new(symbology, number, Wide::Two)?;
        let better = narrow.module(pixels);
        Ok(if better > module { (narrow, better) } else { (usual, module) })
    }

    /// Modules from edge to edge, with both quiet zones.
    #[must_use]
    pub fn modules(&self) -> u32 {
        self.widths.iter().map(|width| u32::from(*width)).sum::<u32>() + 2 * u32::from(QUIET)
    }

    /// Device pixels a module gets in so many; 0 if it does not fit.
    #[must_use]
    pub fn module(&self, pixels: u32) -> u32 {
        pixels / self.modules()
    }

    /// The bars as start and width in modules, the quiet zone before the first.
    pub fn bars(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut at = u32::from(QUIET);
        self.widths.iter().enumerate().filter_map(move |(place, width)| {
            let start = at;
            at += u32::from(*width);
            (place % 2 == 0).then_some((start, u32::from(*width)))
        })
    }
}

#[cfg(test)]
mod tests;
