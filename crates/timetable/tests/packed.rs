//! What comes out of the file is what went in; what is broken is noticed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

mod common;

use common::random::{self, Random};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use timetable::feed::*;
use timetable::overlay::*;
use timetable::search::*;
use timetable::{
    Board, Day, LineNumber, Names, PlaceNumber, Position, StopNumber, Timetable, TripNumber, pack,
};

/// What is told of a trip: id, line, headsign, days, calls.
type Told = (String, String, String, Vec<Day>, Vec<(String, i32, i32)>, Vec<u32>);

fn of_feed(feed: &Feed) -> BTreeSet<Told> {
    let mut all = BTreeSet::new();
    for trip in &feed.trips {
        let days = feed.services[trip.service.0 as usize].days.clone();
        if days.is_empty() {
            continue;
        }
        let first = trip.stop_times[0].departure;
        let mut starts: Vec<u32> = Vec::new();
        for frequency in &trip.frequencies {
            starts.extend((frequency.start..frequency.end).step_by(frequency.headway as usize));
        }
        if trip.frequencies.is_empty() {
            starts.push(first);
        }
        let last = trip.stop_times.last().unwrap();
        let headsign = feed.stops[last.stop.0 as usize].name.clone();
        for start in starts {
            let calls = trip.stop_times.iter().map(|time| {
                // A trip begins with its first departure.
                let at = |seconds: u32| (seconds.max(first) - first + start) as i32;
                (feed.stops[time.stop.0 as usize].id.clone(), at(time.arrival), at(time.departure))
            });
            let sequences = trip.stop_times.iter().map(|time| time.sequence).collect();
            let line = feed.lines[trip.line.0 as usize].id.clone();
            all.insert((
                trip.id.clone(),
                line,
                headsign.clone(),
                days.clone(),
                calls.collect(),
                sequences,
            ));
        }
    }
    all
}

fn of_file(timetable: &Timetable) -> BTreeSet<Told> {
    let trips = (0..timetable.trip_count() as u32).map(TripNumber);
    trips
        .map(|trip| {
            let calls = timetable
                .stops_of(trip)
                .zip(timetable.times_of(trip))
                .map(|(stop, (a, d))| (timetable.stop(stop).unwrap().id.to_owned(), a, d));
            let line = timetable.line(timetable.trip(trip).unwrap().line).unwrap().id;
            (
                timetable.trip_id(trip),
                line.to_owned(),
                timetable.headsign(trip, 0).to_owned(),
                timetable.days_of(trip).collect(),
                calls.collect(),
                timetable.stop_sequences(trip).to_vec(),
            )
        })
        .collect()
}

fn stop(id: &str, name: &str, latitude: f64, longitude: f64) -> Stop {
    Stop { id: id.into(), name: name.into(), latitude, longitude, ..Stop::default() }
}

fn trip(id: &str, times: &[(u32, u32, u32)]) -> Trip {
    let stop_times = times.iter().enumerate().map(|(at, (stop, arrival, departure))| StopTime {
        stop: StopIndex(*stop),
        sequence: at as u32 + 1,
        arrival: *arrival,
        departure: *departure,
        pickup: Boarding::Regular,
        drop_off: Boarding::Regular,
    });
    let stop_times = stop_times.collect();
    Trip {
        id: id.into(),
        line: LineIndex(0),
        service: ServiceIndex(0),
        stop_times,
        ..Trip::default()
    }
}

/// Three stops in a row, some 1.1 km apart, and one line that runs on four days around the change of clocks.
fn small(trips: Vec<Trip>) -> Feed {
    let days = (0..4).map(|day| random::first_day().plus(day)).collect();
    Feed {
        stops: vec![
            stop("a", "Rathaus", 48.40, 9.99),
            stop("b", "Hauptbahnhof", 48.41, 9.99),
            stop("c", "Universität Süd", 48.42, 9.99),
        ],
        lines: vec![Line {
            id: "5".into(),
            short_name: "5".into(),
            route_type: 3,
            ..Line::default()
        }],
        services: vec![Service { id: "all".into(), days }],
        trips,
        zone: random::zone(),
        ..Feed::default()
    }
}

