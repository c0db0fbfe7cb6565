//! `city.json`: the package's table of contents.

use crate::{
    CityError, Color, Language, Link, Localised, Moment, OpeningHours, PackagePath, position,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map as JsonMap, Value};

/// The version of the package format that this build reads.
pub const VERSION: u32 = 1;

/// A city, as its `city.json` describes it.
///
/// Unknown fields are left alone here, so that a device with an older build still opens a newer package;
/// [`crate::check`] names them to the people who edit the package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct City {
    /// The address of the JSON Schema, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of the package format, [`VERSION`].
    pub version: u32,
    /// The city's name in addresses and folders: small letters, digits and `-`.
    pub slug: String,
    /// The name of the city.
    pub name: Localised,
    /// The line under the greeting on the first page.
    pub claim: Localised,
    /// The languages it offers, the first is the one to begin with.
    pub languages: Vec<Language>,
    /// IANA time zone, `Europe/Berlin`.
    pub time_zone: String,
    /// Colours, corners and typeface.
    pub theme: Appearance,
    /// Logo and icons.
    pub brand: Brand,
    /// The services in the order in which the app shows them.
    pub modules: Vec<Module>,
    /// Messages to everybody.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// How to reach the city.
    pub contact: Contact,
    /// When the town hall is open.
    #[serde(default)]
    pub opening_hours: Vec<OpeningHours>,
    /// The legal pages; each is `legal/<page>.<language>.md`.
    pub legal: Vec<LegalPage>,
    /// Other addresses worth knowing.
    #[serde(default)]
    pub links: Vec<SiteLink>,
    /// Telephone numbers worth knowing.
    #[serde(default)]
    pub telephones: Vec<Telephone>,
    /// Where the city is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<Map>,
}

impl City {
    /// Reads a `city.json`.
    ///
    /// # Errors
    /// The first field that is missing or wrong, with its place in the file.
    pub fn from_json(bytes: &[u8]) -> Result<Self, CityError> {
        // A mark that some editors write in front; it is no JSON.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let city: Self = serde_json::from_slice(bytes).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let reason = error.to_string();
            CityError {
                field: position::field_at(bytes, position::offset(bytes, line, column)),
                line,
                column,
                // The place is in the fields; serde_json repeats it at the end.
                reason: reason
                    .rsplit_once(" at line ")
                    .map_or(reason.as_str(), |(reason, _)| reason)
                    .to_owned(),
            }
        })?;
        city.validated()
    }

    /// The rules that no single field can keep.
    fn validated(self) -> Result<Self, CityError> {
        let problem = if self.version != VERSION {
            Some((
                "version",
                format!(
                    "package version {} is not the version {VERSION} that this build reads",
                    self.version
                ),
            ))
        } else if !is_slug(&self.slug) {
            Some((
                "slug",
                format!("`{}` must be small letters, digits and -", self.slug),
            ))
        } else if self.languages.is_empty() {
            Some(("languages", "must name at least one language".to_owned()))
        } else if self.name.get(self.default_language().tag()).is_empty() {
            Some(("name", "must not be empty".to_owned()))
        } else {
            None
        };
        match problem {
            None => Ok(self),
            Some((field, reason)) => Err(CityError {
                field: field.to_owned(),
                line: 1,
                column: 1,
                reason,
            }),
        }
    }

    /// The language to begin with.
    pub fn default_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::De)
    }

    /// The best language for a person who prefers `wanted`, in this order (BCP 47 tags, as browsers name them).
    pub fn best_language<'a>(&self, wanted: impl IntoIterator<Item = &'a str>) -> Language {
        let offered = |tag: &str| {
            self.languages
                .iter()
                .copied()
                .find(|language| language.tag().eq_ignore_ascii_case(tag))
        };
        wanted
            .into_iter()
            .find_map(|tag| offered(tag).or_else(|| offered(crate::language::family(tag))))
            .unwrap_or_else(|| self.default_language())
    }

    /// A module by its slug, whether it is on or off.
    pub fn module(&self, slug: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.slug == slug)
    }

    /// The notices to show at a moment (seconds since 1970), the gravest first.
    pub fn notices_at(&self, now: i64) -> Vec<&Notice> {
        let mut notices: Vec<_> = self
            .notices
            .iter()
            .filter(|notice| notice.is_shown_at(now))
            .collect();
        notices.sort_by_key(|notice| std::cmp::Reverse(notice.severity));
        notices
    }
}

