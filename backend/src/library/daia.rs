//! DAIA 1.0, answered from the embedded library: which copies are on the shelf.

use ::library::server::answer as told;
use ::library::wire::daia::{Availabilities, Available, Document, Entity, Item};
use ::library::wire::shapes::Many;

use super::catalogue::title::{self, Title};
use super::circulation::Circulation;
use super::demo::house::INSTITUTION;
use super::http::Asked;
use super::reply::{Problem, Reply};

/// Documents of one answer; for the rest there is a link.
const MOST: usize = 50;

/// Answers a question for one or several ids; with a link to the rest, where there are too many.
///
/// # Errors
/// No id, or another form than JSON is wanted.
pub async fn answer(
    asked: &Asked<'_>,
    circulation: &Circulation<'_>,
) -> Result<(Reply, Option<String>), Problem> {
    if asked.parameter("format").is_some_and(|format| format != "json") {
        return Err(Problem::unprocessable());
    }
    let ids = asked.parameter("id").unwrap_or_default();
    let ids: Vec<&str> = ids.split('|').map(str::trim).filter(|id| !id.is_empty()).collect();
    if ids.is_empty() {
        return Err(Problem::request());
    }
    let (ids, rest) = ids.split_at(ids.len().min(MOST));
    let link = (!rest.is_empty()).then(|| next(rest));
    let mut connection = asked.app.store.pool().acquire().await?;
    let mut document = Vec::new();
    for &id in ids {
        let found = title::number(id).and_then(|number| circulation.catalogue.get(number));
        // Unknown ids have no document.
        let Some(title) = found else { continue };
        if title.link.is_some() {
            document.push(networked(title, id));
        } else if let Some(edition) = circulation.edition(&mut connection, title.number).await? {
            document.push(told::availability(&edition, id, None));
        }
    }
    let institution = Entity {
        id: Some(INSTITUTION.0.to_owned()),
        href: None,
        content: Some(INSTITUTION.1.to_owned()),
    };
    let answer = Availabilities { document, institution: Some(institution), timestamp: None };
    Ok((Reply::of(&answer), link))
}

/// The header that leads to the rest.
fn next(ids: &[&str]) -> String {
    let ids = ::library::request::percent_encode(&ids.join("|"));
    format!("</api/library/daia?id={ids}&format=json>; rel=\"next\"")
}

/// What is lent over the network is read there.
fn networked(title: &Title, requested: &str) -> Document {
    let remote = Available {
        service: "remote".to_owned(),
        href: title.link.clone(),
        ..Available::default()
    };
    let uri = title.uri();
    Document {
        requested: (requested != uri).then(|| requested.to_owned()),
        about: Some(title.about()),
        item: Many(vec![Item { available: Many(vec![remote]), ..Item::default() }]),
        id: uri,
        href: None,
    }
}
