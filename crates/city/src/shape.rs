//! What a `city.json` may hold, as a table: the one source of the JSON Schema and of the structure check.
//!
//! Each field says in German and English what it is for. A test holds the table against the types, so
//! that neither can drift.

use crate::{Language, VERSION};

/// A field of an object.
pub(crate) struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    pub de: &'static str,
    pub en: &'static str,
}

/// What a value may be.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Not empty.
    Text,
    /// A text, or texts by language.
    Localised,
    /// Exactly this number.
    Version,
    Flag,
    Slug,
    TimeZone,
    Color,
    Link,
    Email,
    /// A file of the package with one of these endings.
    File(&'static [&'static str]),
    Moment,
    TimeOfDay,
    Whole {
        from: u32,
        to: u32,
    },
    Degrees {
        limit: f64,
    },
    Choice(&'static [&'static str]),
    /// An object that is not looked into.
    Free,
    Object(&'static [Field]),
    /// A list with at least this many items; without repeats where the items are choices.
    List {
        item: &'static Kind,
        least: usize,
    },
}

const fn must(name: &'static str, kind: Kind, de: &'static str, en: &'static str) -> Field {
    Field { name, kind, required: true, de, en }
}

const fn may(name: &'static str, kind: Kind, de: &'static str, en: &'static str) -> Field {
    Field { name, kind, required: false, de, en }
}

/// The languages a package may offer.
pub(crate) const LANGUAGES: [&str; 6] = [
    Language::De.tag(),
    Language::DeSimple.tag(),
    Language::En.tag(),
    Language::Tr.tag(),
    Language::Uk.tag(),
    Language::Ar.tag(),
];

/// The modules that exist.
pub(crate) const MODULES: [&str; 4] = ["appointments", "transit", "library", "participation"];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const fn list(item: &'static Kind, least: usize) -> Kind {
    Kind::List { item, least }
}

/// The whole file.
pub(crate) static CITY: &[Field] = &[
    may(
        "$schema",
        Kind::Text,
        "Adresse dieses Schemas, damit der Editor hilft.",
        "Address of this schema, so that the editor can help.",
    ),
    must("version", Kind::Version, "Version des Paketformats.", "Version of the package format."),
    must(
        "slug",
        Kind::Slug,
        "Kurzname der Stadt für Ordner und Adressen, etwa musterstadt.",
        "Short name of the city for folders and addresses, such as musterstadt.",
    ),
    must("name", Kind::Localised, "Name der Stadt.", "Name of the city."),
    must(
        "claim",
        Kind::Localised,
        "Zeile unter der Begrüßung auf der Startseite.",
        "Line under the greeting on the first page.",
    ),
    must(
        "languages",
        list(&Kind::Choice(&LANGUAGES), 1),
        "Angebotene Sprachen; mit der ersten beginnt die App.",
        "Languages on offer; the app begins with the first.",
    ),
    must(
        "timeZone",
        Kind::TimeZone,
        "Zeitzone, etwa Europe/Berlin.",
        "Time zone, such as Europe/Berlin.",
    ),
    must(
        "theme",
        Kind::Object(THEME),
        "Farben und Form. Alle weiteren Farben werden daraus berechnet.",
        "Colours and shape. All other colours are derived from them.",
    ),
    must("brand", Kind::Object(BRAND), "Logo und Symbole.", "Logo and icons."),
    must(
        "modules",
        list(&Kind::Object(MODULE), 1),
        "Dienste in der Reihenfolge, in der die App sie zeigt.",
        "Services in the order in which the app shows them.",
    ),
    may(
        "notices",
        list(&Kind::Object(NOTICE), 0),
        "Hinweise an alle, mit Anfang und Ende.",
        "Notices to everybody, with beginning and end.",
    ),
    must(
        "contact",
        Kind::Object(CONTACT),
        "So ist die Stadt zu erreichen.",
        "How to reach the city.",
    ),
    may(
        "openingHours",
        list(&Kind::Object(HOURS), 0),
        "Öffnungszeiten des Rathauses.",
        "Opening hours of the town hall.",
    ),
    must(
        "legal",
        list(&Kind::Choice(&["imprint", "privacy", "accessibility"]), 1),
        "Rechtliche Seiten; jede ist legal/<Seite>.<Sprache>.md.",
        "Legal pages; each is legal/<page>.<language>.md.",
    ),
    may("links", list(&Kind::Object(LINK), 0), "Weitere Adressen.", "Other addresses."),
    may(
        "telephones",
        list(&Kind::Object(TELEPHONE), 0),
        "Wichtige Telefonnummern.",
        "Important telephone numbers.",
    ),
    may("map", Kind::Object(MAP), "Lage der Stadt.", "Where the city is."),
];

