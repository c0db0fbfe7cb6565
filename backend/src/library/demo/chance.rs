//! Chance that is the same every time.

/// A number below `bound` that looks random and follows from the words alone.
pub fn below(bound: u32, words: &[u32]) -> u32 {
    let mut value: u64 = 0x9e37_79b9_7f4a_7c15;
    for word in words {
        value = mixed(value ^ u64::from(*word).wrapping_add(0x51_7cc1_b727));
    }
    u32::try_from(value % u64::from(bound.max(1))).unwrap_or(0)
}

/// One of the list; `None` only for an empty one.
pub fn pick<'a, T>(list: &'a [T], words: &[u32]) -> Option<&'a T> {
    let length = u32::try_from(list.len()).ok()?;
    list.get(usize::try_from(below(length, words)).ok()?)
}

/// The last step of `SplitMix64` (Steele, Lea, Flood 2014).
fn mixed(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
