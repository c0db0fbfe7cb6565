//! Two answers to one question: which one to show.

use crate::answer::Journeys;
use crate::query::When;
use crate::{Journey, Moment};

/// Whether a planner's answer takes the place of the device's own. It does if it knows what really runs and the
/// device does not, or if it knows a way that is sooner (or, for an arrival, leaves later). An empty answer never
/// replaces one that has something.
#[must_use]
pub fn replaces(theirs: &Journeys, own: &Journeys, when: When) -> bool {
    let best = |journeys: &[Journey]| -> Option<i64> {
        let usable = journeys.iter().filter(|journey| !journey.is_broken());
        let score = |journey: &Journey| match when {
            When::Now | When::Depart(_) => journey.arrival(),
            When::Arrive(_) => Moment(-journey.departure().0),
        };
        usable.map(|journey| score(journey).0).min()
    };
    let more_real = theirs.source.realtime > own.source.realtime;
    match (best(&theirs.journeys), best(&own.journeys)) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(theirs), Some(own)) => theirs < own || more_real,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::source::By;
    use crate::{Leg, Source, Spot, Walk};

    fn answer(by: By, realtime: Option<i64>, walks: &[(i64, u32)]) -> Journeys {
        let spot = Spot { stop: None, name: String::new(), position: "52,9".parse().unwrap() };
        let walk = |(start, seconds): &(i64, u32)| {
            let (from, to, start) = (spot.clone(), spot.clone(), Moment(*start));
            Journey::new(vec![Leg::Walk(Walk { from, to, metres: 0, seconds: *seconds, start })])
        };
        Journeys {
            from: spot.clone(),
            to: spot.clone(),
            journeys: walks.iter().filter_map(walk).collect(),
            alerts: Vec::new(),
            earlier: None,
            later: None,
            source: Source {
                by,
                realtime: realtime.map(Moment),
                first: None,
                last: None,
                attribution: Vec::new(),
            },
        }
    }

    #[test]
    fn sooner_or_more_real() {
        let own = answer(By::Device, None, &[(100, 50)]);
        let theirs = |realtime, walks: &[(i64, u32)]| answer(By::Planner, realtime, walks);
        assert!(!replaces(&theirs(Some(90), &[]), &own, When::Now), "nothing replaces nothing");
        assert!(replaces(&theirs(Some(90), &[(120, 50)]), &own, When::Now), "it knows what runs");
        assert!(replaces(&theirs(None, &[(100, 40)]), &own, When::Now), "sooner");
        assert!(!replaces(&theirs(None, &[(100, 50)]), &own, When::Now), "the same");
        assert!(replaces(&theirs(None, &[(110, 50)]), &own, When::Arrive(Moment(200))), "later");
        assert!(replaces(&theirs(None, &[(1, 1)]), &answer(By::Device, None, &[]), When::Now));
        let live = answer(By::Device, Some(100), &[(100, 50)]);
        assert!(!replaces(&theirs(Some(90), &[(100, 60)]), &live, When::Now), "older and later");
    }
}