static THEME: &[Field] = &[
    must(
        "primary",
        Kind::Color,
        "Farbe der Stadt: Schaltflächen, Links, Begrüßung. Muss auf Weiß lesbar sein.",
        "Colour of the city: buttons, links, greeting. Must be readable on white.",
    ),
    must(
        "accent",
        Kind::Color,
        "Zweite Farbe für kleinen Schmuck.",
        "Second colour for small decoration.",
    ),
    must(
        "neutral",
        Kind::Color,
        "Tönung von Flächen, Text und Rahmen.",
        "Tint of surfaces, text and borders.",
    ),
    may(
        "corners",
        Kind::Choice(&["round", "soft", "square"]),
        "Ecken: round rund, soft leicht gerundet (üblich), square eckig.",
        "Corners: round, soft (default) or square.",
    ),
    may(
        "font",
        Kind::Choice(&["system", "humanist", "rounded", "serif"]),
        "Schriftart; es werden nur Schriften benutzt, die Geräte schon haben.",
        "Typeface; only typefaces that devices already have are used.",
    ),
];

static BRAND: &[Field] = &[
    must("logo", Kind::File(&["svg", "png"]), "Logo auf hellem Grund.", "Logo on light ground."),
    may("logoDark", Kind::File(&["svg", "png"]), "Logo auf dunklem Grund.", "Logo on dark ground."),
    must("icon", Kind::File(&["svg"]), "Quadratisches Symbol (SVG).", "Square icon (SVG)."),
    may(
        "icons",
        list(&Kind::Object(ICON), 0),
        "Symbol als PNG für den Startbildschirm, mindestens 192 und 512 Pixel.",
        "Icon as PNG for the home screen, at least 192 and 512 pixels.",
    ),
];

static ICON: &[Field] = &[
    must("file", Kind::File(&["png"]), "Die Datei.", "The file."),
    must(
        "size",
        Kind::Whole { from: 16, to: 1024 },
        "Breite und Höhe in Pixeln.",
        "Width and height in pixels.",
    ),
    may(
        "purpose",
        Kind::Choice(&["any", "maskable"]),
        "maskable: Der Rand darf abgeschnitten werden.",
        "maskable: the edge may be cut off.",
    ),
];

static MODULE: &[Field] = &[
    must("slug", Kind::Choice(&MODULES), "Welcher Dienst.", "Which service."),
    may("on", Kind::Flag, "false schaltet den Dienst aus.", "false switches the service off."),
    may("reason", Kind::Localised, "Warum er ausgeschaltet ist.", "Why it is switched off."),
    may("link", Kind::Link, "Was stattdessen hilft.", "What helps instead."),
    may(
        "settings",
        Kind::Free,
        "Eigene Einstellungen des Dienstes.",
        "The service's own settings.",
    ),
];

static NOTICE: &[Field] = &[
    must("id", Kind::Slug, "Eigener Name des Hinweises.", "The notice's own name."),
    may(
        "severity",
        Kind::Choice(&["info", "warning", "danger"]),
        "Wie ernst er ist.",
        "How grave it is.",
    ),
    may(
        "from",
        Kind::Moment,
        "Ab wann, etwa 2026-11-01T00:00:00+01:00.",
        "From when, such as 2026-11-01T00:00:00+01:00.",
    ),
    may("until", Kind::Moment, "Bis wann (nicht mehr eingeschlossen).", "Until when (exclusive)."),
    must("title", Kind::Localised, "Überschrift.", "Heading."),
    must("text", Kind::Localised, "Was zu sagen ist.", "What there is to say."),
    may("link", Kind::Link, "Wo mehr steht.", "Where to read more."),
];

static CONTACT: &[Field] = &[
    must("organisation", Kind::Localised, "Wer antwortet.", "Who answers."),
    must("street", Kind::Text, "Straße und Hausnummer.", "Street and number."),
    must("postalCode", Kind::Text, "Postleitzahl.", "Postal code."),
    must("place", Kind::Text, "Ort.", "Place."),
    must("telephone", Kind::Text, "Telefonnummer.", "Telephone number."),
    must("email", Kind::Email, "E-Mail-Adresse.", "E-mail address."),
    must("website", Kind::Link, "Internetseite der Stadt.", "Website of the city."),
];

