//! The sum over a file.

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// A sum that notices every change within eight bytes, and any other but for one in 2^64.
///
/// Each step is reversible for a given word and for a given state, so two inputs that differ in one word
/// can never meet again. In a file it stands in bytes 8 to 15 and is that of everything after them.
#[must_use]
pub fn sum(bytes: &[u8]) -> u64 {
    let step = |state: u64, word: u64| (state ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let mut state = step(0, bytes.len() as u64);
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        state = step(state, u64::from_le_bytes(word.try_into().unwrap_or_default()));
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(words.remainder()) {
        *to = *from;
    }
    step(state, u64::from_le_bytes(last))
}
