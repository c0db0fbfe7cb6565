//! Writing what goes over the wire.
//!
//! What says nothing is not written at all: the schemas of the standards know no `null`.

use json::keep;

/// What can be written as JSON.
pub trait Write {
    /// Appends the value.
    fn write(&self, text: &mut String);
    /// Whether it says nothing, so that its field is left out.
    fn says_nothing(&self) -> bool {
        false
    }
}

/// The value as a text.
#[must_use]
pub fn to_text<T: Write>(value: &T) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

impl Write for String {
    fn write(&self, text: &mut String) {
        keep::quote(text, self);
    }
}

impl Write for bool {
    fn write(&self, text: &mut String) {
        text.push_str(if *self { "true" } else { "false" });
    }
}

impl Write for i64 {
    fn write(&self, text: &mut String) {
        keep::Keep::write(self, text);
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, text: &mut String) {
        match self {
            Some(value) => value.write(text),
            None => text.push_str("null"),
        }
    }
    fn says_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T: Write> Write for Vec<T> {
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
    fn says_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl Write for dates::when::When {
    fn write(&self, text: &mut String) {
        match self {
            Self::At(at) => keep::quote(text, &dates::when::utc(*at)),
            other => keep::Keep::write(other, text),
        }
    }
}
