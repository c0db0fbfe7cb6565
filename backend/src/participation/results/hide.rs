//! Which cells are not shown, so that nobody is recognised in a small group.
//!
//! A small cell alone does not stay hidden: whoever knows the total and all other cells works it out. So others are
//! hidden with it, until at least two cells are and together they are no small group either (complementary cell
//! suppression, as statistical offices do it; the handbook on statistical disclosure control, chapter 4).

/// For cells that add up to a known total: which are hidden.
pub fn disjoint(cells: &[u64], least: u64) -> Vec<bool> {
    let mut hidden: Vec<bool> = cells.iter().map(|n| (1..least).contains(n)).collect();
    if !hidden.contains(&true) {
        return hidden;
    }
    loop {
        let together: u64 = sum(cells, &hidden);
        if together >= least && hidden.iter().filter(|hidden| **hidden).count() >= 2 {
            return hidden;
        }
        if !hide_smallest(cells, &mut hidden) {
            return vec![true; cells.len()];
        }
    }
}

/// For cells of which each is a part of the same `total` (several could be chosen): which are hidden. Few who did not
/// choose something are a small group as well.
pub fn overlapping(cells: &[u64], total: u64, least: u64) -> Vec<bool> {
    let small = |n: u64| (1..least).contains(&n);
    let mut hidden: Vec<bool> =
        cells.iter().map(|n| small(*n) || small(total.saturating_sub(*n))).collect();
    // Where everybody has to choose the same number, the cells add up after all.
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        hide_smallest(cells, &mut hidden);
    }
    hidden
}

fn sum(cells: &[u64], hidden: &[bool]) -> u64 {
    cells.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(n, _)| n).sum()
}

/// Hides the smallest cell that is still shown and not empty.
fn hide_smallest(cells: &[u64], hidden: &mut [bool]) -> bool {
    let shown = cells.iter().zip(hidden.iter_mut()).filter(|(n, hidden)| **n > 0 && !**hidden);
    match shown.min_by_key(|(n, _)| **n) {
        Some((_, hidden)) => {
            *hidden = true;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_cell_takes_another_one_along() {
        assert_eq!(disjoint(&[40, 30, 3, 0], 5), [false, true, true, false]);
        assert_eq!(
            disjoint(&[40, 30, 3, 1], 5),
            [false, true, true, true],
            "four together are few"
        );
        assert_eq!(disjoint(&[40, 30, 4, 1], 5), [false, false, true, true]);
        assert_eq!(disjoint(&[40, 30, 0], 5), [false; 3]);
        assert_eq!(disjoint(&[100, 2], 5), [true; 2]);
        assert_eq!(disjoint(&[], 5), [false; 0]);
        assert_eq!(
            overlapping(&[40, 98, 50], 100, 5),
            [true, true, false],
            "two did not choose it"
        );
    }

    proptest! {
        #[test]
        fn nothing_hidden_can_be_worked_out(cells in prop::collection::vec(0_u64..30, 1..8), least in 2_u64..8) {
            let total: u64 = cells.iter().sum();
            prop_assume!(total >= least);
            let hidden = disjoint(&cells, least);
            for (n, hidden) in cells.iter().zip(&hidden) {
                prop_assert!(*hidden || *n == 0 || *n >= least);
            }
            let count = hidden.iter().filter(|hidden| **hidden).count();
            let rest: u64 = sum(&cells, &hidden);
            // What is left over after all that is shown stands for several cells and several people.
            prop_assert!(count == 0 || rest >= least);
            prop_assert!(count != 1 || cells.len() == 1);
        }
    }
}