static HOURS: &[Field] = &[
    must("days", list(&Kind::Choice(&WEEKDAYS), 1), "An diesen Tagen.", "On these days."),
    must("from", Kind::TimeOfDay, "Öffnet um, etwa 08:00.", "Opens at, such as 08:00."),
    must("until", Kind::TimeOfDay, "Schließt um.", "Closes at."),
    may(
        "note",
        Kind::Localised,
        "Bemerkung, etwa „nur mit Termin“.",
        "Remark such as “by appointment only”.",
    ),
];

static LINK: &[Field] = &[
    must("title", Kind::Localised, "Wie der Link heißt.", "What the link is called."),
    must("link", Kind::Link, "Wohin er führt.", "Where it leads."),
];

static TELEPHONE: &[Field] = &[
    must("title", Kind::Localised, "Wer antwortet.", "Who answers."),
    must("number", Kind::Text, "Die Nummer.", "The number."),
    may("note", Kind::Localised, "Wann oder zu welchem Preis.", "When or at what price."),
];

static MAP: &[Field] = &[
    must("centre", Kind::Object(COORDINATES), "Mitte der Stadt.", "Middle of the city."),
    must("bounds", Kind::Object(BOUNDS), "Rechteck um die Stadt.", "Rectangle around the city."),
];

static COORDINATES: &[Field] = &[
    must("latitude", Kind::Degrees { limit: 90.0 }, "Grad nach Norden.", "Degrees north."),
    must("longitude", Kind::Degrees { limit: 180.0 }, "Grad nach Osten.", "Degrees east."),
];

static BOUNDS: &[Field] = &[
    must("south", Kind::Degrees { limit: 90.0 }, "Südrand.", "Southern edge."),
    must("west", Kind::Degrees { limit: 180.0 }, "Westrand.", "Western edge."),
    must("north", Kind::Degrees { limit: 90.0 }, "Nordrand.", "Northern edge."),
    must("east", Kind::Degrees { limit: 180.0 }, "Ostrand.", "Eastern edge."),
];

/// The number of the only version there is, for the schema.
pub(crate) const ONLY_VERSION: u32 = VERSION;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::City;
    use serde_json::{Map, Value, json};

    /// A value of a kind, with every field filled.
    fn full(kind: Kind) -> Value {
        match kind {
            Kind::Text => json!("x"),
            Kind::Localised => json!({"de": "x"}),
            Kind::Version => json!(VERSION),
            Kind::Flag => json!(false),
            Kind::Slug => json!("musterstadt"),
            Kind::TimeZone => json!("Europe/Berlin"),
            Kind::Color => json!("#0a5a78"),
            Kind::Link => json!("https://musterstadt.example/"),
            Kind::Email => json!("a@musterstadt.example"),
            Kind::File(endings) => json!(format!("brand/x.{}", endings.first().unwrap())),
            Kind::Moment | Kind::Whole { .. } => json!(500),
            Kind::Degrees { .. } => json!(1.5),
            Kind::TimeOfDay => json!("08:00"),
            Kind::Choice(choices) => json!(choices.last().unwrap()),
            Kind::Free => json!({"a": 1}),
            Kind::List { item, .. } => json!([full(*item)]),
            Kind::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|field| (field.name.to_owned(), full(field.kind)))
                    .collect::<Map<_, _>>(),
            ),
        }
    }

    #[test]
    fn the_table_and_the_types_name_the_same_fields() {
        let value = full(Kind::Object(CITY));
        let city = City::from_json(&serde_json::to_vec(&value).unwrap()).unwrap();
        // A field only the table knows would be lost here, one only the types know would appear.
        assert_eq!(serde_json::to_value(city).unwrap(), value);
    }

    #[test]
    fn a_field_is_required_exactly_if_the_types_need_it() {
        fn each(value: &Value, pointer: &str, kind: Kind) {
            match kind {
                Kind::Object(fields) => {
                    for field in fields {
                        let mut without = value.clone();
                        without
                            .pointer_mut(pointer)
                            .and_then(Value::as_object_mut)
                            .unwrap()
                            .remove(field.name);
                        let read = City::from_json(&serde_json::to_vec(&without).unwrap());
                        assert_eq!(read.is_err(), field.required, "{pointer}/{}", field.name);
                        each(value, &format!("{pointer}/{}", field.name), field.kind);
                    }
                }
                Kind::List { item, .. } => each(value, &format!("{pointer}/0"), *item),
                _ => {}
            }
        }
        each(&full(Kind::Object(CITY)), "", Kind::Object(CITY));
    }
}
