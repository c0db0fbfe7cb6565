//! The embedded catalogue: titles, search, and answers in the form of `VuFind`'s API, version 1.

pub mod answer;
pub mod filter;
pub mod index;
pub mod names;
pub mod query;
pub mod title;

use std::cmp::Reverse;
use std::collections::HashMap;

use filter::{Field, passes};
use index::{Index, part};
use names::Names;
use query::{Query, Sort, Where};
use title::Title;

/// Most values of a facet.
const MOST_VALUES: usize = 50;

/// All titles, ready to be searched.
#[derive(Debug)]
pub struct Catalogue {
    titles: Vec<Title>,
    names: Names,
    index: Index,
}

/// What a search found.
#[derive(Debug)]
pub struct Found<'a> {
    /// How many in all.
    pub total: usize,
    /// Those of the page.
    pub page: Vec<&'a Title>,
    /// Values of each facet with their numbers, most first.
    pub facets: Vec<(Field, Vec<(String, usize)>)>,
}

impl Catalogue {
    /// Of these titles, which are numbered from 1.
    pub fn new(titles: Vec<Title>) -> Self {
        Self { index: Index::new(&titles), names: Names::read(), titles }
    }

    /// By its number.
    pub fn get(&self, number: u32) -> Option<&Title> {
        self.titles.get(usize::try_from(number.checked_sub(1)?).ok()?)
    }

    /// All of them.
    pub fn titles(&self) -> &[Title] {
        &self.titles
    }

    /// What things are called.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Searches.
    pub fn search(&self, query: &Query) -> Found<'_> {
        let mut fit = match query.place {
            Where::Parts(parts) => self.index.fit(&query.words, parts),
            Where::Isbn => vec![0; self.titles.len()],
        };
        if let Some(fit) = self.index.isbn(&query.words).and_then(|place| fit.get_mut(place)) {
            *fit = (*fit).max(1000);
        }
        for word in &query.without {
            for (fit, bad) in fit.iter_mut().zip(self.index.fit(word, part::ALL)) {
                if bad > 0 {
                    *fit = 0;
                }
            }
        }
        let fitting = self.titles.iter().zip(fit).filter(|(_, fit)| *fit > 0);
        let fitting: Vec<(&Title, u32)> = fitting.collect();
        let facets = query.facets.iter().map(|(field, wanted)| {
            (*field, self.count(&fitting, query, *field, wanted.as_deref()))
        });
        let facets = facets.collect();
        let mut hits: Vec<(&Title, u32)> = fitting
            .iter()
            .copied()
            .filter(|(title, _)| passes(title, &query.filters, None, &self.names))
            .collect();
        sort(&mut hits, query.sort);
        let total = hits.len();
        let page = hits.into_iter().map(|(title, _)| title);
        let page =
            page.skip((query.page - 1).saturating_mul(query.limit)).take(query.limit).collect();
        Found { total, page, facets }
    }

    fn count(
        &self,
        fitting: &[(&Title, u32)],
        query: &Query,
        field: Field,
        wanted: Option<&str>,
    ) -> Vec<(String, usize)> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (title, _) in fitting {
            if passes(title, &query.filters, Some(field), &self.names) {
                for value in field.values(title, &self.names) {
                    if wanted.is_none_or(|wanted| value.contains(wanted)) {
                        *counts.entry(value).or_default() += 1;
                    }
                }
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.cmp(b)));
        counts.truncate(MOST_VALUES);
        counts
    }
}

/// In order; what is equal by the newest.
fn sort(hits: &mut [(&Title, u32)], by: Sort) {
    let text = |text: &str| words::fold(text);
    match by {
        Sort::Relevance => hits.sort_by_key(|(t, fit)| (Reverse(*fit), Reverse(t.year), t.number)),
        Sort::YearDown => hits.sort_by_key(|(t, fit)| (Reverse(t.year), Reverse(*fit), t.number)),
        Sort::YearUp => hits.sort_by_key(|(t, fit)| (t.year, Reverse(*fit), t.number)),
        Sort::Title => hits.sort_by_cached_key(|(t, _)| (text(&t.whole()), t.number)),
        Sort::Author => hits.sort_by_cached_key(|(t, _)| {
            // Without an author at the end.
            (t.authors.is_empty(), t.authors.first().map(|who| text(who)), text(&t.title), t.number)
        }),
        Sort::Mark => {
            hits.sort_by_cached_key(|(t, _)| (t.mark.is_empty(), t.mark.clone(), t.number));
        }
        Sort::New => hits.sort_by_key(|(t, _)| (Reverse(t.year), Reverse(t.number))),
    }
}

#[cfg(test)]
mod tests;
