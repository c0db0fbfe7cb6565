//! Small updates for a small timetable: what they come to, stop by stop.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use prost::Message;

use super::{Ignored, Matcher, RealtimeError, Reason, decode, wire::*};
use crate::{
    Day, Moment, Timetable, TripNumber,
    feed::{
        Feed, Frequency, Line, LineIndex, Service, ServiceIndex, Stop, StopIndex, StopKind,
        StopTime, Trip, UtcOffset, Zone,
    },
    overlay::{Live, LiveCall, News},
    pack::pack,
};

/// A Tuesday.
const DAY: Day = Day(20_781);
/// Berlin in winter.
const START: Moment = 20_781 * 86_400 - 3600;

/// Line 5 from s1 over s2 (platforms s2 and s2b of one station), s3 and s2 again to s4; at 8:00 as `a`, at 24:30
/// as `late`; as `often` every ten minutes from 10:00 to 11:00.
fn timetable() -> Timetable {
    let stop = |id: &str, parent: Option<u32>| Stop {
        id: id.to_owned(),
        name: parent.map_or_else(|| id.to_owned(), |_| "Mitte".to_owned()),
        latitude: 51.0 + f64::from(u8::try_from(id.len()).unwrap()) / 100.0,
        longitude: 10.0 + f64::from(id.as_bytes()[1]) / 100.0,
        parent: parent.map(StopIndex),
        ..Stop::default()
    };
    let mut station = stop("st", None);
    station.kind = StopKind::Station;
    "Mitte".clone_into(&mut station.name);
    let stops = vec![
        stop("s1", None),
        stop("s2", Some(5)),
        stop("s3", None),
        stop("s4", None),
        stop("s2b", Some(5)),
        station,
    ];
    let trip = |id: &str, start: u32, frequencies: Vec<Frequency>| Trip {
        id: id.to_owned(),
        line: LineIndex(0),
        service: ServiceIndex(0),
        headsign: "s4".to_owned(),
        direction: Some(0),
        stop_times: [(0, 10), (1, 20), (2, 30), (1, 40), (3, 50)]
            .into_iter()
            .map(|(stop, sequence)| StopTime {
                stop: StopIndex(stop),
                sequence,
                arrival: start + sequence * 30,
                departure: start + sequence * 30 + 30,
                pickup: crate::feed::Boarding::Regular,
                drop_off: crate::feed::Boarding::Regular,
            })
            .collect(),
        frequencies,
        ..Trip::default()
    };
    let often = Frequency { start: 36_000, end: 39_600, headway: 600, exact: false };
    let other = Trip {
        id: "b".to_owned(),
        stop_times: [(4, 1), (3, 2)]
            .into_iter()
            .map(|(stop, sequence)| StopTime {
                stop: StopIndex(stop),
                sequence,
                arrival: 30_000 + sequence * 60,
                departure: 30_000 + sequence * 60,
                pickup: crate::feed::Boarding::Regular,
                drop_off: crate::feed::Boarding::Regular,
            })
            .collect(),
        ..trip("b", 0, Vec::new())
    };
    let feed = Feed {
        stops,
        lines: vec![Line {
            id: "5".to_owned(),
            short_name: "5".to_owned(),
            route_type: 3,
            ..Line::default()
        }],
        services: vec![Service { id: "w".to_owned(), days: vec![DAY, DAY.plus(1)] }],
        trips: vec![
            trip("a", 28_800 - 330, Vec::new()),
            trip("late", 88_200, Vec::new()),
            trip("often", 0, vec![often]),
            other,
        ],
        zone: Zone {
            name: "Europe/Berlin".to_owned(),
            offsets: vec![UtcOffset { from: 0, seconds: 3600 }],
        },
        ..Feed::default()
    };
    Timetable::open(&pack(&feed).unwrap().bytes).unwrap()
}

