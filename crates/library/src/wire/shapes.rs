//! The forms that drift between servers.

use crate::write::Write;
use json::{Read, Value};
use std::fmt;

/// A map in the order it came. An empty one may come as `[]`: PHP has one kind of container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map<T>(pub Vec<(String, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Map<T> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

impl<T: Read> Read for Map<T> {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut map = Self::default();
        match value {
            Value::Object(entries) => {
                for (name, value) in entries {
                    match T::read(value, skipped) {
                        Some(value) => map.0.push((name.clone(), value)),
                        None => *skipped += 1,
                    }
                }
            }
            Value::Array(list) => *skipped += list.len(),
            Value::Null => {}
            _ => return None,
        }
        Some(map)
    }
}

impl<T: Write> Write for Map<T> {
    fn write(&self, text: &mut String) {
        text.push('{');
        for (place, (name, value)) in self.0.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            json::keep::quote(text, name);
            text.push(':');
            value.write(text);
        }
        text.push('}');
    }
    fn says_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

/// A list that some servers send as the bare value when there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Read> Read for Many<T> {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        match value {
            Value::Array(_) | Value::Null => Vec::read(value, skipped).map(Self),
            one => match T::read(one, skipped) {
                Some(one) => Some(Self(vec![one])),
                // An object that is no single value is a list with keys.
                None => Vec::read(one, skipped).map(Self),
            },
        }
    }
}

impl<T: Write> Write for Many<T> {
    fn write(&self, text: &mut String) {
        self.0.write(text);
    }
    fn says_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

/// A secret: neither `Debug` nor a log shows it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for a request's header or body. Never for an address or a log.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Read for Secret {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        String::read(value, skipped).map(Self)
    }
}

impl Write for Secret {
    fn write(&self, text: &mut String) {
        self.0.write(text);
    }
}

json::keep_inside! { Secret }

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_empty_map_may_be_a_list_and_one_value_no_list() {
        let map = |text: &str| json::decode::<Map<i64>>(text.as_bytes()).ok().map(|d| d.value.0);
        assert_eq!(map("[]"), Some(vec![]));
        assert_eq!(map("{\"a\":\"1\"}"), Some(vec![("a".to_owned(), 1)]));
        assert_eq!(map("7"), None);
        let many = |text: &str| json::decode::<Many<String>>(text.as_bytes()).unwrap().value.0;
        assert_eq!(many("\"x\""), ["x"]);
        assert_eq!(many("[\"x\",\"y\"]"), ["x", "y"]);
        assert_eq!(many("{\"0\":\"x\",\"2\":\"y\"}"), ["x", "y"]);
        assert!(many("null").is_empty());
        assert_eq!(format!("{:?}", Secret::new("4711")), "Secret(…)");
    }
}
