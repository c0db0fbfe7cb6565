//! Keeping a value on the device: as a JSON text and back.
//!
//! One small trait instead of serde's derive, which writes a reader and a writer of its own for each type:
//! a booking alone weighed 50 KB in the app. It is strict where [`crate::Read`] is tolerant: what we
//! wrote ourselves reads as exactly the same, or not at all.

use serde_json::Value;
use std::fmt::Write;

/// What can be kept. Law: what is written reads as an equal value.
pub trait Keep: Sized {
    /// Appends the value as JSON.
    fn write(&self, text: &mut String);
    /// The value; `None` if this is none.
    fn read(value: &Value) -> Option<Self>;
}

/// The value as a text.
#[must_use]
pub fn save<T: Keep>(value: &T) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

/// The value out of a text; `None` if it holds none.
#[must_use]
pub fn load<T: Keep>(text: &str) -> Option<T> {
    T::read(&crate::parse(text.as_bytes()).ok()?)
}

/// Begins an entry of an object; the first one finds its `{`.
pub fn name(text: &mut String, name: &str) {
    text.push_str(if text.ends_with('{') { "\"" } else { ",\"" });
    text.push_str(name);
    text.push_str("\":");
}

/// Appends an entry of an object.
pub fn entry<T: Keep>(text: &mut String, key: &str, value: &T) {
    name(text, key);
    value.write(text);
}

/// One field of an object; a missing one is `null`.
#[must_use]
pub fn field<T: Keep>(value: &Value, name: &str) -> Option<T> {
    T::read(crate::member(value, name))
}

/// Appends a text in quotes.
pub fn quote(text: &mut String, content: &str) {
    text.push('"');
    for character in content.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            // A control character has two hexadecimal digits, and writing to a text cannot fail.
            '\0'..' ' => _ = write!(text, "\\u{:04x}", u32::from(character)),
            _ => text.push(character),
        }
    }
    text.push('"');
}

fn write_number(text: &mut String, number: i64) {
    // Writing to a text cannot fail.
    let _ = write!(text, "{number}");
}

macro_rules! numbers {
    ($($type:ty)*) => { $(
        impl Keep for $type {
            fn write(&self, text: &mut String) {
                write_number(text, i64::from(*self));
            }
            fn read(value: &Value) -> Option<Self> {
                value.as_i64()?.try_into().ok()
            }
        }
    )* };
}
numbers! { u8 u16 u32 i64 }

impl Keep for bool {
    fn write(&self, text: &mut String) {
        text.push_str(if *self { "true" } else { "false" });
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Keep for String {
    fn write(&self, text: &mut String) {
        quote(text, self);
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl<T: Keep> Keep for Option<T> {
    fn write(&self, text: &mut String) {
        match self {
            Some(value) => value.write(text),
            None => text.push_str("null"),
        }
    }
    fn read(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Keep> Keep for Vec<T> {
    fn write(&self, text: &mut String) {
        text.push('[');
        for (place, value) in self.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            value.write(text);
        }
        text.push(']');
    }
    fn read(value: &Value) -> Option<Self> {
        let mut list = Self::new();
        for element in value.as_array()? {
            list.push(T::read(element)?);
        }
        Some(list)
    }
}

impl<A: Keep, B: Keep> Keep for (A, B) {
    fn write(&self, text: &mut String) {
        text.push('[');
        self.0.write(text);
        text.push(',');
        self.1.write(text);
        text.push(']');
    }
    fn read(value: &Value) -> Option<Self> {
        Some((A::read(value.get(0)?)?, B::read(value.get(1)?)?))
    }
}

/// Lets a struct be kept by naming its fields; one that is forgotten does not compile.
///
/// `json::keep! { Name { field, field } }`
#[macro_export]
macro_rules! keep {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::keep::Keep for $name {
            fn write(&self, text: &mut String) {
                text.push('{');
                $(
                    $crate::keep::name(text, stringify!($field));
                    $crate::keep::Keep::write(&self.$field, text);
                )*
                text.push('}');
            }
            fn read(value: &$crate::Value) -> Option<Self> {
                Some(Self { $( $field: $crate::keep::field(value, stringify!($field))?, )* })
            }
        }
    };
}

/// Lets a type around one other be kept as that one.
#[macro_export]
macro_rules! keep_inside {
    ($($name:ident)*) => { $(
        impl $crate::keep::Keep for $name {
            fn write(&self, text: &mut String) {
                $crate::keep::Keep::write(&self.0, text);
            }
            fn read(value: &$crate::Value) -> Option<Self> {
                $crate::keep::Keep::read(value).map(Self)
            }
        }
    )* };
}
#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Sample {
        text: String,
        numbers: Vec<(u8, i64)>,
        perhaps: Option<u16>,
    }
    keep! { Sample { text, numbers, perhaps } }

    #[test]
    fn nothing_is_guessed() {
        for bad in [
            "",
            "1",
            "[]",
            "{}",
            "{\"text\":1,\"numbers\":[]}",
            "{\"text\":\"\",\"numbers\":[[256,0]]}",
        ] {
            assert_eq!(load::<Sample>(bad), None, "{bad}");
        }
        let short = load::<Sample>("{\"text\":\"\",\"numbers\":[]}").unwrap();
        assert_eq!(save(&short), "{\"text\":\"\",\"numbers\":[],\"perhaps\":null}");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            text: String, numbers: Vec<(u8, i64)>, perhaps: Option<u16>,
        ) {
            let sample = Sample { text, numbers, perhaps };
            let saved = save(&sample);
            prop_assert_eq!(load::<Sample>(&saved), Some(sample.clone()));
            let tree: Value = serde_json::from_str(&saved).unwrap();
            prop_assert_eq!(&tree["text"], &Value::String(sample.text));
        }
    }
}
