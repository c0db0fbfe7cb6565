//! GTFS-Realtime for a small timetable, and the overlay that comes of it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use timetable::{
    Day, Timetable,
    feed::{
        Boarding, Feed, Line, LineIndex, Service, ServiceIndex, Stop, StopIndex, StopTime, Trip,
        UtcOffset, Zone,
    },
    overlay::{Live, Overlay},
    pack,
    realtime::{self, Matcher},
};

static TIMETABLE: LazyLock<(Timetable, Matcher)> = LazyLock::new(|| {
    let stop = |id: &str, latitude| Stop {
        id: id.into(),
        name: id.into(),
        latitude,
        longitude: 10.0,
        ..Stop::default()
    };
    let time = |stop, seconds| StopTime {
        stop: StopIndex(stop),
        sequence: stop + 1,
        arrival: seconds,
        departure: seconds,
        pickup: Boarding::Regular,
        drop_off: Boarding::Regular,
    };
    let feed = Feed {
        stops: vec![stop("s", 51.0), stop("t", 51.1), stop("u", 51.2)],
        lines: vec![Line { id: "r".into(), route_type: 3, ..Line::default() }],
        services: vec![Service { id: "w".into(), days: (20_780..20_800).map(Day).collect() }],
        trips: vec![Trip {
            id: "t".into(),
            line: LineIndex(0),
            service: ServiceIndex(0),
            stop_times: vec![time(0, 28_800), time(1, 29_000), time(2, 90_000)],
            ..Trip::default()
        }],
        zone: Zone {
            name: "Europe/Berlin".into(),
            offsets: vec![UtcOffset { from: 0, seconds: 3600 }],
        },
        ..Feed::default()
    };
    let timetable = Timetable::open(&pack::pack(&feed).unwrap().bytes).unwrap();
    let matcher = Matcher::new(&timetable);
    (timetable, matcher)
});

fuzz_target!(|data: &[u8]| {
    let Ok(message) = realtime::decode(data) else { return };
    let (timetable, matcher) = &*TIMETABLE;
    let feeds = [message];
    let (overlay, ignored) = matcher.overlay(timetable, &feeds);
    let _ = (ignored.to_string(), matcher.alerts(&feeds));
    assert_eq!(Overlay::decode(&overlay.encode()).as_ref(), Ok(&overlay));
    for trip in Live::new(timetable, &overlay).trips() {
        assert!(trip.calls.is_sorted_by_key(|call| (call.arrival, call.departure)));
    }
});
