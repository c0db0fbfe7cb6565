//! A small town, asked everything: also at midnight, on the day the clocks change, after its timetable has ended.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::needless_pass_by_value, reason = "questions are made where they are asked")]

use timetable::feed::{
    About, Agency, AgencyIndex, Attribution, Boarding, Feed, Line, LineIndex, Service,
    ServiceIndex, Stop, StopIndex, StopTime, Trip, UtcOffset, Zone,
};
use timetable::overlay::{News, Overlay, Report, StopNews, TripChange};
use timetable::{Day, Timetable, Wheelchair};
use transit::answer::{Departures, Journeys, Kind, LineTimetable, Lines, Opened, Stops, TripRun};
use transit::journey::Reach;
use transit::json::{self, Json};
use transit::query::{self, Around, FindStops, LineDay, Options, StopsNear, When};
use transit::source::Freshness;
use transit::{Moment, Outcome, Question, Running, Spot, StopId, Trouble};
use transit_worker::Desk;

/// The clocks change on the third of four days.
const DAYS: [&str; 4] = ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"];
/// 2026-03-29T01:00:00Z.
const CHANGE: i64 = 1_774_746_000;

fn day(text: &str) -> Day {
    Day(text.parse::<transit::Day>().unwrap().0)
}

fn stop(id: &str, name: &str, platform: Option<&str>, latitude: f64, longitude: f64) -> Stop {
    Stop {
        id: id.into(),
        name: name.into(),
        platform: platform.map(str::to_owned),
        latitude,
        longitude,
        wheelchair: Wheelchair::Yes,
        ..Stop::default()
    }
}

/// Stop and minutes after the start.
fn trip(id: &str, line: u32, start: u32, headsign: &str, calls: &[(u32, u32)]) -> Trip {
    let stop_times = calls.iter().enumerate().map(|(at, (stop, minutes))| StopTime {
        stop: StopIndex(*stop),
        sequence: u32::try_from(at).unwrap() + 1,
        arrival: (start + minutes) * 60,
        departure: (start + minutes) * 60,
        pickup: Boarding::Regular,
        drop_off: Boarding::Regular,
    });
    Trip {
        id: id.into(),
        line: LineIndex(line),
        service: ServiceIndex(0),
        headsign: headsign.into(),
        direction: Some(0),
        stop_times: stop_times.collect(),
        ..Trip::default()
    }
}

/// Bus 5 from Nord over Markt to the Hauptbahnhof, tram 2 from there to Süd, both until long after midnight.
fn town() -> Feed {
    let line = |id: &str, name: &str, route_type: u16| Line {
        id: id.into(),
        agency: Some(AgencyIndex(0)),
        short_name: name.into(),
        route_type,
        color: Some(0x00_aa_00),
        ..Line::default()
    };
    let mut trips = Vec::new();
    for number in 0..40 {
        // From 6:00 to 25:30, every half hour.
        let start = 360 + number * 30;
        trips.push(trip(
            &format!("b{number}"),
            0,
            start,
            "Hauptbahnhof",
            &[(0, 0), (1, 5), (3, 12)],
        ));
        trips.push(trip(&format!("t{number}"), 1, start + 15, "Süd", &[(4, 0), (5, 9)]));
    }
    Feed {
        agencies: vec![Agency { id: "a".into(), name: "Stadtwerke".into(), url: None }],
        stops: vec![
            stop("nord", "Nord", None, 52.120, 9.100),
            stop("markt1", "Marktplatz", Some("A"), 52.110, 9.100),
            stop("markt2", "Marktplatz", Some("B"), 52.1103, 9.1003),
            stop("hbf1", "Hauptbahnhof", Some("1"), 52.100, 9.100),
            stop("hbf2", "Hauptbahnhof", Some("2"), 52.1004, 9.1004),
            stop("sued", "Südstadt", None, 52.080, 9.100),
            stop("einsam", "Einsam", None, 52.060, 9.200),
        ],
        lines: vec![line("L5", "5", 3), line("L2", "2", 0)],
        services: vec![Service { id: "s".into(), days: DAYS.map(day).to_vec() }],
        trips,
        transfers: Vec::new(),
        pathways: Vec::new(),
        zone: Zone {
            name: "Europe/Berlin".into(),
            offsets: vec![
                UtcOffset { from: 0, seconds: 3600 },
                UtcOffset { from: CHANGE, seconds: 7200 },
            ],
        },
        about: About {
            publisher: "Stadtwerke".into(),
            licence: Some("CC BY 4.0".into()),
            attributions: vec![Attribution { name: "Stadtwerke Musterstadt".into(), url: None }],
            ..About::default()
        },
    }
}

