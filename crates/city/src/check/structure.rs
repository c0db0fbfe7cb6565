//! Holds a `city.json` against the table of fields and names every mistake, not only the first.

use super::{CITY_FILE, Finding, Problem, spelling};
use crate::city::is_slug;
use crate::shape::{CITY, Field, Kind, LANGUAGES};
use crate::{Color, Link, Moment, PackagePath, TimeOfDay, VERSION, position};
use serde_json::Value;

pub(super) fn check(bytes: &[u8], findings: &mut Vec<Finding>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            let end = position::offset(bytes, error.line(), error.column());
            let mut finding = Finding::new(
                CITY_FILE,
                position::field_at(bytes, end),
                Problem::NotJson { detail: error.to_string() },
            );
            finding.line = Some(error.line());
            findings.push(finding);
            return;
        }
    };
    let mut walk = Walk { found: Vec::new(), path: String::new() };
    walk.value(Kind::Object(CITY), &value);
    findings.extend(walk.found.into_iter().map(|(field, problem)| {
        let line = position::line_of(bytes, &field);
        let mut finding = Finding::new(CITY_FILE, field, problem);
        finding.line = line;
        finding
    }));
}

struct Walk {
    found: Vec<(String, Problem)>,
    path: String,
}

impl Walk {
    fn found(&mut self, problem: Problem) {
        self.found.push((self.path.clone(), problem));
    }

    fn inside(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if !self.path.is_empty() && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        check(self);
        self.path.truncate(length);
    }

    fn value(&mut self, kind: Kind, value: &Value) {
        match (kind, value) {
            (Kind::Object(fields), Value::Object(_)) => self.object(fields, value),
            (Kind::List { item, least }, Value::Array(items)) => self.list(*item, least, items),
            (Kind::Localised, _) => self.localised(value),
            (Kind::Choice(choices), Value::String(text)) => {
                if !choices.contains(&text.as_str()) {
                    self.found(Problem::NoSuchChoice {
                        found: text.clone(),
                        choices: choices.join(", "),
                        likely: spelling::likely(text, choices.iter().copied()),
                    });
                }
            }
            (Kind::Version, _) if value.as_u64() != Some(u64::from(VERSION)) => {
                self.found(Problem::OtherVersion { found: value.to_string() });
            }
            _ if fits(kind, value) => {}
            (Kind::Text, Value::String(_)) => self.found(Problem::Empty),
            _ => self.found(Problem::WrongValue { found: shortened(value), kind: name(kind) }),
        }
    }

    fn object(&mut self, fields: &[Field], value: &Value) {
        for field in fields {
            match value.get(field.name) {
                Some(value) => self.inside(field.name, |walk| walk.value(field.kind, value)),
                None if field.required => self.found(Problem::FieldMissing {
                    name: field.name.to_owned(),
                    meaning: (field.de, field.en),
                }),
                None => {}
            }
        }
        let names = || fields.iter().map(|field| field.name);
        for key in value.as_object().into_iter().flat_map(|map| map.keys()) {
            if !names().any(|name| name == key) {
                let likely = spelling::likely(key, names());
                self.inside(key, |walk| walk.found(Problem::UnknownField { likely }));
            }
        }
    }

    fn list(&mut self, kind: Kind, least: usize, items: &[Value]) {
        if items.len() < least {
            self.found(Problem::Empty);
        }
        for (index, item) in items.iter().enumerate() {
            let earlier = items.iter().take(index).any(|other| other == item);
            self.inside(&format!("[{index}]"), |walk| {
                walk.value(kind, item);
                if earlier && matches!(kind, Kind::Choice(_)) {
                    walk.found(Problem::Twice);
                }
            });
        }
    }

    fn localised(&mut self, value: &Value) {
        match value {
            Value::String(text) if !text.is_empty() => {}
            Value::Object(texts) if !texts.is_empty() => {
                for (tag, text) in texts {
                    self.inside(tag, |walk| {
                        if !LANGUAGES.contains(&tag.as_str()) {
                            walk.found(Problem::NoSuchLanguage {
                                likely: spelling::likely(tag, LANGUAGES),
                            });
                        } else if text.as_str().is_none_or(str::is_empty) {
                            walk.found(Problem::Empty);
                        }
                    });
                }
            }
            Value::String(_) | Value::Object(_) => self.found(Problem::Empty),
            _ => self.found(Problem::WrongValue {
                found: shortened(value),
                kind: name(Kind::Localised),
            }),
        }
    }
}

