//! The real-time feed: what it says at certain hours, and what always holds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::{collections::BTreeSet, io::Cursor, sync::LazyLock};

use demo_network::{Network, start_of};
use proptest::prelude::*;
use prost::Message;
use timetable::{
    Day, Moment, Timetable,
    gtfs::{self, Limits},
    overlay::Live,
    pack,
    realtime::{
        Matcher,
        wire::{FeedMessage, TripUpdate, stop_relationship, trip_relationship},
    },
};

static NETWORK: LazyLock<Network> =
    LazyLock::new(|| Network::new(1, Day::from_date(2026, 11, 23).unwrap(), 60));

/// So many hours and minutes into Tuesday, 24 November 2026.
fn tuesday(hour: i64, minute: i64) -> Moment {
    start_of(Day::from_date(2026, 11, 24).unwrap()) + hour * 3600 + minute * 60
}

fn updates(at: Moment) -> Vec<TripUpdate> {
    NETWORK.realtime(at).entity.into_iter().filter_map(|entity| entity.trip_update).collect()
}

fn with(at: Moment, relationship: i32) -> Vec<String> {
    let trips = updates(at).into_iter().filter_map(|update| update.trip);
    let wanted = trips.filter(|trip| trip.schedule_relationship == Some(relationship));
    wanted.filter_map(|trip| trip.trip_id).collect()
}

fn mean_delay(at: Moment) -> i32 {
    let delays: Vec<i32> = updates(at)
        .iter()
        .flat_map(|update| &update.stop_time_update)
        .filter_map(|stop| stop.departure?.delay)
        .collect();
    delays.iter().sum::<i32>() / i32::try_from(delays.len()).unwrap().max(1)
}

#[test]
fn delays_grow_in_the_rush_hour_and_recover() {
    let (morning, noon) = (mean_delay(tuesday(8, 0)), mean_delay(tuesday(12, 0)));
    assert!(morning > noon + 20, "{morning} s in the morning, {noon} s at noon");
    assert!(noon < 120, "{noon}");
}

#[test]
fn what_happens_on_an_ordinary_day() {
    let mut cancelled = BTreeSet::new();
    for hour in 5..23 {
        cancelled.extend(with(tuesday(hour, 0), trip_relationship::CANCELED));
    }
    assert!((5..60).contains(&cancelled.len()), "{} cancelled", cancelled.len());
    assert_eq!(with(tuesday(7, 25), trip_relationship::NEW).len(), 1);
    assert!(with(tuesday(12, 0), trip_relationship::NEW).is_empty());

    let noon = updates(tuesday(12, 0));
    let stops: Vec<_> = noon.iter().flat_map(|update| &update.stop_time_update).collect();
    let skipped = |stop: &&&timetable::realtime::wire::StopTimeUpdate| {
        stop.schedule_relationship == Some(stop_relationship::SKIPPED)
    };
    assert!(stops.iter().filter(skipped).count() > 2);
    let moved = (6..22).flat_map(|hour| updates(tuesday(hour, 0))).any(|update| {
        update.stop_time_update.iter().any(|stop| {
            stop.stop_time_properties.as_ref().is_some_and(|properties| {
                properties.assigned_stop_id.as_deref() == Some("de:99001:101:5")
            })
        })
    });
    assert!(moved, "no train changes its platform");
}

#[test]
fn after_midnight_it_speaks_of_yesterdays_trips() {
    let night = updates(tuesday(25, 30));
    let mut trips = night.iter().filter_map(|update| update.trip.as_ref());
    assert!(trips.any(|trip| {
        trip.start_date.as_deref() == Some("20261124") && trip.route_id.as_deref() == Some("N1")
    }));
}

#[test]
fn alerts_come_in_five_languages() {
    let alerts: Vec<_> = NETWORK
        .realtime(tuesday(8, 0))
        .entity
        .into_iter()
        .filter_map(|entity| entity.alert)
        .collect();
    assert_eq!(alerts.len(), 3);
    for alert in &alerts {
        let languages: Vec<_> = alert
            .header_text
            .as_ref()
            .unwrap()
            .translation
            .iter()
            .filter_map(|text| text.language.clone())
            .collect();
        assert_eq!(languages, ["de", "en", "tr", "uk", "ar"]);
        assert!(!alert.informed_entity.is_empty());
    }
}

/// The network's timetable as the phone has it.
static TIMETABLE: LazyLock<Timetable> = LazyLock::new(|| {
    let (feed, _) = gtfs::read(Cursor::new(NETWORK.zip().unwrap()), Limits::default()).unwrap();
    Timetable::open(&pack::pack(&feed).unwrap().bytes).unwrap()
});

#[test]
fn everything_that_is_said_fits_the_timetable() {
    let matcher = Matcher::new(&TIMETABLE);
    let (mut cancelled, mut moved, mut added) = (0, 0, 0);
    for hour in 0..28 {
        let feeds = [NETWORK.realtime(tuesday(hour, 20))];
        let (overlay, ignored) = matcher.overlay(&TIMETABLE, &feeds);
        assert_eq!(ignored.total(), 0, "at {hour}: {ignored}");
        let (alerts, ignored) = matcher.alerts(&feeds);
        assert_eq!((alerts.is_empty(), ignored.total()), (false, 0), "at {hour}: {ignored}");
        let live = Live::new(&TIMETABLE, &overlay);
        assert_eq!(live.left_out(), 0);
        added += live.added().len();
        cancelled += live.trips().iter().filter(|trip| trip.cancelled).count();
        let spare = TIMETABLE.stop_by_id("de:99001:101:5").unwrap();
        moved += live
            .trips()
            .iter()
            .filter(|trip| trip.calls.iter().any(|call| call.stop == spare))
            .count();
    }
    assert!(cancelled > 5 && moved > 5 && added == 2, "{cancelled} {moved} {added}");
}

#[test]
fn a_timetable_that_has_ended_has_no_news() {
    assert!(NETWORK.realtime(tuesday(24 * 90, 0)).entity.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn at_any_moment_the_feed_is_sound(minutes in 0_i64..60 * 24 * 60) {
        let at = start_of(Day::from_date(2026, 11, 23).unwrap()) + minutes * 60;
        let feed = NETWORK.realtime(at);
        prop_assert_eq!(&feed, &NETWORK.realtime(at));
        let decoded = FeedMessage::decode(NETWORK.realtime_bytes(at).as_slice()).unwrap();
        prop_assert_eq!(&feed, &decoded);
        let ids: BTreeSet<&str> = feed.entity.iter().map(|entity| entity.id.as_str()).collect();
        prop_assert_eq!(ids.len(), feed.entity.len());
        for update in feed.entity.iter().filter_map(|entity| entity.trip_update.as_ref()) {
            let mut sequence = 0;
            let mut time = 0;
            for stop in &update.stop_time_update {
                prop_assert!(stop.stop_sequence.unwrap() > sequence);
                sequence = stop.stop_sequence.unwrap();
                if let Some(arrival) = stop.arrival.and_then(|event| event.time) {
                    prop_assert!(arrival >= time);
                    time = stop.departure.and_then(|event| event.time).unwrap();
                    prop_assert!(time >= arrival);
                }
            }
        }
    }
}
