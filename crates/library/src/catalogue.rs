//! What a search finds (`VuFind`).

use crate::Uri;
use crate::patron::{said, web};
use crate::wire::vufind as wire;

/// A record of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id, for the record page and DAIA.
    pub id: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// What follows the title.
    pub subtitle: Option<String>,
    /// Persons and organisations, the main ones first.
    pub authors: Vec<String>,
    /// Kinds of medium, as the site names them.
    pub formats: Vec<Named>,
    /// Languages, as the site names them.
    pub languages: Vec<String>,
    /// Series, with the number where there is one.
    pub series: Vec<(String, Option<String>)>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Links.
    pub links: Vec<(Uri, Option<String>)>,
    /// Branches.
    pub buildings: Vec<Named>,
    /// Shelf marks.
    pub call_numbers: Vec<String>,
    /// An ISBN without hyphens.
    pub isbn: Option<String>,
    /// What it is about.
    pub summary: Vec<String>,
    /// Year.
    pub year: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Pages, size.
    pub extent: Option<String>,
    /// What contains it.
    pub container: Option<String>,
}

json::keep! { Record {
    id, title, subtitle, authors, formats, languages, series, subjects, links, buildings, call_numbers, isbn,
    summary, year, publisher, extent, container
} }

/// A value with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// For filters.
    pub value: String,
    /// For people; the value itself where the site has no name.
    pub name: String,
}

json::keep! { Named { value, name } }

impl From<wire::Coded> for Named {
    fn from(coded: wire::Coded) -> Self {
        Self {
            name: said(coded.translated).unwrap_or_else(|| coded.value.clone()),
            value: coded.value,
        }
    }
}

/// A facet: by what a search can be narrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The field, such as `building`.
    pub field: String,
    /// Its values.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Value and name.
    pub named: Named,
    /// How many records.
    pub count: u64,
    /// Whether the search is narrowed to it already.
    pub applied: bool,
    /// Narrower values.
    pub children: Vec<FacetValue>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// How many there are in all.
    pub total: u64,
    /// Those of this page.
    pub records: Vec<Record>,
    /// By what it can be narrowed.
    pub facets: Vec<Facet>,
}

impl Found {
    /// Out of an answer. The total is never less than what is shown.
    #[must_use]
    pub fn from_wire(answer: wire::Answer) -> Self {
        let records: Vec<Record> = answer.records.into_iter().map(Record::from_wire).collect();
        let shown = u64::try_from(records.len()).unwrap_or(u64::MAX);
        let total = answer.result_count.and_then(|count| count.try_into().ok()).unwrap_or(0);
        let facet = |(field, values): (String, Vec<wire::Facet>)| Facet {
            field,
            values: values.into_iter().map(FacetValue::from_wire).collect(),
        };
        let facets = answer.facets.0.into_iter().map(facet).collect();
        Self { total: shown.max(total), records, facets }
    }
}

impl FacetValue {
    fn from_wire(facet: wire::Facet) -> Self {
        Self {
            named: Named::from(wire::Coded { value: facet.value, translated: facet.translated }),
            count: facet.count.and_then(|count| count.try_into().ok()).unwrap_or(0),
            applied: facet.is_applied.is_some_and(|applied| applied != 0),
            children: facet.children.into_iter().map(Self::from_wire).collect(),
        }
    }
}

impl Record {
    /// Out of an answer.
    #[must_use]
    pub fn from_wire(answer: wire::Record) -> Self {
        let authors = answer.authors.unwrap_or_default();
        let names = [authors.primary, authors.corporate, authors.secondary];
        let mut list: Vec<String> = Vec::new();
        for (name, _) in names.into_iter().flat_map(|map| map.0) {
            let name = name.trim().to_owned();
            if !name.is_empty() && !list.contains(&name) {
                list.push(name);
            }
        }
        let (title, subtitle) = titles(answer.title, answer.short_title, answer.subtitle);
        let texts = |texts: Vec<String>| -> Vec<String> {
            texts.into_iter().filter_map(|text| said(Some(text))).collect()
        };
        let link = |link: wire::Link| Some((web(Some(link.url))?, said(link.desc)));
        let first = |texts: Vec<String>| texts.into_iter().find_map(|text| said(Some(text)));
        let isbn = said(answer.clean_isbn).or_else(|| first(answer.isbns.0));
        Self {
            id: answer.id,
            title,
            subtitle,
            authors: list,
            formats: answer.formats.0.into_iter().map(Named::from).collect(),
            languages: texts(answer.languages.0),
            series: answer.series.0.into_iter().map(|s| (s.name, said(s.number))).collect(),
            subjects: answer.subjects.into_iter().map(|chain| texts(chain.0).join(" – ")).collect(),
            links: answer.urls.0.into_iter().filter_map(link).collect(),
            buildings: answer.buildings.0.into_iter().map(Named::from).collect(),
            call_numbers: texts(answer.call_numbers.0),
            isbn: isbn.and_then(|isbn| plain_isbn(&isbn)),
            summary: texts(answer.summary.0),
            year: first(answer.publication_dates.0),
            publisher: first(answer.publishers.0),
            extent: first(answer.physical_descriptions.0),
            container: said(answer.container_title),
        }
    }
}

