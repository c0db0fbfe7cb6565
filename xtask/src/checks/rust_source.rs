//! A Rust file as the checks see it: code without comments, and its string literals.
//!
//! Tests, which stand at the end of a file, are left out.

use std::{collections::BTreeSet, iter::Peekable, path::PathBuf, str::CharIndices};

/// A comment with these words on the same line, or alone on the line before, excuses a literal.
pub const EXCUSE: &str = "not translated:";

/// A string literal and what stands around it.
#[derive(Debug)]
pub struct Literal {
    /// Its line, from 1.
    pub line: usize,
    /// Its text, escapes resolved.
    pub value: String,
    /// The code before it, without spaces at the end.
    pub before: String,
    /// The first character of code behind it.
    pub after: Option<char>,
}

/// A file, read.
#[derive(Debug)]
pub struct RustSource {
    /// Where it is.
    pub path: PathBuf,
    /// Its code line by line, every literal replaced by `""`.
    pub code: Vec<String>,
    /// Its string literals in order.
    pub literals: Vec<Literal>,
    excused: BTreeSet<usize>,
}

impl RustSource {
    /// Reads a file. Never fails: what is no Rust gives nonsense, which the compiler reports.
    pub fn read(path: PathBuf, text: &str) -> Self {
        let text = text.split("#[cfg(test)]").next().unwrap_or(text);
        let mut reader = Reader::new(text);
        reader.read();
        let mut literals = reader.literals;
        for (literal, place) in literals.iter_mut().zip(&reader.places) {
            let behind = reader.code.get(*place..).unwrap_or_default();
            literal.after = behind.chars().find(|letter| !letter.is_whitespace());
        }
        Self {
            path,
            code: reader.code.lines().map(str::to_owned).collect(),
            literals,
            excused: reader.excused,
        }
    }

    /// Whether a comment excuses what stands on this line.
    pub fn is_excused(&self, line: usize) -> bool {
        let alone_above = || {
            let above = line.checked_sub(2).and_then(|index| self.code.get(index));
            self.excused.contains(&(line - 1)) && above.is_some_and(|code| code.trim().is_empty())
        };
        self.excused.contains(&line) || (line > 1 && alone_above())
    }
}

