//! Passwords are kept as PBKDF2-HMAC-SHA-256 (RFC 8018) with a salt of their own: `rounds$salt$key`.

use sha2::Sha256;

use crate::secret::{hex, random_hex, same};

/// Rounds for a password that somebody chose, as OWASP's list asks. Unoptimised builds, which are for developers,
/// would take minutes for them.
const ROUNDS: u32 = if cfg!(debug_assertions) { 2_000 } else { 600_000 };
/// Rounds for the demo's password, which is printed in the documentation.
const DEMO_ROUNDS: u32 = 1;

fn key(password: &str, salt: &str, rounds: u32) -> String {
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt.as_bytes(), rounds, &mut key);
    hex(&key)
}

/// For a password that somebody chose. Slow on purpose: not on a thread that serves others.
///
/// # Errors
/// When the system has no random numbers.
pub fn keep(password: &str) -> Result<String, getrandom::Error> {
    let salt = random_hex::<16>()?;
    Ok(format!("{ROUNDS}${salt}${}", key(password, &salt, ROUNDS)))
}

/// For the demo's password.
pub fn keep_demo(password: &str, card: &str) -> String {
    format!("{DEMO_ROUNDS}${card}${}", key(password, card, DEMO_ROUNDS))
}

/// Whether a password is the one that was kept; takes as long when none was.
pub fn is_right(kept: Option<&str>, password: &str) -> bool {
    let parts = kept.and_then(|kept| {
        let (rounds, rest) = kept.split_once('$')?;
        let (salt, key) = rest.split_once('$')?;
        Some((rounds.parse().ok()?, salt, key))
    });
    let (rounds, salt, expected) = parts.unwrap_or((DEMO_ROUNDS, "", ""));
    same(key(password, salt, rounds).as_bytes(), expected.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_right_password_and_never_none() {
        let kept = keep_demo("musterstadt", "10000018");
        assert!(is_right(Some(&kept), "musterstadt"));
        assert!(!is_right(Some(&kept), "Musterstadt") && !is_right(Some(&kept), ""));
        for broken in [None, Some(""), Some("1$x"), Some("x$y$z"), Some("1$$")] {
            assert!(!is_right(broken, "") && !is_right(broken, "musterstadt"), "{broken:?}");
        }
        // RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd" with "salt", one round.
        assert!(key("passwd", "salt", 1).starts_with("55ac046e56e3089fec1691c22544b605"));
    }
}
