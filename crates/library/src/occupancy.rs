//! How full a branch is. An old count is worse than none: nobody is sent away, or lured, by yesterday.

use crate::When;
use crate::wire::occupancy as wire;
use dates::Timestamp;

/// Seconds for which a count says something.
pub const FRESH: i64 = 15 * 60;
/// Seconds by which the counter's clock may be ahead.
const AHEAD: i64 = 5 * 60;

/// How full a branch was at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupancy {
    /// The branch, by its id or an alias.
    pub branch: String,
    /// When it was counted.
    pub at: Timestamp,
    /// How full.
    pub level: Level,
    /// Of a hundred places so many are taken; never more than 100.
    pub percent: Option<u8>,
}

/// How full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Places are easy to find.
    Low,
    /// Some are left.
    Medium,
    /// Hardly any.
    High,
}

impl Level {
    /// By the share of places that are taken.
    #[must_use]
    pub const fn of_percent(percent: u8) -> Self {
        match percent {
            0..50 => Self::Low,
            50..80 => Self::Medium,
            _ => Self::High,
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// Key of the words.
    #[must_use]
    pub const fn message_key(self) -> &'static str {
        match self {
            Self::Low => "library.occupancy.low",
            Self::Medium => "library.occupancy.medium",
            Self::High => "library.occupancy.high",
        }
    }
}

impl Occupancy {
    /// Out of an answer; `None` if it does not say how full, or when.
    #[must_use]
    pub fn from_wire(answer: wire::Occupancy) -> Option<Self> {
        // A time without a zone may be an hour off.
        let When::At(at) = When::parse(&answer.at)? else { return None };
        let percent = answer.percent.filter(|percent| *percent >= 0);
        let percent = percent.map(|percent| u8::try_from(percent.min(100)).unwrap_or(100));
        let level = match answer.level.as_deref() {
            Some("low") => Some(Level::Low),
            Some("medium") => Some(Level::Medium),
            Some("high") => Some(Level::High),
            _ => percent.map(Level::of_percent),
        };
        Some(Self { branch: answer.branch, at, level: level?, percent })
    }

    /// Whether it still says something.
    #[must_use]
    pub const fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.0 - self.at.0;
        -AHEAD <= age && age < FRESH
    }
}

/// All of an answer.
#[must_use]
pub fn occupancies(answer: wire::Occupancies) -> Vec<Occupancy> {
    answer.branches.into_iter().filter_map(Occupancy::from_wire).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn read(text: &str) -> Vec<Occupancy> {
        occupancies(json::decode::<wire::Occupancies>(text.as_bytes()).unwrap().value)
    }

    #[test]
    fn only_what_says_how_full_and_when() {
        let all = read(
            r#"{"branches":[{"branch":"z","at":"2026-11-25T14:00:00+01:00","level":"high","percent":180},
            {"branch":"n","at":"2026-11-25T13:00:00Z","percent":60},{"branch":"u","at":"2026-11-25T13:00:00Z","level":"unknown"},
            {"branch":"t","at":"2026-11-25T13:00","level":"low"},{"branch":"d","at":"2026-11-25","level":"low"},{"at":"x"}]}"#,
        );
        let told: Vec<_> =
            all.iter().map(|one| (one.branch.as_str(), one.level, one.percent)).collect();
        assert_eq!(told, [("z", Level::High, Some(100)), ("n", Level::Medium, Some(60))]);
        assert_eq!(all[0].at, all[1].at);
        assert_eq!(read("{}"), []);
    }

    #[test]
    fn an_old_count_says_nothing() {
        let one =
            &read(r#"{"branches":[{"branch":"z","at":"1970-01-01T01:00:00Z","level":"low"}]}"#)[0];
        for (now, fresh) in [
            (3600, true),
            (3600 + FRESH - 1, true),
            (3600 + FRESH, false),
            (3300, true),
            (3299, false),
        ] {
            assert_eq!(one.is_fresh(Timestamp(now)), fresh, "{now}");
        }
    }
}
