//! The search as JavaScript sees it: numbers in, numbers out, so that nothing but the search is measured.

use std::sync::Arc;

use timetable::{
    Day, Timetable,
    search::{Endpoint, Planner, Query, When},
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// An opened timetable with its planner.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
#[derive(Debug)]
pub struct Measured {
    planner: Planner,
    /// Metres to walk between two vehicles.
    between: u32,
}

/// Seconds of two hours.
const WINDOW: i64 = 7200;

#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
impl Measured {
    /// Opens a file; `None` if it is none. `walk` is how far one walks between two vehicles, in metres on the ground.
    #[must_use]
    pub fn open(bytes: &[u8], walk: u32) -> Option<Self> {
        let timetable = Arc::new(Timetable::open(bytes).ok()?);
        Some(Self { planner: Planner::new(timetable), between: walk })
    }

    /// The number of a stop, or `u32::MAX`.
    #[must_use]
    pub fn stop(&self, id: &str) -> u32 {
        self.planner.timetable().stop_by_id(id).map_or(u32::MAX, |stop| stop.0)
    }

    /// The moment at which a service day has so many seconds; days count from 1970.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // moments of this century are exact
    pub fn moment(&self, day: i32, seconds: u32) -> f64 {
        (self.planner.timetable().day_start(Day(day)) + i64::from(seconds)) as f64
    }

    /// The earliest arrival when one leaves at a moment, at most five changes; 0 if there is none.
    #[allow(clippy::cast_precision_loss)] // as above
    pub fn single(&mut self, from: u32, to: u32, moment: f64) -> f64 {
        let answer = self.search(from, to, moment, 0);
        let arrivals = answer.journeys.iter().map(|journey| journey.arrival);
        let walking = answer.on_foot.map(|(_, seconds)| whole(moment) + i64::from(seconds));
        arrivals.chain(walking).min().map_or(0.0, |arrival| arrival as f64)
    }

    /// How many journeys leave within two hours that no other one beats.
    pub fn range(&mut self, from: u32, to: u32, moment: f64) -> u32 {
        u32::try_from(self.search(from, to, moment, WINDOW).journeys.len()).unwrap_or(u32::MAX)
    }

    fn search(
        &mut self,
        from: u32,
        to: u32,
        moment: f64,
        window: i64,
    ) -> timetable::search::Answer {
        let stop = |number| Endpoint::Stop(timetable::StopNumber(number));
        let start = whole(moment);
        let when = if window == 0 {
            When::DepartAt(start)
        } else {
            When::DepartBetween(start, start + window)
        };
        let mut query = Query::new(stop(from), stop(to), when);
        // As the peer counts: a walk takes its time and nothing more; changing on the spot takes none.
        query.walking.slack = 0;
        query.walking.between = self.between;
        query.walking.to_stop = self.between;
        query.walking.all_the_way = self.between;
        self.planner.search(&query)
    }
}

/// A moment from JavaScript's number.
#[allow(clippy::cast_possible_truncation)] // a float that is no moment becomes the nearest one
fn whole(moment: f64) -> i64 {
    moment as i64
}
