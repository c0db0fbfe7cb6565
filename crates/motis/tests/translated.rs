//! Answers in the shape that real servers give, and what a person is told of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use motis::answer::read;
use motis::translate::{Told, departures, journeys, stops, trip};
use motis::wire::{Itinerary, Matches, Plan, StopTimes};
use serde_json::{Value, json};
use transit::alert::{Effect, Severity};
use transit::{
    Leg, Mode, Moment, Position, Running, Spot, StopId, StopPlace, Timing, Wheelchair, json as form,
};

fn told() -> Told {
    Told { tag: Some("de-X".to_owned()), at: Moment(1_000), attribution: Vec::new() }
}

fn position() -> Position {
    Position::from_degrees(50.94, 6.96).unwrap()
}

fn stop() -> StopPlace {
    StopPlace {
        id: StopId("8015458".to_owned()),
        name: "Köln Hbf".to_owned(),
        area: None,
        position: position(),
        wheelchair: Wheelchair::Unknown,
        lines: Vec::new(),
    }
}

fn spot(name: &str) -> Spot {
    Spot { stop: None, name: name.to_owned(), position: position() }
}

fn told_of(stop_times: &Value) -> transit::answer::Departures {
    let body = json!({ "stopTimes": stop_times }).to_string();
    let answer = read::<StopTimes>(200, body.as_bytes()).unwrap();
    departures(&told(), &[(stop(), answer)]).answer
}

fn seconds(text: &str) -> Moment {
    Moment(motis::Moment::read(text).unwrap().seconds())
}

#[test]
fn a_late_train_with_another_platform() {
    let all = told_of(&json!([{
        "place": {"name": "Köln Hbf", "stopId": "de-X_8015458", "scheduledDeparture": "2026-09-09T18:11:00Z",
            "departure": "2026-09-09T18:31:00Z", "scheduledTrack": "7", "track": "8"},
        "mode": "HIGHSPEED_RAIL", "realTime": true, "headsign": "Dortmund Hbf", "agencyName": "DB Fernverkehr AG",
        "routeId": "de-X_1", "routeShortName": "ICE 26", "routeColor": "ff0000",
        "tripId": "20260909_18:11_de-X_t1", "cancelled": false, "tripCancelled": false
    }]));
    let departure = &all.departures[0];
    assert_eq!(departure.timing.delay(), Some(20));
    assert!(departure.platform.has_changed() && departure.platform.name() == Some("8"));
    assert_eq!((departure.line.name.as_str(), departure.line.id.0.as_str()), ("ICE 26", "1"));
    assert_eq!(departure.line.mode, Mode::LongDistance);
    assert_eq!(departure.line.colour.unwrap().hex(), "#ff0000");
    assert_eq!(departure.trip.day.to_string(), "2026-09-09");
    assert_eq!(departure.stop.0, "8015458");
    assert_eq!(all.source.realtime, Some(Moment(1_000)));
}

#[test]
fn a_cancelled_trip_has_only_its_plan_and_its_end() {
    let all = told_of(&json!([{
        "place": {"name": "Gare", "scheduledDeparture": "2026-10-04T17:41:00Z"}, "mode": "SUBWAY", "realTime": true,
        "headsign": "", "tripTo": {"name": "J.F. Kennedy"}, "displayName": "a", "cancelled": false, "tripCancelled": true
    }]));
    let departure = &all.departures[0];
    assert!(departure.timing.is_cancelled());
    assert_eq!(departure.timing.planned, seconds("2026-10-04T17:41:00Z"));
    assert_eq!((departure.headsign.as_str(), departure.line.name.as_str()), ("J.F. Kennedy", "a"));
}

#[test]
fn without_real_time_nothing_is_on_time() {
    let all = told_of(&json!([{
        "place": {"name": "A", "scheduledDeparture": "2026-10-04T17:41:00Z", "departure": "2026-10-04T17:41:00Z"},
        "mode": "BUS", "realTime": false, "headsign": "B", "routeShortName": "5"
    }]));
    assert_eq!(all.departures[0].timing.running, Running::Unknown);
    assert_eq!(all.source.realtime, None);
}

#[test]
fn what_ends_here_or_takes_nobody_is_no_departure() {
    let all = told_of(&json!([
        {"place": {"name": "A", "scheduledArrival": "2026-10-04T17:41:00Z"}, "routeShortName": "1", "tripCancelled": true},
        {"place": {"name": "A", "scheduledDeparture": "2026-10-04T17:41:00Z"}, "routeShortName": "2", "pickupDropoffType": "NOT_ALLOWED"},
    ]));
    assert_eq!(all.departures, []);
}

