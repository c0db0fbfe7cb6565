//! The file: a head, a list of sections, the sections. See `docs/timetable-format.md`.
//!
//! A section is a column of numbers or plain bytes. A column is written as planes: first the lowest byte of
//! every number, then the next one. Numbers that are near each other so become long runs of equal bytes, which
//! is what gzip and Brotli are good at, and reading is a shift and an addition for each number.

mod error;
mod id;
mod sum;
#[cfg(feature = "compile")]
mod write;

pub use error::OpenError;
pub use id::Section;
pub use sum::sum;
#[cfg(feature = "compile")]
pub use write::Writer;

/// First bytes of every file.
pub const MAGIC: [u8; 8] = *b"skttable";
/// The version this crate writes and reads.
pub const VERSION: u32 = 1;
/// Bytes before the list of sections: magic, sum, version, number of sections.
pub const HEAD: usize = 24;
/// Bytes of an entry in the list of sections: section, form, count of numbers, offset.
pub const ENTRY: usize = 16;

/// How the numbers of a column are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Bytes as they are.
    Bytes,
    /// Numbers in `width` planes.
    Plain {
        /// 0 (all are 0) to 4.
        width: u8,
    },
    /// Differences to the number before, folded ([`fold`]), in `width` planes.
    Delta {
        /// 0 to 4.
        width: u8,
    },
}

impl Form {
    #[cfg(feature = "compile")]
    const fn number(self) -> u32 {
        match self {
            Self::Bytes => 0,
            Self::Plain { width } => 0x100 | width as u32,
            Self::Delta { width } => 0x200 | width as u32,
        }
    }

    const fn from_number(number: u32) -> Option<Self> {
        let width = (number & 0xff) as u8;
        match (number >> 8, width) {
            (0, 0) => Some(Self::Bytes),
            (1, 0..=4) => Some(Self::Plain { width }),
            (2, 0..=4) => Some(Self::Delta { width }),
            _ => None,
        }
    }
}

/// A signed number as an unsigned one that is small when it is near 0: 0, -1, 1, -2 … become 0, 1, 2, 3 …
#[must_use]
pub const fn fold(number: i32) -> u32 {
    number.wrapping_shl(1).cast_unsigned() ^ (number >> 31).cast_unsigned()
}

/// The other way.
#[must_use]
pub const fn unfold(number: u32) -> i32 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// A file whose head, sum and list of sections are right.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    bytes: &'a [u8],
    sections: usize,
    sum: u64,
}

