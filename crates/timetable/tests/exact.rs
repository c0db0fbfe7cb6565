//! The search against the obvious way, on thousands of random questions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::{random, reference};
use std::sync::Arc;
use timetable::overlay::{Live, Overlay};
use timetable::search::Planner;
use timetable::{Timetable, pack};

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
            reference::compare(&timetable, planner.live(), &query, &answer)
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
