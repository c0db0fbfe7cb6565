//! Wrong passwords, counted for each card: five, then the card rests. In memory only, and by a hash of the card's
//! number; another process counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::secret::hash;

/// Wrong passwords in a row.
const MOST: u32 = 5;
/// Seconds a card rests then, and after which a wrong password is forgotten.
const REST: i64 = 300;
/// More cards than that at once are an attack; the oldest are forgotten.
const MOST_CARDS: usize = 50_000;

/// The counts: how many, since when.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, (u32, i64)>>);

impl Attempts {
    /// Counts an attempt before it is judged, so that many at once are no way around. Seconds to wait if the card
    /// rests.
    ///
    /// # Errors
    /// How long the card rests.
    pub fn begin(&self, card: &str, now: i64) -> Result<(), i64> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_CARDS {
            counts.retain(|_, (_, since)| now - *since < REST);
        }
        if counts.len() >= MOST_CARDS {
            counts.clear();
        }
        let (count, since) = counts.entry(hash(card)).or_insert((0, now));
        if now - *since >= REST || now < *since {
            (*count, *since) = (0, now);
        }
        if *count >= MOST {
            return Err((*since + REST - now).max(1));
        }
        *count += 1;
        if *count == MOST {
            *since = now;
        }
        Ok(())
    }

    /// The password was right.
    pub fn succeed(&self, card: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash(card));
    }

    /// Forgets what is over.
    pub fn forget(&self, now: i64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.retain(|_, (_, since)| now - *since < REST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_passwords_and_the_card_rests() {
        let attempts = Attempts::default();
        for second in 0..5 {
            assert_eq!(attempts.begin("1", second), Ok(()));
        }
        assert_eq!(attempts.begin("1", 5), Err(299));
        assert_eq!(attempts.begin("2", 5), Ok(()), "another card");
        assert_eq!(attempts.begin("1", 304), Ok(()), "five minutes after the last");
        attempts.succeed("1");
        for _ in 0..5 {
            assert_eq!(attempts.begin("1", 304), Ok(()));
        }
        attempts.forget(700);
        assert_eq!(attempts.begin("1", 700), Ok(()));
    }
}
