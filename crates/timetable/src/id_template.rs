//! Trip ids are long and alike: "CS_D6-Saturday-073700_Q13_660" for the trip of 12:17. The file keeps the
//! text once as a template with holes for the service's id, the line's id and numbers, and of each number
//! what it differs from what could be expected.

/// In a template: the id of the trip's service.
pub const SERVICE: char = '\u{1}';
/// In a template: the id of the trip's line.
pub const LINE: char = '\u{2}';
/// In a template: a number, of which a [`Rule`] says more.
pub const NUMBER: char = '\u{3}';
/// First in a template that is nothing but text.
pub const TEXT: char = '\u{4}';

/// What a number is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Expect {
    /// The same as in the trip before of this template.
    Before = 0,
    /// The start in hundredths of minutes.
    Hundredths = 1,
    /// The start as hhmm.
    Clock = 2,
    /// The start as hhmmss.
    ClockSeconds = 3,
    /// The start in seconds.
    Seconds = 4,
    /// The start in minutes.
    Minutes = 5,
}

impl Expect {
    /// All of them, by number.
    pub const ALL: [Self; 6] = [
        Self::Before,
        Self::Hundredths,
        Self::Clock,
        Self::ClockSeconds,
        Self::Seconds,
        Self::Minutes,
    ];

    /// The expected number.
    #[must_use]
    pub const fn number(self, start: u32, before: u32) -> u32 {
        match self {
            Self::Before => before,
            Self::Hundredths => start / 60 * 100 + start % 60 * 100 / 60,
            Self::Clock => start / 3600 * 100 + start / 60 % 60,
            Self::ClockSeconds => start / 3600 * 10_000 + start / 60 % 60 * 100 + start % 60,
            Self::Seconds => start,
            Self::Minutes => start / 60,
        }
    }
}

/// How a number is written and what it is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Digits with leading zeros; 0 without.
    pub digits: u8,
    /// What it is expected to be.
    pub expect: Expect,
}

impl Rule {
    /// As a number of the file.
    #[cfg(feature = "compile")]
    #[must_use]
    pub const fn pack(self) -> u32 {
        (self.digits as u32) << 4 | self.expect as u32
    }

    /// From a number of the file.
    #[must_use]
    pub fn unpack(number: u32) -> Option<Self> {
        let expect = *Expect::ALL.get(number as usize & 0xf)?;
        Some(Self { digits: u8::try_from(number >> 4).ok().filter(|digits| *digits <= 9)?, expect })
    }
}
