//! Alert texts, often HTML, reduced to text that is safe to show.
//!
//! Nothing of the markup survives: tags fall away, blocks begin a new line, items of a list get a
//! dash, an address behind a link is written after it. What looks like markup but is none
//! (`1 < 2`, `A & B`) stays.

/// More than this is no message any more.
const LONGEST: usize = 8_000;

/// Elements whose content is not text.
const NOT_TEXT: [&str; 5] = ["script", "style", "head", "template", "iframe"];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 21] = [
    "p",
    "div",
    "br",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "section",
    "article",
    "blockquote",
    "hr",
    "dl",
    "dt",
    "dd",
];

/// The text of a piece of HTML, or of a text that never was HTML. Empty when nothing is said.
pub fn to_text(html: &str) -> String {
    // In HTML the end of a line is a blank; in a text that never was HTML it is meant.
    let markup = html.contains("</") || html.to_ascii_lowercase().contains("<br");
    let mut text = Text { keeps_lines: !markup, ..Text::default() };
    let mut link: Option<(String, usize)> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        text.words(before);
        let Some((tag, after)) = tag(from) else {
            text.words("<");
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        let name = tag.name.as_str();
        if NOT_TEXT.contains(&name) && !tag.closes {
            rest = after_end_of(name, rest);
        } else if name == "li" && !tag.closes {
            text.line();
            text.words("– ");
        } else if BLOCKS.contains(&name) {
            text.line();
        } else if matches!(name, "td" | "th") {
            text.words(" ");
        } else if name == "a" {
            match (tag.closes, tag.address()) {
                (false, Some(address)) => link = Some((address, text.done.len())),
                _ => {
                    if let Some((address, since)) = link.take()
                        && text.done.get(since..).is_some_and(|shown| !shown.contains(&address))
                    {
                        text.words(&format!(" ({address})"));
                    }
                }
            }
        }
    }
    text.words(rest);
    text.finish()
}

/// Text in the making: blanks joined, at most one empty line in between, entities decoded.
#[derive(Default)]
struct Text {
    done: String,
    blank: bool,
    keeps_lines: bool,
}

impl Text {
    fn words(&mut self, html: &str) {
        for character in decode(html).chars() {
            if character == '\n' && self.keeps_lines {
                self.line();
            } else if character.is_whitespace() {
                self.blank = true;
            } else if !unwanted(character) {
                if self.blank && !self.done.is_empty() && !self.done.ends_with('\n') {
                    self.done.push(' ');
                }
                self.blank = false;
                self.done.push(character);
            }
        }
    }

    fn line(&mut self) {
        self.blank = false;
        if !self.done.is_empty() && !self.done.ends_with('\n') {
            self.done.push('\n');
        }
    }

    fn finish(self) -> String {
        let text = self.done.trim();
        let text = text.strip_suffix('–').unwrap_or(text).trim_end();
        match text.char_indices().nth(LONGEST) {
            None => text.to_owned(),
            Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        }
    }
}

/// Control characters, and those that turn the writing direction of what follows, even beyond the text.
fn unwanted(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

struct Tag<'a> {
    name: String,
    closes: bool,
    inside: &'a str,
}

impl Tag<'_> {
    /// Where a link leads, when that is a web address.
    fn address(&self) -> Option<String> {
        let lower = self.inside.to_ascii_lowercase();
        let at = lower.match_indices("href").find_map(|(at, _)| {
            let after = lower.get(at + 4..)?.trim_start();
            after.starts_with('=').then(|| lower.len() - after.len() + 1)
        })?;
        let value = self.inside.get(at..)?.trim_start();
        let value = match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
            _ => value.split(char::is_whitespace).next()?,
        };
        web_address(&decode(value))
    }
}

/// A text as an address for a link: only web addresses, nothing that could run or break out.
pub fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let web = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let clean =
        |c: char| !c.is_whitespace() && !unwanted(c) && !matches!(c, '<' | '>' | '"' | '\\');
    let fine = web.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && text.len() <= 2_000
        && text.chars().all(clean);
    fine.then(|| text.to_owned())
}

/// The tag (or comment) that `from` begins with, and what comes after it; nothing when the `<` is only a sign.
fn tag(from: &str) -> Option<(Tag<'_>, &str)> {
    if let Some(comment) = from.strip_prefix("<!--") {
        let after = comment.split_once("-->").map_or("", |(_, after)| after);
        return Some((Tag { name: String::new(), closes: false, inside: "" }, after));
    }
    let body = from.get(1..)?;
    let (closes, body) = body.strip_prefix('/').map_or((false, body), |body| (true, body));
    if !body.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
        return None;
    }
    let mut quote = None;
    let end = body.char_indices().find_map(|(at, c)| {
        match (c, quote) {
            ('>', None) => return Some(at),
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            _ => {}
        }
        None
    });
    // A quote that never closes ends with the first bracket.
    let end = end.or_else(|| body.find('>'))?;
    let inside = body.get(..end)?;
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let after = body.get(end + 1..).unwrap_or_default();
    Some((Tag { name: name.to_ascii_lowercase(), closes, inside }, after))
}