fn open(feed: &Feed) -> Arc<Timetable> {
    Arc::new(Timetable::open(&pack::pack(feed).unwrap().bytes).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn everything_comes_out_again(seed: u64) {
        let feed = random::feed(&mut Random::new(seed));
        let packed = pack::pack(&feed).unwrap();
        prop_assert_eq!(&pack::pack(&feed).unwrap().bytes, &packed.bytes, "the same bytes every time");
        let timetable = Timetable::open(&packed.bytes).unwrap();
        prop_assert_eq!(of_file(&timetable), of_feed(&feed));
        prop_assert_eq!(timetable.stop_count(), feed.stops.len());
        for stop in &feed.stops {
            let found = timetable.stop(timetable.stop_by_id(&stop.id).unwrap()).unwrap();
            prop_assert_eq!((found.name, found.wheelchair), (stop.name.as_str(), stop.wheelchair));
            let place = Position { latitude: stop.latitude, longitude: stop.longitude };
            prop_assert!(found.position.metres(place) < 1.0);
        }
    }

    #[test]
    fn walks_are_all_pairs_within_reach(seed: u64) {
        let mut feed = random::feed(&mut Random::new(seed));
        feed.transfers.clear();
        feed.pathways.clear();
        let timetable = open(&feed);
        for (one, _) in timetable.stops() {
            let found: BTreeSet<(u32, u32)> =
                timetable.changes(one).iter().map(|between| (between.stop, between.metres)).collect();
            let here = timetable.position(one).unwrap();
            let expected = timetable.stops().filter(|(other, _)| *other != one).filter_map(|(other, stop)| {
                let metres = here.metres(stop.position);
                (metres <= 400.0).then(|| (other.0, (metres * 1.3).ceil() as u32))
            });
            prop_assert_eq!(found, expected.collect());
        }
    }

    #[test]
    fn a_changed_bit_is_noticed(seed in 0_u64..50, at: prop::sample::Index, bit in 0..8_u32) {
        let mut bytes = pack::pack(&random::feed(&mut Random::new(seed))).unwrap().bytes;
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        prop_assert!(Timetable::open(&bytes).is_err());
    }

    #[test]
    fn a_cut_file_is_noticed(seed in 0_u64..50, at: prop::sample::Index) {
        let bytes = pack::pack(&random::feed(&mut Random::new(seed))).unwrap().bytes;
        prop_assert!(Timetable::open(&bytes[..at.index(bytes.len())]).is_err());
    }

    #[test]
    fn a_faulty_writer_makes_nothing_panic(
        seed in 0_u64..50,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut random = Random::new(seed);
        let mut bytes = pack::pack(&random::feed(&mut random)).unwrap().bytes;
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let sum = timetable::file::sum(&bytes[16..]).to_le_bytes();
        bytes[8..16].copy_from_slice(&sum);
        if let Ok(timetable) = Timetable::open(&bytes) {
            let timetable = Arc::new(timetable);
            (0..timetable.trip_count() as u32).for_each(|trip| drop(timetable.trip_id(TripNumber(trip))));
            if timetable.stop_count() > 0 && timetable.place_count() > 0 && timetable.line_count() > 0 {
                let mut planner = Planner::new(Arc::clone(&timetable));
                for _ in 0..5 {
                    planner.search(&random::query(&mut random, &timetable));
                }
            }
            assert!(Names::new(&timetable).find("Stop 1", 5).len() <= 5);
        }
    }

    #[test]
    fn overlays_come_out_again_and_changed_ones_do_not(seed: u64, at: prop::sample::Index, bit in 0..8_u32) {
        let mut random = Random::new(seed);
        let timetable = open(&random::feed(&mut random));
        let overlay = random::overlay(&mut random, &timetable);
        let mut bytes = overlay.encode();
        prop_assert_eq!(Overlay::decode(&bytes).unwrap(), overlay);
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        prop_assert!(Overlay::decode(&bytes).is_err());
    }

    #[test]
    fn boards_tell_what_calls_tell(seed: u64, hour in 5_i64..33, arrivals: bool) {
        let mut random = Random::new(seed);
        let timetable = open(&random::feed(&mut random));
        let live = Live::new(&timetable, &random::overlay(&mut random, &timetable));
        let from = timetable.day_start(random::first_day()) + hour * 3600;
        let board = Board { from, until: from + 7200, most: 10_000, arrivals };
        let stops: Vec<StopNumber> = timetable.stops_of_place(PlaceNumber(0)).collect();
        let found: BTreeSet<(TripRef, Day, usize)> = timetable
            .departures(&live, &stops, &board)
            .iter()
            .map(|row| (row.trip, row.day, row.position))
            .collect();
        let mut expected = BTreeSet::new();
        let planned = (0..timetable.trip_count() as u32).map(TripNumber).flat_map(|trip| {
            timetable.days_of(trip).map(move |day| (TripRef::Planned(trip), day)).collect::<Vec<_>>()
        });
        let added = live.added().iter().enumerate().map(|(at, trip)| (TripRef::Added(at as u32), trip.day));
        for (trip, day) in planned.chain(added) {
            let deleted = match trip {
                TripRef::Planned(trip) => live.trip(day, trip).is_some_and(|news| news.deleted),
                TripRef::Added(_) => false,
            };
            let calls = timetable.calls(&live, trip, day);
            for (at, call) in calls.iter().enumerate() {
                let here = stops.contains(&call.stop) || call.planned_stop.is_some_and(|s| stops.contains(&s));
                let (moment, usable) = if arrivals {
                    (call.arrival, call.drop_off && at > 0)
                } else {
                    (call.departure, call.pickup && at + 1 < calls.len())
                };
                if here && usable && !deleted && (from..=from + 7200).contains(&moment) {
                    expected.insert((trip, day, at));
                }
            }
        }
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn what_is_no_timetable_is_refused() {
    for bytes in [&b""[..], b"skttable", b"<!doctype html><title>404</title>", &[0; 64]] {
        assert!(Timetable::open(bytes).is_err());
    }
}

#[test]
fn what_breaks_the_rules_is_refused() {
    let backwards = small(vec![trip("t", &[(0, 100, 90), (1, 200, 200)])]);
    assert!(matches!(pack::pack(&backwards), Err(pack::PackError::Trip(_))));
    let nowhere = small(vec![trip("t", &[(0, 100, 100), (7, 200, 200)])]);
    assert!(pack::pack(&nowhere).is_err());
    let mut no_zone = small(vec![]);
    no_zone.zone.offsets.clear();
    assert_eq!(pack::pack(&no_zone), Err(pack::PackError::Zone));
}

#[test]
fn an_empty_feed_answers_everything_with_nothing() {
    let mut feed = small(vec![]);
    let timetable = open(&feed);
    let query = Query::new(
        Endpoint::Stop(StopNumber(0)),
        Endpoint::Stop(StopNumber(1)),
        When::DepartAt(timetable.day_start(random::first_day())),
    );
    assert!(Planner::new(timetable).search(&query).journeys.is_empty());
    feed.stops.clear();
    feed.services.clear();
    let timetable = open(&feed);
    assert_eq!(timetable.stop_count(), 0);
    assert!(Planner::new(Arc::clone(&timetable)).search(&query).journeys.is_empty());
    assert!(Names::new(&timetable).find("Rathaus", 5).is_empty());
    assert!(timetable.near(Position::default(), 1000.0).is_empty());
}

#[test]
fn seconds_count_from_noon_minus_twelve_hours() {
    let timetable = open(&small(vec![]));
    // google/transit, worked case: 00:30 of the day on which clocks go forward is 1616884200 in 2021; in 2026
    // that day is 29 March. Midnight is at 23:00 UTC, and the day's times count from 22:00 UTC.
    let day = Day::from_date(2026, 3, 29).unwrap();
    let midnight = 1_774_738_800;
    assert_eq!(timetable.day_start(day), midnight - 3600);
    assert_eq!(timetable.day_start(day.plus(-1)), midnight - 86_400);
    assert_eq!(timetable.day_start(day.plus(1)), midnight + 82_800);
    assert_eq!(timetable.day_at(midnight - 1), day.plus(-1));
    assert_eq!(timetable.day_at(midnight), day);
    assert_eq!(timetable.utc_offset(midnight), 3600);
    assert_eq!(timetable.utc_offset(midnight + 2 * 3600), 7200);
}

#[test]
fn a_single_trip_may_begin_after_midnight() {
    // All times are multiples of its start alone, which is more than a day; a random network found it.
    let feed = small(vec![trip("late", &[(0, 90_000, 90_000), (1, 180_000, 180_000)])]);
    assert_eq!(of_file(&open(&feed)), of_feed(&feed));
}

#[test]
fn yesterdays_last_bus_runs_after_midnight() {
    let late = trip("late", &[(0, 24 * 3600 + 1800, 24 * 3600 + 1800), (1, 25 * 3600, 25 * 3600)]);
    let timetable = open(&small(vec![late]));
    let saturday = random::first_day();
    // The night in which clocks go forward: 00:30 is half an hour after midnight for Saturday's bus.
    let midnight = timetable.day_start(saturday) + 86_400;
    let (a, b) = (timetable.stop_by_id("a").unwrap(), timetable.stop_by_id("b").unwrap());
    let mut query = Query::new(Endpoint::Stop(a), Endpoint::Stop(b), When::DepartAt(midnight));
    // Walking would be quicker.
    query.walking.all_the_way = 0;
    let answer = Planner::new(Arc::clone(&timetable)).search(&query);
    assert_eq!(answer.journeys[0].departure, midnight + 1800);
    let board = Board { from: midnight, until: midnight + 3600, most: 10, arrivals: false };
    let rows = timetable.departures(&Live::default(), &[a], &board);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].day, saturday);
}

#[test]
fn delays_are_carried_on_as_the_contract_says() {
    let calls: Vec<(u32, u32, u32)> =
        [0, 1, 2, 1, 0].iter().zip(0..).map(|(s, n)| (*s, n * 600, n * 600 + 60)).collect();
    let timetable = open(&small(vec![trip("t", &calls)]));
    let (trip, day) = (TripNumber(0), random::first_day());
    let times = |arrival, departure| Report::Times { arrival, departure };
    let live = |reports: &[(u16, Report)]| {
        let stops = reports.iter().map(|(position, report)| StopNews {
            position: *position,
            report: *report,
            stop: None,
        });
        let changes = vec![TripChange { trip, day, news: News::Runs(stops.collect()) }];
        Live::new(
            &timetable,
            &Overlay { timetable: timetable.fingerprint(), changes, ..Overlay::default() },
        )
    };
    let delays = |live: &Live| -> Vec<(Option<i64>, Option<i64>, bool)> {
        let calls = timetable.calls(live, TripRef::Planned(trip), day);
        let later = |live: Option<i64>, planned: i64| live.map(|live| live - planned);
        calls
            .iter()
            .map(|c| {
                (
                    later(c.live_arrival, c.planned_arrival),
                    later(c.live_departure, c.planned_departure),
                    c.cancelled,
                )
            })
            .collect()
    };
    // Nothing is known before the first report; later stops inherit; a skipped stop does not stop that.
    let (no, two) = ((None, None, false), (Some(120), Some(120), false));
    assert_eq!(
        delays(&live(&[(1, times(None, Some(120))), (3, Report::Skipped)])),
        [no, (None, Some(120), false), two, (Some(120), Some(120), true), two]
    );
    // A later report takes over, and one of nothing ends it.
    assert_eq!(
        delays(&live(&[
            (0, times(Some(120), None)),
            (2, times(Some(60), Some(0))),
            (4, Report::Nothing)
        ])),
        [two, two, (Some(60), Some(0), false), (Some(0), Some(0), false), no]
    );
    // On time is a report like any other; a report without times is none.
    assert_eq!(delays(&live(&[(0, times(None, Some(0))), (2, times(None, None))]))[3], no);
    // Nobody leaves before arriving.
    let early = live(&[(1, times(Some(300), Some(0)))]);
    let call = timetable.calls(&early, TripRef::Planned(trip), day)[1];
    assert!(call.arrival <= call.departure, "{call:?}");
    // Reports that make no sense are counted.
    assert_eq!(live(&[(9, Report::Skipped)]).left_out(), 1);
    let other = Overlay { timetable: 1, added: vec![AddedTrip::default()], ..Overlay::default() };
    assert_eq!(Live::new(&timetable, &other).left_out(), 1);
}

#[test]
fn cancelled_is_told_and_deleted_is_not() {
    let timetable = open(&small(vec![trip("t", &[(0, 3600, 3600), (1, 4200, 4200)])]));
    let day = random::first_day();
    let from = timetable.day_start(day);
    let board = Board { from, until: from + 7200, most: 10, arrivals: false };
    let a = timetable.stop_by_id("a").unwrap();
    for (news, rows) in [(News::Cancelled, vec![true]), (News::Deleted, vec![])] {
        let changes = vec![TripChange { trip: TripNumber(0), day, news }];
        let overlay = Overlay { timetable: timetable.fingerprint(), changes, ..Overlay::default() };
        let live = Live::new(&timetable, &overlay);
        let found = timetable.departures(&live, &[a], &board);
        assert_eq!(found.iter().map(|row| row.call.cancelled).collect::<Vec<_>>(), rows);
    }
}

#[test]
fn places_are_what_people_call_one_stop() {
    let mut feed = small(vec![]);
    // Both sides of the street, one of the same name far away, a station with two platforms.
    feed.stops.push(stop("a2", "RATHAUS", 48.4008, 9.9905));
    feed.stops.push(stop("a3", "Rathaus", 48.45, 9.99));
    feed.stops.push(Stop { kind: StopKind::Station, ..stop("hbf", "Ulm Hbf", 48.43, 9.99) });
    for (id, platform) in [("hbf1", "1"), ("hbf2", "2")] {
        let parent = Some(StopIndex(5));
        let platform = Some(platform.into());
        feed.stops.push(Stop { parent, platform, ..stop(id, "Ulm Hbf", 48.43, 9.99) });
    }
    let timetable = open(&feed);
    let place = |id: &str| timetable.stop(timetable.stop_by_id(id).unwrap()).unwrap().place;
    assert_eq!(place("a"), place("a2"));
    assert_ne!(place("a"), place("a3"));
    assert_eq!(place("hbf1"), place("hbf2"));
    let station = timetable.place(place("hbf1")).unwrap();
    assert_eq!((station.id, station.name), ("hbf", "Ulm Hbf"));
    assert_eq!(timetable.place_by_id("hbf"), Some(place("hbf2")));
    assert_eq!(timetable.place_by_id("hbf2"), Some(place("hbf2")));
    let near: Vec<PlaceNumber> = timetable
        .near(Position { latitude: 48.4001, longitude: 9.99 }, 1300.0)
        .iter()
        .map(|found| found.0)
        .collect();
    assert_eq!(near, [place("a"), place("b")]);
    let names = Names::new(&timetable);
    let first = |typed: &str| names.find(typed, 5).first().map(|found| found.place);
    assert_eq!(first("universitat sud"), Some(place("c")));
    assert_eq!(first("Universitaet"), Some(place("c")));
    assert_eq!(first("huaptbahnhof"), Some(place("b")));
    assert_eq!(first("haupt"), Some(place("b")));
    assert_eq!(first("nirgendwo"), None);
}

#[test]
fn a_line_tells_its_day() {
    let later = trip("later", &[(0, 7200, 7200), (1, 7800, 7800)]);
    let first = trip("first", &[(0, 3600, 3600), (2, 4200, 4200)]);
    let timetable = open(&small(vec![later, first]));
    assert_eq!(timetable.directions(LineNumber(0)), [None]);
    let day = timetable.line_day(LineNumber(0), None, random::first_day());
    let ids: Vec<String> = day.iter().map(|(trip, _)| timetable.trip_id(*trip)).collect();
    assert_eq!(ids, ["first", "later"]);
    assert!(timetable.line_day(LineNumber(0), None, random::first_day().plus(-1)).is_empty());
}
