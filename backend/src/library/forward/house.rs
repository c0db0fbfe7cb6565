//! What concerns the building: the door and how full it is.

use ::library::request::percent_encode;
use ::library::wire::door::Permission;
use ::library::wire::occupancy::Occupancies;
use ::library::write::{Write, to_text};
use axum::http::Method;
use axum::response::Response;
use json::Read;

use super::{Outgoing, Upstream, outage, pass_on};
use crate::library::http::{Asked, refuse};
use crate::library::reply::Problem;

impl Upstream {
    /// "May I enter?": the branch and the person's token, nothing else.
    pub(super) async fn door(&self, asked: &Asked<'_>) -> Response {
        let Some(door) = &self.system.door else { return refuse(asked, Problem::not_found()) };
        let Some(branch) = asked.parameter("branch") else {
            return refuse(asked, Problem::request());
        };
        if asked.token().is_none() {
            return refuse(asked, Problem::token());
        }
        let outgoing = Outgoing {
            method: Method::GET,
            address: format!("{door}?branch={}", percent_encode(branch)),
            body: None,
            with_token: true,
        };
        self.narrowed::<Permission>(asked, outgoing).await
    }

    /// How full branches are.
    pub(super) async fn occupancy(&self, asked: &Asked<'_>) -> Response {
        let Some(address) = &self.system.occupancy else {
            return refuse(asked, Problem::not_found());
        };
        let outgoing = Outgoing {
            method: Method::GET,
            address: address.clone(),
            body: None,
            with_token: false,
        };
        self.narrowed::<Occupancies>(asked, outgoing).await
    }

    /// Hands on what the app reads of an answer: the rest may say more of a person than is needed.
    async fn narrowed<T: Read + Write>(&self, asked: &Asked<'_>, outgoing: Outgoing) -> Response {
        match self.send(asked, outgoing).await {
            Ok(mut answer) => {
                let read = json::decode::<T>(&answer.body);
                answer.body = read.map(|read| to_text(&read.value).into()).unwrap_or_default();
                pass_on(answer)
            }
            Err(problem) => outage(asked, problem),
        }
    }
}
