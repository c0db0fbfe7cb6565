//! Lists of different lengths in one array.

/// Lists, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists<T> {
    /// Where each begins, and the end.
    starts: Vec<u32>,
    all: Vec<T>,
}

impl<T: Copy + Default> Lists<T> {
    /// From pairs of list and entry; entries of a list keep their order. Pairs beyond `count` are left out.
    pub fn new(count: usize, pairs: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (list, _) in pairs.clone() {
            if let Some(start) = starts.get_mut(list as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut all = vec![T::default(); sum as usize];
        let mut next = starts.clone();
        for (list, entry) in pairs {
            if let Some(at) = next.get_mut(list as usize)
                && let Some(place) = all.get_mut(*at as usize)
                && (list as usize) < count
            {
                *place = entry;
                *at += 1;
            }
        }
        Self { starts, all }
    }

    /// From the lengths of the lists and all their entries; `None` if they do not fit.
    pub fn from_lengths(lengths: &[u32], all: Vec<T>) -> Option<Self> {
        let mut starts = vec![0_u32];
        let mut sum = 0_u32;
        for length in lengths {
            sum = sum.checked_add(*length)?;
            starts.push(sum);
        }
        (sum as usize == all.len()).then_some(Self { starts, all })
    }

    /// A list; empty if there is none of this number.
    #[inline]
    pub fn get(&self, list: u32) -> &[T] {
        let at = list as usize;
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(from, to)| self.all.get(*from as usize..*to as usize)).unwrap_or_default()
    }

    /// How many lists.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_their_order() {
        let lists = Lists::new(3, [(2, 'a'), (0, 'b'), (2, 'c')].into_iter());
        assert_eq!(
            [lists.get(0), lists.get(1), lists.get(2), lists.get(3)],
            [&['b'][..], &[], &['a', 'c'], &[]]
        );
        assert_eq!(lists.len(), 3);
        assert_eq!(Lists::from_lengths(&[1, 0, 2], vec!['b', 'a', 'c']), Some(lists));
        assert_eq!(Lists::from_lengths(&[1, 1], vec!['b']), None);
    }
}