#[test]
fn nonsense_is_counted_and_the_rest_is_told() {
    let body = json!({"stopTimes": [
        null, 7, {}, {"place": 5}, {"place": {"name": "A"}, "routeShortName": "1"},
        {"place": {"departure": "yesterday"}, "routeShortName": "1"},
        {"place": {"departure": "2026-10-04T17:41:00Z"}},
        {"place": {"departure": "2026-10-04T17:41:00Z", "track": 7, "lat": "x"}, "routeShortName": 5, "mode": "ZEPPELIN",
         "realTime": "yes", "cancelled": "no", "wheelchairAccessible": 1, "routeColor": "0"},
    ]});
    let answer = read::<StopTimes>(200, body.to_string().as_bytes()).unwrap();
    let translated = departures(&told(), &[(stop(), answer)]);
    assert_eq!(translated.left_out, 5);
    let [one] = translated.answer.departures.as_slice() else { panic!() };
    assert_eq!((one.line.name.as_str(), one.line.mode, one.line.colour), ("5", Mode::Other, None));
    assert_eq!(one.platform.name(), Some("7"));
    assert_eq!(one.wheelchair, Wheelchair::Unknown);
    assert!(one.extra, "it is not in the timetable");
}

#[test]
fn stops_near_each_other_do_not_tell_a_vehicle_twice() {
    let body = json!({"stopTimes": [{
        "place": {"name": "A", "scheduledDeparture": "2026-10-04T17:41:00Z"}, "routeShortName": "5", "tripId": "20261004_1_x"
    }]})
    .to_string();
    let answer = read::<StopTimes>(200, body.as_bytes()).unwrap();
    let all = departures(&told(), &[(stop(), answer.clone()), (stop(), answer)]).answer;
    assert_eq!((all.stops.len(), all.departures.len()), (2, 1));
}

fn alert(text: &str, severity: &str) -> Value {
    json!({"headerText": "<b>Sperrung</b>", "descriptionText": text, "severityLevel": severity, "effect": "DETOUR",
        "url": "https://stadtwerke.example/x", "communicationPeriod": [{"start": "2026-09-01T00:00:00Z"}],
        "impactPeriod": [{"start": "2026-09-02T00:00:00Z", "end": "2026-09-03T00:00:00Z"},
                         {"start": "2026-09-03T00:00:00Z", "end": "2026-09-02T00:00:00Z"}]})
}

fn ride() -> Value {
    json!({"mode": "SUBWAY", "routeShortName": "9", "routeColor": "b7dd79", "headsign": "Alboraia Peris Aragó",
        "from": {"name": "A", "stopId": "de-X_71", "lat": 50.94, "lon": 6.96, "departure": "2026-08-14T15:59:00Z",
            "scheduledDeparture": "2026-08-14T15:59:00Z", "alerts": [alert("Am Markt", "WARNING")]},
        "to": {"name": "B", "stopId": "es_72", "lat": 50.95, "lon": 6.97, "arrival": "2026-08-14T16:04:00Z",
            "scheduledArrival": "2026-08-14T16:04:00Z", "alerts": [alert("Am Markt", "WARNING")]},
        "intermediateStops": [
            {"name": "Z", "lat": 50.945, "lon": 6.965, "scheduledArrival": "2026-08-14T16:00:00Z", "cancelled": true}, {"name": "x"}],
        "startTime": "2026-08-14T15:59:00Z", "endTime": "2026-08-14T16:04:00Z", "realTime": true, "scheduled": true,
        "alerts": [{"headerText": "", "descriptionText": "Streik<br>bis Montag"}]})
}

fn walk(from: &str, start: &str, end: &str) -> Value {
    json!({"mode": "WALK", "from": {"name": from, "lat": 50.94, "lon": 6.96}, "to": {"name": "A", "lat": 50.941, "lon": 6.96},
        "startTime": start, "endTime": end, "distance": 450.0})
}

fn told_journeys(legs: &Value) -> motis::translate::Translated<transit::answer::Journeys> {
    let body = json!({"itineraries": [{"legs": legs}], "direct": [], "previousPageCursor": "EARLIER|1786722660", "nextPageCursor": ""});
    let plan = read::<Plan>(200, body.to_string().as_bytes()).unwrap();
    journeys(&told(), &plan, spot("Rathaus"), spot("Schwimmbad"))
}

