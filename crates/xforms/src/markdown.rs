//! Marks in the texts of a form: the small part of Markdown that forms use (section 40 says only that there may be
//! some; XLSForm's "styling prompts" names which). A tree comes back, never markup: nothing a form says can become
//! an element that the page did not mean.

/// A paragraph, heading or list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `# …` to `###### …`: the level, and what it says.
    Heading(u8, Vec<Span>),
    /// Lines that belong together.
    Paragraph(Vec<Span>),
    /// `- …` or `* …`
    List(Vec<Vec<Span>>),
    /// `1. …`
    Numbered(Vec<Vec<Span>>),
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// As it stands.
    Text(String),
    /// `*…*` or `_…_`
    Emphasis(Vec<Span>),
    /// `**…**` or `__…__`
    Strong(Vec<Span>),
    /// `[…](https://…)`: only `https`, `http`, `mailto` and `tel`; anything else stays as it was written.
    Link(String, String),
    /// The end of a line inside a paragraph.
    Break,
}

/// Marks within marks, so many times.
const DEEPEST: usize = 4;

/// Reads a text.
#[must_use]
pub fn read(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            open = false;
            continue;
        }
        if let Some((level, rest)) = heading(line) {
            blocks.push(Block::Heading(level, spans(rest, DEEPEST)));
            open = false;
        } else if let Some(rest) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            match blocks.last_mut() {
                Some(Block::List(items)) if open => items.push(spans(rest, DEEPEST)),
                _ => blocks.push(Block::List(vec![spans(rest, DEEPEST)])),
            }
            open = true;
        } else if let Some(rest) = numbered(line) {
            match blocks.last_mut() {
                Some(Block::Numbered(items)) if open => items.push(spans(rest, DEEPEST)),
                _ => blocks.push(Block::Numbered(vec![spans(rest, DEEPEST)])),
            }
            open = true;
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(inside)) if open => {
                    inside.push(Span::Break);
                    inside.append(&mut spans(line, DEEPEST));
                }
                _ => blocks.push(Block::Paragraph(spans(line, DEEPEST))),
            }
            open = true;
        }
    }
    one_is_no_list(blocks, text)
}

/// "1. Your name?" is a question with a number, not a list of one.
fn one_is_no_list(blocks: Vec<Block>, text: &str) -> Vec<Block> {
    let only = matches!(blocks.as_slice(), [Block::Numbered(items)] if items.len() == 1);
    if only { vec![Block::Paragraph(spans(text.trim(), DEEPEST))] } else { blocks }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - rest.len()).ok()?;
    ((1..=6).contains(&level) && rest.starts_with(' ')).then(|| (level, rest.trim()))
}

fn numbered(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". ")?;
    let formed =
        (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    formed.then_some(rest)
}

fn spans(text: &str, depth: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    // What is behind a mark is looked for once: a line of stars takes time in proportion to its length.
    let mut looks = 200;
    while let Some(first) = rest.chars().next() {
        if first == '\\'
            && let Some(next) = rest.chars().nth(1)
            && next.is_ascii_punctuation()
        {
            plain.push(next);
            rest = rest.get(1 + next.len_utf8()..).unwrap_or_default();
            continue;
        }
        let begins_word = plain.chars().next_back().is_none_or(|letter| !letter.is_alphanumeric());
        let marked = match first {
            '*' if depth > 0 && looks > 0 => mark(rest, depth),
            '_' if depth > 0 && looks > 0 && begins_word => mark(rest, depth),
            '[' if looks > 0 => link(rest),
            _ => None,
        };
        looks -= i32::from(matches!(first, '*' | '_' | '['));
        if let Some((span, after)) = marked {
            if !plain.is_empty() {
                found.push(Span::Text(std::mem::take(&mut plain)));
            }
            found.push(span);
            rest = after;
        } else {
            plain.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    if !plain.is_empty() {
        found.push(Span::Text(plain));
    }
    found
}

fn mark(text: &str, depth: usize) -> Option<(Span, &str)> {
    for (sign, strong) in [("**", true), ("__", true), ("*", false), ("_", false)] {
        let Some(inside) = text.strip_prefix(sign) else { continue };
        let end = inside.find(sign)?;
        let (inside, after) = (inside.get(..end)?, inside.get(end + sign.len()..)?);
        let sound = !inside.is_empty() && !inside.starts_with(' ') && !inside.ends_with(' ');
        let ends_word = sign.starts_with('*') || !after.starts_with(char::is_alphanumeric);
        if !sound || !ends_word {
            return None;
        }
        let inside = spans(inside, depth - 1);
        return Some((if strong { Span::Strong(inside) } else { Span::Emphasis(inside) }, after));
    }
    None
}

fn link(text: &str) -> Option<(Span, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    let address = address.trim();
    let safe = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let sound = safe && !label.contains(['[', '\n']) && !address.contains(char::is_whitespace);
    sound.then(|| (Span::Link(label.to_owned(), address.to_owned()), after))
}

/// The text without its marks: for a title, or to be read aloud.
#[must_use]
pub fn plain(text: &str) -> String {
    fn add(spans: &[Span], out: &mut String) {
        for span in spans {
            match span {
                Span::Text(text) | Span::Link(text, _) => out.push_str(text),
                Span::Emphasis(inside) | Span::Strong(inside) => add(inside, out),
                Span::Break => out.push(' '),
            }
        }
    }
    let mut out = String::new();
    for block in read(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        match block {
            Block::Heading(_, spans) | Block::Paragraph(spans) => add(&spans, &mut out),
            Block::List(items) | Block::Numbered(items) => {
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { " " } else { "" });
                    add(item, &mut out);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Span {
        Span::Text(text.to_owned())
    }

    #[test]
    fn marks() {
        assert_eq!(
            read("# Titel\nEin **sehr *wichtiger*** Satz\nund\n\n- a\n- b"),
            [
                Block::Heading(1, vec![text("Titel")]),
                Block::Paragraph(vec![
                    text("Ein "),
                    Span::Strong(vec![text("sehr *wichtiger")]),
                    text("* Satz"),
                    Span::Break,
                    text("und"),
                ]),
                Block::List(vec![vec![text("a")], vec![text("b")]]),
            ]
        );
        let link = Span::Link("hier".to_owned(), "https://example.org".to_owned());
        assert_eq!(read("[hier](https://example.org)"), [Block::Paragraph(vec![link])]);
    }

    #[test]
    fn what_is_no_mark_stays() {
        for plain_text in [
            "2 * 3 * 4",
            "snake_case_name",
            "[x](javascript:alert(1))",
            "<b>x</b>",
            "1. Ihr Name?",
            "**",
            "a *b",
        ] {
            assert_eq!(
                read(plain_text),
                [Block::Paragraph(vec![text(plain_text)])],
                "{plain_text}"
            );
        }
        assert_eq!(read("\\*a\\*"), [Block::Paragraph(vec![text("*a*")])]);
        assert_eq!(plain("## A\n*b* [c](tel:1)\n1. d\n2. e"), "A b c d e");
    }
}
