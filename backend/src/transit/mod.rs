//! Transit: the city's timetable, what really runs, and a journey planner that is asked.
//!
//! | question | where |
//! |---|---|
//! | which addresses are there, and what do they answer? | [`http`], agreed in `transit::api` |
//! | a journey planner (MOTIS) that the city names | [`planner`] |

pub mod http;
pub mod planner;

use crate::config;
use planner::Planner;

/// One city's transit.
#[derive(Debug)]
pub struct CityTransit {
    /// Who else is asked.
    pub planner: Option<Planner>,
}

impl CityTransit {
    /// As configured; nothing is read or asked yet.
    pub fn new(config: &config::Transit) -> Self {
        let contact = config.contact.as_deref();
        Self { planner: config.motis.as_ref().map(|motis| Planner::new(motis, contact)) }
    }
}
