//! Times on the wire.

use jiff::Timestamp;

/// Seconds since 1970-01-01 00:00 UTC, within the years somebody could mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// 2000-01-01 and 2200-01-01.
const MEANT: std::ops::Range<i64> = 946_684_800..7_258_118_400;

impl Moment {
    /// From seconds; nothing outside of the years 2000 to 2199.
    pub fn new(seconds: i64) -> Option<Self> {
        MEANT.contains(&seconds).then_some(Self(seconds))
    }

    /// From RFC 3339 (`2026-10-04T17:41:00Z`, with any offset and fraction).
    pub fn read(text: &str) -> Option<Self> {
        Self::new(text.trim().parse::<Timestamp>().ok()?.as_second())
    }

    /// Seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// As RFC 3339 in UTC, the form that questions are asked in.
    pub fn write(self) -> String {
        Timestamp::from_second(self.0).map(|time| time.to_string()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn offsets_and_nonsense() {
        let time = Moment::read("2026-08-14T15:53:00Z").unwrap();
        assert_eq!(time.seconds(), 1_786_722_780);
        assert_eq!(Moment::read("2026-08-14T17:53:00.000+02:00"), Some(time));
        assert_eq!(Moment::read("2026-08-14T15:53Z"), Some(time));
        for text in ["", "now", "1786722780", "2026-02-30T00:00:00Z", "1899-01-01T00:00:00Z"] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(seconds in MEANT) {
            let time = Moment::new(seconds).unwrap();
            prop_assert_eq!(Moment::read(&time.write()), Some(time));
        }
    }
}
