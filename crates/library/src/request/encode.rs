//! Percent-encoding (RFC 3986) and forms.

use std::fmt::Write;

/// Everything but the unreserved characters as `%XX`.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// `name=value&…`, for a query or a form.
pub(super) fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&percent_encode(name));
        text.push('=');
        text.push_str(&percent_encode(value));
    }
    text
}

/// Names and values of a form, as browsers and Perl send it. What is no UTF-8 is replaced.
#[cfg(feature = "server")]
#[must_use]
pub fn decode_form(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    text.split('&').filter(|pair| !pair.is_empty()).map(decode_pair).collect()
}

/// Names and values of an address's query.
#[cfg(feature = "server")]
#[must_use]
pub fn decode_query(query: &str) -> Vec<(String, String)> {
    decode_form(query.as_bytes())
}

#[cfg(feature = "server")]
fn decode_pair(pair: &str) -> (String, String) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (decode(name), decode(value))
}

#[cfg(feature = "server")]
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let hex = after.first_chunk::<2>().filter(|_| *first == b'%');
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (byte, first) {
            (Some(byte), _) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (None, b'+') => bytes.push(b' '),
            (None, other) => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_as_others_write_them() {
        let form = decode_form(b"username=a+b%2Bc&password=100%&x&=y");
        let expected = [("username", "a b+c"), ("password", "100%"), ("x", ""), ("", "y")];
        assert_eq!(form, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(name: String, value: String) {
            let text = pairs([(name.as_str(), value.as_str())]);
            prop_assert!(text.is_ascii());
            prop_assert_eq!(decode_form(text.as_bytes()), [(name, value)]);
        }

        #[test]
        fn never_panics(body: Vec<u8>) {
            let _ = decode_form(&body);
        }
    }
}
