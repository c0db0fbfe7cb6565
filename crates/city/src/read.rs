//! From JSON to the types, by hand.
//!
//! serde's derive would write a decoder of its own for every type: 26 KB of compressed WebAssembly, measured,
//! for a file that a phone reads once. Taking one [`Value`] apart, which the app can read anyway, costs half.
//! A wrong value does not end the reading, which would cost code at every field: it is noted, something
//! harmless stands in for it, and at the end only the note comes out.

use crate::{
    Appearance, Brand, City, Color, Contact, Coordinates, Corners, Font, Icon, Language, LegalPage,
    Link, Localised, Map, MapBounds, Module, Moment, Notice, OpeningHours, PackagePath, Purpose,
    Severity, SiteLink, Telephone, TimeOfDay, Weekday,
};
use serde_json::{Map as JsonMap, Value};

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// Path such as `modules[2].slug`; empty for the file as a whole.
    pub path: String,
    pub reason: String,
}

/// Reads a value.
///
/// # Errors
/// The first thing that is wrong.
pub(crate) fn read<T: Read>(value: &Value) -> Result<T, Wrong> {
    let mut notes = Notes::default();
    let read = T::read(value, &mut notes);
    notes.wrong.map_or(Ok(read), Err)
}

/// Where the reading is, and the first thing that was wrong.
#[derive(Default)]
pub(crate) struct Notes {
    path: String,
    wrong: Option<Wrong>,
}

impl Notes {
    fn note(&mut self, reason: &str) {
        if self.wrong.is_none() {
            self.wrong = Some(Wrong { path: self.path.clone(), reason: reason.to_owned() });
        }
    }

    fn expected(&mut self, what: &str, value: &Value) {
        if self.wrong.is_none() {
            self.note(&["expected ", what, ", found ", &shown(value)].concat());
        }
    }

    /// One level down; the answer takes it up again.
    fn enter(&mut self, step: &[&str]) -> usize {
        let length = self.path.len();
        for part in step {
            self.path.push_str(part);
        }
        length
    }

    fn leave(&mut self, length: usize) {
        self.path.truncate(length);
    }
}

/// A value for a message. By hand: writing any JSON costs 4 KB in the app, for one sentence to the staff.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number
            .as_i64()
            .map_or_else(|| "a number with a point".to_owned(), |number| number.to_string()),
        Value::String(text) => {
            let start: String = text.chars().take(80).collect();
            ["`", &start, "`"].concat()
        }
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A value that can be read from JSON. Something comes out in any case; what is wrong is noted.
pub(crate) trait Read: Sized {
    fn read(value: &Value, notes: &mut Notes) -> Self;
}

/// The fields of an object. Null counts as absent.
struct Object<'a>(Option<&'a JsonMap<String, Value>>);

impl<'a> Object<'a> {
    fn of(value: &'a Value, notes: &mut Notes) -> Self {
        let object = value.as_object();
        if object.is_none() {
            notes.expected("an object", value);
        }
        Self(object)
    }

    fn field(&self, name: &str) -> Option<&'a Value> {
        self.0.and_then(|fields| fields.get(name)).filter(|value| !value.is_null())
    }

    fn optional<T: Read>(&self, name: &str, notes: &mut Notes) -> Option<T> {
        self.field(name).map(|value| {
            let dot = if notes.path.is_empty() { "" } else { "." };
            let length = notes.enter(&[dot, name]);
            let read = T::read(value, notes);
            notes.leave(length);
            read
        })
    }

    fn required<T: Read>(&self, name: &str, notes: &mut Notes) -> T {
        self.optional(name, notes).unwrap_or_else(|| {
            notes.note(&["the field `", name, "` is missing"].concat());
            T::read(&Value::Null, notes)
        })
    }

    fn or_default<T: Read + Default>(&self, name: &str, notes: &mut Notes) -> T {
        self.optional(name, notes).unwrap_or_default()
    }

    fn or_true(&self, name: &str, notes: &mut Notes) -> bool {
        self.optional(name, notes).unwrap_or(true)
    }
}

/// What was found, or a note and the stand-in.
fn found<T>(found: Option<T>, what: &str, value: &Value, notes: &mut Notes, stand_in: T) -> T {
    found.unwrap_or_else(|| {
        notes.expected(what, value);
        stand_in
    })
}

impl Read for String {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        found(value.as_str(), "a text", value, notes, "").to_owned()
    }
}

impl Read for bool {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        found(value.as_bool(), "true or false", value, notes, false)
    }
}

impl Read for u32 {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        let number = value.as_u64().and_then(|number| Self::try_from(number).ok());
        found(number, "a whole number", value, notes, 0)
    }
}

impl Read for f64 {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        found(value.as_f64(), "a number", value, notes, 0.0)
    }
}

impl Read for JsonMap<String, Value> {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        Object::of(value, notes).0.cloned().unwrap_or_default()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        let items = found(value.as_array(), "a list", value, notes, &NO_ITEMS);
        let mut read = Self::new();
        for (index, item) in items.iter().enumerate() {
            let length = notes.enter(&["[", &index.to_string(), "]"]);
            read.push(T::read(item, notes));
            notes.leave(length);
        }
        read
    }
}

