//! Rows of a file, one after the other, with bounded memory.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader};

use super::{File, GtfsError, Problem, Report, columns, row::Row};

/// No row of a real feed comes near. What is longer is a text whose quotation mark was never closed.
const LONGEST_ROW: usize = 1 << 20;
/// More columns than any feed has.
const MOST_FIELDS: usize = 4096;
const BUFFER: usize = 1 << 16;

/// How much one file may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub bytes: u64,
    pub rows: u64,
}

/// Where a column stands in each row; a column that the file does not have is empty everywhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column(pub(super) Option<usize>);

/// A file that is being read.
pub(super) struct Table<R> {
    file: File,
    source: R,
    bounds: Bounds,
    parser: Reader,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    bytes: u64,
    fields: Vec<u8>,
    ends: Vec<usize>,
    header: Vec<Vec<u8>>,
    line: u64,
    rows: u64,
}

impl<R: Read> Table<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// The file is damaged.
    pub(super) fn open(
        file: File,
        source: R,
        bounds: Bounds,
        report: &mut Report,
    ) -> Result<Self, GtfsError> {
        let mut table = Self {
            file,
            source,
            bounds,
            parser: Reader::new(),
            buffer: vec![0; BUFFER],
            start: 0,
            end: 0,
            ended: false,
            bytes: 0,
            fields: vec![0; 1024],
            ends: vec![0; 64],
            header: Vec::new(),
            line: 0,
            rows: 0,
        };
        if let Some(count) = table.advance()? {
            let row = Row::new(file, 1, &table.fields, table.ends.get(..count).unwrap_or(&[]));
            let header: Vec<Vec<u8>> = row.all().map(<[u8]>::to_ascii_lowercase).collect();
            table.header = header;
        }
        let known = columns::of(file);
        for (at, name) in table.header.iter().enumerate() {
            if table.header.iter().take(at).any(|before| before == name) && !name.is_empty() {
                report.note(file, 1, Problem::ColumnTwice, name);
            } else if !known.iter().any(|known| known.as_bytes() == name) && !name.is_empty() {
                report.note(file, 1, Problem::ColumnUnknown, name);
            }
        }
        Ok(table)
    }

    /// Where a column stands.
    pub(super) fn column(&self, name: &str) -> Column {
        Column(self.header.iter().position(|column| column == name.as_bytes()))
    }

    /// Where a column stands without which the file says nothing.
    ///
    /// # Errors
    /// The file has no such column.
    pub(super) fn needs(&self, name: &'static str) -> Result<Column, GtfsError> {
        match self.column(name) {
            Column(None) => Err(GtfsError::ColumnMissing { file: self.file, column: name }),
            found => Ok(found),
        }
    }

    /// The next row that is not empty; `None` at the end.
    ///
    /// # Errors
    /// The file is damaged or holds too much.
    pub(super) fn next(&mut self, report: &mut Report) -> Result<Option<Row<'_>>, GtfsError> {
        let count = loop {
            let Some(count) = self.advance()? else {
                report.read(self.file, self.rows);
                return Ok(None);
            };
            let ends = self.ends.get(..count).unwrap_or(&[]);
            let row = Row::new(self.file, self.line, &self.fields, ends);
            if !row.all().all(<[u8]>::is_empty) {
                break count;
            }
        };
        self.rows += 1;
        if self.rows > self.bounds.rows {
            return Err(GtfsError::TooManyRows { file: self.file, limit: self.bounds.rows });
        }
        let ends = self.ends.get(..count).unwrap_or(&[]);
        let row = Row::new(self.file, self.line, &self.fields, ends);
        if count < self.header.len() {
            report.note(self.file, self.line, Problem::FieldsMissing, b"");
        } else if row.all().skip(self.header.len()).any(|field| !field.is_empty()) {
            let extra = row.all().skip(self.header.len()).find(|field| !field.is_empty());
            report.note(self.file, self.line, Problem::FieldsTooMany, extra.unwrap_or(b""));
        }
        Ok(Some(row))
    }

    /// Reads one record; how many fields it has.
    fn advance(&mut self) -> Result<Option<usize>, GtfsError> {
        let (mut written, mut count) = (0, 0);
        loop {
            if self.start == self.end && !self.ended {
                self.fill()?;
            }
            let input = self.buffer.get(self.start..self.end).unwrap_or(&[]);
            let (result, read, wrote, ended) = self.parser.read_record(
                input,
                self.fields.get_mut(written..).unwrap_or(&mut []),
                self.ends.get_mut(count..).unwrap_or(&mut []),
            );
            let line_end = read.checked_sub(1).and_then(|last| input.get(last)) == Some(&b'\n');
            self.start += read;
            written += wrote;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() < LONGEST_ROW => {
                    self.fields.resize(self.fields.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MOST_FIELDS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    let line = self.line + 1;
                    return Err(GtfsError::RowTooLong { file: self.file, line });
                }
                ReadRecordResult::Record => {
                    // The parser has counted the line's end already, if it has come past it.
                    self.line = self.parser.line() - u64::from(line_end);
                    return Ok(Some(count));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn fill(&mut self) -> Result<(), GtfsError> {
        self.start = 0;
        self.end = 0;
        // As much as fits, so that a byte order mark at the beginning is never cut in two.
        while self.end < self.buffer.len() {
            let free = self.buffer.get_mut(self.end..).unwrap_or(&mut []);
            let read = self.source.read(free).map_err(|error| GtfsError::Damaged {
                file: self.file,
                detail: error.to_string(),
            })?;
            if read == 0 {
                self.ended = true;
                break;
            }
            self.end += read;
        }
        self.bytes += self.end as u64;
        if self.bytes > self.bounds.bytes {
            return Err(GtfsError::TooLarge { file: self.file, limit: self.bounds.bytes });
        }
        Ok(())
    }
}