#[test]
fn a_walk_and_a_ride() {
    let translated = told_journeys(&json!([
        walk("START", "2026-08-14T15:53:00Z", "2026-08-14T15:59:00Z"),
        ride()
    ]));
    assert_eq!(translated.left_out, 0);
    let all = translated.answer;
    let journey = &all.journeys[0];
    assert_eq!((journey.seconds(), journey.changes(), journey.metres_on_foot()), (660, 0, 450));
    let Some(Leg::Walk(walk)) = journey.legs().next() else { panic!() };
    assert_eq!((walk.from.name.as_str(), walk.to.name.as_str()), ("Rathaus", "A"));
    let ride = journey.rides().next().unwrap();
    assert_eq!((ride.board.stop.0.as_str(), ride.alight.stop.0.as_str()), ("71", "es_72"));
    assert_eq!(
        ride.board.departure,
        Some(Timing::real(seconds("2026-08-14T15:59:00Z"), seconds("2026-08-14T15:59:00Z")))
    );
    assert_eq!(ride.between.len(), 1, "a stop without a place is none");
    assert!(ride.between[0].timing().unwrap().is_cancelled());
    assert_eq!((all.earlier.as_deref(), all.later), (Some("EARLIER|1786722660"), None));
}

#[test]
fn alerts_are_told_once_in_plain_words() {
    let all = told_journeys(&json!([ride()])).answer;
    assert_eq!(all.alerts.len(), 2);
    let strike = &all.alerts[0];
    assert_eq!((strike.title.as_str(), strike.text.as_str()), ("Streik", "bis Montag"));
    assert_eq!((strike.lines.len(), strike.stops.len()), (1, 0));
    let works = &all.alerts[1];
    assert_eq!((works.title.as_str(), works.text.as_str()), ("Sperrung", "Am Markt"));
    assert_eq!((works.severity, works.effect), (Severity::Warning, Effect::Detour));
    assert_eq!(works.stops.len(), 2, "told at both ends, kept once");
    assert_eq!(works.periods.len(), 1, "one that ends before it begins is none");
    assert_eq!(works.periods[0].from, Some(seconds("2026-09-02T00:00:00Z")));
    assert_eq!(works.link.as_deref(), Some("https://stadtwerke.example/x"));
    let ride = all.journeys[0].rides().next().unwrap();
    assert_eq!(ride.alerts, [strike.id.clone(), works.id.clone()]);
}

#[test]
fn half_a_journey_is_worse_than_none() {
    let mut backwards = ride();
    backwards["to"]["scheduledArrival"] = json!("2026-08-14T15:04:00Z");
    let mut nowhere = ride();
    nowhere["from"] = json!({});
    for legs in
        [json!([]), json!([ride(), {"mode": "BIKE"}]), json!([backwards]), json!([nowhere, ride()])]
    {
        let translated = told_journeys(&legs);
        assert_eq!((translated.answer.journeys.len(), translated.left_out), (0, 1), "{legs}");
    }
    // A change without a walk is no leg.
    let nothing = walk("A", "2026-08-14T15:53:00Z", "2026-08-14T15:53:00Z");
    let mut nothing_at_all = nothing.clone();
    nothing_at_all["distance"] = json!(0);
    let translated = told_journeys(&json!([nothing_at_all, ride()]));
    assert_eq!(translated.answer.journeys[0].legs().count(), 1);
}

#[test]
fn a_trip_is_one_ride() {
    let one = |legs: &Value| {
        read::<Itinerary>(200, json!({ "legs": legs }).to_string().as_bytes()).unwrap()
    };
    let run = trip(&told(), &one(&json!([ride()]))).unwrap();
    assert_eq!(run.ride.headsign, "Alboraia Peris Aragó");
    assert_eq!(run.alerts.len(), 2);
    assert_eq!(trip(&told(), &one(&json!([]))), None);
    assert_eq!(trip(&told(), &one(&json!([ride(), ride()]))), None);
}

