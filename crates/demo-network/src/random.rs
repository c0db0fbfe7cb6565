//! Chance that is the same every time: a number from words.

/// A number that looks random and follows from a seed and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(mixed(seed ^ 0x9e37_79b9_7f4a_7c15))
    }

    /// Another number, from this one and words.
    #[must_use]
    pub fn of(self, words: &[&str]) -> Self {
        let mut value = self.0;
        for word in words {
            for byte in word.bytes() {
                // FNV-1a.
                value = (value ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
            value = mixed(value);
        }
        Self(value)
    }

    /// From 0 to one less than `bound`.
    pub fn below(self, bound: u32) -> u32 {
        u32::try_from(self.0 % u64::from(bound.max(1))).unwrap_or(0)
    }
}

/// The last step of `SplitMix64` (Steele, Lea, Flood 2014).
fn mixed(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
