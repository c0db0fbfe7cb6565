//! Reading a search request: `lookfor`, `type`, `filter[]`, `facet[]`, `sort`, `page`, `limit`, `field[]`, `lng`.

use super::filter::{Field, Filter};
use super::index::part;

/// Hits of a page when nothing is said.
const USUAL_LIMIT: usize = 20;
/// Most hits of a page.
const MOST: usize = 100;

/// Order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first.
    YearDown,
    /// The oldest first.
    YearUp,
    /// By title.
    Title,
    /// By the main author.
    Author,
    /// By shelf mark.
    Mark,
    /// What came in last first.
    New,
}

impl Sort {
    /// By its name; what is not known is the usual order, as there.
    fn find(name: &str) -> Self {
        match name.trim() {
            "year" | "year desc" | "publishDateSort desc" => Self::YearDown,
            "year asc" | "publishDateSort asc" => Self::YearUp,
            "title" | "title asc" => Self::Title,
            "author" | "author asc" => Self::Author,
            "callnumber" | "callnumber-sort" => Self::Mark,
            "last_indexed desc" | "first_indexed desc" => Self::New,
            _ => Self::Relevance,
        }
    }
}

/// Where is looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In these parts.
    Parts(u8),
    /// For an ISBN only.
    Isbn,
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is looked for.
    pub words: String,
    /// What must not be there.
    pub without: Vec<String>,
    /// Where.
    pub place: Where,
    /// Filters.
    pub filters: Vec<Filter>,
    /// Facets that are counted, each with the text its values must contain.
    pub facets: Vec<(Field, Option<String>)>,
    /// Order.
    pub sort: Sort,
    /// From 1.
    pub page: usize,
    /// 0 to 100.
    pub limit: usize,
}

/// What is wrong with a request, in `VuFind`'s words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadQuery {
    /// No record was named.
    #[error("Missing id")]
    MissingId,
    /// A record does not exist.
    #[error("Error loading record")]
    NoRecord,
    /// The limit is no number from 0 to 100.
    #[error("Invalid limit")]
    Limit,
    /// A filter, facet or page that means nothing here.
    #[error("Invalid search")]
    Search,
}

/// Names and values of a request, with and without `[]` at the name.
#[derive(Debug)]
pub struct Parameters<'a>(pub &'a [(String, String)]);

impl<'a> Parameters<'a> {
    /// All values of a name.
    pub fn all(&self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = move |known: &str| match known.strip_prefix(name) {
            Some(rest) => rest.is_empty() || (rest.starts_with('[') && rest.ends_with(']')),
            None => false,
        };
        self.0.iter().filter(move |(known, _)| named(known)).map(|(_, value)| value.as_str())
    }

    /// The last value of a name, which counts in PHP.
    pub fn last(&self, name: &'a str) -> Option<&'a str> {
        self.all(name).last().filter(|value| !value.trim().is_empty())
    }
}

impl Query {
    /// Out of a request.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(parameters: &Parameters<'_>) -> Result<Self, BadQuery> {
        let limit = match parameters.last("limit") {
            None => USUAL_LIMIT,
            Some(text) => text.trim().parse().ok().filter(|n| *n <= MOST).ok_or(BadQuery::Limit)?,
        };
        let page = match parameters.last("page") {
            None => 1,
            Some(text) => text.trim().parse().ok().filter(|n| *n > 0).ok_or(BadQuery::Search)?,
        };
        let filters =
            parameters.all("filter").map(|text| Filter::read(text).ok_or(BadQuery::Search));
        let narrowed: Vec<(&str, &str)> =
            parameters.all("facetFilter").filter_map(|text| text.split_once(':')).collect();
        let facets = parameters.all("facet").map(|name| {
            let field = Field::find(name).ok_or(BadQuery::Search)?;
            let of_it = narrowed.iter().find(|(field, _)| *field == name);
            Ok((field, of_it.map(|(_, pattern)| literal(pattern)).transpose()?))
        });
        let (words, without) = split(parameters.last("lookfor").unwrap_or_default());
        let place = match parameters.last("type").unwrap_or("AllFields") {
            "Title" => Where::Parts(part::TITLE),
            "Author" => Where::Parts(part::AUTHOR),
            "Subject" => Where::Parts(part::SUBJECT),
            "Series" => Where::Parts(part::SERIES),
            "CallNumber" => Where::Parts(part::MARK),
            "ISN" => Where::Isbn,
            _ => Where::Parts(part::ALL),
        };
        Ok(Self {
            words,
            without,
            place,
            filters: filters.collect::<Result<_, _>>()?,
            facets: facets.collect::<Result<_, _>>()?,
            sort: Sort::find(parameters.last("sort").unwrap_or_default()),
            page,
            limit,
        })
    }
}

