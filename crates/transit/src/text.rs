//! Texts from outside, made plain.

/// Elements after which a new line begins.
const BLOCKS: [&str; 12] =
    ["br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "table"];

/// The plain text of a piece of HTML, as alerts hold it: entities decoded, blocks on lines of their own, entries of
/// lists with a dot before them, scripts and styles left out with their content, other tags left out. A text without
/// any markup stays as it is, but for blanks. What comes out is shown as text, never as markup.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        push_words(&mut plain, before);
        let after = tag.get(1..).unwrap_or_default();
        let name_at = after.strip_prefix('/').unwrap_or(after);
        let end = name_at.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name_at.len());
        let name = name_at.get(..end).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() && !after.starts_with('!') {
            // "5 < 6": no tag.
            plain.push('<');
            rest = after;
            continue;
        }
        rest = behind_tag(after);
        let closing = after.starts_with('/');
        if !closing && matches!(name.as_str(), "script" | "style") {
            let close = ["</", &name].concat();
            let end = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
            rest = behind_tag(rest.get(end..).unwrap_or_default());
        } else if BLOCKS.contains(&name.as_str()) {
            break_line(&mut plain);
            if name == "li" && !closing {
                plain.push_str("• ");
            }
        }
    }
    push_words(&mut plain, rest);
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "•");
    lines.collect::<Vec<_>>().join("\n")
}

/// What follows the `>` of a tag; one in quotes does not close it, and a tag that never closes takes the rest.
fn behind_tag(text: &str) -> &str {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (character, quote) {
            ('>', None) => return text.get(at + 1..).unwrap_or_default(),
            ('"' | '\'', None) => quote = Some(character),
            (_, Some(open)) if character == open => quote = None,
            _ => {}
        }
    }
    ""
}

fn break_line(plain: &mut String) {
    if !plain.is_empty() && !plain.ends_with('\n') {
        plain.push('\n');
    }
}

/// Appends words with their entities decoded and their blanks made single; new lines stay.
fn push_words(plain: &mut String, text: &str) {
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        let mut shown = character;
        if character == '&'
            && let Some((decoded, end)) = entity(rest)
        {
            (shown, length) = (decoded, end);
        }
        rest = rest.get(length..).unwrap_or_default();
        match shown {
            '\n' => break_line(plain),
            _ if shown.is_whitespace() || shown.is_control() => {
                if !plain.is_empty() && !plain.ends_with([' ', '\n']) {
                    plain.push(' ');
                }
            }
            _ => plain.push(shown),
        }
    }
}

/// The character of an entity at the beginning of a text, and how long the entity is. Names that no German city's
/// texts use stay as they are.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let character = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)?
    } else {
        match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
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
            "bull" | "middot" => '•',
            "rarr" => '→',
            "larr" => '←',
            "laquo" => '«',
            "raquo" => '»',
            "bdquo" => '„',
            "ldquo" => '“',
            "rdquo" => '”',
            _ => return None,
        }
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn alerts_as_cities_write_them() {
        let html = "<b>Haltestellen:</b><ul><li>Markt &amp; Rathaus</li><li>S&uuml;dstadt</li></ul><p>Bis&nbsp;&#50;0 Uhr</p>";
        assert_eq!(plain(html), "Haltestellen:\n• Markt & Rathaus\n• Südstadt\nBis 20 Uhr");
        assert_eq!(
            plain("Linie 5:  5 < 6 & mehr\n\nUmleitung"),
            "Linie 5: 5 < 6 & mehr\nUmleitung"
        );
        assert_eq!(plain("a<script>alert('<b>')</script>b<style>p{}</style>c<!-- x -->d"), "abcd");
        assert_eq!(plain("<a href=\"x>y\">Link</a> <img src=x onerror=alert(1)>"), "Link");
        assert_eq!(plain("&lt;b&gt;&unknown;"), "<b>&unknown;");
        assert_eq!(plain("a<br/>b<BR>c<b"), "a\nb\nc");
    }

    proptest! {
        #[test]
        fn never_panics_and_never_grows_much(html in ".{0,80}|(<|>|/|&|;|#|x|li|script|\"| |ä){0,40}") {
            // An entry of a list has two characters more than its tag has fewer.
            prop_assert!(plain(&html).len() <= html.len() + 4);
        }
    }
}
