//! The network as a feed: complete, consistent with the demo city, the same every time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::{
    collections::{BTreeSet, HashMap},
    io::Cursor,
};

use demo_network::{Network, Table};
use timetable::{
    Day,
    gtfs::{self, Limits, Tongue},
};

fn network() -> Network {
    Network::new(1, Day::from_date(2026, 11, 23).unwrap(), 60)
}

fn table<'a>(tables: &'a [Table], name: &str) -> &'a Table {
    tables.iter().find(|table| table.name == name).unwrap()
}

fn column(table: &Table, name: &str) -> Vec<String> {
    let at = table.columns.iter().position(|column| *column == name).unwrap();
    table.rows.iter().map(|row| row[at].clone()).collect()
}

#[test]
fn the_same_words_give_the_same_bytes() {
    assert_eq!(network().zip().unwrap(), network().zip().unwrap());
    let other = Network::new(2, Day::from_date(2026, 11, 23).unwrap(), 60);
    assert_ne!(network().zip().unwrap(), other.zip().unwrap());
}

#[test]
fn the_reader_finds_nothing_to_complain_about() {
    let bytes = network().zip().unwrap();
    let (feed, report) = gtfs::read(Cursor::new(bytes), Limits::default()).unwrap();
    let told: Vec<String> =
        report.findings().iter().map(|finding| finding.sentence(Tongue::English)).collect();
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(feed.lines.len(), 14);
    assert_eq!(feed.zone.name, "Europe/Berlin");
    assert!(feed.trips.len() > 2000);
}

#[test]
fn it_is_a_city_of_the_promised_size() {
    let tables = network().tables();
    let names: BTreeSet<String> =
        column(table(&tables, "stops.txt"), "stop_name").into_iter().collect();
    let stops = names.iter().filter(|name| !name.contains("Eingang")).count();
    assert!((130..=150).contains(&stops), "{stops} stops");
    assert_eq!(table(&tables, "routes.txt").rows.len(), 14);
    let flags: BTreeSet<String> =
        column(table(&tables, "stops.txt"), "wheelchair_boarding").into_iter().collect();
    assert_eq!(flags.into_iter().collect::<Vec<_>>(), ["", "1", "2"]);
    let late = column(table(&tables, "stop_times.txt"), "arrival_time").into_iter().max().unwrap();
    assert!(late.as_str() > "28:30:00", "{late}");
}

#[test]
fn no_reference_points_nowhere() {
    let tables = network().tables();
    let ids = |file, name| -> BTreeSet<String> {
        column(table(&tables, file), name).into_iter().collect()
    };
    for (file, field, target, id) in [
        ("stops.txt", "parent_station", "stops.txt", "stop_id"),
        ("routes.txt", "agency_id", "agency.txt", "agency_id"),
        ("trips.txt", "route_id", "routes.txt", "route_id"),
        ("trips.txt", "service_id", "calendar.txt", "service_id"),
        ("stop_times.txt", "trip_id", "trips.txt", "trip_id"),
        ("stop_times.txt", "stop_id", "stops.txt", "stop_id"),
        ("calendar_dates.txt", "service_id", "calendar.txt", "service_id"),
        ("transfers.txt", "from_stop_id", "stops.txt", "stop_id"),
        ("transfers.txt", "to_route_id", "routes.txt", "route_id"),
    ] {
        let known = ids(target, id);
        let unknown: Vec<String> = ids(file, field)
            .into_iter()
            .filter(|text| !text.is_empty() && !known.contains(text))
            .collect();
        assert!(unknown.is_empty(), "{file} {field}: {unknown:?}");
    }
    let trips = column(table(&tables, "trips.txt"), "trip_id");
    let distinct: BTreeSet<&String> = trips.iter().collect();
    assert_eq!(distinct.len(), trips.len());
}

#[test]
fn every_office_has_a_stop_nearby() {
    let offices =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../cities/musterstadt/backend/appointments.json");
    let offices: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(offices).unwrap()).unwrap();
    let tables = network().tables();
    let stops = table(&tables, "stops.txt");
    let number = |text: String| text.parse::<f64>().unwrap();
    let latitudes: Vec<f64> = column(stops, "stop_lat").into_iter().map(number).collect();
    let longitudes: Vec<f64> = column(stops, "stop_lon").into_iter().map(number).collect();
    let mut offices_seen = 0;
    for office in offices["offices"].as_array().unwrap() {
        let (latitude, longitude) =
            (office["geo"]["lat"].as_f64().unwrap(), office["geo"]["lon"].as_f64().unwrap());
        let nearest = latitudes
            .iter()
            .zip(&longitudes)
            .map(|(lat, lon)| ((lat - latitude) * 111_240.0).hypot((lon - longitude) * 69_800.0))
            .fold(f64::MAX, f64::min);
        assert!(nearest < 150.0, "{}: {nearest:.0} m", office["name"]);
        offices_seen += 1;
    }
    assert!(offices_seen > 10);
}

#[test]
fn christmas_runs_as_a_sunday() {
    let tables = network().tables();
    let exceptions: BTreeSet<String> =
        table(&tables, "calendar_dates.txt").rows.iter().map(|row| row.join(" ")).collect();
    for wanted in [
        "mo-fr 20261224 2",
        "sa 20261224 1",
        "mo-fr 20261225 2",
        "so-feiertag 20261225 1",
        "sa 20261226 2",
        "so-feiertag 20261226 1",
        "wochenendnacht 20261224 1",
    ] {
        assert!(exceptions.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_times_of_a_trip_go_forward() {
    let tables = network().tables();
    let times = table(&tables, "stop_times.txt");
    let mut last: HashMap<String, String> = HashMap::new();
    for row in &times.rows {
        let (trip, arrival, departure) = (&row[0], &row[1], &row[2]);
        assert!(arrival <= departure, "{trip}");
        if let Some(before) = last.insert(trip.clone(), departure.clone()) {
            assert!(before < *arrival, "{trip}: {before} {arrival}");
        }
    }
    assert!(last.len() > 2000, "{} trips", last.len());
}
