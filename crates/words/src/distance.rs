//! How many slips lie between two words.

/// Slips (a letter too many, missing, wrong, or two neighbours swapped) from one word to the other; `None`
/// if there are more than `most`. Damerau-Levenshtein, each letter slipped once (optimal string alignment).
#[must_use]
pub fn distance(a: &[char], b: &[char], most: u32) -> Option<u32> {
    let far = a.len().abs_diff(b.len()) > most as usize;
    let last = if far { None } else { rows(a, b).last().copied() };
    last.filter(|slips| *slips <= most)
}

/// The same to the nearest beginning of `b`: the person is still typing.
#[must_use]
pub fn prefix_distance(a: &[char], b: &[char], most: u32) -> Option<u32> {
    // No beginning longer than this can be near enough.
    let end = b.len().min(a.len() + most as usize);
    rows(a, b.get(..end).unwrap_or(b)).into_iter().min().filter(|slips| *slips <= most)
}

/// Slips from the whole of `a` to each beginning of `b`.
fn rows(a: &[char], b: &[char]) -> Vec<u32> {
    let mut before_last: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0..=b.len()).map(|n| u32::try_from(n).unwrap_or(u32::MAX)).collect();
    let at = |row: &[u32], index: usize| row.get(index).copied().unwrap_or(u32::MAX / 2);
    let mut letter_before = None;
    for letter in a {
        let mut row = vec![at(&last, 0) + 1];
        let mut other_before = None;
        for (index, other) in b.iter().enumerate() {
            let wrong = at(&last, index) + u32::from(letter != other);
            let missing = at(&last, index + 1) + 1;
            let surplus = at(&row, index) + 1;
            let mut best = wrong.min(missing).min(surplus);
            if index > 0 && letter_before == Some(other) && other_before == Some(letter) {
                best = best.min(at(&before_last, index - 1) + 1);
            }
            row.push(best);
            other_before = Some(other);
        }
        before_last = std::mem::replace(&mut last, row);
        letter_before = Some(letter);
    }
    last
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    /// The definition, without a table.
    fn plain(a: &[char], b: &[char]) -> u32 {
        let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_last(), b.split_last()) else {
            return u32::try_from(a.len().max(b.len())).unwrap();
        };
        let mut best = (plain(rest_a, rest_b) + u32::from(x != y))
            .min(plain(rest_a, b) + 1)
            .min(plain(a, rest_b) + 1);
        if let (Some((p, start_a)), Some((q, start_b))) = (rest_a.split_last(), rest_b.split_last())
            && x == q
            && y == p
        {
            best = best.min(plain(start_a, start_b) + 1);
        }
        best
    }

    proptest! {
        #[test]
        fn as_defined(a in "[abc]{0,6}", b in "[abc]{0,6}", most in 0_u32..4) {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let slips = plain(&a, &b);
            prop_assert_eq!(distance(&a, &b, most), (slips <= most).then_some(slips));
            let nearest = (0..=b.len()).map(|end| plain(&a, &b[..end])).min().unwrap();
            prop_assert_eq!(prefix_distance(&a, &b, most), (nearest <= most).then_some(nearest));
        }
    }
}
