//! One sort for all lists: the standard library's is compiled anew for each type, 4 KB each time in the app.

/// Sorts by a key of two numbers; equal ones stay as they stand.
pub fn sort_by_key<T>(list: &mut [T], key: impl Fn(&T) -> (i64, i64)) {
    for (a, b) in swaps(list.iter().map(key).collect()) {
        list.swap(a, b);
    }
}

/// The places to swap, one after the other, to bring the keys into order.
fn swaps(keys: Vec<(i64, i64)>) -> Vec<(usize, usize)> {
    let mut order: Vec<_> = keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect();
    order.sort_unstable();
    let mut swaps = Vec::new();
    for start in 0..order.len() {
        // What belongs here stands there, what belongs there … until the circle closes.
        let mut here = start;
        while let Some((_, from)) = order.get_mut(here) {
            let there = std::mem::replace(from, here);
            if there == start {
                break;
            }
            swaps.push((here, there));
            here = there;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library(keys: Vec<(i8, i8)>) {
            let list: Vec<_> = keys.into_iter().enumerate().collect();
            let key = |(_, (a, b)): &(usize, (i8, i8))| (i64::from(*a) % 8, i64::from(*b) % 8);
            let mut ours = list.clone();
            sort_by_key(&mut ours, key);
            let mut theirs = list;
            theirs.sort_by_key(key);
            prop_assert_eq!(ours, theirs);
        }
    }
}