impl<'a> File<'a> {
    /// Checks head, sum and list.
    ///
    /// # Errors
    /// When the bytes are no timetable, of another version, cut or changed.
    pub fn new(bytes: &'a [u8]) -> Result<Self, OpenError> {
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(OpenError::NoTimetable);
        }
        let word = |at: usize| -> Option<u32> {
            Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
        };
        let version = word(16).ok_or(OpenError::Damaged)?;
        if version != VERSION {
            return Err(OpenError::Version(version));
        }
        let (low, high) = word(8).zip(word(12)).ok_or(OpenError::Damaged)?;
        let sum = u64::from(high) << 32 | u64::from(low);
        if self::sum::sum(bytes.get(16..).unwrap_or_default()) != sum {
            return Err(OpenError::Damaged);
        }
        let sections = word(20).ok_or(OpenError::Damaged)? as usize;
        if sections > 0xffff || HEAD + sections * ENTRY > bytes.len() {
            return Err(OpenError::Damaged);
        }
        Ok(Self { bytes, sections, sum })
    }

    /// The sum: it names this timetable, and an overlay belongs to one.
    #[must_use]
    pub const fn sum(&self) -> u64 {
        self.sum
    }

    fn find(&self, wanted: Section) -> Option<(Form, usize, &'a [u8])> {
        for index in 0..self.sections {
            let at = HEAD + index * ENTRY;
            let word = |number: usize| -> Option<u32> {
                let at = at + 4 * number;
                Some(u32::from_le_bytes(self.bytes.get(at..at + 4)?.try_into().ok()?))
            };
            if word(0)? != wanted as u32 {
                continue;
            }
            let form = Form::from_number(word(1)?)?;
            let count = word(2)? as usize;
            let bytes = match form {
                Form::Bytes => count,
                Form::Plain { width } | Form::Delta { width } => {
                    count.checked_mul(usize::from(width))?
                }
            };
            let start = word(3)? as usize;
            return Some((form, count, self.bytes.get(start..start.checked_add(bytes)?)?));
        }
        None
    }

    /// A section of bytes.
    ///
    /// # Errors
    /// When it is missing or no bytes.
    pub fn bytes(&self, section: Section) -> Result<&'a [u8], OpenError> {
        match self.find(section) {
            Some((Form::Bytes, _, bytes)) => Ok(bytes),
            _ => Err(OpenError::Section(section)),
        }
    }

    /// A column of at most `most` numbers, and of no more than the file has bytes.
    ///
    /// # Errors
    /// When it is missing, no column or too long.
    pub fn column(&self, section: Section, most: usize) -> Result<Vec<u32>, OpenError> {
        // A column of zeros takes no bytes: without a limit a short file could ask for all memory.
        self.numbers(section, most.min(self.bytes.len()))
    }

    fn numbers(&self, section: Section, most: usize) -> Result<Vec<u32>, OpenError> {
        let (form, count, bytes) = self.find(section).ok_or(OpenError::Section(section))?;
        if count > most {
            return Err(OpenError::Section(section));
        }
        let mut numbers = vec![0_u32; count];
        let (Form::Plain { width } | Form::Delta { width }) = form else {
            return Err(OpenError::Section(section));
        };
        if count > 0 {
            for (plane, bytes) in bytes.chunks_exact(count).take(usize::from(width)).enumerate() {
                for (number, byte) in numbers.iter_mut().zip(bytes) {
                    *number |= u32::from(*byte) << (8 * plane);
                }
            }
        }
        if matches!(form, Form::Delta { .. }) {
            let mut last = 0_u32;
            for number in &mut numbers {
                last = last.wrapping_add_signed(unfold(*number));
                *number = last;
            }
        }
        Ok(numbers)
    }

    /// A column that must have exactly `count` numbers.
    ///
    /// # Errors
    /// When it is missing, no column or of another length.
    pub fn exactly(&self, section: Section, count: usize) -> Result<Vec<u32>, OpenError> {
        let numbers = self.numbers(section, count)?;
        if numbers.len() == count { Ok(numbers) } else { Err(OpenError::Section(section)) }
    }
}

#[cfg(all(test, feature = "compile"))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding() {
        for number in [0, 1, -1, 2, i32::MAX, i32::MIN] {
            assert_eq!(unfold(fold(number)), number);
        }
        assert_eq!([fold(0), fold(-1), fold(1), fold(-2)], [0, 1, 2, 3]);
    }

    proptest! {
        #[test]
        fn columns_go_there_and_back(plain: Vec<u32>, near in proptest::collection::vec(0_u32..300, 0..50), bytes: Vec<u8>) {
            let mut writer = Writer::default();
            writer.plain(Section::StopName, &plain);
            writer.delta(Section::StopPlace, &plain);
            writer.plain(Section::StopCode, &near);
            writer.bytes(Section::Texts, &bytes);
            let written = writer.finish();
            let file = File::new(&written).unwrap();
            prop_assert_eq!(&file.exactly(Section::StopName, plain.len()).unwrap(), &plain);
            prop_assert_eq!(&file.column(Section::StopPlace, 1000).unwrap(), &plain);
            prop_assert_eq!(&file.column(Section::StopCode, 1000).unwrap(), &near);
            prop_assert_eq!(file.bytes(Section::Texts).unwrap(), &bytes);
            prop_assert!(file.column(Section::Texts, 1000).is_err());
            prop_assert!(file.bytes(Section::LineId).is_err());
        }

        #[test]
        fn a_changed_bit_is_noticed(numbers: Vec<u32>, at: proptest::sample::Index, bit in 0_u32..8) {
            let mut writer = Writer::default();
            writer.plain(Section::StopName, &numbers);
            let mut written = writer.finish();
            let at = at.index(written.len());
            written[at] ^= 1_u8 << bit;
            prop_assert!(File::new(&written).is_err());
        }
    }
}
