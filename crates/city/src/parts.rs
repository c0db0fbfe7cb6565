//! The groups of fields in a `city.json`.

use crate::{Color, Language, Link, Localised, Moment, PackagePath};
use serde::Serialize;
use serde_json::{Map as JsonMap, Value};

/// The few choices from which the whole theme follows, see [`crate::theme`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Appearance {
    /// The colour of the city: header, buttons, links.
    pub primary: Color,
    /// The second colour, for small decorative things.
    pub accent: Color,
    /// The tint of surfaces and borders.
    pub neutral: Color,
    /// How round corners are.
    pub corners: Corners,
    /// The kind of typeface.
    pub font: Font,
}

/// How round corners are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Brand {
    /// The logo on light ground.
    pub logo: PackagePath,
    /// The logo on dark ground; without it the light one is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_dark: Option<PackagePath>,
    /// The square icon, SVG.
    pub icon: PackagePath,
    /// The icon as PNG files for the home screens of devices.
    pub icons: Vec<Icon>,
}

/// One PNG of the icon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Icon {
    /// The file.
    pub file: PackagePath,
    /// Width and height in pixels.
    pub size: u32,
    /// Whether a device may cut it to its own shape.
    pub purpose: Purpose,
}

/// What an icon is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Shown as it is.
    #[default]
    Any,
    /// Its edge may be cut off: what matters stands in the middle 80 %.
    Maskable,
}

/// A service of the city in the app.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Module {
    /// Which module: `appointments`, `transit`, `library`, `participation`.
    pub slug: String,
    /// Whether it can be used.
    pub on: bool,
    /// Why it is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Localised>,
    /// What to use instead while it is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// The module's own settings; each module says what they are.
    #[serde(skip_serializing_if = "JsonMap::is_empty")]
    pub settings: JsonMap<String, Value>,
}

/// A message to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its own name, so that a person can put it away once.
    pub id: String,
    /// How grave it is.
    pub severity: Severity,
    /// Shown from this moment on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
    /// Shown until this moment, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// The heading.
    pub title: Localised,
    /// What there is to say.
    pub text: Localised,
    /// Where to read more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

impl Notice {
    /// Whether it is shown at a moment (seconds since 1970).
    pub fn is_shown_at(&self, now: i64) -> bool {
        self.from.is_none_or(|from| from.0 <= now) && self.until.is_none_or(|until| now < until.0)
    }
}

/// How grave a notice is, from the lightest to the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SiteLink {
    /// What the link is called.
    pub title: Localised,
    /// Where it leads.
    pub link: Link,
}

/// A telephone number worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Telephone {
    /// Who answers.
    pub title: Localised,
    /// The number as it is read.
    pub number: String,
    /// When it is answered, or what it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Map {
    /// The middle of the city.
    pub centre: Coordinates,
    /// The rectangle around it.
    pub bounds: MapBounds,
}

/// A place on the earth, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A rectangle on the map, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
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