struct Reader<'a> {
    text: &'a str,
    letters: Peekable<CharIndices<'a>>,
    line: usize,
    code: String,
    literals: Vec<Literal>,
    places: Vec<usize>,
    excused: BTreeSet<usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            letters: text.char_indices().peekable(),
            line: 1,
            code: String::new(),
            literals: Vec::new(),
            places: Vec::new(),
            excused: BTreeSet::new(),
        }
    }

    fn next(&mut self) -> Option<(usize, char)> {
        let next = self.letters.next()?;
        if next.1 == '\n' {
            self.line += 1;
        }
        Some(next)
    }

    fn rest(&self, from: usize) -> &'a str {
        self.text.get(from..).unwrap_or_default()
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.next();
        }
    }

    fn read(&mut self) {
        while let Some((place, letter)) = self.next() {
            let rest = self.rest(place);
            if rest.starts_with("//") {
                self.comment(rest.lines().next().unwrap_or_default());
            } else if rest.starts_with("/*") {
                self.block_comment();
            } else if letter == '"' {
                self.literal(None);
            } else if let Some(hashes) = self.raw_start(rest) {
                self.skip(hashes + 1);
                self.literal(Some(hashes));
            } else if letter == '\'' {
                self.quote(rest);
            } else {
                self.code.push(letter);
            }
        }
    }

    fn comment(&mut self, comment: &str) {
        if comment.contains(EXCUSE) {
            self.excused.insert(self.line);
        }
        while self.letters.next_if(|(_, letter)| *letter != '\n').is_some() {}
    }

    fn block_comment(&mut self) {
        let mut depth = 1;
        self.next();
        while depth > 0 {
            let Some((place, letter)) = self.next() else { return };
            let rest = self.rest(place);
            if rest.starts_with("*/") {
                depth -= 1;
                self.next();
            } else if rest.starts_with("/*") {
                depth += 1;
                self.next();
            } else if letter == '\n' {
                self.code.push('\n');
            }
        }
    }

    /// The number of `#` when a raw string starts here.
    fn raw_start(&self, rest: &str) -> Option<usize> {
        let hashes = rest.strip_prefix('r')?;
        let mut before = self.code.chars().rev().skip_while(|letter| matches!(letter, 'b' | 'c'));
        if before.next().is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
            return None;
        }
        let count = hashes.chars().take_while(|letter| *letter == '#').count();
        hashes.get(count..)?.starts_with('"').then_some(count)
    }

    /// A character, or a lifetime, which is code.
    fn quote(&mut self, rest: &str) {
        let mut letters = rest.chars().skip(1);
        match (letters.next(), letters.next()) {
            (Some('\\'), Some(_)) => {
                self.skip(2);
                while self.next().is_some_and(|(_, letter)| letter != '\'') {}
                self.code.push_str("' '");
            }
            (Some(_), Some('\'')) => {
                self.skip(2);
                self.code.push_str("' '");
            }
            _ => self.code.push('\''),
        }
    }

    fn literal(&mut self, raw: Option<usize>) {
        let line = self.line;
        let before = self.code.trim_end();
        let start = before.char_indices().rev().nth(120).map_or(0, |(place, _)| place);
        let before = before.get(start..).unwrap_or_default().to_owned();
        let end = raw.map(|hashes| format!("\"{}", "#".repeat(hashes)));
        let mut value = String::new();
        self.code.push('"');
        while let Some((place, letter)) = self.next() {
            if letter == '\n' {
                self.code.push('\n');
            }
            match (&end, letter) {
                (Some(end), '"') if self.rest(place).starts_with(end.as_str()) => {
                    self.skip(end.len() - 1);
                    break;
                }
                (None, '"') => break,
                (None, '\\') => value.extend(self.escape()),
                _ => value.push(letter),
            }
        }
        self.code.push('"');
        self.literals.push(Literal { line, value, before, after: None });
        self.places.push(self.code.len());
    }

    fn escape(&mut self) -> Option<char> {
        let (_, letter) = self.next()?;
        match letter {
            'n' => Some('\n'),
            't' => Some('\t'),
            'u' => {
                let mut digits = String::new();
                while let Some((_, letter)) = self.next() {
                    match letter {
                        '}' => break,
                        '{' => {}
                        digit => digits.push(digit),
                    }
                }
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
            }
            '\n' => {
                self.code.push('\n');
                while self.letters.next_if(|(_, l)| l.is_whitespace() && *l != '\n').is_some() {}
                None
            }
            other => Some(other),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> RustSource {
        RustSource::read(PathBuf::from("x.rs"), text)
    }

    #[test]
    fn literals_know_their_line_and_neighbours() {
        let source = read("fn a<'l>() {\n  // \"no\"\n  view! { <h1> \"W\\u{f6}rter\" </h1> }\n}");
        assert_eq!(source.literals.len(), 1);
        let literal = &source.literals[0];
        assert_eq!((literal.line, literal.value.as_str()), (3, "Wörter"));
        assert!(literal.before.ends_with("<h1>"));
        assert_eq!(literal.after, Some('<'));
    }

    #[test]
    fn raw_strings_characters_and_comments_are_told_apart() {
        let source = read(
            "let a = r#\"x\"y\"#; let b = '\"'; let c = '\\''; /* \"z\" /* */ */ let d = br\"w\"; for_r(\"v\")",
        );
        let values: Vec<_> = source.literals.iter().map(|found| found.value.as_str()).collect();
        assert_eq!(values, ["x\"y", "w", "v"]);
    }

    #[test]
    fn an_excuse_counts_for_its_line_or_the_next() {
        let source =
            read("a(\"one\") // not translated: a name\n// not translated: b\nb(\"two\")\nc()");
        assert!(source.is_excused(1) && source.is_excused(3));
        assert!(!source.is_excused(4));
        assert!(!read("a() // not translated: x\nb()").is_excused(2));
    }

    #[test]
    fn tests_at_the_end_are_left_out() {
        let source = read("a(\"one\");\n#[cfg(test)]\nmod tests { b(\"two\") }");
        assert_eq!(source.literals.len(), 1);
    }

    proptest! {
        #[test]
        fn anything_can_be_read(text in "[ \"'#/*\\\\rbu{}a\n]{0,60}") {
            let source = read(&text);
            prop_assert!(source.literals.iter().all(|found| found.line >= 1));
        }

        #[test]
        fn a_quoted_text_comes_back(text: String) {
            let source = read(&format!("let a = {text:?};"));
            let literal = &source.literals[0];
            prop_assert_eq!(&literal.value, &text.split("#[cfg(test)]").next().unwrap());
        }
    }
}
