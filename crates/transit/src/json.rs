//! One JSON form for all types: written and read by the same few lines.
//!
//! A small trait instead of serde's derive, which writes a reader and a writer of its own for each type; the phone
//! pays for both. One list of fields makes both directions, so they cannot disagree.
//!
//! What is empty (`None`, an empty list, `false`) is not written; a field that is missing reads as that. Unknown
//! fields are passed over, unknown words of an enumeration read as its "unknown". Everything else that is wrong
//! makes the whole value unreadable: half a journey is worse than none.

use serde_json::Value;
use std::fmt::Write;

/// What has a JSON form. Law: what is written reads as an equal value.
pub trait Json: Sized {
    /// Appends the value.
    fn write(&self, text: &mut String);
    /// The value; `None` if this is none.
    fn read(value: &Value) -> Option<Self>;
    /// What a missing field means; `None` if it must not be missing.
    fn absent() -> Option<Self> {
        None
    }
    /// Whether it equals what a missing field means, so that it need not be written.
    fn is_absent(&self) -> bool {
        false
    }
}

/// The value as a text.
#[must_use]
pub fn save<T: Json>(value: &T) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

/// The value out of a text; `None` if it holds none.
#[must_use]
pub fn load<T: Json>(text: &str) -> Option<T> {
    // Of bytes, like everything else in the app: a second kind of reader would be carried for it.
    T::read(&serde_json::from_slice(text.as_bytes()).ok()?)
}

/// Appends one entry of an object, if it says something.
pub fn entry<T: Json>(text: &mut String, name: &str, value: &T) {
    if !value.is_absent() {
        key(text, name);
        value.write(text);
    }
}

/// Begins an entry of an object; the first one finds its `{`.
fn key(text: &mut String, name: &str) {
    text.push_str(if text.ends_with('{') { "\"" } else { ",\"" });
    text.push_str(name);
    text.push_str("\":");
}

/// Reads one entry of an object.
#[must_use]
pub fn field<T: Json>(value: &Value, name: &str) -> Option<T> {
    match value.get(name) {
        None | Some(Value::Null) => T::absent(),
        Some(found) => T::read(found),
    }
}

/// Appends a text in quotes.
pub(crate) fn quote(text: &mut String, content: &str) {
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
        impl Json for $type {
            fn write(&self, text: &mut String) {
                write_number(text, i64::from(*self));
            }
            fn read(value: &Value) -> Option<Self> {
                value.as_i64()?.try_into().ok()
            }
        }
    )* };
}
numbers! { u8 u16 u32 i32 i64 }

impl Json for bool {
    fn write(&self, text: &mut String) {
        text.push_str(if *self { "true" } else { "false" });
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
    fn absent() -> Option<Self> {
        Some(false)
    }
    fn is_absent(&self) -> bool {
        !self
    }
}

impl Json for String {
    fn write(&self, text: &mut String) {
        quote(text, self);
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, text: &mut String) {
        match self {
            Some(value) => value.write(text),
            None => text.push_str("null"),
        }
    }
    fn read(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Json> Json for Vec<T> {
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
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Gives a struct its JSON form by naming its fields; one that is forgotten does not compile. A field whose
/// name in JSON is another is written `field: "name"`.
macro_rules! object {
    ($name:ident { $($field:ident $(: $key:literal)?),* $(,)? }) => {
        impl $crate::json::Json for $name {
            fn write(&self, text: &mut String) {
                text.push('{');
                $( $crate::json::entry(
                    text, $crate::json::object!(@key $field $($key)?), &self.$field,
                ); )*
                text.push('}');
            }
            fn read(value: &::serde_json::Value) -> Option<Self> {
                Some(Self { $( $field: $crate::json::field(
                    value, $crate::json::object!(@key $field $($key)?),
                )?, )* })
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}
pub(crate) use object;

/// Gives a type around one other the form of that one.
macro_rules! inside {
    ($($name:ident)*) => { $(
        impl $crate::json::Json for $name {
            fn write(&self, text: &mut String) {
                $crate::json::Json::write(&self.0, text);
            }
            fn read(value: &::serde_json::Value) -> Option<Self> {
                $crate::json::Json::read(value).map(Self)
            }
        }
    )* };
}
pub(crate) use inside;

/// Gives an enumeration words, and the variant that is meant by every other word and by none.
macro_rules! words {
    ($name:ident, $unknown:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            /// Every variant with its word.
            pub const WORDS: &'static [(Self, &'static str)] = &[$( (Self::$variant, $word) ),*];

            /// Its word in JSON, in addresses and at the end of message keys.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// The variant of a word.
            #[must_use]
            pub fn from_word(word: &str) -> Self {
                let known = Self::WORDS.iter().find(|(_, known)| *known == word);
                known.map_or(Self::$unknown, |(variant, _)| *variant)
            }
        }
        impl $crate::json::Json for $name {
            fn write(&self, text: &mut String) {
                $crate::json::quote(text, self.word());
            }
            fn read(value: &::serde_json::Value) -> Option<Self> {
                Some(value.as_str().map_or(Self::$unknown, Self::from_word))
            }
            fn absent() -> Option<Self> {
                Some(Self::$unknown)
            }
            fn is_absent(&self) -> bool {
                matches!(self, Self::$unknown)
            }
        }
    };
}
pub(crate) use words;
