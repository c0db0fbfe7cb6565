//! Values that stand in the file as a text.

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserializer, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A value that a person writes as a text.
pub(crate) trait Written: Sized + fmt::Display {
    /// What the text should have been, for the error: "a colour such as #0b5394".
    const EXPECTED: &'static str;

    /// The value, if the text is one.
    fn read(text: &str) -> Option<Self>;
}

/// The `Deserialize` of a written value.
///
/// Not `#[serde(try_from)]`: its error comes after the value, and the place in the file would be lost.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: Written>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(WrittenVisitor(PhantomData))
}

struct WrittenVisitor<T>(PhantomData<T>);

impl<T: Written> Visitor<'_> for WrittenVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::read(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// The `Serialize` of a written value.
pub(crate) fn serialize<S: Serializer, T: Written>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// `Serialize` and `Deserialize` of a [`Written`] value.
macro_rules! written {
    ($type:ty) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::written::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::written::serialize(self, serializer)
            }
        }
    };
}
pub(crate) use written;