fn titles(
    title: Option<String>,
    short: Option<String>,
    rest: Option<String>,
) -> (String, Option<String>) {
    let bare = |text: String| text.trim_end_matches([' ', '/', ':', '=', ',', ';']).to_owned();
    match (said(short).map(bare), said(rest).map(bare), said(title).map(bare)) {
        (Some(short), Some(rest), _) => (short, Some(rest)),
        (short, _, Some(title)) => match title.split_once(" : ").filter(|_| short.is_none()) {
            Some((title, rest)) => (title.trim().to_owned(), said(Some(rest.to_owned()))),
            None => (title, None),
        },
        (short, ..) => (short.unwrap_or_default(), None),
    }
}

/// Ten or thirteen characters of an ISBN whose check digit is right, without hyphens.
#[must_use]
pub fn plain_isbn(text: &str) -> Option<String> {
    let start = text.split([' ', '(']).next().unwrap_or_default();
    let plain: String =
        start.chars().filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let digit = |(place, c): (usize, char)| match c {
        'X' if place == 9 && plain.len() == 10 => Some(10),
        _ => c.to_digit(10),
    };
    let digits: Vec<u32> = plain.chars().enumerate().map(digit).collect::<Option<_>>()?;
    let weighed = |weight: fn(u32) -> u32| -> u32 {
        digits.iter().zip(0u32..).map(|(digit, place)| digit * weight(place)).sum()
    };
    let right = match digits.len() {
        10 => weighed(|place| 10 - place) % 11 == 0,
        13 => weighed(|place| 1 + place % 2 * 2) % 10 == 0,
        _ => false,
    };
    right.then_some(plain)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Found {
        Found::from_wire(json::decode(text.as_bytes()).unwrap().value)
    }

    #[test]
    fn as_php_sends_it() {
        let answer = found(
            r#"{"resultCount":"211","status":"OK","records":[{"id":"a.1","title":"Momo : ein Märchen / ",
            "authors":{"primary":{"Ende, Michael":{"role":["aut"]}},"secondary":[],"corporate":[]},
            "formats":[{"value":"0/Book/","translated":"Buch"},"CD"],"buildings":"0/Ulm/",
            "series":["Reihe",{"name":"Band","number":"3"}],"subjects":[["Zeit","Roman"],["Mädchen"]],
            "urls":[{"url":"javascript:alert(1)","desc":"x"},{"url":"https://x/y"}],
            "isbns":["978-3-522-20255-8 (Pp.)"],"publicationDates":["2018"]}, 7],
            "facets":{"building":[{"value":"0/Ulm/","translated":"Ulm","count":100,"isApplied":1,
              "children":[{"value":"1/Ulm/W/","count":"3"}]}]}}"#,
        );
        let record = &answer.records[0];
        assert_eq!((answer.total, answer.records.len()), (211, 1));
        assert_eq!(
            (record.title.as_str(), record.subtitle.as_deref()),
            ("Momo", Some("ein Märchen"))
        );
        assert_eq!(record.authors, ["Ende, Michael"]);
        assert_eq!(record.formats[0].name, "Buch");
        assert_eq!(
            (record.formats[1].name.as_str(), record.buildings[0].value.as_str()),
            ("CD", "0/Ulm/")
        );
        assert_eq!(record.series[1], ("Band".to_owned(), Some("3".to_owned())));
        assert_eq!(record.subjects, ["Zeit – Roman", "Mädchen"]);
        assert_eq!(record.links.len(), 1, "no script is a link");
        assert_eq!(record.isbn.as_deref(), Some("9783522202558"));
        let ulm = &answer.facets[0].values[0];
        assert!(
            ulm.applied
                && ulm.count == 100
                && ulm.children[0].count == 3
                && !ulm.children[0].applied
        );
        assert_eq!(found(r#"{"resultCount":0,"status":"OK"}"#), Found::default());
        assert!(found(r#"{"records":[],"facets":[]}"#).facets.is_empty());
        let kept = json::keep::load::<Record>(&json::keep::save(record));
        assert_eq!(kept.as_ref(), Some(record));
    }

    #[test]
    fn an_isbn_has_a_right_check_digit() {
        assert_eq!(plain_isbn("3-518-36854-X"), None);
        assert_eq!(plain_isbn("0-8044-2957-x").as_deref(), Some("080442957X"));
        assert_eq!(plain_isbn("9783522202558").as_deref(), Some("9783522202558"));
        for bad in ["", "9783522202559", "978352220255", "x", "97835222025X8"] {
            assert_eq!(plain_isbn(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,30}") {
            let _ = plain_isbn(&text);
        }
    }
}