/// Whether a text is small letters, digits and `-`, and begins with a letter.
pub(crate) fn is_slug(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The few choices from which the whole theme follows, see [`crate::theme`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Appearance {
    /// The colour of the city: header, buttons, links.
    pub primary: Color,
    /// The second colour, for small decorative things.
    pub accent: Color,
    /// The tint of surfaces and borders.
    pub neutral: Color,
    /// How round corners are.
    #[serde(default)]
    pub corners: Corners,
    /// The kind of typeface.
    #[serde(default)]
    pub font: Font,
}

/// How round corners are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Corners {
    /// Clearly round.
    Round,
    /// A little round.
    #[default]
    Soft,
    /// Not round.
    Square,
}

/// A kind of typeface; each is a list of typefaces that devices already have, so nothing is downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Font {
    /// The typeface of the device.
    #[default]
    System,
    /// Open and friendly, without serifs.
    Humanist,
    /// Round letters, without serifs.
    Rounded,
    /// With serifs, like a book.
    Serif,
}

/// Logo and icons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Brand {
    /// The logo on light ground.
    pub logo: PackagePath,
    /// The logo on dark ground; without it the light one is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_dark: Option<PackagePath>,
    /// The square icon, SVG.
    pub icon: PackagePath,
    /// The icon as PNG files for the home screens of devices.
    #[serde(default)]
    pub icons: Vec<Icon>,
}

/// One PNG of the icon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Icon {
    /// The file.
    pub file: PackagePath,
    /// Width and height in pixels.
    pub size: u32,
    /// Whether a device may cut it to its own shape.
    #[serde(default)]
    pub purpose: Purpose,
}

/// What an icon is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Shown as it is.
    #[default]
    Any,
    /// Its edge may be cut off: what matters stands in the middle 80 %.
    Maskable,
}

/// A service of the city in the app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Module {
    /// Which module: `appointments`, `transit`, `library`, `participation`.
    pub slug: String,
    /// Whether it can be used.
    #[serde(default = "yes")]
    pub on: bool,
    /// Why it is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Localised>,
    /// What to use instead while it is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// The module's own settings; each module says what they are.
    #[serde(default, skip_serializing_if = "JsonMap::is_empty")]
    pub settings: JsonMap<String, Value>,
}

const fn yes() -> bool {
    true
}

/// A message to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its own name, so that a person can put it away once.
    pub id: String,
    /// How grave it is.
    #[serde(default)]
    pub severity: Severity,
    /// Shown from this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
    /// Shown until this moment, exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// The heading.
    pub title: Localised,
    /// What there is to say.
    pub text: Localised,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

impl Notice {
    /// Whether it is shown at a moment (seconds since 1970).
    pub fn is_shown_at(&self, now: i64) -> bool {
        self.from.is_none_or(|from| from.0 <= now) && self.until.is_none_or(|until| now < until.0)
    }
}

/// How grave a notice is, from the lightest to the gravest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    #[default]
    Info,
    /// Something is different from what people expect.
    Warning,
    /// Something that may hurt.
    Danger,
}

/// How to reach the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Who answers.
    pub organisation: Localised,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Place.
    pub place: String,
    /// Telephone number as it is read, `+49 30 1234-0`.
    pub telephone: String,
    /// E-mail address.
    pub email: String,
    /// The city's own pages.
    pub website: Link,
}

/// A legal page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LegalPage {
    /// Who is responsible (Impressum).
    Imprint,
    /// What happens with data about people.
    Privacy,
    /// What can and cannot be used by everybody, and whom to tell.
    Accessibility,
}

impl LegalPage {
    /// All legal pages; the law asks for each of them.
    pub const ALL: [Self; 3] = [Self::Imprint, Self::Privacy, Self::Accessibility];

    /// The name in `city.json`, in the address and in the file name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Imprint => "imprint",
            Self::Privacy => "privacy",
            Self::Accessibility => "accessibility",
        }
    }

    /// The file in the package: `legal/imprint.de.md`.
    pub fn file(self, language: Language) -> String {
        format!("legal/{}.{language}.md", self.slug())
    }
}

/// Another address worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SiteLink {
    /// What the link is called.
    pub title: Localised,
    /// Where it leads.
    pub link: Link,
}

/// A telephone number worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Telephone {
    /// Who answers.
    pub title: Localised,
    /// The number as it is read.
    pub number: String,
    /// When it is answered, or what it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Localised>,
}

impl Telephone {
    /// The address that dials the number: `tel:` and its digits.
    pub fn link(&self) -> String {
        telephone_link(&self.number)
    }
}

impl Contact {
    /// The address that dials the city's number: `tel:` and its digits.
    pub fn telephone_link(&self) -> String {
        telephone_link(&self.telephone)
    }
}