#[test]
fn stops_are_told_once_with_the_area_that_tells_them_apart() {
    let karlsruhe = json!({"type": "STOP", "tokens": [[0E0, 9E0]], "name": "Karlsruhe Hbf", "id": "de-X_Parent8014228",
        "lat": 4.899_351_5E1, "lon": 8.402_185E0, "score": -6.5E0, "areas": [
            {"name": "Germany", "adminLevel": 2E0, "default": false}, {"name": "Karlsruhe", "adminLevel": 6E0, "default": true}]});
    let body = json!([karlsruhe, karlsruhe, {"type": "PLACE", "name": "Karlsruher Hof", "id": "node/1", "lat": 49, "lon": 8},
        {"type": "STOP", "name": "Nirgends", "id": "x", "lat": 99, "lon": 8}, {"type": "STOP"}]);
    let matches = read::<Matches>(200, body.to_string().as_bytes()).unwrap();
    let found = stops(&told(), &matches, Some(position()));
    assert_eq!((found.answer.stops.len(), found.left_out), (1, 2));
    let stop = &found.answer.stops[0];
    assert_eq!(
        (stop.stop.id.0.as_str(), stop.stop.area.as_deref()),
        ("Parent8014228", Some("Karlsruhe"))
    );
    assert!((220_000..260_000).contains(&stop.metres.unwrap()));
}

#[test]
fn an_extrapolated_timetable_has_ended() {
    let mut old = ride();
    old["loopedCalendarSince"] = json!("2026-06-30T00:00:00Z");
    let source = told_journeys(&json!([old])).answer.source;
    assert_eq!(source.last.unwrap().to_string(), "2026-06-30");
}

#[test]
fn what_is_told_is_read_again() {
    let all = told_journeys(&json!([
        walk("START", "2026-08-14T15:53:00Z", "2026-08-14T15:59:00Z"),
        ride()
    ]))
    .answer;
    assert_eq!(form::load::<transit::answer::Journeys>(&form::save(&all)), Some(all));
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    /// Any JSON, with the words that answers are made of.
    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            prop::sample::select(vec![
                "",
                "x",
                "2026-08-14T15:59:00Z",
                "2026-08-14T16:59:00Z",
                "WALK",
                "BUS",
                "STOP",
                "5",
                "<b>x",
                "20260814_15:59_de-X_1",
                "9999-99-99",
            ])
            .prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 120, 8, |inner| {
            let names = vec![
                "stopTimes",
                "itineraries",
                "direct",
                "legs",
                "place",
                "from",
                "to",
                "name",
                "stopId",
                "lat",
                "lon",
                "departure",
                "arrival",
                "scheduledDeparture",
                "scheduledArrival",
                "mode",
                "routeShortName",
                "startTime",
                "endTime",
                "alerts",
                "headerText",
                "impactPeriod",
                "start",
                "end",
                "tripId",
                "id",
                "type",
                "areas",
                "intermediateStops",
                "distance",
                "track",
                "loopedCalendarSince",
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((prop::sample::select(names), inner), 0..12).prop_map(
                    |pairs| pairs
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect()
                ),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_comes_is_told_in_a_form_that_can_be_read(value in anything()) {
            let body = value.to_string();
            if let Ok(answer) = read::<StopTimes>(200, body.as_bytes()) {
                let all = departures(&told(), &[(stop(), answer)]).answer;
                prop_assert_eq!(form::load(&form::save(&all)), Some(all));
            }
            if let Ok(plan) = read::<Plan>(200, body.as_bytes()) {
                let all = journeys(&told(), &plan, spot("a"), spot("b")).answer;
                prop_assert!(all.journeys.iter().all(|journey| journey.seconds() >= 0));
                prop_assert_eq!(form::load(&form::save(&all)), Some(all));
            }
            if let Ok(matches) = read::<Matches>(200, body.as_bytes()) {
                let all = stops(&told(), &matches, None).answer;
                prop_assert_eq!(form::load(&form::save(&all)), Some(all));
            }
            if let Ok(one) = read::<Itinerary>(200, body.as_bytes()) {
                let run = trip(&told(), &one);
                prop_assert_eq!(run.as_ref().map(|run| form::load(&form::save(run))), run.clone().map(Some));
            }
        }

        #[test]
        fn legs_with_any_content(legs in prop::collection::vec(anything(), 0..4), key in prop::sample::select(vec!["from", "to", "startTime", "mode"]), value in anything()) {
            let mut legs: Vec<Value> = legs;
            let mut broken = ride();
            broken[key] = value;
            legs.push(broken);
            let all = told_journeys(&Value::from(legs)).answer;
            prop_assert_eq!(form::load(&form::save(&all)), Some(all));
        }
    }
}
