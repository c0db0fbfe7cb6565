//! Requests per minute and client, as ZMS counts them: a window of sixty seconds.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Length of the window in seconds.
pub const WINDOW: i64 = 60;

/// More clients than this in one window are no longer told apart from each other.
const MOST_CLIENTS: usize = 100_000;

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A household.
    Network(IpAddr),
    /// One kiosk among several behind one address.
    Kiosk(String),
    /// Everybody else, when the table is full.
    Others,
}

/// What is left of a caller's minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests per window.
    pub limit: u32,
    /// Still free in this window.
    pub remaining: u32,
    /// When the window ends, seconds since the epoch.
    pub reset: i64,
    /// Whether this request may pass.
    pub passes: bool,
}

/// Counts per process and in memory only: an address is forgotten after a minute.
#[derive(Debug)]
pub struct Limiter {
    limit: u32,
    counts: Mutex<HashMap<Caller, (i64, u32)>>,
}

impl Limiter {
    /// So many requests in each window.
    pub fn new(limit: u32) -> Self {
        Self { limit, counts: Mutex::default() }
    }

    /// Counts one request at `now` (seconds since the epoch).
    pub fn count(&self, caller: Caller, now: i64) -> Allowance {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let full = counts.len() >= MOST_CLIENTS;
        if full && !counts.contains_key(&caller) {
            counts.retain(|_, (start, _)| now - *start < WINDOW);
        }
        let caller = if counts.len() >= MOST_CLIENTS && !counts.contains_key(&caller) {
            Caller::Others
        } else {
            caller
        };
        let (start, used) = counts.entry(caller).or_insert((now, 0));
        if now - *start >= WINDOW || now < *start {
            (*start, *used) = (now, 0);
        }
        let passes = *used < self.limit;
        if passes {
            *used += 1;
        }
        Allowance {
            limit: self.limit,
            remaining: self.limit - *used,
            reset: *start + WINDOW,
            passes,
        }
    }

    /// Forgets callers whose minute is over.
    pub fn forget(&self, now: i64) {
        self.counts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, (start, _)| now - *start < WINDOW);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn caller(last: u8) -> Caller {
        Caller::Network(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn each_caller_has_its_own_minute() {
        let limiter = Limiter::new(2);
        assert_eq!(
            limiter.count(caller(1), 100),
            Allowance { limit: 2, remaining: 1, reset: 160, passes: true }
        );
        assert!(limiter.count(caller(1), 130).passes);
        let refused = limiter.count(caller(1), 159);
        assert!(!refused.passes);
        assert_eq!(refused.reset, 160);
        assert!(limiter.count(caller(2), 159).passes);
        assert!(limiter.count(Caller::Kiosk("reading room".into()), 159).passes);
        assert!(limiter.count(caller(1), 160).passes);
    }

    #[test]
    fn an_address_is_forgotten() {
        let limiter = Limiter::new(2);
        limiter.count(caller(1), 100);
        limiter.forget(160);
        assert!(limiter.counts.lock().unwrap().is_empty());
    }
}