fn packed() -> Vec<u8> {
    timetable::pack::pack(&town()).unwrap().bytes
}

fn desk() -> Desk {
    let mut desk = Desk::default();
    let opened: Opened = read(&desk.open(&packed())).unwrap();
    assert_eq!((opened.stops, opened.lines), (5, 2));
    desk
}

fn read<T: Json>(text: &str) -> Result<T, Trouble> {
    json::load::<Outcome<T>>(text).expect("an answer").result()
}

fn ask<T: Json>(desk: &mut Desk, question: Question, now: Moment) -> Result<T, Trouble> {
    read(&desk.ask(&question.address(), now.0))
}

/// A moment of the town's clock before the change: Berlin in winter.
fn winter(day: usize, minutes: i64) -> Moment {
    Moment(i64::from(DAYS[day].parse::<transit::Day>().unwrap().0) * 86_400 + minutes * 60 - 3_600)
}

fn spot(id: &str, name: &str, at: &str) -> Spot {
    Spot { stop: Some(StopId(id.into())), name: name.into(), position: at.parse().unwrap() }
}

fn markt() -> Spot {
    spot("markt1", "Marktplatz", "52.110,9.100")
}
fn nord() -> Spot {
    spot("nord", "Nord", "52.120,9.100")
}
fn sued() -> Spot {
    spot("sued", "Südstadt", "52.080,9.100")
}

fn departures(spot: Spot, around: Around, most: u16) -> Question {
    Question::Departures(query::Departures { stops: vec![spot], around, until: None, most })
}

fn found(desk: &mut Desk, text: &str) -> Vec<String> {
    let question = Question::FindStops(FindStops { text: text.into(), near: None, most: 5 });
    let stops: Stops = ask(desk, question, Moment(0)).unwrap();
    stops.stops.into_iter().map(|found| found.stop.name).collect()
}

#[test]
fn stops_are_found_with_slips_and_around_a_place() {
    let mut desk = desk();
    assert_eq!(found(&mut desk, "hauptbanhof"), ["Hauptbahnhof"]);
    assert_eq!(found(&mut desk, "SUEDSTADT"), ["Südstadt"]);
    assert_eq!(found(&mut desk, "markt"), ["Marktplatz"]);
    assert!(found(&mut desk, "zzzz").is_empty());
    let near = StopsNear { position: "52.1001,9.1001".parse().unwrap(), metres: 1_500, most: 5 };
    let near: Stops = ask(&mut desk, Question::StopsNear(near), Moment(0)).unwrap();
    let names: Vec<_> = near.stops.iter().map(|found| found.stop.name.as_str()).collect();
    assert_eq!(names, ["Hauptbahnhof", "Marktplatz"]);
    let lines: Vec<_> = near.stops[0].stop.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(lines, ["2", "5"]);
}

#[test]
fn departures_of_the_next_hours() {
    let mut desk = desk();
    let now = winter(0, 12 * 60);
    let answer: Departures = ask(&mut desk, departures(markt(), Around::Now, 3), now).unwrap();
    let planned: Vec<i64> =
        answer.departures.iter().map(|one| one.timing.planned.since(now) / 60).collect();
    assert_eq!(planned, [5, 35, 65]);
    let first = &answer.departures[0];
    assert_eq!((first.line.name.as_str(), first.headsign.as_str()), ("5", "Hauptbahnhof"));
    assert_eq!(first.timing.running, Running::Unknown, "nobody said that it is on time");
    assert_eq!(first.platform.name(), Some("A"));
    assert_eq!(first.line.colour.unwrap().hex(), "#00aa00");
    assert_eq!(answer.source.attribution[0].text, "Stadtwerke Musterstadt, CC BY 4.0");
    let earlier: Departures =
        ask(&mut desk, departures(markt(), Around::Before(now), 2), now).unwrap();
    let planned: Vec<i64> =
        earlier.departures.iter().map(|one| one.timing.planned.since(now) / 60).collect();
    assert_eq!(planned, [-55, -25]);
    // Where the bus ends nothing leaves but the tram.
    let end = spot("hbf1", "Hauptbahnhof", "52.1,9.1");
    let end: Departures = ask(&mut desk, departures(end, Around::Now, 4), now).unwrap();
    assert!(end.departures.iter().all(|one| one.line.name == "2"));
}

