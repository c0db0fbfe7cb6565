#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};
use timetable::feed::{
    Day, Feed, Line, LineIndex, Service, ServiceIndex, Stop, StopIndex, StopTime, Trip, UtcOffset,
    Zone,
};
use timetable::search::{Endpoint, Planner, Query, When};
use timetable::{Board, Names, StopNumber, Timetable, TripNumber};

/// A small timetable to begin from: three stops, two trips.
static SEED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let stop = |id: &str, latitude| Stop {
        id: id.into(),
        name: id.into(),
        latitude,
        longitude: 10.0,
        ..Stop::default()
    };
    let trip = |id: &str, start: u32| Trip {
        id: id.into(),
        line: LineIndex(0),
        service: ServiceIndex(0),
        stop_times: (0..3_u32)
            .map(|at| StopTime {
                stop: StopIndex(at),
                sequence: at,
                arrival: start + at * 300,
                departure: start + at * 300 + 20 * (at % 2),
                pickup: Default::default(),
                drop_off: Default::default(),
            })
            .collect(),
        ..Trip::default()
    };
    let feed = Feed {
        stops: vec![stop("a", 48.4), stop("b", 48.403), stop("c", 48.45)],
        lines: vec![Line { id: "5".into(), route_type: 3, ..Line::default() }],
        services: vec![Service { id: "daily".into(), days: (20_000..20_010).map(Day).collect() }],
        trips: vec![trip("day-0800", 28_800), trip("day-0830", 30_600)],
        zone: Zone { name: "UTC".into(), offsets: vec![UtcOffset { from: 0, seconds: 0 }] },
        ..Feed::default()
    };
    timetable::pack::pack(&feed).unwrap().bytes
});

// Either bytes as they come, or changes of a good file whose sum is made right again.
fuzz_target!(|data: &[u8]| {
    let _ = Timetable::open(data);
    let mut bytes = SEED.clone();
    for change in data.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
        bytes[at] = change[2];
    }
    let sum = timetable::file::sum(&bytes[16..]).to_le_bytes();
    bytes[8..16].copy_from_slice(&sum);
    let Ok(timetable) = Timetable::open(&bytes) else { return };
    let timetable = Arc::new(timetable);
    let start = timetable.day_start(Day(20_001));
    for trip in (0..timetable.trip_count().min(100) as u32).map(TripNumber) {
        let _ = (timetable.trip_id(trip), timetable.trip(trip), timetable.headsign(trip, 1));
    }
    let mut planner = Planner::new(Arc::clone(&timetable));
    for when in [When::DepartAt(start), When::ArriveBetween(start, start + 86_400)] {
        planner.search(&Query::new(
            Endpoint::Stop(StopNumber(0)),
            Endpoint::Stop(StopNumber(2)),
            when,
        ));
    }
    let board = Board { from: start, until: start + 86_400, most: 10, arrivals: false };
    let _ = timetable.departures(planner.live(), &[StopNumber(0)], &board);
    let _ = Names::new(&timetable).find("a", 3);
});
