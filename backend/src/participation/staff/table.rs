//! A table that a spreadsheet can open without carrying out what people wrote.
//!
//! RFC 4180, with the mark at the beginning by which spreadsheets know UTF-8. A cell that a spreadsheet would take for
//! a formula gets an apostrophe before it; a plain number stays one. See OWASP, "CSV Injection".

use std::borrow::Cow;
use std::io::Write;

/// What spreadsheets know UTF-8 by.
pub const MARK: &str = "\u{feff}";

/// Writes rows, and counts what was made harmless.
pub struct Table<W: Write> {
    writer: csv::Writer<W>,
    /// Cells that got an apostrophe.
    pub changed: usize,
}

impl<W: Write> Table<W> {
    /// Begins one.
    ///
    /// # Errors
    /// The output.
    pub fn new(mut out: W) -> std::io::Result<Self> {
        out.write_all(MARK.as_bytes())?;
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(out);
        Ok(Self { writer, changed: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The output.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> std::io::Result<()> {
        for cell in cells {
            let cell = harmless(cell);
            self.changed += usize::from(matches!(cell, Cow::Owned(_)));
            self.writer.write_field(cell.as_ref())?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// The output.
    pub fn finish(mut self) -> std::io::Result<usize> {
        self.writer.flush()?;
        Ok(self.changed)
    }
}

/// A cell as a spreadsheet may have it.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    // The wide forms are formulas as well where Japanese or Chinese is set.
    let formula = cell
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula && !is_number(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// `-12.5`: a sign, digits, one point.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_becomes_text_and_a_number_stays_one() {
        for formula in [
            "=1+1",
            "=HYPERLINK(\"https://evil.example\")",
            "+49 30 1",
            "-2+3",
            "@SUM(A1)",
            "  =1",
            "\t=1",
            "-33.8 151.2 0 0",
            "－1",
            "-",
            "-1.",
        ] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["", "-5", "-12.5", "12", "a=b", "Ja, gern", "'s"] {
            assert_eq!(harmless(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_and_none_is_a_formula(cells in prop::collection::vec("[-=+@,;\"'\r\n\ta-z0-9ä＝ ]{0,12}", 1..6)) {
            let mut bytes = Vec::new();
            let mut table = Table::new(&mut bytes).unwrap();
            table.row(["a"]).unwrap();
            table.row(cells.iter().map(String::as_str)).unwrap();
            table.finish().unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let text = text.strip_prefix(MARK).unwrap();
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(rows.len(), 1);
            let row = rows.first().unwrap();
            prop_assert_eq!(row.len(), cells.len());
            for (read, cell) in row.iter().zip(&cells) {
                prop_assert_eq!(read.strip_prefix('\'').filter(|_| !cell.starts_with('\'')).unwrap_or(read), cell.as_str());
                let first = read.trim_start().chars().next().unwrap_or('x');
                prop_assert!(!"=+@＝".contains(first) && (first != '-' || is_number(read)), "{:?}", read);
            }
        }
    }
}
