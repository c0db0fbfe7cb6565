//! Reading what a server sends without being strict about its types.
//!
//! One JSON tree is parsed, then every field is read by its wanted type: a number may stand in a string,
//! a missing field is the same as `null`, a list may be an object (PHP sends one when the keys have gaps).
//! A list element that cannot be read is left out and counted. One hand-written trait instead of a derived
//! `Deserialize` for each type keeps the code small in the app and the rules in one place.

use serde_json::Value;

/// The answer was no JSON, or not of the form this route answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer could not be read")]
pub struct NotReadable;

/// A decoded answer, and how much of it had to be left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<T> {
    /// What could be read.
    pub value: T,
    /// List elements that could not be read and are missing from `value`.
    pub skipped: usize,
}

/// Decodes the body of an answer.
///
/// # Errors
/// [`NotReadable`] if it is no JSON or its outermost form is another one.
pub fn decode<T: Read>(body: &[u8]) -> Result<Decoded<T>, NotReadable> {
    decode_tree(&parse(body)?)
}

/// Parses without asking what it is.
///
/// # Errors
/// [`NotReadable`] if it is no JSON.
pub fn parse(body: &[u8]) -> Result<Value, NotReadable> {
    serde_json::from_slice(body).map_err(|_| NotReadable)
}

/// Reads a parsed body.
///
/// # Errors
/// [`NotReadable`] if its outermost form is another one.
pub fn decode_tree<T: Read>(tree: &Value) -> Result<Decoded<T>, NotReadable> {
    let mut skipped = 0;
    let value = T::read(tree, &mut skipped).ok_or(NotReadable)?;
    Ok(Decoded { value, skipped })
}

/// A type that can be read from a tolerated JSON value.
pub trait Read: Sized {
    /// The value, or `None` if there is none of this type. `skipped` counts left-out list elements.
    fn read(value: &Value, skipped: &mut usize) -> Option<Self>;
}

impl Read for i64 {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

/// PHP writes some whole numbers as `5.0`.
#[allow(clippy::cast_possible_truncation)] // the range is checked
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

impl Read for f64 {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        let number = match value {
            Value::Number(number) => number.as_f64()?,
            // As JSON again: the standard library's reader of such numbers weighs 16 KB in the app.
            Value::String(text) => parse(text.as_bytes()).ok()?.as_f64()?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }
}

impl Read for bool {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        match value {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => Some(number.as_f64()? != 0.0),
            Value::String(text) => match text.trim() {
                "1" | "true" => Some(true),
                "0" | "false" | "" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Read for String {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => match number.as_i64() {
                Some(number) => Some(number.to_string()),
                None => decimal(number.as_f64()?),
            },
            _ => None,
        }
    }
}

/// A number with a point as a text, to seven digits behind it: centimetres in a coordinate. By hand, because
/// the exact way weighs kilobytes in the app.
fn decimal(number: f64) -> Option<String> {
    let scaled = whole((number.abs() * 1e7).round())?;
    let sign = if number < 0.0 { "-" } else { "" };
    let text = format!("{sign}{}.{:07}", scaled / 10_000_000, scaled % 10_000_000);
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// What is missing, `null` or of another type.
impl<T: Read> Read for Option<T> {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        // A list reads from anything; only here "none" differs from "empty".
        Some(if value.is_null() { None } else { T::read(value, skipped) })
    }
}

/// A missing list is an empty one.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut list = Self::new();
        let mut push = |element: &Value| match T::read(element, skipped) {
            Some(element) => list.push(element),
            None => *skipped += 1,
        };
        match value {
            Value::Array(elements) => elements.iter().for_each(&mut push),
            Value::Object(elements) => elements.values().for_each(&mut push),
            _ => {}
        }
        Some(list)
    }
}

/// The fields of an object, while they are read.
///
/// One that cannot be read is noted and something empty stands in for it until the end: leaving at once
/// would cost code at every field, to drop those before it.
#[derive(Debug)]
pub struct Fields<'v, 's> {
    object: &'v Value,
    skipped: &'s mut usize,
    readable: bool,
}