#[test]
fn half_past_midnight_belongs_to_yesterday() {
    let mut desk = desk();
    let now = winter(1, 30);
    let answer: Departures = ask(&mut desk, departures(markt(), Around::Now, 2), now).unwrap();
    let first = &answer.departures[0];
    assert_eq!(first.timing.planned, winter(1, 35), "24:35 of the day before");
    assert_eq!(first.trip.day.to_string(), DAYS[0]);
    // And after the last one the page can say when it goes on.
    let late = ask::<Departures>(&mut desk, departures(markt(), Around::Now, 2), winter(1, 120));
    assert_eq!(late.unwrap().departures[0].timing.planned, winter(1, 6 * 60 + 5));
    let night = Question::Departures(query::Departures {
        stops: vec![markt()],
        around: Around::From(winter(1, 120)),
        until: Some(winter(1, 180)),
        most: 5,
    });
    let night: Departures = ask(&mut desk, night, winter(1, 120)).unwrap();
    assert!(night.departures.is_empty());
    assert_eq!(night.next, Some(winter(1, 6 * 60 + 5)));
}

#[test]
fn the_day_on_which_the_clocks_change() {
    let mut desk = desk();
    // 6:05 in summer time is 4:05 in UTC: noon minus twelve hours, GTFS reference, "Time".
    let six = Moment(i64::from(day(DAYS[2]).0) * 86_400 + 4 * 3_600 + 5 * 60);
    let now = six.plus(-600);
    let answer: Departures = ask(&mut desk, departures(markt(), Around::Now, 1), now).unwrap();
    assert_eq!(answer.departures[0].timing.planned, six);
}

#[test]
fn before_and_after_the_timetable() {
    let mut desk = desk();
    let expired = |desk: &mut Desk, at: Moment| {
        ask::<Departures>(desk, departures(markt(), Around::From(at), 3), at).unwrap_err()
    };
    let after = expired(&mut desk, winter(3, 5 * 1_440));
    assert_eq!((after.kind, after.day.unwrap().to_string()), (Kind::Expired, DAYS[3].into()));
    let before = expired(&mut desk, winter(0, -5 * 1_440));
    assert_eq!((before.kind, before.day.unwrap().to_string()), (Kind::NotYet, DAYS[0].into()));
    let mut journey = query::Journeys::between(nord(), sued());
    journey.when = When::Depart(winter(3, 5 * 1_440));
    let none = ask::<Journeys>(&mut desk, Question::Journeys(journey), Moment(0)).unwrap_err();
    assert_eq!(none.kind, Kind::Expired);
    let opened: Opened = read(&desk.open(&packed())).unwrap();
    let last = transit::Day(day(DAYS[3]).0);
    assert!(opened.source.ends_on(last));
    assert_eq!(opened.source.freshness(Moment(0), last.plus(1)), Freshness::Expired(last));
}

