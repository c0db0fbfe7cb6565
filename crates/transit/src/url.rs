//! Addresses: parameters behind a question mark, and back.

use std::fmt::Write;

/// Appends one parameter; the first one finds nothing before it, or a `?`.
pub(crate) fn push(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() && !query.ends_with('?') {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    encode(query, value);
}

/// Appends a value with everything but letters, digits and what is safe in a query as `%XX`. `:`, `,` and `;` may
/// stand there (RFC 3986, 3.4), and ids and positions are easier to read with them.
pub(crate) fn encode(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~:,;/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

/// A value for a parameter that is put together elsewhere.
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut text = String::new();
    encode(&mut text, value);
    text
}

/// The value behind `%XX`; a `%` without two digits stands for itself, what is no UTF-8 becomes a question mark.
pub(crate) fn decode(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let coded = (*first == b'%').then(|| digit(0).zip(digit(1))).flatten();
        if let Some(byte) = coded.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The parameters of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads what stands behind the `?`, with or without it.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The first value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a name.
    pub fn all<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a name as a number.
    pub(crate) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.get(name)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_others_write() {
        let found = Parameters::parse("?a=Am+Markt&b=%C3%A4%2&c&a=2&%zz=%ff");
        assert_eq!(found.get("a"), Some("Am Markt"));
        assert_eq!(found.all("a").count(), 2);
        assert_eq!(found.get("b"), Some("ä%2"));
        assert_eq!(found.get("c"), Some(""));
        assert_eq!(found.get("d"), None);
        assert_eq!(found.get("%zz"), Some("\u{fffd}"));
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(value: String, other: String) {
            let mut query = String::new();
            push(&mut query, "one", &value);
            push(&mut query, "two", &other);
            prop_assert!(query.is_ascii());
            let read = Parameters::parse(&query);
            prop_assert_eq!(read.get("one"), Some(value.as_str()));
            prop_assert_eq!(read.get("two"), Some(other.as_str()));
        }

        #[test]
        fn reading_never_panics(query: String) {
            let _ = Parameters::parse(&query);
        }
    }
}