fn feed(updates: Vec<TripUpdate>, made_at: Moment) -> FeedMessage {
    let entity = |(at, update): (usize, TripUpdate)| FeedEntity {
        id: at.to_string(),
        trip_update: Some(update),
        ..FeedEntity::default()
    };
    FeedMessage {
        header: Some(FeedHeader {
            timestamp: u64::try_from(made_at).ok(),
            ..FeedHeader::default()
        }),
        entity: updates.into_iter().enumerate().map(entity).collect(),
    }
}

fn trip(id: &str) -> TripDescriptor {
    TripDescriptor { trip_id: Some(id.to_owned()), ..TripDescriptor::default() }
}

fn delayed(sequence: u32, seconds: i32) -> StopTimeUpdate {
    let event = StopTimeEvent { delay: Some(seconds), ..StopTimeEvent::default() };
    StopTimeUpdate {
        stop_sequence: Some(sequence),
        arrival: Some(event),
        departure: Some(event),
        ..StopTimeUpdate::default()
    }
}

fn said(sequence: u32, relationship: i32) -> StopTimeUpdate {
    StopTimeUpdate {
        stop_sequence: Some(sequence),
        schedule_relationship: Some(relationship),
        ..StopTimeUpdate::default()
    }
}

fn update(id: &str, stops: Vec<StopTimeUpdate>) -> TripUpdate {
    TripUpdate { trip: Some(trip(id)), stop_time_update: stops, ..TripUpdate::default() }
}

/// The one trip with news at nine o'clock, as it runs.
fn live(update: TripUpdate) -> (Vec<LiveCall>, Ignored) {
    let timetable = timetable();
    let (overlay, ignored) =
        Matcher::new(&timetable).overlay(&timetable, &[feed(vec![update], START + 8 * 3600)]);
    let live = Live::new(&timetable, &overlay);
    assert_eq!(live.left_out(), 0);
    (live.trips().first().map_or_else(Vec::new, |trip| trip.calls.clone()), ignored)
}

/// Delay of each departure, where it is known.
fn delays(update: TripUpdate) -> Vec<Option<i32>> {
    let (calls, _) = live(update);
    let planned = [300, 600, 900, 1200, 1500].map(|seconds| seconds + 28_800 - 300);
    let delay = |(call, planned): (&LiveCall, i32)| {
        call.departure_known.then_some(call.departure - planned)
    };
    calls.iter().zip(planned).map(delay).collect()
}

#[test]
fn a_delay_holds_until_the_next_report() {
    let told = vec![delayed(20, 120), delayed(40, 60)];
    assert_eq!(delays(update("a", told)), [None, Some(120), Some(120), Some(60), Some(60)]);
}

#[test]
fn a_skipped_stop_does_not_stop_it_and_no_data_does() {
    let told = vec![delayed(20, 120), said(30, stop_relationship::SKIPPED)];
    let (calls, _) = live(update("a", told.clone()));
    assert!(calls[2].skipped && !calls[3].skipped);
    assert_eq!(delays(update("a", told))[3..], [Some(120), Some(120)]);
    let told = vec![delayed(10, 120), said(30, stop_relationship::NO_DATA)];
    assert_eq!(delays(update("a", told)), [Some(120), Some(120), None, None, None]);
    // An update of a stop that says no time: unknown from there on.
    let told = vec![delayed(10, 120), said(30, stop_relationship::SCHEDULED)];
    assert_eq!(delays(update("a", told)), [Some(120), Some(120), None, None, None]);
}

#[test]
fn the_trips_own_delay_holds_until_the_first_stops() {
    let mut told = update("a", vec![delayed(30, 60)]);
    told.delay = Some(240);
    assert_eq!(delays(told), [Some(240), Some(240), Some(60), Some(60), Some(60)]);
    let mut told = update("a", vec![said(10, stop_relationship::SKIPPED)]);
    told.delay = Some(240);
    assert_eq!(delays(told)[1..], [Some(240); 4]);
}