#[test]
fn a_journey_with_a_change() {
    let mut desk = desk();
    let now = winter(0, 12 * 60 - 3);
    let question = Question::Journeys(query::Journeys::between(nord(), sued()));
    let answer: Journeys = ask(&mut desk, question, now).unwrap();
    let first = &answer.journeys[0];
    assert_eq!(first.rides().map(|ride| ride.line.name.clone()).collect::<Vec<_>>(), ["5", "2"]);
    assert_eq!((first.changes(), first.arrival()), (1, winter(0, 12 * 60 + 24)));
    let transfer = &first.transfers()[0];
    assert_eq!(transfer.reach(), Reach::Enough);
    assert!(transfer.slack > 60 && transfer.slack <= 180, "{transfer:?}");
    assert_eq!(transfer.to.platform.name(), Some("2"));
    assert_eq!(first.rides().next().unwrap().between.len(), 1);
    // Pages go on where this one ends.
    let mut later = query::Journeys::between(nord(), sued());
    later.page = answer.later.clone();
    let later: Journeys = ask(&mut desk, Question::Journeys(later), now).unwrap();
    assert!(later.journeys[0].departure() > answer.journeys.last().unwrap().departure());
    let mut earlier = query::Journeys::between(nord(), sued());
    earlier.page = answer.earlier.clone();
    let earlier: Journeys = ask(&mut desk, Question::Journeys(earlier), now).unwrap();
    assert!(earlier.journeys.last().unwrap().departure() < first.departure());
}

#[test]
fn to_be_there_in_time() {
    let mut desk = desk();
    let mut question = query::Journeys::between(nord(), sued());
    question.when = When::Arrive(winter(0, 15 * 60));
    let answer: Journeys = ask(&mut desk, Question::Journeys(question), winter(0, 600)).unwrap();
    assert!(answer.journeys.iter().all(|journey| journey.arrival() <= winter(0, 15 * 60)));
    assert_eq!(answer.journeys.last().unwrap().arrival(), winter(0, 14 * 60 + 54));
}

#[test]
fn places_that_lead_nowhere_have_their_own_reasons() {
    let mut desk = desk();
    let now = winter(0, 12 * 60);
    let kind = |desk: &mut Desk, from: Spot, to: Spot| {
        let question = Question::Journeys(query::Journeys::between(from, to));
        ask::<Journeys>(desk, question, now).unwrap_err().kind
    };
    let place = |at: &str| Spot { stop: None, name: String::new(), position: at.parse().unwrap() };
    let lonely = spot("einsam", "Einsam", "52.060,9.200");
    assert_eq!(kind(&mut desk, markt(), markt()), Kind::SamePlace);
    // Another pole of the same stop is the same place.
    let pole = spot("markt2", "Marktplatz", "52.1103,9.1003");
    assert_eq!(kind(&mut desk, markt(), pole), Kind::SamePlace);
    assert_eq!(kind(&mut desk, markt(), lonely.clone()), Kind::NotServed);
    assert_eq!(kind(&mut desk, place("53,9"), markt()), Kind::FarFromStart);
    assert_eq!(kind(&mut desk, markt(), place("53,9")), Kind::FarFromEnd);
    assert_eq!(kind(&mut desk, sued(), nord()), Kind::NoJourney, "nothing goes back");
    let none = ask::<Departures>(&mut desk, departures(lonely, Around::Now, 3), now).unwrap_err();
    assert_eq!(none.kind, Kind::NotServed);
    let unknown = departures(spot("x", "Nirgends", "53,9"), Around::Now, 3);
    assert_eq!(ask::<Departures>(&mut desk, unknown, now).unwrap_err().kind, Kind::UnknownStop);
}

#[test]
fn wishes_count() {
    let mut desk = desk();
    let now = winter(0, 12 * 60 - 3);
    let mut question = query::Journeys::between(nord(), sued());
    question.options = Options { without: vec![transit::Mode::Tram], ..Options::default() };
    let none = ask::<Journeys>(&mut desk, Question::Journeys(question.clone()), now).unwrap_err();
    assert_eq!(none.kind, Kind::NoJourney);
    // Ten minutes to change do not fit into three: the tram after is taken.
    question.options = Options { change: Some(10), ..Options::default() };
    let answer: Journeys = ask(&mut desk, Question::Journeys(question.clone()), now).unwrap();
    assert!(answer.journeys[0].transfers()[0].slack >= 600);
    question.options = Options { changes: Some(0), ..Options::default() };
    assert!(ask::<Journeys>(&mut desk, Question::Journeys(question), now).is_err());
}

