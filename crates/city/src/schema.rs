//! The JSON Schema of `city.json`, generated, so that it cannot drift from what is read.
//!
//! It lies at `public/city.schema.json`; a city names it in `$schema` and its editor helps.

use crate::shape::{CITY, Field, Kind, LANGUAGES, ONLY_VERSION};
use serde_json::{Map, Value, json};

/// The schema (draft 2020-12).
pub fn schema() -> Value {
    let mut schema = object(CITY);
    if let Some(map) = schema.as_object_mut() {
        map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".into(), json!("Stadtkern city.json"));
        map.insert("$defs".into(), json!({ "localised": localised() }));
    }
    schema
}

/// The schema as it lies in `public/city.schema.json`.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut value = value(field.kind);
            if let Some(map) = value.as_object_mut() {
                map.insert("description".into(), json!(format!("{}\n\n{}", field.de, field.en)));
            }
            (field.name.to_owned(), value)
        })
        .collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn localised() -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    let texts: Map<String, Value> =
        LANGUAGES.iter().map(|tag| ((*tag).to_owned(), text.clone())).collect();
    json!({
        "oneOf": [
            text,
            {
                "type": "object",
                "properties": texts,
                "minProperties": 1,
                "additionalProperties": false,
            },
        ],
    })
}

fn value(kind: Kind) -> Value {
    let pattern = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Localised => json!({ "$ref": "#/$defs/localised" }),
        Kind::Version => json!({ "const": ONLY_VERSION }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Slug => pattern("^[a-z][a-z0-9-]{0,39}$"),
        Kind::TimeZone => pattern("^(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z0-9_+-]*)+)$"),
        Kind::Color => pattern("^#[0-9A-Fa-f]{6}$"),
        Kind::Link => pattern(r"^(https://[^/\s]\S*|mailto:\S*@\S*|tel:\S+|/([^/\\\s]\S*)?)$"),
        Kind::Email => pattern(r"^[^@\s]+@[^@\s]+$"),
        Kind::File(endings) => pattern(&format!(
            r"^([a-z0-9_-][a-z0-9._-]*/)*[a-z0-9_-][a-z0-9._-]*\.({})$",
            endings.join("|")
        )),
        Kind::Moment => json!({
            "oneOf": [
                { "type": "integer" },
                {
                    "type": "string",
                    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$",
                },
            ],
        }),
        Kind::TimeOfDay => pattern("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"),
        Kind::Whole { from, to } => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Kind::Degrees { limit } => json!({ "type": "number", "minimum": -limit, "maximum": limit }),
        Kind::Choice(choices) => json!({ "enum": choices }),
        Kind::Free => json!({ "type": "object" }),
        Kind::Object(fields) => object(fields),
        Kind::List { item, least } => {
            let mut list = json!({ "type": "array", "items": value(*item), "minItems": least });
            if let (Kind::Choice(_), Some(map)) = (item, list.as_object_mut()) {
                map.insert("uniqueItems".into(), json!(true));
            }
            list
        }
    }
}
