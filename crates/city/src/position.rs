//! From a place in a JSON text to the name of the field that stands there.
//!
//! `serde_json` says line and column. A person wants `modules[2].slug`. Scanning the text once, and only
//! after an error, costs the app far less than decoding every type through a path-recording wrapper.

/// One step on the way from the top of the file to a value.
enum Step {
    Key(String),
    Index(usize),
}

/// The byte offset of `line` and `column` (both from 1), at most the length of the text.
pub(crate) fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    start.saturating_add(column).min(text.len())
}

/// The path of the value that is being read at `end`: `contact.email`, `modules[2].slug`, or `.` at the top.
pub(crate) fn field_at(text: &[u8], end: usize) -> String {
    let mut scan = Scan::new(text.get(..end).unwrap_or(text));
    while scan.advance().is_some() {}
    join(&scan.steps)
}

/// The line (from 1) on which a field stands, by its path as [`field_at`] writes it.
pub(crate) fn line_of(text: &[u8], field: &str) -> Option<usize> {
    let mut scan = Scan::new(text);
    while let Some(byte) = scan.advance() {
        // A field begins with its name or, in a list, with the bracket or comma in front of it.
        if matches!(byte, b'"' | b'[' | b',') && join(&scan.steps) == field {
            let mut rest = scan.rest().iter();
            let blank =
                if byte == b'"' { 0 } else { rest.position(|byte| !byte.is_ascii_whitespace())? };
            let before = text.get(..scan.at + blank)?;
            return Some(before.split(|byte| *byte == b'\n').count());
        }
    }
    None
}

/// A walk over a JSON text that knows on which path it is.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    steps: Vec<Step>,
    /// Whether the next string is a key, for each open object; lists have `false`.
    expects_key: Vec<bool>,
}

impl<'a> Scan<'a> {
    const fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, steps: Vec::new(), expects_key: Vec::new() }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads one sign of the grammar (a whole string counts as its opening quote); `None` at the end.
    fn advance(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        match byte {
            b'{' => {
                self.steps.push(Step::Key(String::new()));
                self.expects_key.push(true);
            }
            b'[' => {
                self.steps.push(Step::Index(0));
                self.expects_key.push(false);
            }
            b'}' | b']' => {
                self.steps.pop();
                self.expects_key.pop();
            }
            b',' => match self.steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Key(key)) => {
                    key.clear();
                    if let Some(expects) = self.expects_key.last_mut() {
                        *expects = true;
                    }
                }
                None => {}
            },
            b'"' => {
                let string = self.string();
                if let (Some(Step::Key(key)), Some(expects)) =
                    (self.steps.last_mut(), self.expects_key.last_mut())
                    && *expects
                {
                    *key = string;
                    *expects = false;
                }
            }
            _ => {}
        }
        Some(byte)
    }

    /// The rest of a string literal, its escapes left as they are: good enough for a name in a message.
    fn string(&mut self) -> String {
        let start = self.at;
        let mut escaped = false;
        for byte in self.rest() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => break,
                _ => {}
            }
            self.at += 1;
        }
        let body = self.text.get(start..self.at).unwrap_or_default();
        // Past the closing quote, if there is one.
        self.at = (self.at + 1).min(self.text.len());
        String::from_utf8_lossy(body).into_owned()
    }
}

fn join(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) if key.is_empty() => {}
            Step::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
    }
    if path.is_empty() { ".".into() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn field(text: &str, until: &str) -> String {
        let end = text.find(until).map_or(text.len(), |at| at + until.len());
        field_at(text.as_bytes(), end)
    }

    #[test]
    fn names_nested_fields_and_list_items() {
        let text =
            r#"{"a": 1, "contact": {"e\"mail": "x,}"}, "modules": [{"slug": "one"}, {"slug": 2}]}"#;
        assert_eq!(field(text, "\"a\": 1"), "a");
        assert_eq!(field(text, "x,}\""), "contact.e\\\"mail");
        assert_eq!(field(text, "\"slug\": 2"), "modules[1].slug");
        assert_eq!(field(text, "nowhere"), ".");
    }

    #[test]
    fn finds_the_line_of_a_field() {
        let text = b"{\n \"a\": {\n  \"b\": 1},\n \"c\": [\n  {\"d\": 1},\n  {\"d\": 2}\n ]\n}";
        let line = |field: &str| line_of(text, field);
        assert_eq!(line("a"), Some(2));
        assert_eq!(line("a.b"), Some(3));
        assert_eq!(line("c[0]"), Some(5));
        assert_eq!(line("c[1]"), Some(6));
        assert_eq!(line("c[1].d"), Some(6));
        assert_eq!(line("e"), None);
    }

    #[test]
    fn counts_lines_and_columns_from_one() {
        assert_eq!(offset(b"ab\ncd\n", 1, 1), 1);
        assert_eq!(offset(b"ab\ncd\n", 2, 2), 5);
        assert_eq!(offset(b"ab", 9, 9), 2);
    }

    proptest! {
        #[test]
        fn never_panics(text in proptest::collection::vec(any::<u8>(), 0..200), end in 0usize..300) {
            let field = field_at(&text, end);
            prop_assert!(!field.is_empty());
            let _ = line_of(&text, &field);
        }
    }
}
