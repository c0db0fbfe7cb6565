//! Comparing words as people type them: no case, no diacritics, a slip of the finger forgiven.
//!
//! What every search of the app shares: services, stops. Which entries there are and how they are ranked is
//! the business of each.

mod distance;
mod fold;

pub use distance::{distance, prefix_distance};
pub use fold::{fold, join_umlauts};

/// How far a typed word is from a known one, both folded; `None` if too far to be meant.
///
/// 0 is the same, 1 a beginning, 3 a part, and each slip costs 4. Words of up to three letters forgive none,
/// up to seven one, longer ones two.
#[must_use]
pub fn word_distance(wanted: &[char], word: &[char]) -> Option<u32> {
    if wanted == word {
        return Some(0);
    }
    if word.starts_with(wanted) {
        return Some(1);
    }
    if wanted.len() >= 3 && word.windows(wanted.len()).any(|part| part == wanted) {
        return Some(3); // "ausweis" in "personalausweis"
    }
    let slips = match wanted.len() {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    let found = distance(wanted, word, slips).map(|slips| 4 * slips);
    let begun = || prefix_distance(wanted, word, slips).map(|slips| 4 * slips + 2);
    found.or_else(begun)
}