#[test]
fn times_count_more_than_delays() {
    let event = StopTimeEvent {
        delay: Some(0),
        time: Some(START + 28_800 + 300 + 90),
        ..StopTimeEvent::default()
    };
    let stop = StopTimeUpdate {
        stop_sequence: Some(20),
        departure: Some(event),
        ..StopTimeUpdate::default()
    };
    assert_eq!(delays(update("a", vec![stop])), [None, Some(90), Some(90), Some(90), Some(90)]);
}

#[test]
fn stops_are_found_by_number_then_by_id_and_twice_visited_ones_in_order() {
    let at = |id: &str, seconds| StopTimeUpdate {
        stop_sequence: None,
        stop_id: Some(id.to_owned()),
        ..delayed(0, seconds)
    };
    let told = vec![at("s2", 60), at("s2", 120), at("nowhere", 5)];
    let (_, ignored) = live(update("a", told.clone()));
    assert_eq!(ignored.count(Reason::UnknownStop), 1);
    assert_eq!(delays(update("a", told)), [None, Some(60), Some(60), Some(120), Some(120)]);
    // A number that the trip does not have gives way to the id.
    let told =
        StopTimeUpdate { stop_sequence: Some(3), stop_id: Some("s3".to_owned()), ..delayed(3, 30) };
    assert_eq!(delays(update("a", vec![told]))[2], Some(30));
}

#[test]
fn another_platform_is_told_in_either_way() {
    let properties = StopTimeProperties {
        assigned_stop_id: Some("s2b".to_owned()),
        ..StopTimeProperties::default()
    };
    let assigned = StopTimeUpdate { stop_time_properties: Some(properties), ..delayed(20, 0) };
    let named =
        StopTimeUpdate { stop_sequence: None, stop_id: Some("s2b".to_owned()), ..delayed(0, 0) };
    let timetable = timetable();
    for told in [assigned, named] {
        let (calls, _) = live(update("a", vec![told]));
        assert_eq!(timetable.stop(calls[1].stop).unwrap().id, "s2b");
        assert_eq!(timetable.stop(calls[3].stop).unwrap().id, "s2");
    }
}

#[test]
fn a_trip_after_midnight_belongs_to_the_day_before() {
    let timetable = timetable();
    let matcher = Matcher::new(&timetable);
    // 00:20 on Wednesday.
    let message = feed(vec![update("late", vec![delayed(10, 60)])], START + 86_400 + 1200);
    let (overlay, ignored) = matcher.overlay(&timetable, &[message]);
    assert_eq!((overlay.changes[0].day, ignored.total()), (DAY, 0));
    let mut dated = update("late", vec![delayed(10, 60)]);
    dated.trip.as_mut().unwrap().start_date = Some("20261125".to_owned());
    let (overlay, _) = matcher.overlay(&timetable, &[feed(vec![dated], START + 86_400 + 1200)]);
    assert_eq!(overlay.changes[0].day, DAY.plus(1));
    let mut wrong = update("late", Vec::new());
    wrong.trip.as_mut().unwrap().start_date = Some("20270101".to_owned());
    let (overlay, ignored) =
        matcher.overlay(&timetable, &[feed(vec![wrong, update("x", Vec::new())], START)]);
    assert!(overlay.changes.is_empty());
    assert_eq!((ignored.count(Reason::NotOnThatDay), ignored.count(Reason::UnknownTrip)), (1, 1));
    assert!(ignored.to_string().contains("\"late\""), "{ignored}");
}

#[test]
fn a_repeated_trip_is_told_by_its_start() {
    let timetable = timetable();
    let matcher = Matcher::new(&timetable);
    let started = |time: Option<&str>| {
        let mut told = update("often", vec![said(20, stop_relationship::UNSCHEDULED)]);
        told.trip.as_mut().unwrap().start_time = time.map(str::to_owned);
        let (overlay, ignored) = matcher.overlay(&timetable, &[feed(vec![told], START + 37_000)]);
        let start =
            overlay.changes.first().map(|change| timetable.times_of(change.trip).next().unwrap().1);
        (start, ignored.count(Reason::UnknownTrip))
    };
    assert_eq!(started(Some("10:20:00")), (Some(37_200), 0));
    // About every ten minutes: the nearest.
    assert_eq!(started(Some("10:22:30")), (Some(37_200), 0));
    assert_eq!(started(Some("13:00:00")), (None, 1));
    assert_eq!(started(None), (None, 1));
}