/// Whether a value without parts is of its kind.
fn fits(kind: Kind, value: &Value) -> bool {
    let text = value.as_str();
    match kind {
        Kind::Text => text.is_some_and(|text| !text.is_empty()),
        Kind::Version => true,
        Kind::Flag => value.is_boolean(),
        Kind::Slug => text.is_some_and(is_slug),
        Kind::TimeZone => text.is_some_and(is_time_zone),
        Kind::Color => text.and_then(Color::parse).is_some(),
        Kind::Link => text.and_then(Link::new).is_some(),
        Kind::Email => text.is_some_and(is_email),
        Kind::File(endings) => {
            text.and_then(PackagePath::new).is_some_and(|path| endings.contains(&path.extension()))
        }
        Kind::Moment => value.is_i64() || text.and_then(Moment::from_rfc3339).is_some(),
        Kind::TimeOfDay => text.and_then(TimeOfDay::parse).is_some(),
        Kind::Whole { from, to } => {
            value.as_u64().is_some_and(|number| (u64::from(from)..=u64::from(to)).contains(&number))
        }
        Kind::Degrees { limit } => value.as_f64().is_some_and(|number| number.abs() <= limit),
        Kind::Free => value.is_object(),
        // Not reached: these have their own arm above, so what comes here is of another type.
        Kind::Localised | Kind::Choice(_) | Kind::Object(_) | Kind::List { .. } => false,
    }
}

/// `Area/City`; whether there is such a zone, only a zone database knows.
fn is_time_zone(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_uppercase())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    text == "UTC" || (text.contains('/') && text.split('/').all(part))
}

fn is_email(text: &str) -> bool {
    let clean = !text.chars().any(char::is_whitespace);
    clean
        && text
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

/// What should have stood there, in German and English.
const fn name(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Text => ("ein Text", "a text"),
        Kind::Localised => (
            "ein Text oder Texte je Sprache, etwa {\"de\": …, \"en\": …}",
            "a text, or texts by language such as {\"de\": …, \"en\": …}",
        ),
        Kind::Version => ("die Versionsnummer", "the version number"),
        Kind::Flag => ("true oder false", "true or false"),
        Kind::Slug => (
            "ein Kurzname aus kleinen Buchstaben, Ziffern und -",
            "a short name of small letters, digits and -",
        ),
        Kind::TimeZone => ("eine Zeitzone wie Europe/Berlin", "a time zone such as Europe/Berlin"),
        Kind::Color => ("eine Farbe wie #0a5a78", "a colour such as #0a5a78"),
        Kind::Link => (
            "eine Adresse: https://…, mailto:…, tel:… oder eine Seite der App wie /appointments",
            "an address: https://…, mailto:…, tel:… or a page of the app such as /appointments",
        ),
        Kind::Email => (
            "eine E-Mail-Adresse wie info@musterstadt.example",
            "an e-mail address such as info@musterstadt.example",
        ),
        Kind::File(_) => (
            "eine Datei im Paket wie brand/logo.svg (kleine Buchstaben, Ziffern, - und _, passende Endung)",
            "a file in the package such as brand/logo.svg (small letters, digits, - and _, fitting ending)",
        ),
        Kind::Moment => (
            "ein Zeitpunkt wie 2026-11-01T00:00:00+01:00",
            "a moment such as 2026-11-01T00:00:00+01:00",
        ),
        Kind::TimeOfDay => ("eine Uhrzeit wie 08:30", "a time of day such as 08:30"),
        Kind::Whole { .. } => {
            ("eine ganze Zahl in den erlaubten Grenzen", "a whole number within the allowed limits")
        }
        Kind::Degrees { .. } => {
            ("eine Zahl in Grad wie 51.2277", "a number of degrees such as 51.2277")
        }
        Kind::Choice(_) => ("einer der erlaubten Werte", "one of the allowed values"),
        Kind::Free | Kind::Object(_) => ("eine Gruppe { … }", "a group { … }"),
        Kind::List { .. } => ("eine Liste [ … ]", "a list [ … ]"),
    }
}

/// A value as it stands in the file, cut to what fits into a sentence.
fn shortened(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
