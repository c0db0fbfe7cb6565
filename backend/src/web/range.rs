//! A part of a file (`Range: bytes=…`, RFC 9110, 14), for downloads that broke off.

use axum::http::{HeaderMap, header};

/// Which bytes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The whole: no range, one that is not understood, or several.
    Whole,
    /// From the first to the last, both included.
    Bytes(usize, usize),
    /// Nothing of the file lies in the range.
    Outside,
}

/// Reads what a request wants of `length` bytes. `tag` is the file's strong tag, when it has one: a part of
/// another version must not be glued to what the client has.
pub fn wanted(request: &HeaderMap, length: usize, tag: Option<&str>) -> Part {
    let text = |name| request.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let Some(range) = text(header::RANGE) else { return Part::Whole };
    if text(header::IF_RANGE).is_some_and(|known| Some(known.trim()) != tag) {
        return Part::Whole;
    }
    let Some((first, last)) = range
        .trim()
        .strip_prefix("bytes=")
        .filter(|range| !range.contains(','))
        .and_then(|range| range.split_once('-'))
    else {
        return Part::Whole;
    };
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // More than can be counted is beyond every end.
        digits.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
    };
    let (first, last) = (first.trim(), last.trim());
    let (start, end) = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => (first, last),
        (Some(first), None) if last.is_empty() => (first, usize::MAX),
        (None, Some(0)) if first.is_empty() => return Part::Outside,
        (None, Some(count)) if first.is_empty() => (length.saturating_sub(count), usize::MAX),
        _ => return Part::Whole,
    };
    match length.checked_sub(1) {
        Some(final_byte) if start <= final_byte => Part::Bytes(start, end.min(final_byte)),
        _ => Part::Outside,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn of(range: &str, if_range: Option<&str>, length: usize) -> Part {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(tag) = if_range {
            headers.insert(header::IF_RANGE, tag.parse().unwrap());
        }
        wanted(&headers, length, Some("\"a\""))
    }

    #[test]
    fn ranges_as_the_standard_writes_them() {
        assert_eq!(of("bytes=0-4", None, 10), Part::Bytes(0, 4));
        assert_eq!(of("bytes=5-", None, 10), Part::Bytes(5, 9));
        assert_eq!(of("bytes=-3", None, 10), Part::Bytes(7, 9));
        assert_eq!(of("bytes=-30", None, 10), Part::Bytes(0, 9));
        assert_eq!(of("bytes=5-99999999999999999999999", None, 10), Part::Bytes(5, 9));
        assert_eq!(of("bytes=10-", None, 10), Part::Outside);
        assert_eq!(of("bytes=-0", None, 10), Part::Outside);
        assert_eq!(of("bytes=0-", None, 0), Part::Outside);
        for other in
            ["bytes=4-2", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=+1-2"]
        {
            assert_eq!(of(other, None, 10), Part::Whole, "{other}");
        }
    }

    #[test]
    fn a_part_of_another_version_is_not_given() {
        assert_eq!(of("bytes=5-", Some("\"a\""), 10), Part::Bytes(5, 9));
        assert_eq!(of("bytes=5-", Some("\"b\""), 10), Part::Whole);
        assert_eq!(of("bytes=5-", Some("W/\"a\""), 10), Part::Whole, "weak tags prove nothing");
        assert_eq!(wanted(&HeaderMap::new(), 10, None), Part::Whole);
    }

    proptest! {
        #[test]
        fn a_part_lies_within(range in "bytes=[0-9]{0,22}-[0-9]{0,22}", length in 0_usize..100) {
            if let Part::Bytes(first, last) = of(&range, None, length) {
                prop_assert!(first <= last && last < length);
            }
        }
    }
}
