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
    let mut steps: Vec<Step> = Vec::new();
    // Whether the next string is a key, for each open object; arrays have `false`.
    let mut expects_key: Vec<bool> = Vec::new();
    let mut bytes = text.iter().take(end).copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' => {
                steps.push(Step::Key(String::new()));
                expects_key.push(true);
            }
            b'[' => {
                steps.push(Step::Index(0));
                expects_key.push(false);
            }
            b'}' | b']' => {
                steps.pop();
                expects_key.pop();
            }
            b',' => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Key(key)) => {
                    key.clear();
                    if let Some(expects) = expects_key.last_mut() {
                        *expects = true;
                    }
                }
                None => {}
            },
            b'"' => {
                let string = string_body(&mut bytes);
                if let (Some(Step::Key(key)), Some(expects)) =
                    (steps.last_mut(), expects_key.last_mut())
                    && *expects
                {
                    *key = string;
                    *expects = false;
                }
            }
            _ => {}
        }
    }
    join(&steps)
}

/// The rest of a string literal, its escapes left as they are: good enough for a name in a message.
fn string_body(bytes: &mut impl Iterator<Item = u8>) -> String {
    let mut body = Vec::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => {
                body.push(byte);
                body.extend(bytes.next());
            }
            _ => body.push(byte),
        }
    }
    String::from_utf8_lossy(&body).into_owned()
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
    fn counts_lines_and_columns_from_one() {
        assert_eq!(offset(b"ab\ncd\n", 1, 1), 1);
        assert_eq!(offset(b"ab\ncd\n", 2, 2), 5);
        assert_eq!(offset(b"ab", 9, 9), 2);
    }

    proptest! {
        #[test]
        fn never_panics(text in proptest::collection::vec(any::<u8>(), 0..200), end in 0usize..300) {
            prop_assert!(!field_at(&text, end).is_empty());
        }
    }
}
