//! Searches a person makes, on the demo's titles.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::LazyLock;

use super::query::{Parameters, Query};
use super::*;
use crate::library::demo::{shelves, titles};

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::new(titles::generate(&shelves::read().unwrap(), 2026)));

fn search(query: &str) -> Found<'static> {
    let pairs = ::library::request::decode_query(query);
    CATALOGUE.search(&Query::read(&Parameters(&pairs)).unwrap())
}

fn first(words: &str) -> String {
    let query = format!("lookfor={}", ::library::request::percent_encode(words));
    search(&query).page.first().map(|title| title.whole()).unwrap_or_default()
}

#[test]
fn what_people_type_is_found() {
    assert_eq!(first("Die Verwandlung"), "Die Verwandlung");
    assert_eq!(first("kafka verwandlung"), "Die Verwandlung");
    assert_eq!(first("Kafka Verwandlnug"), "Die Verwandlung", "letters swapped");
    assert_eq!(first("judenbuche droste hulshoff"), "Die Judenbuche", "without umlauts");
    assert_eq!(first("judenbuche droste huelshoff"), "Die Judenbuche", "with ue for ü");
    assert_eq!(first("les miserables"), "Les Misérables");
    assert_eq!(first("yuksek okceler"), "Yüksek Ökçeler");
    assert_eq!(first("кобзар"), "Кобзар");
    assert_eq!(first("КОБЗАР шевченко"), "Кобзар");
    assert_eq!(first("ألف ليلة"), "ألف ليلة وليلة");
    assert_eq!(first("红楼"), "红楼梦");
    assert_eq!(first("楼梦"), "红楼梦", "from within");
    assert_eq!(first("Moonlight Library 3"), "Moonlight Library. Band 3: Das Turnier");
    assert_eq!(first("xyzzyqwert"), "");
}

#[test]
fn an_isbn_finds_its_title() {
    let title = CATALOGUE.titles().iter().find(|title| title.isbn.is_some()).unwrap();
    let isbn = title.isbn.clone().unwrap();
    let written = format!("{}-{}", &isbn[..3], &isbn[3..]);
    for kind in ["AllFields", "ISN"] {
        let found = search(&format!("lookfor={written}&type={kind}"));
        assert_eq!(found.page.first().map(|title| title.number), Some(title.number), "{kind}");
    }
    assert_eq!(search("lookfor=Faust&type=ISN").total, 0);
}

#[test]
fn every_hit_passes_the_filters_and_facets_count_the_hits() {
    let all = search("facet[]=format&facet[]=building&limit=0");
    assert_eq!(all.total, CATALOGUE.titles().len());
    assert!(all.page.is_empty());
    let counts = &all.facets[0].1;
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), all.total);
    for (value, count) in counts {
        let query = format!("filter[]=format:%22{value}%22&limit=100");
        let found = search(&query);
        assert_eq!(found.total, *count, "{value}");
        assert!(found.page.iter().all(|title| title.format.value() == value));
    }
    let either = search("filter[]=~format:DVD&filter[]=~format:CD&facet[]=format");
    let of = |wanted: &str| counts.iter().find(|(value, _)| value == wanted).unwrap().1;
    assert_eq!(either.total, of("DVD") + of("CD"));
    assert_eq!(either.facets[0].1.len(), counts.len(), "the alternatives are still shown");
    assert_eq!(search("filter[]=-format:DVD").total, all.total - of("DVD"));
    let recent = search("filter[]=publishDate:[2024 TO 2026]&limit=100");
    assert!(recent.total > 0 && recent.page.iter().all(|title| title.year >= 2024));
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    for sort in ["relevance", "year", "year asc", "title", "author", "callnumber"] {
        let page = |page| search(&format!("lookfor=garten&sort={sort}&limit=7&page={page}"));
        let total = page(1).total;
        let mut seen = Vec::new();
        for number in 1..=total.div_ceil(7) {
            seen.extend(page(number).page.iter().map(|title| title.number));
        }
        assert!(total > 14);
        assert_eq!(seen.len(), total);
        let mut once = seen.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), total, "{sort}");
        assert!(page(total).page.is_empty());
    }
}

#[test]
fn the_order_is_the_one_that_was_asked_for() {
    let years: Vec<i32> =
        search("lookfor=roman&sort=year&limit=100").page.iter().map(|t| t.year).collect();
    assert!(years.is_sorted_by(|a, b| a >= b));
    let titles: Vec<String> =
        search("sort=title&limit=100").page.iter().map(|t| words::fold(&t.whole())).collect();
    assert!(titles.is_sorted());
}
