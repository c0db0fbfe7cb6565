//! Texts: space-separated lists, replaced letters, regular expressions.

/// The words of a text between the white space of XML.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_ascii_whitespace()
}

/// Section 30, `selected`: is the value one of the list? Nothing is selected in an empty list, but nothing is.
pub(crate) fn selected(list: &str, value: &str) -> bool {
    let value = value.trim_ascii();
    if value.is_empty() {
        words(list).next().is_none()
    } else {
        words(list).any(|word| word == value)
    }
}

/// XPath 1.0, section 4.2, `translate`.
pub(crate) fn translate(text: &str, from: &str, to: &str) -> String {
    let replaced = |letter: char| match from.chars().position(|known| known == letter) {
        None => Some(letter),
        Some(place) => to.chars().nth(place),
    };
    text.chars().filter_map(replaced).collect()
}

/// A pattern, within a size that cannot fill the memory of a phone; `None` when it is not understood.
pub(crate) fn pattern(text: &str) -> Option<regex_lite::Regex> {
    if text.len() > 1000 {
        return None;
    }
    regex_lite::RegexBuilder::new(text).size_limit(100_000).nest_limit(50).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        assert!(
            selected(" a  b ", "b")
                && !selected("ab", "a")
                && selected("", "")
                && !selected("a", "")
        );
        assert_eq!(translate("bar", "abc", "AB"), "BAr");
        assert_eq!(translate("--aaa--", "abc-", "ABC"), "AAA");
    }

    #[test]
    fn patterns() {
        for (text, value, fits) in [
            (r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", "a@b.de", true),
            (r"^\d{5}$", "8908", false),
            ("[äöü]", "für", true),
        ] {
            assert_eq!(pattern(text).is_some_and(|found| found.is_match(value)), fits, "{text}");
        }
        assert!(pattern("(?=a)b").is_none() && pattern("(").is_none());
        assert!(pattern("(a{1000}){1000}").is_none());
    }
}