#[test]
fn without_an_id_line_direction_and_start_say_it() {
    let descriptor = TripDescriptor {
        route_id: Some("5".to_owned()),
        direction_id: Some(0),
        start_time: Some("08:00:00".to_owned()),
        start_date: Some("20261124".to_owned()),
        ..TripDescriptor::default()
    };
    let told = TripUpdate { trip: Some(descriptor), ..update("", vec![delayed(10, 30)]) };
    assert_eq!(delays(told), [Some(30); 5]);
}

#[test]
fn cancelled_and_deleted_trips() {
    let timetable = timetable();
    for (relationship, news) in [
        (trip_relationship::CANCELED, News::Cancelled),
        (trip_relationship::DELETED, News::Deleted),
    ] {
        let mut told = update("a", Vec::new());
        told.trip.as_mut().unwrap().schedule_relationship = Some(relationship);
        let message = feed(vec![told.clone(), told], START + 28_800);
        let (overlay, ignored) = Matcher::new(&timetable).overlay(&timetable, &[message]);
        assert_eq!(overlay.changes[0].news, news);
        assert_eq!(ignored.count(Reason::Twice), 1);
    }
}

fn timed(id: &str, second: i64) -> StopTimeUpdate {
    let event = StopTimeEvent { time: Some(START + second), ..StopTimeEvent::default() };
    StopTimeUpdate {
        stop_id: Some(id.to_owned()),
        arrival: Some(event),
        ..StopTimeUpdate::default()
    }
}

#[test]
fn added_trips_come_with_their_own_times() {
    let timetable = timetable();
    let matcher = Matcher::new(&timetable);
    for relationship in [trip_relationship::NEW, trip_relationship::ADDED] {
        let mut told =
            update("extra", vec![timed("s1", 30_000), timed("gone", 30_100), timed("st", 30_300)]);
        let descriptor = told.trip.as_mut().unwrap();
        descriptor.schedule_relationship = Some(relationship);
        descriptor.route_id = Some("5".to_owned());
        let (overlay, ignored) = matcher.overlay(&timetable, &[feed(vec![told], START + 29_000)]);
        let trip = &overlay.added[0];
        assert_eq!((trip.day, trip.calls.len(), trip.calls[1].departure), (DAY, 2, 30_300));
        assert_eq!(ignored.count(Reason::UnknownStop), 1);
        assert_eq!(Live::new(&timetable, &overlay).added().len(), 1);
    }
}

#[test]
fn a_replacement_takes_the_place_of_its_trip() {
    let timetable = timetable();
    let mut told = update("a", vec![timed("s1", 28_900), timed("s4", 30_300)]);
    told.trip.as_mut().unwrap().schedule_relationship = Some(trip_relationship::REPLACEMENT);
    let (overlay, _) =
        Matcher::new(&timetable).overlay(&timetable, &[feed(vec![told], START + 28_800)]);
    assert_eq!(overlay.changes[0].news, News::Deleted);
    assert_eq!(overlay.added[0].calls.len(), 2);
}

#[test]
fn a_duplicate_runs_as_its_model_at_another_time() {
    let timetable = timetable();
    let mut told = update("a", vec![delayed(20, 60)]);
    told.trip.as_mut().unwrap().schedule_relationship = Some(trip_relationship::DUPLICATED);
    told.trip_properties = Some(TripProperties {
        trip_id: Some("a2".to_owned()),
        start_date: Some("20261125".to_owned()),
        start_time: Some("09:00:00".to_owned()),
        ..TripProperties::default()
    });
    let (overlay, ignored) =
        Matcher::new(&timetable).overlay(&timetable, &[feed(vec![told], START)]);
    let trip = &overlay.added[0];
    assert_eq!((trip.id.as_str(), trip.day, ignored.total()), ("a2", DAY.plus(1), 0));
    let departures: Vec<i32> = trip.calls.iter().map(|call| call.departure).collect();
    assert_eq!(departures, [32_400, 32_760, 33_060, 33_360, 33_660]);
}

