//! The search against the obvious way, on real feeds. Without the folder the test says so and passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::cast_possible_truncation)]

mod common;

use common::{random, random::Random, reference};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};
use timetable::overlay::Live;
use timetable::search::{Access, Endpoint, Planner, Query, Via, When};
use timetable::{
    Day, LineNumber, Mode, Modes, Position, StopNumber, Timetable, TripNumber, gtfs, pack,
};

/// The feeds of the folder of test data, by name.
fn feeds() -> Vec<PathBuf> {
    let root = std::env::var("STADTKERN_TEST_DATA").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned()
    });
    let Ok(folder) = std::fs::read_dir(format!("{root}/gtfs")) else {
        println!("skipped: {root}/gtfs is not there");
        return Vec::new();
    };
    let mut feeds: Vec<PathBuf> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "zip"))
        .collect();
    feeds.sort();
    feeds
}

/// The day on which most trips run.
fn busiest(timetable: &Timetable) -> Day {
    let mut trips: BTreeMap<Day, u32> = BTreeMap::new();
    for trip in (0..timetable.trip_count() as u32).map(TripNumber) {
        for day in timetable.days_of(trip) {
            *trips.entry(day).or_default() += 1;
        }
    }
    trips.into_iter().max_by_key(|(day, count)| (*count, -day.0)).unwrap().0
}

fn query(random: &mut Random, timetable: &Timetable, served: &[StopNumber], day: Day) -> Query {
    let start = timetable.day_start(day) + i64::from(random.below(26 * 60)) * 60;
    let end = start + i64::from(random.below(120)) * 60;
    let when = match random.below(4) {
        0 => When::DepartAt(start),
        1 => When::ArriveBy(end),
        2 => When::DepartBetween(start, end),
        _ => When::ArriveBetween(start, end),
    };
    let endpoint = |random: &mut Random| {
        let stop = *random.pick(served);
        let place = timetable.stop(stop).unwrap();
        match random.below(3) {
            0 => Endpoint::Stop(stop),
            1 => Endpoint::Place(place.place),
            _ => Endpoint::Position(Position {
                latitude: place.position.latitude + f64::from(random.below(100)) * 1e-5,
                longitude: place.position.longitude,
            }),
        }
    };
    let (from, to) = (endpoint(random), endpoint(random));
    let mut query = Query::new(from, to, when);
    query.transfers = *random.pick(&[0, 2, 5]);
    query.walking.slack = *random.pick(&[0, 60, 180]);
    query.walking.speed = *random.pick(&[80, 120, 150]);
    match random.below(8) {
        0 => query.choice.access = Access::Wheelchair,
        1 => query.choice.modes = Modes::ALL.without(Mode::Subway),
        2 => query.exclude(LineNumber(random.below(timetable.line_count() as u32))),
        3 => {
            let stops = (0..3).map(|_| *random.pick(served)).collect();
            query.via.push(Via { stops, stay: *random.pick(&[0, 300]) });
        }
        _ => {}
    }
    query
}

#[test]
fn every_answer_on_a_real_feed_is_that_of_the_reference() {
    let questions =
        std::env::var("QUESTIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(2);
    let (mut all, mut read) = (0, 0);
    for path in feeds() {
        let name = path.file_name().unwrap().display();
        let bytes = std::fs::read(&path).unwrap();
        let limits = gtfs::Limits::default();
        let (feed, _) = gtfs::read(std::io::Cursor::new(bytes), limits).unwrap();
        let timetable = Arc::new(Timetable::open(&pack::pack(&feed).unwrap().bytes).unwrap());
        let served: Vec<StopNumber> = timetable
            .stops()
            .map(|(stop, _)| stop)
            .filter(|stop| !timetable.lines_at(*stop).is_empty())
            .collect();
        let day = busiest(&timetable);
        let mut planner = Planner::new(Arc::clone(&timetable));
        let mut random = Random::new(7);
        let mut found = 0;
        for with_news in [false, true] {
            if with_news {
                let near = |other: Day| (other.0 - day.0).abs() <= 1;
                let overlay = random::overlay_of(&mut random, &timetable, near, 5);
                planner.set_live(Arc::new(Live::new(&timetable, &overlay)));
            }
            for _ in 0..questions {
                let query = query(&mut random, &timetable, &served, day);
                let answer = planner.search(&query);
                found += answer.journeys.len();
                reference::compare(&timetable, planner.live(), &query, &answer)
                    .unwrap_or_else(|error| panic!("{name}, news {with_news}: {error}"));
            }
        }
        println!("{name}: {questions} questions twice, {found} journeys");
        all += found;
        read += 1;
    }
    // Questions that find nothing prove nothing.
    assert!(read == 0 || all > 0, "no journey in {read} feeds");
}
