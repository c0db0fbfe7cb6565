//! A feed of one line becomes a file, the file is opened, and it knows the way home, also when the bus is late.
//!
//! `cargo run -p timetable --example way_home --features compile`

use std::error::Error;
use std::sync::Arc;
use timetable::feed::{
    Boarding, Day, Feed, Line, LineIndex, Service, ServiceIndex, Stop, StopIndex, StopTime, Trip,
    UtcOffset, Zone,
};
use timetable::overlay::{Live, News, Overlay, Report, StopNews, TripChange};
use timetable::search::{Endpoint, Leg, Planner, Query, Ride, TripRef, When};
use timetable::{Names, Timetable, TripNumber, pack};

fn feed() -> Feed {
    let names = [("Rathaus", 48.398), ("Hauptbahnhof", 48.410), ("Universität Süd", 48.424)];
    let stop = |(name, latitude): &(&str, f64)| Stop {
        id: name.to_lowercase(),
        name: (*name).to_owned(),
        latitude: *latitude,
        longitude: 9.98,
        ..Stop::default()
    };
    let time = |at: u32, start: u32| StopTime {
        stop: StopIndex(at),
        sequence: at + 1,
        arrival: start + at * 360,
        departure: start + at * 360,
        pickup: Boarding::Regular,
        drop_off: Boarding::Regular,
    };
    let trip = |number: u32| Trip {
        id: format!("5-{number}"),
        line: LineIndex(0),
        service: ServiceIndex(0),
        stop_times: (0..3).map(|at| time(at, 8 * 3600 + number * 600)).collect(),
        ..Trip::default()
    };
    Feed {
        stops: names.iter().map(stop).collect(),
        lines: vec![Line {
            id: "5".into(),
            short_name: "5".into(),
            route_type: 0,
            ..Line::default()
        }],
        services: vec![Service { id: "daily".into(), days: (20_700..20_730).map(Day).collect() }],
        trips: (0..30).map(trip).collect(),
        zone: Zone {
            name: "Europe/Berlin".into(),
            offsets: vec![UtcOffset { from: 0, seconds: 3600 }],
        },
        ..Feed::default()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let packed = pack::pack(&feed())?;
    let timetable = Arc::new(Timetable::open(&packed.bytes)?);
    println!(
        "{} bytes, {} stops, {} trips",
        packed.bytes.len(),
        timetable.stop_count(),
        timetable.trip_count()
    );

    // Typed with a slip and without the umlaut.
    let names = Names::new(&timetable);
    let from = names.find("rathuas", 1).first().ok_or("no such stop")?.place;
    let to = names.find("universitat", 1).first().ok_or("no such stop")?.place;

    let day = Day(20_701);
    let eight = timetable.day_start(day) + 8 * 3600;
    let when = When::DepartBetween(eight, eight + 1200);
    let query = Query::new(Endpoint::Place(from), Endpoint::Place(to), when);
    let mut planner = Planner::new(Arc::clone(&timetable));
    let by_plan = planner.search(&query);

    // The first tram is five minutes late from its second stop on.
    let late = Report::Times { arrival: Some(300), departure: None };
    let stops = vec![StopNews { position: 1, report: late, stop: None }];
    let changes = vec![TripChange { trip: TripNumber(0), day, news: News::Runs(stops) }];
    let overlay = Overlay { timetable: timetable.fingerprint(), changes, ..Overlay::default() };
    let received = Overlay::decode(&overlay.encode())?;
    planner.set_live(Arc::new(Live::new(&timetable, &received)));
    let live = planner.search(&query);

    for (what, answer) in [("planned", &by_plan), ("live", &live)] {
        println!("{what}:");
        for journey in &answer.journeys {
            let minutes = |moment: i64| (moment - eight) / 60;
            print!(
                "  leave 8:{:02}, there 8:{:02}",
                minutes(journey.departure),
                minutes(journey.arrival)
            );
            for leg in &journey.legs {
                if let Leg::Ride(Ride { trip: TripRef::Planned(trip), calls, .. }) = leg {
                    print!(", {} stops with {}", calls.len(), timetable.trip_id(*trip));
                }
            }
            println!();
        }
    }
    assert_eq!(by_plan.journeys.len(), 3);
    assert_eq!(live.journeys.first().map(|journey| journey.arrival), Some(eight + 720 + 300));
    Ok(())
}