/// The words that are looked for and those that must not be there (`NOT word`, `-word`). `AND` is what is meant
/// anyway, and `*` alone is everything.
fn split(text: &str) -> (String, Vec<String>) {
    let (mut words, mut without) = (Vec::new(), Vec::new());
    let mut not = false;
    for word in text.split_whitespace() {
        match word {
            "NOT" => not = true,
            "AND" | "*" | "*:*" => {}
            _ if not || (word.starts_with('-') && word.len() > 1) => {
                without.push(word.trim_start_matches('-').to_owned());
                not = false;
            }
            _ => words.push(word),
        }
    }
    (words.join(" "), without)
}

/// The text of a pattern without special characters; others are refused rather than misunderstood.
fn literal(pattern: &str) -> Result<String, BadQuery> {
    let text = pattern.trim_start_matches('^').trim_end_matches('$');
    let text = text.trim_start_matches(".*").trim_end_matches(".*");
    if text.contains(['*', '+', '?', '[', '(', '|', '\\', '{']) {
        return Err(BadQuery::Search);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused(bytes: Vec<u8>, name in "(lookfor|filter|facet|facetFilter|page|limit|sort|type)(\\[\\])?", value: String) {
            let mut pairs = ::library::request::decode_form(&bytes);
            pairs.push((name, value));
            if let Ok(query) = Query::read(&Parameters(&pairs)) {
                proptest::prop_assert!(query.page > 0 && query.limit <= MOST);
            }
        }
    }

    fn read(query: &str) -> Result<Query, BadQuery> {
        Query::read(&Parameters(&::library::request::decode_query(query)))
    }

    #[test]
    fn requests_as_clients_write_them() -> Result<(), BadQuery> {
        let query = read(
            "lookfor=Rote+Gr%C3%BCtze+NOT+Kuchen&type=Title&filter[]=format:%22Book%22&facet[]=building&sort=year&page=2&limit=0",
        )?;
        assert_eq!(
            (query.words.as_str(), query.without.as_slice()),
            ("Rote Grütze", ["Kuchen".to_owned()].as_slice())
        );
        assert_eq!((query.place, query.sort), (Where::Parts(part::TITLE), Sort::YearDown));
        assert_eq!((query.page, query.limit, query.filters.len()), (2, 0, 1));
        assert_eq!(query.facets, [(Field::Building, None)]);
        assert_eq!(read("lookfor=x")?.limit, 20);
        assert_eq!(read("filter[0]=format:Book&filter[1]=language:German")?.filters.len(), 2);
        Ok(())
    }

    #[test]
    fn what_means_nothing_is_refused() {
        assert_eq!(read("limit=101"), Err(BadQuery::Limit));
        assert_eq!(read("limit=many"), Err(BadQuery::Limit));
        for query in [
            "page=0",
            "filter[]=format",
            "filter[]=x:y",
            "facet[]=x",
            "facet[]=format&facetFilter[]=format:(a|b)",
        ] {
            assert_eq!(read(query), Err(BadQuery::Search), "{query}");
        }
    }
}