#[test]
fn kept_stops_are_found_again() {
    let mut desk = desk();
    let now = winter(0, 12 * 60);
    for kept in [
        spot("gone", "Marktplatz", "52.1101,9.1001"),
        spot("gone", "Alter Markt", "52.1100,9.1001"),
        // The id was given to another stop: name and place count.
        spot("sued", "Marktplatz", "52.1101,9.1001"),
    ] {
        let answer: Departures =
            ask(&mut desk, departures(kept.clone(), Around::Now, 1), now).unwrap();
        assert_eq!(answer.stops[0].name, "Marktplatz", "{kept:?}");
    }
}

/// News of the first bus after noon.
fn overlay(day_number: usize, news: News) -> Vec<u8> {
    let timetable = Timetable::open(&packed()).unwrap();
    let count = u32::try_from(timetable.trip_count()).unwrap();
    let mut trips = (0..count).map(timetable::TripNumber);
    let trip = trips.find(|trip| timetable.trip_id(*trip) == "b12").unwrap();
    let change = TripChange { trip, day: day(DAYS[day_number]), news };
    Overlay {
        timetable: timetable.fingerprint(),
        made_at: 0,
        changes: vec![change],
        added: Vec::new(),
    }
    .encode()
}

fn late(seconds: i32) -> News {
    let report = Report::Times { arrival: Some(seconds), departure: Some(seconds) };
    News::Runs(vec![StopNews { position: 0, report, stop: None }])
}

#[test]
fn what_really_runs() {
    let mut desk = desk();
    let now = winter(0, 12 * 60 - 3);
    let told = now.0 - 20;
    let opened: Opened = read(&desk.live(Some(&overlay(0, late(300))), told)).unwrap();
    assert_eq!(opened.source.realtime, Some(Moment(told)));
    let answer: Departures = ask(&mut desk, departures(markt(), Around::Now, 2), now).unwrap();
    let delays: Vec<_> = answer.departures.iter().map(|one| one.timing.delay()).collect();
    assert_eq!(delays, [Some(5), None], "of the second nobody said anything");
    assert_eq!(answer.source.realtime, Some(Moment(told)));
    let tomorrow = departures(markt(), Around::From(winter(1, 12 * 60)), 2);
    let tomorrow: Departures = ask(&mut desk, tomorrow, now).unwrap();
    assert_eq!(tomorrow.source.realtime, None, "nobody knows how tomorrow's will run");
    // Five minutes late, the tram is gone: the journey says so or takes the next.
    let question = Question::Journeys(query::Journeys::between(nord(), sued()));
    let journeys: Journeys = ask(&mut desk, question, now).unwrap();
    let first = &journeys.journeys[0];
    assert!(!first.is_broken());
    assert_eq!(first.arrival(), winter(0, 12 * 60 + 54));
    // Forgotten again.
    let opened: Opened = read(&desk.live(None, 0)).unwrap();
    assert_eq!(opened.source.realtime, None);
    let answer: Departures = ask(&mut desk, departures(markt(), Around::Now, 2), now).unwrap();
    assert_eq!(answer.departures[0].timing.delay(), None);
}

#[test]
fn cancelled_ones_are_shown_deleted_ones_are_not() {
    let mut desk = desk();
    let now = winter(0, 12 * 60 - 3);
    let first = |desk: &mut Desk| {
        let answer: Departures = ask(desk, departures(markt(), Around::Now, 1), now).unwrap();
        answer.departures[0].timing
    };
    let _: Opened = read(&desk.live(Some(&overlay(0, News::Cancelled)), now.0)).unwrap();
    assert!(first(&mut desk).is_cancelled());
    assert_eq!(first(&mut desk).planned, winter(0, 12 * 60 + 5));
    let _: Opened = read(&desk.live(Some(&overlay(0, News::Deleted)), now.0)).unwrap();
    assert_eq!(first(&mut desk).planned, winter(0, 12 * 60 + 35));
    // A stop that is passed by is cancelled there and nowhere else.
    let skip = News::Runs(vec![StopNews { position: 1, report: Report::Skipped, stop: None }]);
    let _: Opened = read(&desk.live(Some(&overlay(0, skip)), now.0)).unwrap();
    assert!(first(&mut desk).is_cancelled());
    let other: Departures = ask(&mut desk, departures(nord(), Around::Now, 1), now).unwrap();
    assert!(!other.departures[0].timing.is_cancelled());
}

