//! How long to leave a server in peace.

/// The longest wait of our own, in seconds.
pub const LONGEST_WAIT: i64 = 300;
/// The longest wait that a server may ask for, in seconds; more would look like a lost answer.
pub const LONGEST_RETRY_AFTER: i64 = 3600;

/// Seconds until the next try: 1, 2, 4 … 300 with the upper half left to chance, so that a thousand phones that come
/// back online together do not knock together. `tries` counts the tries made, `random` is any number.
pub fn wait(tries: u32, random: u32) -> i64 {
    let full = 1_i64
        .checked_shl(tries.saturating_sub(1))
        .map_or(LONGEST_WAIT, |full| full.clamp(1, LONGEST_WAIT));
    let fixed = full - full / 2;
    fixed + i64::from(random) % (full / 2 + 1)
}

/// Reads a Retry-After header that counts seconds. A date is for the caller, who has a calendar.
pub fn retry_after(header: &str) -> Option<i64> {
    let header = header.trim();
    if header.is_empty() || !header.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Too many digits are simply "very long".
    Some(header.parse().unwrap_or(LONGEST_RETRY_AFTER).min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let longest: Vec<i64> = (1..=11)
            .map(|tries| (0..1000).map(|random| wait(tries, random)).max().unwrap_or(0))
            .collect();
        assert_eq!(longest, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(wait(u32::MAX, u32::MAX), wait(200, u32::MAX));
        assert_eq!(wait(0, 7), 1);
    }

    #[test]
    fn chance_spreads_the_upper_half() {
        assert_eq!(wait(10, 0), 150);
        assert_eq!(wait(10, 150), 300);
        assert_eq!(wait(10, 151), 150);
    }

    #[test]
    fn retry_after_counts_seconds_and_is_bounded() {
        assert_eq!(retry_after(" 120 "), Some(120));
        assert_eq!(retry_after("0"), Some(0));
        assert_eq!(retry_after("99999999999999999999999"), Some(LONGEST_RETRY_AFTER));
        for unread in ["", "-1", "Wed, 21 Oct 2026 07:28:00 GMT", "1.5", "ten"] {
            assert_eq!(retry_after(unread), None, "{unread}");
        }
    }
}
