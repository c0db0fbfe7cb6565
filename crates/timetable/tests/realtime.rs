//! Recorded GTFS-Realtime with the timetables that it belongs to. Not part of the project: without the folder the
//! tests say so and pass.

#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::{fs, io::Cursor, path::PathBuf};

use serde_json::Value;
use timetable::{
    Timetable,
    gtfs::{self, Limits},
    overlay::{Live, News, Overlay},
    pack,
    realtime::{self, Matcher, RealtimeError, Reason, wire::FeedMessage},
};

/// A file of `$STADTKERN_TEST_DATA/gtfs`, or of the folder beside the clone.
fn bytes(name: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("STADTKERN_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = root.join("gtfs").join(name);
    let found = fs::read(&path).ok();
    if found.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    found
}

fn timetable(name: &str) -> Option<Timetable> {
    let (feed, _) = gtfs::read(Cursor::new(bytes(name)?), Limits::default()).unwrap();
    Some(Timetable::open(&pack::pack(&feed).unwrap().bytes).unwrap())
}

fn message(name: &str) -> Option<FeedMessage> {
    Some(realtime::decode(&bytes(name)?).unwrap())
}

/// Numbers that protobuf's JSON form writes as texts.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The message says what its twin in JSON says.
fn compare(name: &str) {
    let (Some(message), Some(json)) = (message(name), bytes(&format!("{name}.json"))) else {
        return;
    };
    let json: Value = serde_json::from_slice(&json).unwrap();
    let entities = json["entity"].as_array().unwrap();
    assert_eq!(message.entity.len(), entities.len());
    let mut compared = 0;
    for (entity, json) in message.entity.iter().zip(entities) {
        let Some(update) = &entity.trip_update else { continue };
        let json = &json["tripUpdate"];
        let trip = update.trip.as_ref().unwrap();
        assert_eq!(trip.trip_id.as_deref(), json["trip"]["tripId"].as_str());
        let stops = json["stopTimeUpdate"].as_array().map_or(&[][..], Vec::as_slice);
        assert_eq!(update.stop_time_update.len(), stops.len());
        for (stop, json) in update.stop_time_update.iter().zip(stops) {
            assert_eq!(stop.stop_id.as_deref(), json["stopId"].as_str());
            assert_eq!(stop.stop_sequence.map(i64::from), number(&json["stopSequence"]));
            for (event, json) in
                [(stop.arrival, &json["arrival"]), (stop.departure, &json["departure"])]
            {
                assert_eq!(event.and_then(|event| event.time), number(&json["time"]));
                assert_eq!(
                    event.and_then(|event| event.delay).map(i64::from),
                    number(&json["delay"])
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn messages_say_what_their_json_says() {
    for name in ["bart-trip-updates.pb", "ct-trip-updates.pb", "example.pb"] {
        compare(&format!("rt/{name}"));
    }
}

#[test]
fn a_broken_message_gets_a_clear_answer() {
    let Some(bytes) = bytes("rt/invalid.pb") else { return };
    let error = realtime::decode(&bytes).unwrap_err();
    assert!(matches!(error, RealtimeError::NoProtobuf(_)));
    assert!(error.to_string().contains("Check the address"), "{error}");
}

fn sound(timetable: &Timetable, overlay: &Overlay) -> Live {
    assert_eq!(Overlay::decode(&overlay.encode()).as_ref(), Ok(overlay));
    let live = Live::new(timetable, overlay);
    assert_eq!(live.left_out(), 0);
    live
}

#[test]
fn the_bay_areas_trains_are_found() {
    let (Some(timetable), Some(message)) =
        (timetable("tlib_rt_bart-rt.zip"), message("rt/bart-trip-updates.pb"))
    else {
        return;
    };
    let (overlay, ignored) = Matcher::new(&timetable).overlay(&timetable, &[message]);
    println!("{} changes, {} added, {ignored}", overlay.changes.len(), overlay.added.len());
    let live = sound(&timetable, &overlay);
    // 18 trips are of another version of the timetable, one extra trip names its last stop only.
    let unknown = ignored.count(Reason::UnknownTrip) + ignored.count(Reason::AddedWithoutTimes);
    assert_eq!((overlay.changes.len(), overlay.added.len(), unknown), (65, 7, 19));
    // Everything of the day of the recording.
    assert!(overlay.changes.iter().all(|change| change.day.to_string() == "2019-08-07"));
    let late = live
        .trips()
        .iter()
        .flat_map(|trip| &trip.calls)
        .filter(|call| call.departure_known)
        .count();
    assert!(late > 500, "{late}");
}

#[test]
fn caltrain_speaks_of_times() {
    let (Some(timetable), Some(message)) =
        (timetable("tlib_rt_ct.zip"), message("rt/ct-trip-updates.pb"))
    else {
        return;
    };
    let (overlay, ignored) = Matcher::new(&timetable).overlay(&timetable, &[message]);
    println!("{} changes, {} added, {ignored}", overlay.changes.len(), overlay.added.len());
    let live = sound(&timetable, &overlay);
    assert_eq!((overlay.changes.len(), ignored.count(Reason::UnknownTrip)), (19, 0));
    for change in &overlay.changes {
        let News::Runs(stops) = &change.news else { continue };
        assert!(!stops.is_empty());
    }
    // Trains are minutes late, not hours: days and offsets are right.
    for trip in live.trips() {
        let planned: Vec<(i32, i32)> = timetable.times_of(trip.trip).collect();
        for (call, (_, departure)) in trip.calls.iter().zip(planned) {
            assert!((call.departure - departure).abs() < 7200, "{trip:?}");
        }
    }
}

#[test]
fn recorded_alerts_are_read() {
    let (Some(timetable), Some(message)) =
        (timetable("tlib_rt_bart-rt.zip"), message("rt/bart-alerts.pb"))
    else {
        return;
    };
    let (alerts, ignored) = Matcher::new(&timetable).alerts(&[message]);
    assert_eq!((alerts.len(), ignored.total()), (1, 0), "{ignored}");
    assert!(!alerts[0].description.is_empty() || !alerts[0].header.is_empty());
}
