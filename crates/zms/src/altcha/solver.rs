//! Finding the counter, a little at a time.

use super::challenge::{bytes, hexadecimal};
use super::derive::Derivation;
use super::{Algorithm, Challenge, ChallengeError, Solution};

/// Most rounds of one derivation: a tenth of a second on a slow phone.
const MOST_COST: i64 = 100_000;
/// Most rounds to be expected until the counter is found: about a minute on a slow phone.
const MOST_WORK: u64 = 50_000_000;
/// Longest key, nonce and salt in bytes.
const LONGEST: usize = 128;

/// Searches the counter. Give it some steps, let the browser breathe, give it more.
#[derive(Debug, Clone)]
pub struct Solver {
    derivation: Derivation,
    prefix: String,
    counter: u32,
    work_left: u64,
}

/// How far a [`Solver`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Not found yet; so many counters were tried in all.
    Tried(u32),
    /// Found.
    Solved(Solution),
    /// Ten times the expected work was done in vain; ask for another challenge.
    GaveUp,
}

impl Solver {
    /// Checks a challenge; `now` in seconds since the epoch.
    ///
    /// # Errors
    /// [`ChallengeError`] for a challenge that is malformed, expired, of an unknown kind, or so expensive
    /// that it would only drain a battery.
    pub fn new(challenge: &Challenge, now: i64) -> Result<Self, ChallengeError> {
        if challenge.is_expired(now) {
            return Err(ChallengeError::Expired);
        }
        let parameters = &challenge.parameters;
        let algorithm =
            Algorithm::from_wire(&parameters.algorithm).ok_or(ChallengeError::UnknownAlgorithm)?;
        let short = |text: &str| bytes(text).filter(|bytes| bytes.len() <= LONGEST);
        let nonce = short(&parameters.nonce).ok_or(ChallengeError::NotAChallenge)?;
        let salt = short(&parameters.salt).ok_or(ChallengeError::NotAChallenge)?;
        let prefix = parameters.key_prefix.to_ascii_lowercase();
        let key_length = usize::try_from(parameters.key_length)
            .ok()
            .filter(|length| (1..=LONGEST).contains(length))
            .ok_or(ChallengeError::NotAChallenge)?;
        if !prefix.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(ChallengeError::NotAChallenge);
        }
        if !(0..=MOST_COST).contains(&parameters.cost) {
            return Err(ChallengeError::TooExpensive);
        }
        let cost = u32::try_from(parameters.cost.max(1)).unwrap_or(1);
        // PBKDF2 does all rounds again for each block of the key.
        let blocks = u64::try_from(key_length.div_ceil(32)).unwrap_or(1);
        let most = MOST_WORK / blocks;
        let digits = u32::try_from(prefix.len()).unwrap_or(u32::MAX);
        let expected = 16_u64.checked_pow(digits).and_then(|keys| keys.checked_mul(cost.into()));
        if expected.is_none_or(|expected| expected > most) {
            return Err(ChallengeError::TooExpensive);
        }
        Ok(Self {
            derivation: Derivation { algorithm, nonce, salt, cost, key_length },
            prefix,
            counter: 0,
            work_left: 10 * most,
        })
    }

    /// Tries so many counters at most.
    pub fn run(&mut self, steps: u32) -> Progress {
        for _ in 0..steps {
            let work = u64::from(self.derivation.cost);
            if self.work_left < work || self.counter == u32::MAX {
                return Progress::GaveUp;
            }
            self.work_left -= work;
            let key = hexadecimal(&self.derivation.key(self.counter));
            if key.starts_with(&self.prefix) {
                let solution = Solution { counter: self.counter, derived_key: key };
                return Progress::Solved(solution);
            }
            self.counter += 1;
        }
        Progress::Tried(self.counter)
    }

    /// The key of one counter, if it begins as wanted.
    #[cfg(feature = "server")]
    pub(super) fn key_of(&self, counter: u32) -> Option<String> {
        Some(hexadecimal(&self.derivation.key(counter))).filter(|key| key.starts_with(&self.prefix))
    }
}
