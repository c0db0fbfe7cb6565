//! All texts of a file.

use crate::file::{File, OpenError, Section};

/// Texts by number; 0 is the empty one.
#[derive(Debug)]
pub struct Texts {
    all: Box<str>,
    /// Where each begins, and the end.
    starts: Vec<u32>,
}

impl Texts {
    /// Reads and checks them.
    pub fn open(file: &File) -> Result<Self, OpenError> {
        let wrong = OpenError::Section(Section::Texts);
        let all: Box<str> =
            std::str::from_utf8(file.bytes(Section::Texts)?).map_err(|_| wrong)?.into();
        let lengths = file.column(Section::TextLength, 1 << 26)?;
        let mut starts = Vec::with_capacity(lengths.len() + 1);
        let mut at = 0_u32;
        for length in lengths {
            starts.push(at);
            at = at.checked_add(length).ok_or(wrong)?;
            if !all.is_char_boundary(at as usize) {
                return Err(wrong);
            }
        }
        starts.push(at);
        if at as usize == all.len() && starts.len() > 1 {
            Ok(Self { all, starts })
        } else {
            Err(wrong)
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A text; numbers are checked when the file is opened, so none is ever missing.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(from, to)| self.all.get(*from as usize..*to as usize)).unwrap_or_default()
    }

    /// A text, or nothing if it is the empty one.
    pub fn maybe(&self, number: u32) -> Option<&str> {
        Some(self.get(number)).filter(|text| !text.is_empty())
    }
}
