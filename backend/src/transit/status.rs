//! What the city offers, and how its sources are: `transit::api::Status`, and beside it what helps whoever looks
//! after the city. No address of a source is told; some hold keys.

use serde_json::{Value, json};
use transit::Day;
use transit::api::Status;
use transit::json::save;
use transit::source::Attribution;

use super::CityTransit;
use crate::config::Gtfs;

impl CityTransit {
    /// The status at `now`, as JSON.
    pub fn status(&self, now: i64, today: Day) -> String {
        let timetable = self.timetable.current();
        let mut attribution: Vec<Attribution> = Vec::new();
        let told = timetable.iter().flat_map(|served| served.attribution.clone());
        let asked = self.planner.iter().flat_map(super::planner::Planner::attributions);
        for one in told.chain(asked) {
            if !attribution.contains(&one) {
                attribution.push(one);
            }
        }
        let status = Status {
            timetable: timetable.is_some(),
            realtime: self.realtime.exists(),
            planner: self.planner.is_some(),
            attribution,
        };
        let age = |at: Option<i64>| at.map(|at| (now - at).max(0));
        let source = self.timetable.status();
        let feeds: Vec<Value> = self
            .realtime
            .status()
            .into_iter()
            .map(|feed| json!({ "age": age(feed.at), "problem": feed.problem }))
            .collect();
        let mut told: Value = serde_json::from_str(&save(&status)).unwrap_or_default();
        if let Some(told) = told.as_object_mut() {
            told.insert(
                "sources".to_owned(),
                json!({
                    "demo": self.config.gtfs == Gtfs::Demo,
                    "timetable": {
                        "first": timetable.as_ref().map(|served| served.first.to_string()),
                        "last": timetable.as_ref().map(|served| served.last.to_string()),
                        "expired": timetable.as_ref().map(|served| served.last < today),
                        "age": age(source.read),
                        "checked": age(source.checked),
                        "unreachable": source.unreachable,
                        "refused": source.refused,
                    },
                    "realtime": feeds,
                }),
            );
        }
        told.to_string()
    }
}
