//! Texts as ZMS counts and joins them.

/// The plain text of a small piece of HTML, as ZMS makes it: entities decoded, `<br>` a new line, other
/// tags left out.
#[must_use]
pub fn plain(html: &str) -> String {
    strip_tags(&break_lines(&decode_entities(html)))
}

fn break_lines(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let name = tag.get(1..3).unwrap_or("");
        let after_name = tag.get(3..).unwrap_or("").trim_start();
        let after_name = after_name.strip_prefix('/').unwrap_or(after_name);
        if name.eq_ignore_ascii_case("br") && after_name.starts_with('>') {
            plain.push('\n');
            rest = after_name.get(1..).unwrap_or("");
        } else {
            plain.push('<');
            rest = tag.get(1..).unwrap_or("");
        }
    }
    plain.push_str(rest);
    plain
}

/// Leaves out what stands between `<` and `>`. A `<` before a space is no tag, one that never closes takes
/// the rest with it, a `>` in quotes does not close: PHP's `strip_tags`.
fn strip_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '<' || characters.peek().is_some_and(char::is_ascii_whitespace) {
            plain.push(character);
            continue;
        }
        let mut quote = None;
        for inside in characters.by_ref() {
            match (inside, quote) {
                ('>', None) => break,
                ('"' | '\'', None) => quote = Some(inside),
                (_, Some(open)) if inside == open => quote = None,
                _ => {}
            }
        }
    }
    plain
}

fn decode_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        plain.push_str(before);
        // The longest entity we know has nine characters.
        let end = entity.bytes().take(12).position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((entity_character(entity.get(1..end)?)?, end)));
        if let Some((character, end)) = decoded {
            plain.push(character);
            rest = entity.get(end + 1..).unwrap_or("");
        } else {
            plain.push('&');
            rest = entity.get(1..).unwrap_or("");
        }
    }
    plain.push_str(rest);
    plain
}

/// Numbers, and the names that occur in German texts. Any other name stays as it is, which only makes the
/// text longer, never shorter, than the server counts.
fn entity_character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|character| *character != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "euro" => '€',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bdquo" => '„',
        "ldquo" => '“',
        "rdquo" => '”',
        "sect" => '§',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn entities_breaks_and_tags() {
        assert_eq!(plain("a<br>b<BR />c<br/>d"), "a\nb\nc\nd");
        assert_eq!(plain("<p class=\"a>b\">Zimmer <b>3</b></p>"), "Zimmer 3");
        assert_eq!(plain("T&uuml;r &#38; &#x54;or &unknown; & mehr"), "Tür & Tor &unknown; & mehr");
        assert_eq!(plain("1 < 2"), "1 < 2");
        assert_eq!(plain("a &lt;b&gt; c"), "a  c", "decoding comes before stripping");
        assert_eq!(plain("offen <a"), "offen ");
    }

    proptest! {
        #[test]
        fn never_panics_never_grows(text in "(?s)(.|<|>|&|;|br|/|\"){0,60}") {
            prop_assert!(plain(&text).chars().count() <= text.chars().count());
        }
        #[test]
        fn text_without_markup_stays(text in "[^<&]*") {
            prop_assert_eq!(plain(&text), text);
        }
    }
}