#[test]
fn alerts_stand_where_they_belong() {
    let mut desk = desk();
    let text = r#"{"ok":{"alerts":[
        {"id":"1","title":"Baustelle","text":"","lines":["L5"]},
        {"id":"2","title":"Aufzug","text":"","stops":["markt2"]},
        {"id":"3","title":"Anderswo","text":"","lines":["L9"]}]}}"#;
    let _: Opened = read(&desk.alerts(text)).unwrap();
    let now = winter(0, 12 * 60);
    let answer: Departures = ask(&mut desk, departures(markt(), Around::Now, 1), now).unwrap();
    let titles: Vec<_> = answer.alerts.iter().map(|alert| alert.title.as_str()).collect();
    assert_eq!(titles, ["Baustelle", "Aufzug"]);
    assert_eq!(answer.departures[0].alerts.len(), 1);
    // A new timetable knows them too.
    let _: Opened = read(&desk.open(&packed())).unwrap();
    let answer: Departures = ask(&mut desk, departures(markt(), Around::Now, 1), now).unwrap();
    assert_eq!(answer.alerts.len(), 2);
    assert!(read::<Opened>(&desk.alerts("<html>")).is_err());
}

#[test]
fn lines_their_day_and_one_vehicle() {
    let mut desk = desk();
    let now = winter(0, 12 * 60);
    let lines: Lines = ask(&mut desk, Question::Lines, now).unwrap();
    let names: Vec<_> = lines.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["2", "5"]);
    let line = transit::line::LineId("L5".into());
    let of_day = |day: &str| Question::Line(LineDay { line: line.clone(), day: day.parse().ok() });
    let timetable: LineTimetable = ask(&mut desk, of_day(DAYS[0]), now).unwrap();
    let direction = &timetable.directions[0];
    let stops: Vec<_> = direction.stops.iter().map(|stop| stop.name.as_str()).collect();
    assert_eq!(stops, ["Nord", "Marktplatz", "Hauptbahnhof"]);
    assert_eq!((direction.runs.len(), direction.headsign.as_str()), (40, "Hauptbahnhof"));
    assert_eq!(direction.runs[0].times[1], Some(winter(0, 6 * 60 + 5)));
    let after = ask::<LineTimetable>(&mut desk, of_day("2026-05-01"), now).unwrap_err();
    assert_eq!(after.kind, Kind::Expired);
    let trip = direction.runs[12].trip.clone();
    let run: TripRun = ask(&mut desk, Question::Trip(trip.clone()), now).unwrap();
    assert_eq!(run.ride.calls().count(), 3);
    assert_eq!(run.ride.board.arrival, None);
    assert_eq!(run.ride.alight.departure, None);
    // The number is that of another timetable, the id still finds it.
    let (_, id) = trip.id.split_once('~').unwrap();
    let renamed = transit::journey::Trip { id: format!("9~{id}"), day: trip.day };
    let same: TripRun = ask(&mut desk, Question::Trip(renamed), now).unwrap();
    assert_eq!(same.ride.departure(), run.ride.departure());
}

#[test]
fn garbage_takes_nothing_away() {
    let mut desk = desk();
    let mut bytes = packed();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    for garbage in [&b""[..], b"<!doctype html>", &bytes] {
        assert_eq!(read::<Opened>(&desk.open(garbage)).unwrap_err().kind, Kind::Garbled);
        assert!(read::<Opened>(&desk.live(Some(garbage), 0)).is_err());
    }
    assert!(!found(&mut desk, "markt").is_empty());
    let bad = read::<Stops>(&desk.ask("departures?stop=x", 0)).unwrap_err();
    assert_eq!(bad.kind, Kind::BadQuestion);
    let none = Desk::default().ask("lines", 0);
    assert_eq!(read::<Lines>(&none).unwrap_err().kind, Kind::NoTimetable);
}