#[test]
fn alerts_are_about_what_the_timetable_has() {
    let timetable = timetable();
    let text = |text: &str| TranslatedString {
        translation: vec![Translation { text: text.to_owned(), language: None }],
    };
    let about = |entity: EntitySelector| Alert {
        informed_entity: vec![entity],
        header_text: Some(text("Umleitung")),
        ..Alert::default()
    };
    let alerts = [
        about(EntitySelector {
            route_id: Some("5".to_owned()),
            direction_id: Some(1),
            ..EntitySelector::default()
        }),
        about(EntitySelector { stop_id: Some("st".to_owned()), ..EntitySelector::default() }),
        about(EntitySelector { agency_id: Some("x".to_owned()), ..EntitySelector::default() }),
        about(EntitySelector { route_id: Some("77".to_owned()), ..EntitySelector::default() }),
        Alert { header_text: Some(text("  ")), ..about(EntitySelector::default()) },
    ];
    let mut message = feed(Vec::new(), START);
    message.entity = alerts
        .into_iter()
        .map(|alert| FeedEntity { alert: Some(alert), ..FeedEntity::default() })
        .collect();
    let (found, ignored) = Matcher::new(&timetable).alerts(&[message]);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].scopes[0].line.map(|line| line.0), Some(0));
    assert_eq!(found[1].scopes[0].stops.len(), 2);
    assert!(found[2].scopes[0].is_everything());
    assert_eq!(
        (ignored.count(Reason::AlertElsewhere), ignored.count(Reason::AlertWithoutWords)),
        (1, 1)
    );
}

#[test]
fn what_is_no_feed_is_told() {
    let page = decode(b"<html>busy</html>").unwrap_err();
    assert!(page.to_string().contains("Check the address"), "{page}");
    assert_eq!(decode(b""), Err(RealtimeError::NoHeader));
    let mut message = feed(Vec::new(), START);
    message.header.as_mut().unwrap().incrementality = Some(1);
    assert_eq!(decode(&message.encode_to_vec()), Err(RealtimeError::OnlyChanges));
}

#[test]
fn for_another_timetable_there_is_nothing() {
    let one = timetable();
    let matcher = Matcher::new(&one);
    let other = {
        let feed = Feed {
            zone: Zone { name: "UTC".to_owned(), offsets: vec![UtcOffset { from: 0, seconds: 0 }] },
            ..small()
        };
        Timetable::open(&pack(&feed).unwrap().bytes).unwrap()
    };
    let message = feed(vec![update("a", vec![delayed(10, 60)])], START);
    assert!(matcher.overlay(&other, &[message]).0.changes.is_empty());
}

/// Two stops, one trip.
fn small() -> Feed {
    let stop = |id: &str, latitude| Stop {
        id: id.to_owned(),
        name: id.to_owned(),
        latitude,
        longitude: 10.0,
        ..Stop::default()
    };
    let time = |stop, sequence, seconds| StopTime {
        stop: StopIndex(stop),
        sequence,
        arrival: seconds,
        departure: seconds,
        pickup: crate::feed::Boarding::Regular,
        drop_off: crate::feed::Boarding::Regular,
    };
    Feed {
        stops: vec![stop("p", 51.0), stop("q", 51.1)],
        lines: vec![Line { id: "1".to_owned(), route_type: 3, ..Line::default() }],
        services: vec![Service { id: "w".to_owned(), days: vec![DAY] }],
        trips: vec![Trip {
            id: "t".to_owned(),
            line: LineIndex(0),
            service: ServiceIndex(0),
            stop_times: vec![time(0, 1, 100), time(1, 2, 200)],
            ..Trip::default()
        }],
        ..Feed::default()
    }
}

