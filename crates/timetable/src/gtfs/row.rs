//! One row.

use super::{File, Problem, Report, table::Column, value};

/// A row of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    file: File,
    /// From 1; the header is line 1.
    pub line: u64,
    fields: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    pub(super) const fn new(file: File, line: u64, fields: &'a [u8], ends: &'a [usize]) -> Self {
        Self { file, line, fields, ends }
    }

    /// Every field, without blanks around it.
    pub(super) fn all(self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.ends.len()).map(move |at| self.field(at))
    }

    fn field(self, at: usize) -> &'a [u8] {
        let end = self.ends.get(at).copied().unwrap_or(0);
        let start =
            at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.fields.get(start..end).unwrap_or(&[]).trim_ascii()
    }

    /// The field of a column, without blanks around it; empty if the row or the file does not have it.
    pub(super) fn get(self, column: Column) -> &'a [u8] {
        column.0.map_or(&[], |at| self.field(at))
    }

    /// Notes a problem of this row.
    pub(super) fn note(self, report: &mut Report, problem: Problem, example: &[u8]) {
        report.note(self.file, self.line, problem, example);
    }

    /// The field as text.
    pub(super) fn text(self, column: Column, report: &mut Report) -> String {
        let bytes = self.get(column);
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        let text: String = bytes.iter().map(|byte| windows_1252(*byte)).collect();
        self.note(report, Problem::NotUtf8, text.as_bytes());
        text
    }

    /// The field as text, if there is any.
    pub(super) fn optional(self, column: Column, report: &mut Report) -> Option<String> {
        Some(self.text(column, report)).filter(|text| !text.is_empty())
    }

    /// The field as a value; what cannot be read is noted and counts as empty.
    pub(super) fn read<T>(
        self,
        column: Column,
        name: &'static str,
        parse: impl FnOnce(&[u8]) -> Option<T>,
        report: &mut Report,
    ) -> Option<T> {
        let bytes = self.get(column);
        if bytes.is_empty() {
            return None;
        }
        let value = parse(bytes);
        if value.is_none() {
            self.note(report, Problem::Unreadable(name), bytes);
        }
        value
    }

    /// The field as a whole number, as [`Row::read`].
    pub(super) fn whole(
        self,
        column: Column,
        name: &'static str,
        report: &mut Report,
    ) -> Option<u32> {
        self.read(column, name, value::whole, report)
    }

    /// A value that the row is useless without: noted as such if it is missing or cannot be read.
    pub(super) fn must<T>(
        self,
        column: Column,
        name: &'static str,
        parse: impl FnOnce(&[u8]) -> Option<T>,
        report: &mut Report,
    ) -> Option<T> {
        let bytes = self.get(column);
        let value = parse(bytes);
        if value.is_none() {
            self.note(report, Problem::UnreadableRow(name), bytes);
        }
        value
    }
}

/// The 27 signs in which Windows-1252 differs from Unicode's first 256.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}
