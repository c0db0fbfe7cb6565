//! Packs a street of three lines, valid for the two weeks around a day, and asks for departures and a journey.
//!
//! `cargo run -p transit-worker --example ask -- 2026-11-24 [FILE]` also writes the packed timetable.
use timetable::feed::{
    About, Agency, AgencyIndex, Boarding, Feed, Line, LineIndex, Service, ServiceIndex, Stop,
    StopIndex, StopTime, Trip, UtcOffset, Zone,
};
use timetable::{Day, Wheelchair};
use transit_worker::Desk;

const NAMES: [&str; 12] = [
    "Hafen",
    "Fischmarkt",
    "Rathaus",
    "Marktplatz",
    "Stadtbibliothek",
    "Hauptbahnhof",
    "Klinikum",
    "Universität",
    "Südstadt",
    "Gartenstraße",
    "Waldfriedhof",
    "Industriepark Ost",
];

fn stops() -> Vec<Stop> {
    let stop = |(at, name): (u8, &&str)| Stop {
        id: format!("s{at}"),
        name: (*name).to_owned(),
        platform: at.is_multiple_of(2).then(|| "A".to_owned()),
        latitude: 52.10 + f64::from(at) * 0.004,
        longitude: 9.10 + f64::from(at % 3) * 0.006,
        wheelchair: if at == 4 { Wheelchair::No } else { Wheelchair::Yes },
        ..Stop::default()
    };
    (0..).zip(NAMES.iter()).map(stop).collect()
}

/// Every `minutes` from five in the morning to half past one at night, along these stops.
fn trips(line: u32, way: &[u32], every: u32) -> Vec<Trip> {
    let last = way.last().and_then(|stop| NAMES.get(*stop as usize)).unwrap_or(&"");
    let run = |number: u32| {
        let start = (300 + line * 3 + number * every) * 60;
        let call = |(at, stop): (u32, &u32)| StopTime {
            stop: StopIndex(*stop),
            sequence: at + 1,
            arrival: start + at * 150,
            departure: start + at * 150,
            pickup: Boarding::Regular,
            drop_off: Boarding::Regular,
        };
        Trip {
            id: format!("{line}-{number}-{last}"),
            line: LineIndex(line),
            service: ServiceIndex(0),
            headsign: (*last).to_owned(),
            direction: Some(u8::from(way.first() > way.last())),
            wheelchair: Wheelchair::Yes,
            stop_times: (0..).zip(way).map(call).collect(),
            ..Trip::default()
        }
    };
    (0..1230 / every).map(run).collect()
}

fn feed(today: Day) -> Feed {
    let line = |id: &str, name: &str, long: &str, route_type: u16, color: u32| Line {
        id: id.to_owned(),
        agency: Some(AgencyIndex(0)),
        short_name: name.to_owned(),
        long_name: long.to_owned(),
        route_type,
        color: Some(color),
        ..Line::default()
    };
    let ways: [(u32, Vec<u32>, u32); 6] = [
        (0, (0..9).collect(), 10),
        (0, (0..9).rev().collect(), 10),
        (1, vec![9, 5, 3, 1], 15),
        (1, vec![1, 3, 5, 9], 15),
        (2, vec![5, 8, 10, 11], 30),
        (2, vec![11, 10, 8, 5], 30),
    ];
    Feed {
        agencies: vec![Agency { id: "1".into(), name: "Stadtwerke".into(), url: None }],
        stops: stops(),
        lines: vec![
            line("L1", "1", "Hafen - Südstadt", 0, 0x0a_5a_78),
            line("L5", "5", "Fischmarkt - Gartenstraße", 3, 0xe2_a7_2e),
            line("R3", "RB 30", "Hauptbahnhof - Industriepark", 2, 0x55_55_55),
        ],
        services: vec![Service {
            id: "daily".into(),
            days: (-1..14).map(|n| today.plus(n)).collect(),
        }],
        trips: ways.iter().flat_map(|(line, way, every)| trips(*line, way, *every)).collect(),
        zone: Zone {
            name: "Europe/Berlin".into(),
            offsets: vec![UtcOffset { from: 0, seconds: 3600 }],
        },
        about: About {
            publisher: "Stadtwerke Musterstadt".into(),
            licence: Some("CC BY 4.0".into()),
            ..About::default()
        },
        ..Feed::default()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let day = given.next().unwrap_or_else(|| "2026-11-24".to_owned());
    let day: transit::Day = day.parse().map_err(|_| "the first word is no day like 2026-11-24")?;
    let packed = timetable::pack::pack(&feed(Day(day.0)))?;
    if let Some(file) = given.next() {
        std::fs::write(&file, &packed.bytes)?;
    }
    let mut desk = Desk::default();
    println!("{}", desk.open(&packed.bytes));
    // Noon in winter.
    let noon = i64::from(day.0) * 86_400 + 11 * 3_600;
    println!("{}", desk.ask("departures?stop=52.112,9.1;s3;Marktplatz&most=2", noon));
    println!("{}", desk.ask("journeys?from=52.1,9.1;s0;Hafen&to=52.14,9.1;s10;Waldfriedhof", noon));
    Ok(())
}
