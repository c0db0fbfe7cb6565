//! The search against the obvious way, on real feeds. Without the folder the test says so and passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::cast_possible_truncation)]

mod common;

use common::{random, random::Random, reference};
use std::sync::Arc;
use timetable::overlay::Live;
use timetable::search::{Access, Endpoint, Planner, Query, Via, When};
use timetable::{Day, LineNumber, Mode, Modes, Position, StopNumber, Timetable, gtfs, pack};

/// Feeds with a busy day of each.
const FEEDS: [(&str, (i32, u32, u32)); 9] = [
    ("kuopio.zip", (2017, 4, 26)),
    ("vvs751.zip", (2020, 3, 4)),
    ("catenary_weho.zip", (2025, 10, 15)),
    ("de_fv_gtfsde.zip", (2025, 11, 19)),
    ("spo.zip", (2019, 6, 5)),
    ("tlib_rt_bart-rt.zip", (2019, 6, 5)),
    ("catenary_saskatoon.zip", (2026, 8, 26)),
    ("catenary_gtfsmnr.zip", (2026, 9, 16)),
    ("tlib_server_gtfs_wmata.zip", (2026, 6, 10)),
];

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
    let root = std::env::var("STADTKERN_TEST_DATA").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned()
    });
    let questions =
        std::env::var("QUESTIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(2);
    let (mut all, mut read) = (0, 0);
    for (name, (year, month, date)) in FEEDS {
        let Ok(bytes) = std::fs::read(format!("{root}/gtfs/{name}")) else {
            println!("skipped: {name} is not there");
            continue;
        };
        let limits = gtfs::Limits::default();
        let (feed, _) = gtfs::read(std::io::Cursor::new(bytes), limits).unwrap();
        let timetable = Arc::new(Timetable::open(&pack::pack(&feed).unwrap().bytes).unwrap());
        let served: Vec<StopNumber> = timetable
            .stops()
            .map(|(stop, _)| stop)
            .filter(|stop| !timetable.lines_at(*stop).is_empty())
            .collect();
        let day = Day::from_date(year, month, date).unwrap();
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
