//! `VuFind`'s search and record API, version 1.

use super::shapes::{Many, Map};
use crate::write::Write;
use json::{Read, Value};

wire! {
    /// Answer of search and record.
    #[derive(Debug)]
    Answer {
        /// How many there are.
        result_count: Option<i64> = "resultCount",
        /// Those of this page; absent when there are none.
        records: Vec<Record> = "records",
        /// By field; an object in truth, whatever the published description says.
        facets: Map<Vec<Facet>> = "facets",
        /// `OK` or `ERROR`.
        status: Option<String> = "status",
        /// What went wrong.
        status_message: Option<String> = "statusMessage",
    }
}

wire! {
    /// A value of a facet.
    #[derive(Debug)]
    Facet {
        /// For the filter.
        value: String = "value",
        /// For people.
        translated: Option<String> = "translated",
        /// How many records.
        count: Option<i64> = "count",
        /// 1 or absent.
        is_applied: Option<i64> = "isApplied",
        /// Narrower values.
        children: Vec<Facet> = "children",
    }
}

wire! {
    /// A record; which fields there are is each installation's choice.
    #[derive(Debug)]
    Record {
        /// Its id.
        id: String = "id",
        /// Title with everything.
        title: Option<String> = "title",
        /// Title without what follows the colon.
        short_title: Option<String> = "shortTitle",
        /// What follows the colon.
        subtitle: Option<String> = "subTitle",
        /// Who made it.
        authors: Option<Authors> = "authors",
        /// Kinds of medium.
        formats: Many<Coded> = "formats",
        /// Languages.
        languages: Many<String> = "languages",
        /// Series.
        series: Many<Series> = "series",
        /// Subjects, each a chain from wide to narrow.
        subjects: Vec<Many<String>> = "subjects",
        /// Links.
        urls: Many<Link> = "urls",
        /// Branches that have it.
        buildings: Many<Coded> = "buildings",
        /// Shelf marks.
        call_numbers: Many<String> = "callNumbers",
        /// The ISBN without hyphens.
        clean_isbn: Option<String> = "cleanIsbn",
        /// All ISBNs.
        isbns: Many<String> = "isbns",
        /// What it is about.
        summary: Many<String> = "summary",
        /// Years.
        publication_dates: Many<String> = "publicationDates",
        /// Who published it.
        publishers: Many<String> = "publishers",
        /// Pages, size.
        physical_descriptions: Many<String> = "physicalDescriptions",
        /// What contains it.
        container_title: Option<String> = "containerTitle",
        /// Its page in the catalogue.
        record_page: Option<String> = "recordPage",
    }
}

wire! {
    /// Who made it; each map from name to what was said of the person.
    #[derive(Debug)]
    Authors {
        /// The main ones.
        primary: Map<Anything> = "primary",
        /// Others.
        secondary: Map<Anything> = "secondary",
        /// Organisations.
        corporate: Map<Anything> = "corporate",
    }
}

/// What nobody reads here; written as an empty map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Anything;

impl Read for Anything {
    fn read(_: &Value, _: &mut usize) -> Option<Self> {
        Some(Self)
    }
}

impl Write for Anything {
    fn write(&self, text: &mut String) {
        text.push_str("{}");
    }
}

/// A bare text, or one with its translation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coded {
    /// For filters.
    pub value: String,
    /// For people.
    pub translated: Option<String>,
}

impl Read for Coded {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        if value.is_object() {
            let mut fields = json::Fields::of(value, skipped)?;
            let read = Self { value: fields.get("value"), translated: fields.get("translated") };
            return fields.are_readable().then_some(read);
        }
        Some(Self { value: String::read(value, skipped)?, translated: None })
    }
}

impl Write for Coded {
    fn write(&self, text: &mut String) {
        let Some(translated) = &self.translated else { return self.value.write(text) };
        text.push('{');
        json::keep::entry(text, "value", &self.value);
        json::keep::entry(text, "translated", translated);
        text.push('}');
    }
}

/// A series: its name, or an object with name and number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The number within.
    pub number: Option<String>,
}

impl Read for Series {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        if value.is_object() {
            let mut fields = json::Fields::of(value, skipped)?;
            let read = Self { name: fields.get("name"), number: fields.get("number") };
            return fields.are_readable().then_some(read);
        }
        Some(Self { name: String::read(value, skipped)?, number: None })
    }
}

impl Write for Series {
    fn write(&self, text: &mut String) {
        text.push('{');
        json::keep::entry(text, "name", &self.name);
        if let Some(number) = &self.number {
            json::keep::entry(text, "number", number);
        }
        text.push('}');
    }
}

wire! {
    /// A link.
    #[derive(Debug)]
    Link {
        /// Where to.
        url: String = "url",
        /// Its text.
        desc: Option<String> = "desc",
    }
}
