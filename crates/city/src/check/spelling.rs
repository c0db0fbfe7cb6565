//! What was probably meant.

/// The known word nearest to a misspelt one, if it is near enough to be a slip.
pub(super) fn likely<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Longer than any name there is: not worth the arithmetic.
    if word.len() > 60 {
        return None;
    }
    let word = plain(word);
    known
        .into_iter()
        .map(|candidate| (distance(&word, &plain(candidate)), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .map(|(_, candidate)| candidate.to_owned())
}

/// Without the differences that are never meant: case, hyphen, underscore.
fn plain(word: &str) -> Vec<char> {
    word.chars()
        .filter(|letter| !matches!(letter, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Levenshtein distance: how many letters must be added, left out or changed.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, other_letter) in row.iter_mut().skip(1).zip(other) {
            let changed = diagonal + usize::from(letter != other_letter);
            diagonal = *cell;
            left = changed.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn finds_slips_but_invents_nothing() {
        let known = ["primary", "accent", "neutral", "logoDark", "timeZone"];
        assert_eq!(likely("primery", known).as_deref(), Some("primary"));
        assert_eq!(likely("logo_dark", known).as_deref(), Some("logoDark"));
        assert_eq!(likely("timezone", known).as_deref(), Some("timeZone"));
        assert_eq!(likely("weather", known), None);
        assert_eq!(likely("", known), None);
    }

    proptest! {
        #[test]
        fn distance_is_a_metric(one in "[abc]{0,6}", other in "[abc]{0,6}", third in "[abc]{0,6}") {
            let [one, other, third] = [one, other, third].map(|word| plain(&word));
            prop_assert_eq!(distance(&one, &one), 0);
            prop_assert_eq!(distance(&one, &other), distance(&other, &one));
            prop_assert!(distance(&one, &third) <= distance(&one, &other) + distance(&other, &third));
        }
    }
}
