//! What concerns the building: the door and how full it is.

use ::library::request::percent_encode;
use ::library::wire::door::Permission;
use ::library::wire::occupancy::Occupancies;
use ::library::write::to_text;
use axum::http::Method;
use axum::response::Response;

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
        match self.send(asked, outgoing).await {
            Ok(mut answer) => {
                // Only what the app reads: the rest of such an answer may say more of a person than is needed.
                if let Ok(read) = json::decode::<Permission>(&answer.body) {
                    answer.body = to_text(&read.value).into();
                }
                pass_on(answer)
            }
            Err(problem) => outage(asked, problem),
        }
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
        match self.send(asked, outgoing).await {
            Ok(mut answer) => {
                if let Ok(read) = json::decode::<Occupancies>(&answer.body) {
                    answer.body = to_text(&read.value).into();
                }
                pass_on(answer)
            }
            Err(problem) => outage(asked, problem),
        }
    }
}
