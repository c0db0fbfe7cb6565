//! Journeys: from here to there, at this time, so that nothing better is left out.
//!
//! RAPTOR (Delling, Pajor, Werneck: "Round-Based Public Transit Routing", 2012) and its range form, with
//! what one-to-one questions allow: a lower bound of the time from every stop to the target, so that only
//! stops are visited from which a better answer is still possible. `docs/timetable-format.md` tells how.

mod access;
mod assemble;
mod bounds;
mod journey;
mod net;
mod planner;
mod query;
mod rounds;
mod run;
mod transfers;

pub use crate::day_table::{Access, Choice};
pub use journey::{Answer, Call, End, Journey, Leg, Ride, TripRef, Walk};
pub use planner::Planner;
pub use query::{Endpoint, Query, Via, Walking, When};