/// What comes after the end of an element whose content is no text.
fn after_end_of<'a>(name: &str, rest: &'a str) -> &'a str {
    let lower = rest.to_ascii_lowercase();
    let Some(at) = lower.find(&format!("</{name}")) else { return "" };
    rest.get(at..).and_then(|end| end.split_once('>')).map_or("", |(_, after)| after)
}

fn decode(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let decoded = from
            .bytes()
            .take(10)
            .position(|byte| byte == b';')
            .and_then(|end| Some((entity(from.get(1..end)?)?, from.get(end + 1..)?)));
        if let Some((character, after)) = decoded {
            text.push(character);
            rest = after;
        } else {
            text.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    text.push_str(rest);
    text
}

/// Numbers, and the names that occur in messages of transit agencies; others stay as they are.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let known = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("szlig", 'ß'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("agrave", 'à'),
        ("ccedil", 'ç'),
        ("euro", '€'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("bdquo", '„'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("bull", '•'),
        ("middot", '·'),
        ("rarr", '→'),
        ("larr", '←'),
        ("sect", '§'),
        ("deg", '°'),
    ];
    known.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_and_paragraphs_become_lines() {
        assert_eq!(
            to_text(
                "<b>Haltestellen:</b><ul><li>Markt<li>Bahnhof &amp; Post</ul><p>Bis 5&nbsp;Uhr</p>"
            ),
            "Haltestellen:\n– Markt\n– Bahnhof & Post\nBis 5 Uhr"
        );
        assert_eq!(to_text("a<br/><br>b"), "a\nb");
        assert_eq!(to_text(" <b>viele</b> \n Leer-\tzeichen "), "viele Leer- zeichen");
        assert_eq!(to_text("eine Zeile \r\n\n noch eine"), "eine Zeile\nnoch eine");
    }

    #[test]
    fn what_could_run_is_gone() {
        assert_eq!(to_text("<script>alert('x')</script>Sperrung<style>p{}</style>"), "Sperrung");
        assert_eq!(to_text("<img src=x onerror=\"a>b\">Sperrung<!-- <p>nie</p> -->"), "Sperrung");
        assert_eq!(to_text("Ende <script>nie"), "Ende");
        assert_eq!(to_text("<a href=\"javascript:alert(1)\">hier</a>"), "hier");
        assert_eq!(to_text("\u{202e}abc\u{7}"), "abc");
    }

    #[test]
    fn a_link_says_where_it_leads() {
        assert_eq!(
            to_text("Mehr <A class=x HREF='https://a.example/?x=1&amp;y=2'>hier</A>."),
            "Mehr hier (https://a.example/?x=1&y=2)."
        );
        assert_eq!(
            to_text("<a href=https://a.example/>https://a.example/</a>"),
            "https://a.example/"
        );
    }

    #[test]
    fn signs_that_are_no_markup_stay() {
        for text in ["1 < 2 und 3 > 2", "Linie A & B", "a <", "<", "x &unknown; y", "<3 Tram", "5<"]
        {
            assert_eq!(to_text(text), text);
        }
        assert_eq!(to_text("a &lt;b&gt; c"), "a <b> c", "shown as text, never read again");
    }

    #[test]
    fn endless_texts_end() {
        let text = to_text(&"wort ".repeat(10_000));
        assert!(text.chars().count() <= LONGEST + 1 && text.ends_with('…'));
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(web_address(" https://a.example/x ").as_deref(), Some("https://a.example/x"));
        for text in [
            "",
            "javascript:x",
            "//a",
            "https://",
            "https:///x",
            "https://a b",
            "ftp://a",
            "https://a\u{202e}",
        ] {
            assert_eq!(web_address(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_leaves_no_tag(html in "(?s)(.|<|>|&|;|</?(br|li|script|a|b)>|\"|'|href=|<!--|-->){0,80}") {
            let text = to_text(&html);
            prop_assert!(!text.contains("<script>") || html.contains("&lt") || html.contains("&#"));
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
            prop_assert!(!text.contains("\n\n"));
        }
        #[test]
        fn a_text_without_markup_only_loses_blanks(text in "[^<&\\p{C}]{0,60}") {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&to_text(&text)), words(text.trim().trim_end_matches('–')));
        }
    }
}
