//! The server's side: handing out signed challenges and checking answers.

use super::challenge::hexadecimal;
use super::{Challenge, ChallengeError, Solution, Solver};
use crate::{base64, keep};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeMap;

/// What a new challenge asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Name on the wire, e.g. `PBKDF2/SHA-256`.
    pub algorithm: String,
    /// Rounds of one derivation.
    pub cost: u32,
    /// Wanted beginning, hexadecimal; each digit makes it sixteen times harder.
    pub key_prefix: String,
    /// Seconds since the epoch.
    pub expires_at: i64,
}

/// A signed challenge. `nonce` and `salt` must be fresh random bytes, `secret` is the server's.
#[must_use]
pub fn challenge(wanted: &Wanted, nonce: [u8; 16], salt: [u8; 16], secret: &[u8]) -> Value {
    let parameters = json!({
        "algorithm": wanted.algorithm,
        "cost": wanted.cost,
        "expiresAt": wanted.expires_at,
        "keyLength": 32,
        "keyPrefix": wanted.key_prefix,
        "nonce": hexadecimal(&nonce),
        "salt": hexadecimal(&salt),
    });
    let signature = sign(&parameters, secret);
    json!({ "parameters": parameters, "signature": signature })
}

/// Why an answer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not Base64 of `{challenge, solution}`.
    #[error("Invalid JSON in payload")]
    NotReadable,
    /// Not a challenge of this server.
    #[error("Invalid signature")]
    WrongSignature,
    /// Too late.
    #[error("Challenge expired")]
    Expired,
    /// The key does not belong to the counter or does not begin as wanted.
    #[error("Invalid solution")]
    WrongSolution,
}

/// Checks the payload of `POST /captcha-verify/`; `now` in seconds since the epoch. Gives the signature of
/// the challenge, so that the server can refuse it the second time.
///
/// # Errors
/// [`Refused`].
pub fn verify(payload: &str, secret: &[u8], now: i64) -> Result<String, Refused> {
    let bytes = base64::decode(payload.trim()).ok_or(Refused::NotReadable)?;
    let payload: Value = serde_json::from_slice(&bytes).map_err(|_| Refused::NotReadable)?;
    let part = |name: &str| payload.get(name).cloned().ok_or(Refused::NotReadable);
    let (received, solution) = (part("challenge")?, part("solution")?);
    let solution = Solution {
        counter: keep::field(&solution, "counter").ok_or(Refused::NotReadable)?,
        derived_key: keep::field(&solution, "derivedKey").ok_or(Refused::NotReadable)?,
    };
    let challenge =
        Challenge::from_value(&received, received.to_string()).ok_or(Refused::NotReadable)?;
    let signature = received.get("signature").and_then(Value::as_str).unwrap_or_default();
    let parameters = received.get("parameters").cloned().unwrap_or_default();
    // The signature comes first: before it is checked nothing in the payload is ours, the cost included.
    if !same(sign(&parameters, secret).as_bytes(), signature.as_bytes()) {
        return Err(Refused::WrongSignature);
    }
    let solver = Solver::new(&challenge, now).map_err(|error| match error {
        ChallengeError::Expired => Refused::Expired,
        _ => Refused::WrongSolution,
    })?;
    let key = solver.key_of(solution.counter).ok_or(Refused::WrongSolution)?;
    if !same(key.as_bytes(), solution.derived_key.as_bytes()) {
        return Err(Refused::WrongSolution);
    }
    Ok(signature.to_owned())
}

/// Hexadecimal HMAC-SHA-256 over the parameters as JSON with sorted keys.
fn sign(parameters: &Value, secret: &[u8]) -> String {
    Hmac::<Sha256>::new_from_slice(secret).map_or_else(
        |_| String::new(), // HMAC takes a key of any length
        |mac| hexadecimal(&mac.chain_update(sorted(parameters)).finalize().into_bytes()),
    )
}

/// The same JSON for the same content, whatever the order of the keys: one crate somewhere in a build that
/// switches on `serde_json`'s `preserve_order` would change what it prints.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let object: BTreeMap<&String, &Value> = object.iter().collect();
            let pairs = object
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), sorted(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        }
        Value::Array(array) => {
            format!("[{}]", array.iter().map(sorted).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// Compares without telling by its time where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    !a.is_empty() && a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