static NO_ITEMS: Vec<Value> = Vec::new();

impl Read for Moment {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        let moment = value.as_i64().map(Self).or_else(|| Self::from_rfc3339(value.as_str()?));
        found(moment, "a moment such as 2026-11-01T00:00:00+01:00", value, notes, Self(0))
    }
}

impl Read for Localised {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        let mut texts = Vec::new();
        match value {
            Value::String(text) => return Self::same(text.as_str()),
            Value::Object(entries) => {
                for (tag, text) in entries {
                    let length = notes.enter(&[".", tag]);
                    texts.push((tag.clone(), String::read(text, notes)));
                    notes.leave(length);
                }
            }
            _ => notes.expected("a text, or texts by language", value),
        }
        Self::new(texts)
    }
}

/// Values that stand in the file as a text: type, how it is read, what it should be, what stands in for it.
macro_rules! written {
    ($($type:ty, $read:expr, $expected:literal, $stand_in:expr;)*) => {$(
        impl Read for $type {
            fn read(value: &Value, notes: &mut Notes) -> Self {
                found(value.as_str().and_then($read), $expected, value, notes, $stand_in)
            }
        }
    )*};
}

written! {
    Color, Color::parse, "a colour such as #0a5a78", Color::BLACK;
    Link, Link::new, "an address: https://…, mailto:…, tel:… or a page of the app such as /appointments", Link::home();
    PackagePath, PackagePath::new, "a file of the package such as brand/logo.svg: small letters, digits, - _ . and /", PackagePath::city();
    TimeOfDay, TimeOfDay::parse, "a time of day such as 08:30", TimeOfDay::MIDNIGHT;
    Language, Language::from_tag, "one of de, de-simple, en, tr, uk, ar", Language::De;
}

/// Values of which only a few exist; the first stands in for a wrong one.
macro_rules! choices {
    ($($type:ident { $first:literal $stand_in:ident $(, $name:literal $variant:ident)* })*) => {$(
        impl Read for $type {
            fn read(value: &Value, notes: &mut Notes) -> Self {
                let choice = match value.as_str() {
                    Some($first) => Some(Self::$stand_in),
                    $(Some($name) => Some(Self::$variant),)*
                    _ => None,
                };
                let what = concat!("one of ", $first, $(" ", $name),*);
                found(choice, what, value, notes, Self::$stand_in)
            }
        }
    )*};
}

choices! {
    Corners { "round" Round, "soft" Soft, "square" Square }
    Font { "system" System, "humanist" Humanist, "rounded" Rounded, "serif" Serif }
    Purpose { "any" Any, "maskable" Maskable }
    Severity { "info" Info, "warning" Warning, "danger" Danger }
    LegalPage { "imprint" Imprint, "privacy" Privacy, "accessibility" Accessibility }
    Weekday {
        "monday" Monday, "tuesday" Tuesday, "wednesday" Wednesday, "thursday" Thursday,
        "friday" Friday, "saturday" Saturday, "sunday" Sunday
    }
}

/// Groups of fields: the field of the type, how it is read, its name in the file.
macro_rules! records {
    ($($type:ident { $($field:ident $how:ident $name:literal),* $(,)? })*) => {$(
        impl Read for $type {
            fn read(value: &Value, notes: &mut Notes) -> Self {
                let object = Object::of(value, notes);
                Self { $($field: object.$how($name, notes),)* }
            }
        }
    )*};
}

records! {
    City {
        schema optional "$schema", version required "version", slug required "slug",
        name required "name", claim required "claim", languages required "languages",
        time_zone required "timeZone", theme required "theme", brand required "brand",
        modules required "modules", notices or_default "notices", contact required "contact",
        opening_hours or_default "openingHours", legal required "legal",
        links or_default "links", telephones or_default "telephones", map optional "map",
    }
    Appearance {
        primary required "primary", accent required "accent", neutral required "neutral",
        corners or_default "corners", font or_default "font",
    }
    Brand {
        logo required "logo", logo_dark optional "logoDark", icon required "icon",
        icons or_default "icons",
    }
    Icon { file required "file", size required "size", purpose or_default "purpose" }
    Module {
        slug required "slug", on or_true "on", reason optional "reason", link optional "link",
        settings or_default "settings",
    }
    Notice {
        id required "id", severity or_default "severity", from optional "from",
        until optional "until", title required "title", text required "text", link optional "link",
    }
    Contact {
        organisation required "organisation", street required "street",
        postal_code required "postalCode", place required "place",
        telephone required "telephone", email required "email", website required "website",
    }
    OpeningHours { days required "days", from required "from", until required "until", note optional "note" }
    SiteLink { title required "title", link required "link" }
    Telephone { title required "title", number required "number", note optional "note" }
    Map { centre required "centre", bounds required "bounds" }
    Coordinates { latitude required "latitude", longitude required "longitude" }
    MapBounds { south required "south", west required "west", north required "north", east required "east" }
}