fn telephone_link(number: &str) -> String {
    let digits = number.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    "tel:".chars().chain(digits).collect()
}

/// Where the city is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Map {
    /// The middle of the city.
    pub centre: Coordinates,
    /// The rectangle around it.
    pub bounds: MapBounds,
}

/// A place on the earth, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A rectangle on the map, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MapBounds {
    /// Southern edge, degrees north.
    pub south: f64,
    /// Western edge, degrees east.
    pub west: f64,
    /// Northern edge, degrees north.
    pub north: f64,
    /// Eastern edge, degrees east.
    pub east: f64,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    const MUSTERSTADT: &str = include_str!("../../../cities/musterstadt/city.json");

    fn error_after(from: &str, to: &str) -> CityError {
        assert!(MUSTERSTADT.contains(from), "{from}");
        City::from_json(MUSTERSTADT.replacen(from, to, 1).as_bytes()).unwrap_err()
    }

    #[test]
    fn reads_the_example_city_and_writes_it_again() {
        let city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
        assert_eq!(city.name.get("ar"), "Musterstadt");
        assert_eq!(city.default_language(), Language::De);
        assert!(city.module("appointments").unwrap().on);
        assert!(city.module("transit").unwrap().reason.is_some());
        let again = City::from_json(&serde_json::to_vec(&city).unwrap()).unwrap();
        assert_eq!(city, again);
    }

    #[test]
    fn an_error_names_field_and_line() {
        let error = error_after("\"#0a5a78\"", "\"petrol\"");
        assert_eq!((error.field.as_str(), error.line), ("theme.primary", 17));
        assert!(error.reason.contains("petrol"), "{error}");
        let error = error_after("\"brand/icon-512.png\"", "\"../../etc/passwd\"");
        assert_eq!(error.field, "brand.icons[1].file");
        let error = error_after(
            "https://fahrplan.musterstadt.example/",
            "javascript:alert(1)",
        );
        assert_eq!(error.field, "modules[1].link");
        let error = error_after("2026-11-01T00:00:00+01:00", "2026-11-31T00:00:00+01:00");
        assert_eq!(error.field, "notices[0].from");
        let error = error_after("\"street\"", "\"strasse\"");
        assert_eq!(error.field, "contact");
        assert!(error.reason.contains("street"), "{error}");
    }

    #[test]
    fn another_version_is_refused_by_name() {
        assert_eq!(
            error_after("\"version\": 1", "\"version\": 2").field,
            "version"
        );
        assert_eq!(
            error_after("\"slug\": \"musterstadt\"", "\"slug\": \"Muster Stadt\"").field,
            "slug"
        );
    }

    #[test]
    fn a_mark_in_front_and_unknown_fields_do_no_harm() {
        let text = format!(
            "\u{feff}{}",
            MUSTERSTADT.replacen('{', "{\"tomorrow\": [1],", 1)
        );
        assert!(City::from_json(text.as_bytes()).is_ok());
    }

    #[test]
    fn notices_have_their_time_and_the_gravest_comes_first() {
        let mut city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
        let from = city.notices[0].from.unwrap().0;
        let until = city.notices[0].until.unwrap().0;
        assert!(city.notices_at(from - 1).is_empty());
        assert_eq!(city.notices_at(from).len(), 1);
        assert!(city.notices_at(until).is_empty());
        let mut danger = city.notices[0].clone();
        danger.severity = Severity::Danger;
        danger.id = "flood".into();
        city.notices.push(danger);
        assert_eq!(city.notices_at(from)[0].id, "flood");
    }

    #[test]
    fn chooses_a_language_the_person_reads() {
        let city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
        assert_eq!(city.best_language(["fr-FR", "uk-UA", "de"]), Language::Uk);
        assert_eq!(city.best_language(["de-AT"]), Language::De);
        assert_eq!(city.best_language(["DE-simple"]), Language::DeSimple);
        assert_eq!(city.best_language(["fr"]), Language::De);
    }

    #[test]
    fn numbers_can_be_dialled() {
        let city = City::from_json(MUSTERSTADT.as_bytes()).unwrap();
        assert_eq!(city.contact.telephone_link(), "tel:+4930231250");
        assert_eq!(city.telephones[0].link(), "tel:115");
    }

    proptest! {
        #[test]
        fn broken_files_are_errors_and_never_panics(at in 0usize..MUSTERSTADT.len(), byte: u8) {
            let mut bytes = MUSTERSTADT.as_bytes().to_vec();
            bytes[at] = byte;
            let _ = City::from_json(&bytes);
            bytes.truncate(at);
            prop_assert!(City::from_json(&bytes).is_err());
        }
    }
}
