//! Requests to the catalogue (`VuFind`) and for availability (DAIA).

use super::encode::pairs;
use super::{Call, percent_encode};
use crate::wire::shapes::Secret;

/// Most hits of a page the standard installation gives.
pub const MOST_HITS: u32 = 100;

/// A search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// What is looked for; empty finds everything.
    pub words: String,
    /// In which fields (`AllFields`, `Title`, `Author`, …); each site has its own. Empty is the site's choice.
    pub kind: String,
    /// Facet and value: only records that have all of them.
    pub filters: Vec<(String, String)>,
    /// Which facets are counted.
    pub facets: Vec<String>,
    /// The fields wanted; empty is the site's choice.
    pub fields: Vec<String>,
    /// Order, such as `relevance` or `year`; empty is the site's choice.
    pub sort: String,
    /// From 1.
    pub page: u32,
    /// Hits of a page, at most 100; 0 only counts.
    pub hits: u32,
    /// Language of names, such as `de`; empty is the site's choice.
    pub language: String,
}

/// The search; nothing about the person goes along.
#[must_use]
pub fn search(base: &str, search: &Search) -> Call {
    let (page, hits) = (search.page.max(1).to_string(), search.hits.min(MOST_HITS).to_string());
    let filters: Vec<String> = search
        .filters
        .iter()
        .map(|(field, value)| format!("{field}:\"{}\"", value.replace(['"', '\\'], "")))
        .collect();
    let mut query = vec![("lookfor", search.words.as_str())];
    let optional = [("type", &search.kind), ("sort", &search.sort), ("lng", &search.language)];
    query.extend(optional.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, v.as_str())));
    query.extend(filters.iter().map(|filter| ("filter[]", filter.as_str())));
    query.extend(search.facets.iter().map(|facet| ("facet[]", facet.as_str())));
    query.extend(search.fields.iter().map(|field| ("field[]", field.as_str())));
    query.extend([("page", page.as_str()), ("limit", hits.as_str())]);
    Call::get(format!("{}/search?{}", base.trim_end_matches('/'), pairs(query)), None)
}

/// One or several records.
#[must_use]
pub fn record(base: &str, ids: &[&str], fields: &[&str], language: &str) -> Call {
    let ids = ids.iter().map(|id| ("id[]", *id));
    let fields = fields.iter().map(|field| ("field[]", *field));
    let language = (!language.is_empty()).then_some(("lng", language));
    let query = pairs(ids.chain(fields).chain(language));
    Call::get(format!("{}/record?{query}", base.trim_end_matches('/')), None)
}

/// Size of a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum CoverSize {
    #[default]
    Small,
    Medium,
    Large,
}

/// A cover.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// The record.
    pub record: String,
    /// Its ISBN.
    pub isbn: Option<String>,
    /// How large.
    pub size: CoverSize,
}

impl Cover {
    /// The address of the picture under the base of `Cover/Show`.
    #[must_use]
    pub fn url(&self, base: &str) -> String {
        let size = match self.size {
            CoverSize::Small => "small",
            CoverSize::Medium => "medium",
            CoverSize::Large => "large",
        };
        let mut query = vec![("recordid", self.record.as_str()), ("size", size)];
        query.extend(self.isbn.as_deref().map(|isbn| ("isbn", isbn)));
        format!("{}?{}", base.trim_end_matches('/'), pairs(query))
    }
}

/// Asks DAIA for several documents at once; with a token also for this patron. A bar inside an id would split
/// it, so such ids are left out.
#[must_use]
pub fn availability(base: &str, ids: &[&str], token: Option<&Secret>) -> Call {
    let ids: Vec<&str> = ids.iter().copied().filter(|id| !id.contains('|')).collect();
    let query = format!("id={}&format=json", percent_encode(&ids.join("|")));
    Call::get(format!("{}?{query}", base.trim_end_matches('?')), token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_catalogue_asks() {
        let wanted = Search {
            words: "Käse & Wein".to_owned(),
            filters: vec![("building".to_owned(), "0/Ulm/".to_owned())],
            facets: vec!["format".to_owned()],
            hits: 1000,
            ..Search::default()
        };
        assert_eq!(
            search("/api/v1/", &wanted).url,
            "/api/v1/search?lookfor=K%C3%A4se%20%26%20Wein&filter%5B%5D=building%3A%220%2FUlm%2F%22\
             &facet%5B%5D=format&page=1&limit=100"
        );
        assert_eq!(
            record("/v1", &["a b"], &["title"], "de").url,
            "/v1/record?id%5B%5D=a%20b&field%5B%5D=title&lng=de"
        );
        assert_eq!(
            availability("/daia", &["ppn:1", "a|b", "http://x/2"], None).url,
            "/daia?id=ppn%3A1%7Chttp%3A%2F%2Fx%2F2&format=json"
        );
        let cover = Cover {
            record: "r 1".to_owned(),
            isbn: Some("978".to_owned()),
            size: CoverSize::Large,
        };
        assert_eq!(cover.url("/Cover/Show"), "/Cover/Show?recordid=r%201&size=large&isbn=978");
    }
}
