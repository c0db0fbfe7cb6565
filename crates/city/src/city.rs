//! `city.json`: the package's table of contents.

use crate::read::{Wrong, read};
use crate::{
    Appearance, Brand, CityError, Contact, Language, LegalPage, Localised, Map, Module, Notice,
    OpeningHours, Severity, SiteLink, Telephone, position,
};
use serde::Serialize;
use serde_json::Value;

/// The version of the package format that this build reads.
pub const VERSION: u32 = 1;

/// A city, as its `city.json` describes it.
///
/// Unknown fields are left alone here, so that a device with an older build still opens a newer package;
/// [`crate::check`] names them to the people who edit the package.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct City {
    /// The address of the JSON Schema, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
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
    pub notices: Vec<Notice>,
    /// How to reach the city.
    pub contact: Contact,
    /// When the town hall is open.
    pub opening_hours: Vec<OpeningHours>,
    /// The legal pages; each is `legal/<page>.<language>.md`.
    pub legal: Vec<LegalPage>,
    /// Other addresses worth knowing.
    pub links: Vec<SiteLink>,
    /// Telephone numbers worth knowing.
    pub telephones: Vec<Telephone>,
    /// Where the city is.
    #[serde(skip_serializing_if = "Option::is_none")]
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
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            let reason = error.to_string();
            CityError {
                field: position::field_at(
                    bytes,
                    position::offset(bytes, error.line(), error.column()),
                ),
                line: error.line(),
                // The place is in the fields; serde_json repeats it at the end.
                reason: reason
                    .rsplit_once(" at line ")
                    .map_or(reason.as_str(), |(reason, _)| reason)
                    .to_owned(),
            }
        })?;
        read::<Self>(&value).and_then(Self::validated).map_err(|wrong| CityError {
            line: position::line_of(bytes, &wrong.path).unwrap_or(1),
            field: if wrong.path.is_empty() { ".".to_owned() } else { wrong.path },
            reason: wrong.reason,
        })
    }

    /// The rules that no single field can keep.
    fn validated(self) -> Result<Self, Wrong> {
        let wrong = |field: &str, reason: String| Err(Wrong { path: field.to_owned(), reason });
        if self.version != VERSION {
            let reason = format!("{} is not {VERSION}, the version this build reads", self.version);
            wrong("version", reason)
        } else if !is_slug(&self.slug) {
            wrong("slug", format!("`{}` must be small letters, digits and -", self.slug))
        } else if self.languages.is_empty() {
            wrong("languages", "must name at least one language".to_owned())
        } else if self.name.get(self.default_language().tag()).is_empty() {
            wrong("name", "must not be empty".to_owned())
        } else {
            Ok(self)
        }
    }

    /// The language to begin with.
    pub fn default_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::De)
    }

    /// The best language for a person who prefers `wanted`, in this order (BCP 47 tags, as browsers name them).
    pub fn best_language<'a>(&self, wanted: impl IntoIterator<Item = &'a str>) -> Language {
        let offered = |tag: &str| {
            self.languages.iter().copied().find(|language| language.tag().eq_ignore_ascii_case(tag))
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
        // Three passes instead of a sort, whose code is larger than this file.
        let of = |severity| {
            self.notices
                .iter()
                .filter(move |notice| notice.severity == severity && notice.is_shown_at(now))
        };
        of(Severity::Danger).chain(of(Severity::Warning)).chain(of(Severity::Info)).collect()
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

#[cfg(test)]
mod tests;
