//! The challenge on the wire, and the answer to it.

use crate::base64;
use crate::keep;
use crate::wire::{Read, parse, wire};
use serde_json::Value;

wire! {
    /// What is to be solved.
    #[derive(Debug)]
    Parameters {
        /// How a key is derived.
        algorithm: String = "algorithm",
        /// Rounds of one derivation.
        cost: i64 = "cost",
        /// Seconds since the epoch; 0 or nothing means never.
        expires_at: Option<i64> = "expiresAt",
        /// Bytes of a key.
        key_length: i64 = "keyLength",
        /// Wanted beginning, hexadecimal.
        key_prefix: String = "keyPrefix",
        /// Hexadecimal.
        nonce: String = "nonce",
        /// Hexadecimal.
        salt: String = "salt",
    }
}

/// A challenge, with all that the server signed, known to us or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Challenge {
    /// What is to be solved.
    pub parameters: Parameters,
    /// As it came: the server checks its signature over exactly this.
    pub(super) received: String,
}

/// Why a challenge is not worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeError {
    /// Not a challenge; also what ZMS sends when its captcha service is down.
    #[error("not a challenge")]
    NotAChallenge,
    /// A way to derive keys that is not known here.
    #[error("an unknown algorithm")]
    UnknownAlgorithm,
    /// It would keep a phone busy for minutes.
    #[error("a challenge that costs too much")]
    TooExpensive,
    /// Its time is over.
    #[error("an expired challenge")]
    Expired,
}

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// How a key is derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Hashing over and over.
    Iterated(Hash),
    /// PBKDF2 with HMAC.
    Pbkdf2(Hash),
}

impl Algorithm {
    /// The algorithm for its name on the wire.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        let (pbkdf2, hash) = match name.strip_prefix("PBKDF2/") {
            Some(hash) => (true, hash),
            None => (false, name.as_str()),
        };
        let hash = match hash {
            "SHA-256" => Hash::Sha256,
            "SHA-384" => Hash::Sha384,
            "SHA-512" => Hash::Sha512,
            _ => return None,
        };
        Some(if pbkdf2 { Self::Pbkdf2(hash) } else { Self::Iterated(hash) })
    }
}

/// A solved challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// The number that was found.
    pub counter: u32,
    /// The key that begins as wanted, hexadecimal.
    pub derived_key: String,
}

impl Challenge {
    /// Decodes the body of a `GET /captcha-challenge/` answer.
    ///
    /// # Errors
    /// [`ChallengeError::NotAChallenge`].
    pub fn decode(body: &[u8]) -> Result<Self, ChallengeError> {
        let parse = || Self::from_value(&parse(body).ok()?, String::from_utf8(body.to_vec()).ok()?);
        parse().ok_or(ChallengeError::NotAChallenge)
    }

    pub(super) fn from_value(value: &Value, received: String) -> Option<Self> {
        let parameters = Parameters::read(value.get("parameters")?, &mut 0)?;
        Some(Self { parameters, received })
    }

    /// Whether its time is over; `now` in seconds since the epoch.
    #[must_use]
    pub fn is_expired(&self, now: i64) -> bool {
        self.parameters.expires_at.is_some_and(|at| at != 0 && at < now)
    }
}

/// What `POST /captcha-verify/` takes: Base64 of `{challenge, solution}`.
#[must_use]
pub fn payload(challenge: &Challenge, solution: &Solution) -> String {
    let mut text = "{".to_owned();
    keep::name(&mut text, "challenge");
    text.push_str(&challenge.received);
    keep::name(&mut text, "solution");
    text.push('{');
    keep::entry(&mut text, "counter", &solution.counter);
    keep::entry(&mut text, "derivedKey", &solution.derived_key);
    text.push_str("}}");
    base64::encode(text.as_bytes())
}

/// Bytes of a hexadecimal text.
pub(super) fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hexadecimal
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect(),
    )
}

/// Hexadecimal text of bytes, small letters.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
