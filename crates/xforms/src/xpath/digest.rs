//! `digest()` (XForms 1.1, section 7.8.1), and the sum by which a form is known.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// The algorithm of this name.
pub(crate) fn algorithm(name: &str) -> Option<Algorithm> {
    Some(match name {
        "MD5" => Algorithm::Md5,
        "SHA-1" => Algorithm::Sha1,
        "SHA-256" => Algorithm::Sha256,
        "SHA-384" => Algorithm::Sha384,
        "SHA-512" => Algorithm::Sha512,
        _ => return None,
    })
}

/// The sum of a text, in `base64` or `hex`.
pub(crate) fn digest(text: &str, name: &str, encoding: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let sum = match algorithm(name)? {
        Algorithm::Md5 => Md5::digest(bytes).to_vec(),
        Algorithm::Sha1 => Sha1::digest(bytes).to_vec(),
        Algorithm::Sha256 => Sha256::digest(bytes).to_vec(),
        Algorithm::Sha384 => Sha384::digest(bytes).to_vec(),
        Algorithm::Sha512 => Sha512::digest(bytes).to_vec(),
    };
    match encoding {
        "base64" => Some(base64(&sum)),
        "hex" => Some(hex(&sum)),
        _ => None,
    }
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first eight bytes of SHA-256, as a seed is made of a text.
pub(crate) fn seed(text: &str) -> i64 {
    let sum = Sha256::digest(text.as_bytes());
    sum.iter().take(8).fold(0, |number, byte| (number << 8) | i64::from(*byte))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0u32, |number, byte| (number << 8) | u32::from(*byte));
        let number = number << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter =
                LETTERS.get((number >> (18 - 6 * place)) as usize & 63).copied().unwrap_or(b'=');
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_the_standards() {
        let hex = |name| digest("abc", name, "hex").unwrap_or_default();
        assert_eq!(hex("MD5"), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(hex("SHA-1"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(digest("", "MD5", "base64").as_deref(), Some("1B2M2Y8AsgTpgAmY7PhCfg=="));
        assert_eq!(
            digest("a", "SHA-256", "base64").as_deref(),
            Some("ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=")
        );
        assert_eq!(digest("a", "CRC", "hex"), None);
    }
}