fn any_event() -> impl Strategy<Value = Option<StopTimeEvent>> {
    let delay = proptest::option::of(prop_oneof![any::<i32>(), -600..600]);
    let time = proptest::option::of(prop_oneof![any::<i64>(), START..START + 90_000]);
    let event = (delay, time, proptest::option::of(any::<i64>())).prop_map(
        |(delay, time, scheduled_time)| StopTimeEvent {
            delay,
            time,
            uncertainty: None,
            scheduled_time,
        },
    );
    proptest::option::of(event)
}

fn any_stop() -> impl Strategy<Value = StopTimeUpdate> {
    let id = prop_oneof![Just("s1"), Just("s2"), Just("s2b"), Just("s3"), Just("st"), Just("?")];
    (
        proptest::option::of(0_u32..60),
        proptest::option::of(id.clone()),
        proptest::option::of(0..5),
        proptest::option::of(id),
        any_event(),
        any_event(),
    )
        .prop_map(
            |(stop_sequence, stop_id, schedule_relationship, assigned, arrival, departure)| {
                StopTimeUpdate {
                    stop_sequence,
                    stop_id: stop_id.map(str::to_owned),
                    schedule_relationship,
                    arrival,
                    departure,
                    stop_time_properties: assigned.map(|id| StopTimeProperties {
                        assigned_stop_id: Some(id.to_owned()),
                        ..StopTimeProperties::default()
                    }),
                    departure_occupancy_status: None,
                }
            },
        )
}

fn any_update() -> impl Strategy<Value = TripUpdate> {
    let id = prop_oneof![Just("a"), Just("late"), Just("often"), Just("b"), Just("")];
    let date = prop_oneof![Just("20261124"), Just("20261125"), Just("99999999"), Just("x")];
    let time = prop_oneof![Just("10:00:00"), Just("08:00:00"), Just("-1:00:00")];
    (
        id,
        proptest::option::of(date),
        proptest::option::of(time),
        proptest::option::of(0..10),
        proptest::collection::vec(any_stop(), 0..8),
        proptest::option::of(any::<i32>()),
        any::<bool>(),
    )
        .prop_map(
            |(id, date, time, schedule_relationship, stop_time_update, delay, properties)| {
                TripUpdate {
                    trip: Some(TripDescriptor {
                        trip_id: Some(id.to_owned()),
                        start_date: date.map(str::to_owned),
                        start_time: time.map(str::to_owned),
                        schedule_relationship,
                        route_id: Some("5".to_owned()),
                        direction_id: None,
                    }),
                    stop_time_update,
                    delay,
                    trip_properties: properties.then(|| TripProperties {
                        start_date: date.map(str::to_owned),
                        start_time: time.map(str::to_owned),
                        ..TripProperties::default()
                    }),
                    ..TripUpdate::default()
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_update_is_too_strange(updates in proptest::collection::vec(any_update(), 0..6), made_at in prop_oneof![any::<i64>(), START..START + 100_000]) {
        let timetable = timetable();
        let (overlay, _) = Matcher::new(&timetable).overlay(&timetable, &[feed(updates, made_at)]);
        let decoded = crate::overlay::Overlay::decode(&overlay.encode());
        prop_assert_eq!(decoded.as_ref(), Ok(&overlay));
        let live = Live::new(&timetable, &overlay);
        for trip in live.trips() {
            let mut last = i32::MIN;
            for call in &trip.calls {
                prop_assert!(last <= call.arrival && call.arrival <= call.departure);
                last = call.departure;
            }
        }
        for (trip, change) in overlay.changes.iter().map(|change| (change.trip, &change.news)) {
            prop_assert!(trip < TripNumber(u32::try_from(timetable.trip_count()).unwrap()));
            if let News::Runs(stops) = change {
                prop_assert!(stops.is_sorted_by(|one, other| one.position < other.position));
            }
        }
    }

    #[test]
    fn garbage_is_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes);
    }
}
