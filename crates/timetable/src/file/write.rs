//! Writing a file.

use super::{ENTRY, Form, HEAD, MAGIC, Section, VERSION, fold, sum::sum};

/// Collects sections.
#[derive(Debug, Default)]
pub struct Writer {
    entries: Vec<(Section, Form, usize)>,
    content: Vec<Vec<u8>>,
}

impl Writer {
    /// Adds bytes.
    pub fn bytes(&mut self, section: Section, bytes: &[u8]) {
        self.entries.push((section, Form::Bytes, bytes.len()));
        self.content.push(bytes.to_vec());
    }

    /// Adds numbers that have little to do with their neighbours.
    pub fn plain(&mut self, section: Section, numbers: &[u32]) {
        let width = width(numbers);
        self.entries.push((section, Form::Plain { width }, numbers.len()));
        self.content.push(planes(numbers, width));
    }

    /// Adds numbers that are near their neighbours.
    pub fn delta(&mut self, section: Section, numbers: &[u32]) {
        let mut last = 0_u32;
        let differences: Vec<u32> = numbers
            .iter()
            .map(|number| {
                fold(number.wrapping_sub(std::mem::replace(&mut last, *number)).cast_signed())
            })
            .collect();
        let width = width(&differences);
        self.entries.push((section, Form::Delta { width }, numbers.len()));
        self.content.push(planes(&differences, width));
    }

    /// How many bytes each section takes, for the curious.
    #[must_use]
    pub fn sizes(&self) -> Vec<(Section, &[u8])> {
        self.entries
            .iter()
            .zip(&self.content)
            .map(|(entry, bytes)| (entry.0, bytes.as_slice()))
            .collect()
    }

    /// The file.
    ///
    /// # Panics
    /// Never for less than 4 GiB of content.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let mut body = Vec::new();
        body.extend(VERSION.to_le_bytes());
        body.extend(small(self.entries.len()));
        let mut at = HEAD + self.entries.len() * ENTRY;
        for ((section, form, count), bytes) in self.entries.iter().zip(&self.content) {
            body.extend((*section as u32).to_le_bytes());
            body.extend(form.number().to_le_bytes());
            body.extend(small(*count));
            body.extend(small(at));
            at += bytes.len();
        }
        for bytes in &self.content {
            body.extend(bytes);
        }
        let mut file = MAGIC.to_vec();
        file.extend(sum(&body).to_le_bytes());
        file.extend(body);
        file
    }
}

/// Bytes that the largest number needs.
fn width(numbers: &[u32]) -> u8 {
    let most = numbers.iter().copied().max().unwrap_or(0);
    u8::try_from((32 - most.leading_zeros()).div_ceil(8)).unwrap_or(4)
}

#[allow(clippy::cast_possible_truncation)] // one byte is meant
fn planes(numbers: &[u32], width: u8) -> Vec<u8> {
    (0..width)
        .flat_map(|plane| numbers.iter().map(move |number| (number >> (8 * plane)) as u8))
        .collect()
}
