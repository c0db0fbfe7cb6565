//! Titles in the form of `VuFind`'s answers.

use ::library::wire::shapes::{Many, Map};
use ::library::wire::vufind::{Answer, Anything, Authors, Coded, Facet, Link, Record, Series};

use super::filter::{ALL_BUILDINGS, Field, Sense, building_name};
use super::query::{BadQuery, Parameters, Query};
use super::title::{Title, number};
use super::{Catalogue, Found};

/// The fields of a record when none are named, as in the standard installation.
const USUAL: [&str; 8] =
    ["id", "title", "authors", "formats", "languages", "series", "subjects", "urls"];
/// Most records that can be asked for at once.
const MOST_RECORDS: usize = 100;

/// Answer of `search`.
///
/// # Errors
/// What is wrong with the request.
pub fn search(
    catalogue: &Catalogue,
    parameters: &Parameters<'_>,
    language: &str,
) -> Result<Answer, BadQuery> {
    let query = Query::read(parameters)?;
    let found = catalogue.search(&query);
    let facets = facets(catalogue, &query, &found, language);
    let records =
        found.page.iter().map(|title| record(catalogue, title, parameters, language)).collect();
    Ok(Answer {
        result_count: i64::try_from(found.total).ok(),
        records,
        facets: Map(facets),
        status: Some("OK".to_owned()),
        status_message: None,
    })
}

/// Answer of `record`.
///
/// # Errors
/// No id, too many, or one that does not exist.
pub fn records(
    catalogue: &Catalogue,
    parameters: &Parameters<'_>,
    language: &str,
) -> Result<Answer, BadQuery> {
    let ids: Vec<&str> = parameters.all("id").filter(|id| !id.is_empty()).collect();
    if ids.is_empty() {
        return Err(BadQuery::MissingId);
    }
    if ids.len() > MOST_RECORDS {
        return Err(BadQuery::Search);
    }
    let titles = ids.iter().map(|id| number(id).and_then(|number| catalogue.get(number)));
    let titles: Vec<&Title> = titles.collect::<Option<_>>().ok_or(BadQuery::NoRecord)?;
    let records: Vec<_> =
        titles.iter().map(|title| record(catalogue, title, parameters, language)).collect();
    Ok(Answer {
        result_count: i64::try_from(records.len()).ok(),
        records,
        status: Some("OK".to_owned()),
        ..Answer::default()
    })
}

fn facets(
    catalogue: &Catalogue,
    query: &Query,
    found: &Found<'_>,
    language: &str,
) -> Vec<(String, Vec<Facet>)> {
    let one = |(field, values): &(Field, Vec<(String, usize)>)| {
        let applied = |value: &str| {
            query.filters.iter().any(|filter| {
                filter.field == *field && filter.sense != Sense::Not && filter.wants(value)
            })
        };
        let facet = |(value, count): &(String, usize)| Facet {
            translated: Some(called(catalogue, *field, value, language)),
            count: i64::try_from(*count).ok(),
            is_applied: applied(value).then_some(1),
            children: Vec::new(),
            value: value.clone(),
        };
        let mut facets: Vec<Facet> = values.iter().map(facet).collect();
        if *field == Field::Building {
            let place = facets.iter().position(|facet| facet.value == ALL_BUILDINGS);
            if let Some(mut whole) = place.map(|place| facets.remove(place)) {
                whole.children = std::mem::take(&mut facets);
                facets.push(whole);
            }
        }
        (field.name().to_owned(), facets)
    };
    // A facet without values is left out, as there.
    found.facets.iter().map(one).filter(|(_, values)| !values.is_empty()).collect()
}

fn called(catalogue: &Catalogue, field: Field, value: &str, language: &str) -> String {
    let name = match field {
        Field::Building => building_name(value),
        _ => catalogue.names().name(field.name(), value, language),
    };
    name.unwrap_or(value).to_owned()
}

fn record(
    catalogue: &Catalogue,
    title: &Title,
    parameters: &Parameters<'_>,
    language: &str,
) -> Record {
    let asked: Vec<&str> = parameters.all("field").collect();
    let wants = |name: &str| {
        if asked.is_empty() { USUAL.contains(&name) } else { asked.contains(&name) }
    };
    let names = catalogue.names();
    let coded = |field: Field| {
        let values = field.values(title, names);
        let all = values.into_iter().map(|value| Coded {
            translated: Some(called(catalogue, field, &value, language)),
            value,
        });
        Many(all.collect())
    };
    let many = |wanted: bool, texts: Vec<String>| Many(if wanted { texts } else { Vec::new() });
    let whole = title.whole();
    Record {
        id: title.id(),
        title: wants("title").then(|| whole.clone()),
        short_title: wants("shortTitle").then(|| title.title.clone()),
        subtitle: title.subtitle.clone().filter(|_| wants("subTitle")),
        authors: wants("authors").then(|| authors(&title.authors)),
        formats: if wants("formats") { coded(Field::Format) } else { Many::default() },
        languages: many(wants("languages"), Field::Language.values(title, names)),
        series: Many(
            title
                .series
                .iter()
                .filter(|_| wants("series"))
                .map(|(name, number)| Series { name: name.clone(), number: Some(number.clone()) })
                .collect(),
        ),
        subjects: if wants("subjects") {
            title.subjects.iter().map(|subject| Many(vec![subject.clone()])).collect()
        } else {
            Vec::new()
        },
        urls: Many(
            title
                .link
                .iter()
                .filter(|_| wants("urls"))
                .map(|url| Link { url: url.clone(), desc: Some("Onleihe".to_owned()) })
                .collect(),
        ),
        buildings: if wants("buildings") { coded(Field::Building) } else { Many::default() },
        call_numbers: many(
            wants("callNumbers"),
            Some(title.mark.clone()).filter(|mark| !mark.is_empty()).into_iter().collect(),
        ),
        clean_isbn: title.isbn.clone().filter(|_| wants("cleanIsbn")),
        isbns: many(wants("isbns"), title.isbn.clone().into_iter().collect()),
        summary: many(wants("summary"), title.summary.clone().into_iter().collect()),
        publication_dates: many(wants("publicationDates"), vec![title.year.to_string()]),
        publishers: many(wants("publishers"), vec![title.publisher.clone()]),
        physical_descriptions: many(wants("physicalDescriptions"), vec![title.extent.clone()]),
        container_title: None,
        record_page: wants("recordPage").then(|| format!("/Record/{}", title.id())),
    }
}

fn authors(names: &[String]) -> Authors {
    let map = |names: &[String]| Map(names.iter().map(|n| (n.clone(), Anything)).collect());
    let (first, others) = names.split_at(names.len().min(1));
    Authors { primary: map(first), secondary: map(others), corporate: Map::default() }
}
