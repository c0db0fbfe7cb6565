//! Fields as values. Whatever is no value is `None`; who asks decides what that means.

use crate::{Day, feed::Boarding};

/// No vehicle is on its way for ten days.
const LATEST: u32 = 240 * 3600;

/// A whole number. A decimal part of nothing but zeros is tolerated ("3.0"), as spreadsheets write it.
pub(super) fn whole(bytes: &[u8]) -> Option<u32> {
    let digits = match bytes.iter().position(|byte| *byte == b'.') {
        Some(at) if bytes.get(at + 1..)?.iter().all(|byte| *byte == b'0') => bytes.get(..at)?,
        Some(_) => return None,
        None => bytes,
    };
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// A finite number.
pub(super) fn number(bytes: &[u8]) -> Option<f64> {
    std::str::from_utf8(bytes).ok()?.parse().ok().filter(|value: &f64| value.is_finite())
}

/// `H:MM:SS` or `HH:MM:SS` past 24 h too, as seconds; `H:MM` is tolerated.
pub(super) fn time(bytes: &[u8]) -> Option<u32> {
    let mut parts = bytes.split(|byte| *byte == b':');
    let hours = part(parts.next()?, 3)?;
    let minutes = part(parts.next()?, 2).filter(|minutes| *minutes < 60)?;
    let seconds = match parts.next() {
        Some(seconds) => part(seconds, 2).filter(|seconds| *seconds < 60)?,
        None => 0,
    };
    let time = hours * 3600 + minutes * 60 + seconds;
    (parts.next().is_none() && time <= LATEST).then_some(time)
}

fn part(bytes: &[u8], longest: usize) -> Option<u32> {
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() || bytes.len() > longest {
        return None;
    }
    bytes
        .iter()
        .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

/// `YYYYMMDD`; `YYYY-MM-DD` is tolerated.
pub(super) fn day(bytes: &[u8]) -> Option<Day> {
    let digits: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != b'-').collect();
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, date) = rest.split_at_checked(2)?;
    if date.len() != 2 {
        return None;
    }
    Day::from_date(i32::try_from(part(year, 4)?).ok()?, part(month, 2)?, part(date, 2)?)
}

/// `RRGGBB` as a number; a leading `#` is tolerated.
pub(super) fn color(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"#").unwrap_or(bytes);
    if digits.len() != 6 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// `pickup_type` and `drop_off_type`; empty is as usual.
pub(super) fn boarding(bytes: &[u8]) -> Option<Boarding> {
    match bytes {
        b"" | b"0" => Some(Boarding::Regular),
        b"1" => Some(Boarding::None),
        b"2" => Some(Boarding::PhoneAgency),
        b"3" => Some(Boarding::AskDriver),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_feeds_write() {
        assert_eq!(time(b"7:05:00"), Some(25_500));
        assert_eq!(time(b"35:59:59"), Some(129_599));
        assert_eq!(time(b"08:30"), Some(30_600));
        for wrong in
            [&b""[..], b"8", b"08:60:00", b"aa:bb:cc", b"1:2:3:4", b"-1:00:00", b"999:00:00"]
        {
            assert_eq!(time(wrong), None, "{}", String::from_utf8_lossy(wrong));
        }
        assert_eq!(day(b"20261124"), Day::from_date(2026, 11, 24));
        assert_eq!(day(b"2026-11-24"), Day::from_date(2026, 11, 24));
        assert_eq!(day(b"20260230"), None);
        assert_eq!(color(b"0"), None);
        assert_eq!(color(b"#ff8000"), Some(0xff_80_00));
        assert_eq!(whole(b"3.0"), Some(3));
        assert_eq!(whole(b"99999999999"), None);
        assert_eq!(number(b"NaN"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..24)) {
            let _ = (whole(&bytes), number(&bytes), day(&bytes), color(&bytes), boarding(&bytes));
            prop_assert!(time(&bytes).is_none_or(|time| time <= LATEST));
        }

        #[test]
        fn times_come_back(seconds in 0..=LATEST) {
            let text = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
            prop_assert_eq!(time(text.as_bytes()), Some(seconds));
        }
    }
}