impl<'v, 's> Fields<'v, 's> {
    /// Of an object; `None` if it is none.
    pub fn of(value: &'v Value, skipped: &'s mut usize) -> Option<Self> {
        value.is_object().then_some(Self { object: value, skipped, readable: true })
    }

    /// One field.
    pub fn get<T: Read + Default>(&mut self, name: &str) -> T {
        T::read(member(self.object, name), self.skipped).unwrap_or_else(|| {
            self.readable = false;
            T::default()
        })
    }

    /// Whether all could be read.
    #[must_use]
    pub fn are_readable(&self) -> bool {
        self.readable
    }
}

/// A missing field is the same as `null`.
#[inline(never)] // once in the app, not at every field
#[must_use]
pub fn member<'v>(object: &'v Value, name: &str) -> &'v Value {
    object.get(name).unwrap_or(&Value::Null)
}

/// Declares a wire type: field, type, name on the wire. A field whose type is not an `Option` or a list
/// must be there, else the whole value counts as unreadable.
///
/// The crate that uses it has `serde`: the types can be written too.
#[macro_export]
macro_rules! wire {
    ($(#[$meta:meta])* $name:ident { $( $(#[$field_meta:meta])* $field:ident: $ty:ty = $key:literal, )* }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, serde::Serialize)]
        pub struct $name {
            $( $(#[$field_meta])* #[serde(rename = $key)] pub $field: $ty, )*
        }

        impl $crate::Read for $name {
            fn read(value: &$crate::Value, skipped: &mut usize) -> Option<Self> {
                let mut fields = $crate::Fields::of(value, skipped)?;
                let read = Self { $( $field: fields.get($key), )* };
                fields.are_readable().then_some(read)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let tree: $crate::Value = serde::Deserialize::deserialize(deserializer)?;
                $crate::Read::read(&tree, &mut 0)
                    .ok_or_else(|| serde::de::Error::custom($crate::NotReadable))
            }
        }
    };
}
#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    fn get<T: Read>(json: &str) -> Option<(T, usize)> {
        decode(json.as_bytes()).ok().map(|d| (d.value, d.skipped))
    }

    #[test]
    fn numbers_and_texts_stand_for_each_other() {
        assert_eq!(get::<i64>("\"12\""), Some((12, 0)));
        assert_eq!(get::<i64>("12.0"), Some((12, 0)));
        assert_eq!(get::<i64>("12.5"), None);
        assert_eq!(get::<String>("12"), Some(("12".to_owned(), 0)));
        for number in ["48.1", "-0.0000001", "11.5753822", "-7.5"] {
            assert_eq!(get::<String>(number), Some((number.to_owned(), 0)));
        }
        assert_eq!(get::<String>("5.0"), Some(("5".to_owned(), 0)));
        assert_eq!(get::<String>("1e300"), None);
        assert_eq!(get::<f64>("\" 48.1 \""), Some((48.1, 0)));
        assert_eq!(get::<f64>("\"NaN\""), None);
        assert_eq!(get::<f64>("\"[1]\""), None);
        assert_eq!(get::<bool>("\"0\""), Some((false, 0)));
        assert_eq!(get::<bool>("1"), Some((true, 0)));
    }

    #[test]
    fn one_bad_element_does_not_lose_the_others() {
        assert_eq!(get::<Vec<i64>>("[1, null, \"x\", \"3\"]"), Some((vec![1, 3], 2)));
        assert_eq!(get::<Vec<i64>>("{\"0\": 1, \"2\": 3}"), Some((vec![1, 3], 0)));
        assert_eq!(get::<Vec<i64>>("null"), Some((vec![], 0)));
        assert_eq!(get::<Option<Vec<i64>>>("null"), Some((None, 0)));
        assert_eq!(get::<Option<Vec<i64>>>("[]"), Some((Some(vec![]), 0)));
    }

    #[test]
    fn deep_nesting_is_refused_rather_than_overflowing() {
        let deep = "[".repeat(100_000);
        assert_eq!(decode::<Vec<i64>>(deep.as_bytes()), Err(NotReadable));
    }
}
