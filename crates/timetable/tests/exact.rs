//! The search against the obvious way, on thousands of random questions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::{random, reference};
use std::sync::Arc;
use timetable::overlay::{Live, Overlay};
use timetable::search::{Answer, Planner, Query, When};
use timetable::{Timetable, pack};

/// What has to be the same in both answers: for a single moment, leaving (or arriving) then is a given.
fn compare(
    timetable: &Timetable,
    live: &Live,
    query: &Query,
    answer: &Answer,
) -> Result<(), String> {
    let expected = reference::search(timetable, live, query);
    let found: reference::Found = answer
        .journeys
        .iter()
        .map(|journey| match query.when {
            When::DepartAt(moment) => (moment, journey.arrival, journey.transfers),
            When::ArriveBy(moment) => (journey.departure, moment, journey.transfers),
            _ => (journey.departure, journey.arrival, journey.transfers),
        })
        .collect();
    if found != expected || found.len() != answer.journeys.len() {
        return Err(format!("expected {expected:?}\nfound {found:?}\nof {query:?}"));
    }
    for journey in &answer.journeys {
        let fits = match query.when {
            When::DepartAt(moment) => journey.departure >= moment,
            When::ArriveBy(moment) => journey.arrival <= moment,
            When::DepartBetween(from, until) => (from..=until).contains(&journey.departure),
            When::ArriveBetween(from, until) => (from..=until).contains(&journey.arrival),
        };
        if !fits {
            return Err(format!("outside of the window: {journey:?}"));
        }
        reference::check(timetable, live, query, journey)?;
    }
    Ok(())
}

fn try_network(seed: u64, questions: u32) -> Result<usize, String> {
    let mut random = random::Random::new(seed);
    let feed = random::feed(&mut random);
    let packed = pack::pack(&feed).map_err(|error| error.to_string())?;
    let timetable = Arc::new(Timetable::open(&packed.bytes).map_err(|error| error.to_string())?);
    let mut planner = Planner::new(Arc::clone(&timetable));
    let mut found = 0;
    for with_news in [false, true] {
        if with_news {
            let overlay = random::overlay(&mut random, &timetable);
            let read = Overlay::decode(&overlay.encode()).map_err(|error| error.to_string())?;
            assert_eq!(read, overlay);
            planner.set_live(Arc::new(Live::new(&timetable, &read)));
            assert_eq!(planner.live().left_out(), 0, "{overlay:?}");
        }
        for _ in 0..questions {
            let query = random::query(&mut random, &timetable);
            let answer = planner.search(&query);
            found += answer.journeys.len();
            compare(&timetable, planner.live(), &query, &answer)
                .map_err(|error| format!("network {seed}, news {with_news}: {error}"))?;
        }
    }
    Ok(found)
}

#[test]
fn every_answer_is_that_of_the_reference() {
    let networks =
        std::env::var("NETWORKS").ok().and_then(|number| number.parse().ok()).unwrap_or(400);
    let mut found = 0;
    for seed in 1..=networks {
        found += try_network(seed, 20).unwrap_or_else(|error| panic!("{error}"));
    }
    // Questions that find nothing prove little.
    assert!(found > 2000, "only {found} journeys");
}
