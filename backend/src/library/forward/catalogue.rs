//! DAIA and `VuFind` passed on: listed parameters only.

use ::library::availability::next_link;
use ::library::request::{decode_query, percent_encode};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::{Outgoing, Upstream, outage, pass_on};
use crate::library::http::{Asked, refuse};
use crate::library::reply::{self, Problem};
use crate::library::route::Route;

/// Parameters of a search and of a record, with and without `[]`.
const PARAMETERS: [&str; 11] = [
    "lookfor",
    "type",
    "filter",
    "facet",
    "facetFilter",
    "field",
    "sort",
    "page",
    "limit",
    "lng",
    "id",
];
/// More parameters than that are no search.
const MOST: usize = 200;

fn query<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)))
        .collect();
    pairs.join("&")
}

fn is_listed(name: &str) -> bool {
    let plain = name.split('[').next().unwrap_or_default();
    PARAMETERS.contains(&plain)
}

impl Upstream {
    /// Search and record.
    pub(super) async fn catalogue(&self, asked: &Asked<'_>, route: &Route) -> Response {
        let listed = asked.parameters.iter().filter(|(name, _)| is_listed(name)).take(MOST);
        let query = query(listed.map(|(name, value)| (name.as_str(), value.as_str())));
        let word = if *route == Route::Search { "search" } else { "record" };
        let outgoing = Outgoing {
            method: Method::GET,
            address: format!("{}/{word}?{query}", self.system.catalogue),
            body: None,
            with_token: false,
        };
        match self.send(asked, outgoing).await {
            Ok(answer) => pass_on(answer),
            Err(problem) => {
                // The catalogue's own form, and the sign that it is an outage.
                let marked = outage(asked, problem);
                let mut response = reply::vufind_refusal(problem.status, "Service unavailable");
                for name in [header::RETRY_AFTER, super::UPSTREAM] {
                    if let Some(value) = marked.headers().get(&name) {
                        response.headers_mut().insert(name, value.clone());
                    }
                }
                response
            }
        }
    }

    /// Availability. The link to the rest leads through here, too.
    pub(super) async fn daia(&self, asked: &Asked<'_>) -> Response {
        let Some(id) = asked.parameter("id").filter(|id| !id.trim().is_empty()) else {
            return refuse(asked, Problem::request());
        };
        let pairs = [("id", id), ("format", "json")];
        let outgoing = Outgoing {
            method: Method::GET,
            address: format!("{}?{}", self.system.daia, query(pairs.into_iter())),
            body: None,
            with_token: false,
        };
        match self.send(asked, outgoing).await {
            Ok(answer) => {
                let link = answer.headers.get(header::LINK).and_then(|link| link.to_str().ok());
                let next = link.and_then(next_link).and_then(rest);
                let fine = answer.status == StatusCode::OK;
                let mut response = pass_on(answer);
                if let Some(link) = next.filter(|_| fine) {
                    response.headers_mut().insert(header::LINK, link);
                }
                response
            }
            Err(problem) => outage(asked, problem),
        }
    }
}

/// Our own address for the ids of a link.
fn rest(address: &str) -> Option<HeaderValue> {
    let (_, parameters) = address.split_once('?')?;
    let id = decode_query(parameters).into_iter().find(|(name, _)| name == "id")?.1;
    let link = format!("</api/library/daia?id={}&format=json>; rel=\"next\"", percent_encode(&id));
    HeaderValue::from_str(&link).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_listed_goes_out() {
        for name in ["lookfor", "filter[]", "facet[0]", "id[]"] {
            assert!(is_listed(name), "{name}");
        }
        for name in ["callback", "rawData", "access_token", "", "[]", "patron", "idx"] {
            assert!(!is_listed(name), "{name}");
        }
    }

    #[test]
    fn the_link_to_the_rest_leads_through_here() {
        let link = rest("https://daia.example/x?id=ppn%3A1%7Cppn%3A2&format=json&x=1");
        let expected = "</api/library/daia?id=ppn%3A1%7Cppn%3A2&format=json>; rel=\"next\"";
        assert_eq!(link.as_ref().and_then(|link| link.to_str().ok()), Some(expected));
        assert_eq!(rest("https://daia.example/x"), None);
    }
}
