//! Narrowing a search: filters and facets, in the way of `VuFind`.

use super::names::Names;
use super::title::Title;
use crate::library::demo::house::BRANCHES;

/// By what can be narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Kind of medium.
    Format,
    /// Language.
    Language,
    /// Branch; two levels.
    Building,
    /// Subject.
    Topic,
    /// Person.
    Author,
    /// Year.
    Year,
    /// Series.
    Series,
}

impl Field {
    /// By its name in a request.
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "format" => Self::Format,
            "language" => Self::Language,
            "building" => Self::Building,
            "topic_facet" => Self::Topic,
            "author_facet" => Self::Author,
            "publishDate" => Self::Year,
            "series_facet" => Self::Series,
            _ => return None,
        })
    }

    /// Its name in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Language => "language",
            Self::Building => "building",
            Self::Topic => "topic_facet",
            Self::Author => "author_facet",
            Self::Year => "publishDate",
            Self::Series => "series_facet",
        }
    }

    /// The values of a title.
    pub fn values(self, title: &Title, names: &Names) -> Vec<String> {
        match self {
            Self::Format => vec![title.format.value().to_owned()],
            Self::Language => vec![names.language_value(&title.language).to_owned()],
            Self::Building => buildings(title),
            Self::Topic => title.subjects.clone(),
            Self::Author => title.authors.clone(),
            Self::Year => vec![title.year.to_string()],
            Self::Series => title.series.iter().map(|(name, _)| name.clone()).collect(),
        }
    }
}

/// The library as a whole.
pub const ALL_BUILDINGS: &str = "0/Musterstadt/";

fn buildings(title: &Title) -> Vec<String> {
    let mut values: Vec<String> = (0..BRANCHES.len())
        .filter(|branch| title.copies.contains(branch))
        .filter_map(building)
        .collect();
    if !values.is_empty() {
        values.insert(0, ALL_BUILDINGS.to_owned());
    }
    values
}

/// The value for the branch at this place.
pub fn building(branch: usize) -> Option<String> {
    BRANCHES.get(branch).map(|(_, name)| format!("1/Musterstadt/{name}/"))
}

/// What a building is called: its last part.
pub fn building_name(value: &str) -> Option<&str> {
    let name = value.trim_end_matches('/').rsplit('/').next()?;
    Some(if value == ALL_BUILDINGS { crate::library::demo::house::INSTITUTION.1 } else { name })
}

/// How a filter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Must be so.
    And,
    /// One of those of the same field must be so.
    Or,
    /// Must not be so.
    Not,
}

/// What a filter wants.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    Value(String),
    /// Years from and to, both inclusive.
    Years(i32, i32),
}

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub field: Field,
    /// How it counts.
    pub sense: Sense,
    wanted: Wanted,
}

impl Filter {
    /// Reads `field:"value"`, with `~` or `-` before it; `None` if the field is not known.
    pub fn read(text: &str) -> Option<Self> {
        let (sense, text) = match text.as_bytes().first()? {
            b'~' => (Sense::Or, text.get(1..)?),
            b'-' => (Sense::Not, text.get(1..)?),
            _ => (Sense::And, text),
        };
        let (field, value) = text.split_once(':')?;
        let field = Field::find(field)?;
        let value = value.trim();
        let years = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let wanted = match years.and_then(|years| years.split_once(" TO ")) {
            Some((from, to)) if field == Field::Year => {
                let year =
                    |text: &str, open| if text == "*" { Some(open) } else { text.parse().ok() };
                Wanted::Years(year(from.trim(), i32::MIN)?, year(to.trim(), i32::MAX)?)
            }
            _ => Wanted::Value(value.trim_matches('"').to_owned()),
        };
        Some(Self { field, sense, wanted })
    }

    /// Whether the filter wants this value.
    pub fn wants(&self, value: &str) -> bool {
        match &self.wanted {
            Wanted::Value(wanted) => wanted == value,
            Wanted::Years(from, to) => {
                value.parse().is_ok_and(|year: i32| (*from..=*to).contains(&year))
            }
        }
    }

    fn fits(&self, title: &Title, names: &Names) -> bool {
        self.field.values(title, names).iter().any(|value| self.wants(value))
    }
}

/// Whether a title passes all filters. `open` is a field whose alternatives do not count: its facet shows them.
pub fn passes(title: &Title, filters: &[Filter], open: Option<Field>, names: &Names) -> bool {
    filters.iter().all(|filter| match filter.sense {
        Sense::And => filter.fits(title, names),
        Sense::Not => !filter.fits(title, names),
        Sense::Or => {
            Some(filter.field) == open
                || filters
                    .iter()
                    .filter(|other| other.sense == Sense::Or && other.field == filter.field)
                    .any(|other| other.fits(title, names))
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn filters_as_they_are_written() {
        let read = |text: &str| Filter::read(text);
        let book = read("format:\"Book\"").unwrap();
        assert!(book.wants("Book") && book.sense == Sense::And);
        assert_eq!(read("~format:Book").unwrap().sense, Sense::Or);
        assert_eq!(read("-format:Book").unwrap().sense, Sense::Not);
        let years = read("publishDate:[2020 TO *]").unwrap();
        assert!(years.wants("2020") && years.wants("2026") && !years.wants("2019"));
        assert_eq!(read("publishDate:[x TO 2020]"), None);
        assert_eq!(read("owner:\"x\""), None);
        assert_eq!(read(""), None);
        assert_eq!(building_name("1/Musterstadt/Fahrbibliothek/"), Some("Fahrbibliothek"));
    }
}
