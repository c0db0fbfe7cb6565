//! Small feeds with one mistake each: what the reader makes of them and what it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::{
    Day, Mode,
    feed::{Boarding, StopKind, TransferKind, Wheelchair},
};

/// A whole, correct feed: two stops, one line, one trip on Mondays.
const FILES: [(&str, &str); 6] = [
    (
        "agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone,agency_lang\na,Stadtwerke,https://x.example,Europe/Berlin,de\n",
    ),
    (
        "stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\ns1,Markt,51.0,10.0\ns2,Bahnhof,51.01,10.0\ns3,Hafen,51.03,10.0\n",
    ),
    (
        "routes.txt",
        "route_id,agency_id,route_short_name,route_long_name,route_type,route_color\nr,a,5,Markt - Hafen,3,FF8000\n",
    ),
    (
        "calendar.txt",
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nw,1,0,0,0,0,0,0,20261123,20261206\n",
    ),
    ("trips.txt", "route_id,service_id,trip_id,trip_headsign,direction_id\nr,w,t,Hafen,0\n"),
    (
        "stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,23:50:00,23:50:00,s1,1\nt,24:00:00,24:01:00,s2,2\nt,24:10:00,24:10:00,s3,3\n",
    ),
];

fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(&content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The correct feed with some files replaced, added (or, with an empty text, taken out).
fn changed(changes: &[(&str, &str)]) -> Vec<u8> {
    let mut files: Vec<(&str, &str)> = FILES.to_vec();
    for (name, content) in changes {
        files.retain(|(known, _)| known != name);
        if !content.is_empty() {
            files.push((name, content));
        }
    }
    zipped(files.into_iter().map(|(name, content)| (name, content.as_bytes().to_vec())))
}

fn reading(bytes: Vec<u8>) -> Result<(Feed, Report), GtfsError> {
    read(Cursor::new(bytes), Limits::default())
}

fn with(changes: &[(&str, &str)]) -> (Feed, Report) {
    reading(changed(changes)).unwrap_or_else(|error| panic!("{error}"))
}

fn stop_times(rows: &str) -> (Feed, Report) {
    let header = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled,stop_headsign\n";
    with(&[("stop_times.txt", &format!("{header}{rows}"))])
}

fn arrivals(feed: &Feed) -> Vec<u32> {
    feed.trips[0].stop_times.iter().map(|time| time.arrival).collect()
}

const fn clock(hour: u32, minute: u32) -> u32 {
    hour * 3600 + minute * 60
}

#[test]
fn a_correct_feed_has_nothing_to_report() {
    let (feed, report) = with(&[]);
    assert_eq!(report.findings(), Vec::<&Finding>::new());
    assert_eq!(arrivals(&feed), [clock(23, 50), clock(24, 0), clock(24, 10)]);
    assert_eq!(feed.trips[0].stop_times[1].departure, clock(24, 1));
    let days: Vec<String> = feed.services[0].days.iter().map(Day::to_string).collect();
    assert_eq!(days, ["2026-11-23", "2026-11-30"]);
    assert_eq!(feed.lines[0].color, Some(0xff_80_00));
    assert_eq!(feed.about.language.as_deref(), Some("de"));
    assert_eq!(feed.zone.name, "Europe/Berlin");
    assert_eq!(report.rows().collect::<Vec<_>>().len(), 6);
}

#[test]
fn a_folder_a_mac_and_a_byte_order_mark_do_not_disturb() {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, content) in FILES {
        files.push((format!("feed 2026/{name}"), [b"\xef\xbb\xbf", content.as_bytes()].concat()));
        files.push((format!("__MACOSX/feed 2026/._{name}"), b"Mac".to_vec()));
    }
    files.push(("feed 2026/.DS_Store".to_owned(), vec![0]));
    let bytes = zipped(files.iter().map(|(name, content)| (name.as_str(), content.clone())));
    let (feed, report) = reading(bytes).unwrap();
    assert_eq!(feed.stops.len(), 3);
    assert_eq!(report.findings(), Vec::<&Finding>::new());
}

#[test]
fn quotes_blanks_and_line_ends_of_all_kinds() {
    let stops = "stop_lon ,\"stop_id\", stop_name,stop_lat\r\n 10.0 ,s1,\"Markt, \"\"Süd\"\"\r\n(Steig 1)\", 51.0\r\n\r\n10.0,s2,Bahnhof,51.01\r\n10.0,s3,Hafen,51.03";
    let (feed, report) = with(&[("stops.txt", stops)]);
    assert_eq!(feed.stops[0].name, "Markt, \"Süd\"\r\n(Steig 1)");
    assert_eq!(feed.stops.len(), 3);
    assert_eq!(report.findings(), Vec::<&Finding>::new());
}

#[test]
fn a_wrong_colour_is_no_reason_to_lose_a_line() {
    let routes =
        "route_id,route_short_name,route_type,route_color,route_text_color\nr,5,3,0,FFFFFF\n";
    let (feed, report) = with(&[("routes.txt", routes)]);
    assert_eq!((feed.lines[0].color, feed.lines[0].text_color), (None, Some(0xff_ff_ff)));
    let finding = report.findings()[0].clone();
    assert_eq!((finding.line, finding.example.as_str()), (2, "0"));
    let sentence = finding.sentence(Tongue::German);
    assert!(sentence.starts_with("routes.txt, Zeile 2: „0“ route_color"), "{sentence}");
}

#[test]
fn types_of_lines_are_kept_whatever_they_are() {
    for (given, mode) in [
        ("0", Mode::Tram),
        ("109", Mode::SuburbanRail),
        ("700", Mode::Bus),
        ("900", Mode::Tram),
        ("800", Mode::Trolleybus),
        ("4711", Mode::Other),
        ("bus", Mode::Other),
    ] {
        let routes = format!("route_id,route_short_name,route_type\nr,5,{given}\n");
        let (feed, _) = with(&[("routes.txt", &routes)]);
        assert_eq!(Mode::from_route_type(feed.lines[0].route_type), mode, "{given}");
        assert_eq!(feed.trips.len(), 1);
    }
}

#[test]
fn blank_times_follow_the_distance() {
    let by_shape = "t,8:00:00,8:00:00,s1,1,0,\nt,,,s2,2,9.0,\nt,8:10:00,8:10:00,s3,3,10.0,\n";
    assert_eq!(arrivals(&stop_times(by_shape).0), [28_800, 28_800 + 540, 29_400]);
    // On the ground s2 is a third of the way.
    let on_ground = "t,8:00:00,8:00:00,s1,1,,\nt,,,s2,2,,\nt,8:10:00,8:10:00,s3,3,,\n";
    let (feed, report) = stop_times(on_ground);
    assert!((28_999..=29_001).contains(&arrivals(&feed)[1]), "{:?}", arrivals(&feed));
    assert_eq!(report.cases(File::StopTimes, Problem::TimesBlank), 1);
    let all_at_one_place = "t,8:00:00,8:00:00,s1,1,,\nt,,,s1,2,,\nt,8:10:00,8:10:00,s1,3,,\n";
    assert_eq!(arrivals(&stop_times(all_at_one_place).0), [28_800, 29_100, 29_400]);
    let ends = "t,,,s1,1,,\nt,8:00:00,8:00:00,s2,2,,\nt,8:10:00,8:10:00,s3,3,,\nt,,,s1,4,,\n";
    let (feed, report) = stop_times(ends);
    assert_eq!(arrivals(&feed), [28_800, 29_400]);
    assert_eq!(report.cases(File::StopTimes, Problem::TimesBlankAtEnds), 2);
}

#[test]
fn impossible_times_are_put_right_and_told() {
    let outlier =
        "t,8:00:00,8:00:00,s1,1,,\nt,18:05:00,18:05:00,s2,2,,\nt,8:10:00,8:10:00,s3,3,,\n";
    let (feed, report) = stop_times(outlier);
    assert!(arrivals(&feed).is_sorted() && arrivals(&feed)[2] == 29_400, "{:?}", arrivals(&feed));
    assert_eq!(report.cases(File::StopTimes, Problem::TimeBackwards), 1);
    let midnight =
        "t,23:50:00,23:50:00,s1,1,,\nt,23:59:00,0:01:00,s2,2,,\nt,0:10:00,0:10:00,s3,3,,\n";
    let (feed, _) = stop_times(midnight);
    assert_eq!(arrivals(&feed), [clock(23, 50), clock(23, 59), clock(24, 10)]);
    assert_eq!(feed.trips[0].stop_times[1].departure, clock(24, 1));
    let back = "t,8:00:00,8:00:00,s1,1,,\nt,8:10:00,8:10:00,s2,2,,\nt,8:05:00,8:05:00,s3,3,,\n";
    assert_eq!(arrivals(&stop_times(back).0), [28_800, 29_400, 29_400]);
}

#[test]
fn rows_may_stand_in_any_order() {
    let rows = "t,8:10:00,8:10:00,s3,30,,\nt,8:00:00,8:00:00,s1,1,,\nt,8:05:00,8:05:00,s2,7,,\nt,9:00:00,9:00:00,s2,7,,\n";
    let (feed, report) = stop_times(rows);
    let sequences: Vec<u32> = feed.trips[0].stop_times.iter().map(|time| time.sequence).collect();
    assert_eq!(sequences, [1, 7, 30]);
    assert_eq!(arrivals(&feed), [28_800, 29_100, 29_400]);
    assert_eq!(report.cases(File::StopTimes, Problem::SequenceTwice), 1);
}

#[test]
fn a_sign_may_change_on_the_way() {
    let rows = "t,8:00:00,8:00:00,s1,1,,Hafen über Bahnhof\nt,8:05:00,8:05:00,s2,2,,\nt,8:10:00,8:10:00,s3,3,,\n";
    let (feed, _) = stop_times(rows);
    let changes: Vec<(u32, &str)> = feed.trips[0]
        .headsign_changes
        .iter()
        .map(|change| (change.from, change.headsign.as_str()))
        .collect();
    assert_eq!(changes, [(0, "Hafen über Bahnhof"), (1, "Hafen")]);
}

#[test]
fn platforms_have_from_their_station_what_they_lack() {
    let stops = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code,wheelchair_boarding\n\
        hbf,Hauptbahnhof,51.0,10.0,1,,,1\ns1,,,,0,hbf,1,\ns2,Hauptbahnhof,51.0,10.0,0,hbf,2,2\ne,Eingang,51.0,10.0,2,hbf,,\n\
        s3,Hafen,51.03,10.0,0,nirgends,,\nlost,Ohne Ort,,,0,,,\nzero,Null,0.0,0.0,0,,,\n";
    let (feed, report) = with(&[("stops.txt", stops)]);
    let names: Vec<&str> = feed.stops.iter().map(|stop| stop.id.as_str()).collect();
    assert_eq!(names, ["hbf", "s1", "s2", "e", "s3"]);
    assert_eq!(feed.stops[1].name, "Hauptbahnhof");
    assert!((feed.stops[1].latitude - 51.0).abs() < 1e-9);
    let flags: Vec<Wheelchair> = feed.stops.iter().map(|stop| stop.wheelchair).collect();
    assert_eq!(
        flags,
        [Wheelchair::Yes, Wheelchair::Yes, Wheelchair::No, Wheelchair::Yes, Wheelchair::Unknown]
    );
    assert_eq!(feed.stops[4].parent, None);
    assert_eq!(report.cases(File::Stops, Problem::NoPlace), 2);
    assert_eq!(report.cases(File::Stops, Problem::PlaceOfParent), 1);
    assert_eq!(report.cases(File::Stops, Problem::DanglingCleared("parent_station")), 1);
}

#[test]
fn a_station_that_is_served_becomes_its_platform_or_a_stop() {
    let stops = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n\
        s1,Markt,51.0,10.0,1,\np,Markt,51.0,10.0,0,s1\ns2,Bahnhof,51.01,10.0,1,\ns3,Hafen,51.03,10.0,2,s2\n";
    let (feed, report) = with(&[("stops.txt", stops)]);
    let served: Vec<&str> = feed.trips[0]
        .stop_times
        .iter()
        .map(|time| feed.stops[time.stop.0 as usize].id.as_str())
        .collect();
    assert_eq!(served, ["p", "s2"]);
    assert_eq!(feed.stops[2].kind, StopKind::Stop);
    for problem in [Problem::StationServed, Problem::StationServedAlone, Problem::EntranceServed] {
        assert_eq!(report.cases(File::StopTimes, problem), 1);
    }
}

#[test]
fn calendar_dates_alone_are_a_calendar() {
    let dates =
        "service_id,date,exception_type\nw,20261225,1\nw,20261224,1\nw,20261226,2\nw,20261224,1\n";
    let (feed, report) = with(&[("calendar.txt", ""), ("calendar_dates.txt", dates)]);
    let days: Vec<String> = feed.services[0].days.iter().map(Day::to_string).collect();
    assert_eq!(days, ["2026-12-24", "2026-12-25"]);
    assert_eq!(report.cases(File::CalendarDates, Problem::RowTwice), 1);
    let (feed, _) = with(&[(
        "calendar_dates.txt",
        "service_id,date,exception_type\nw,20261123,2\nw,20261124,1\n",
    )]);
    let days: Vec<String> = feed.services[0].days.iter().map(Day::to_string).collect();
    assert_eq!(days, ["2026-11-24", "2026-11-30"]);
}

#[test]
fn a_calendar_without_end_is_cut() {
    let calendar = FILES[3].1.replace("20261206", "99991231");
    let (feed, report) = with(&[("calendar.txt", &calendar)]);
    assert!(feed.services[0].days.len() < 1100, "{}", feed.services[0].days.len());
    assert!(report.cases(File::Calendar, Problem::DaysTooMany) > 0);
}

#[test]
fn headways_are_kept_with_their_kind() {
    let frequencies = "trip_id,start_time,end_time,headway_secs,exact_times\nt,07:00:00,09:00:00,600,1\nt,05:00:00,07:00:00,900,\n\
        t,08:00:00,10:00:00,600,0\nt,11:00:00,10:00:00,600,0\nt,12:00:00,13:00:00,0,0\nx,12:00:00,13:00:00,60,0\n";
    let (feed, report) = with(&[("frequencies.txt", frequencies)]);
    let kept: Vec<(u32, bool)> =
        feed.trips[0].frequencies.iter().map(|one| (one.headway, one.exact)).collect();
    assert_eq!(kept, [(900, false), (600, true)]);
    assert_eq!(report.cases(File::Frequencies, Problem::FrequencyOverlap), 1);
    assert_eq!(report.count(Outcome::Dropped), 4);
}

#[test]
fn transfers_name_what_there_is() {
    let transfers = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id,to_trip_id\n\
        s1,s2,2,180,,\ns1,s2,2,180,,\ns1,s9,0,,,\ns2,s1,,,,\ns2,s3,7,,,\n,,4,,t,t\n,s1,0,,,\n";
    let (feed, report) = with(&[("transfers.txt", transfers)]);
    let kinds: Vec<TransferKind> = feed.transfers.iter().map(|transfer| transfer.kind).collect();
    assert_eq!(
        kinds,
        [TransferKind::MinimumTime(180), TransferKind::Recommended, TransferKind::StaySeated]
    );
    assert_eq!(report.count(Outcome::Dropped), 4);
}

#[test]
fn what_is_lost_is_counted() {
    let trips = "route_id,service_id,trip_id\nr,w,t\nr,nie,t2\nx,w,t3\nr,w,t\nr,w,leer\nr,w,\n";
    let (feed, report) = with(&[("trips.txt", trips)]);
    assert_eq!(feed.trips.len(), 1);
    for problem in [
        Problem::Dangling("service_id"),
        Problem::Dangling("route_id"),
        Problem::IdTwice("trip_id"),
        Problem::TripTooShort,
        Problem::IdMissing("trip_id"),
    ] {
        assert_eq!(report.cases(File::Trips, problem), 1, "{problem:?}");
    }
}

#[test]
fn unknown_columns_and_files_are_named() {
    let stops = FILES[1].1.replacen("stop_name", "stop_nmae", 1);
    let (feed, report) = with(&[("stops.txt", &stops), ("shapes.txt", "x"), ("fahrplan.txt", "y")]);
    assert_eq!(feed.stops.len(), 3);
    assert_eq!(report.cases(File::Stops, Problem::ColumnUnknown), 1);
    assert_eq!(report.cases(File::Stops, Problem::NameMissing), 3);
    assert_eq!(report.cases(File::Archive, Problem::FileNotNeeded), 1);
    assert_eq!(report.cases(File::Archive, Problem::FileUnknown), 1);
}

#[test]
fn text_of_another_time_is_read_as_windows_1252() {
    let stops = FILES[1].1.replace("Markt", "M\u{1}lhof");
    let bytes: Vec<u8> = stops.bytes().map(|byte| if byte == 1 { 0xfc } else { byte }).collect();
    let files = FILES.iter().map(|(name, content)| {
        (*name, if *name == "stops.txt" { bytes.clone() } else { content.as_bytes().to_vec() })
    });
    let (feed, report) = reading(zipped(files)).unwrap();
    assert_eq!(feed.stops[0].name, "Mülhof");
    assert_eq!(report.cases(File::Stops, Problem::NotUtf8), 1);
}

#[test]
fn getting_on_and_off_is_kept() {
    let rows = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\nt,8:00:00,8:00:00,s1,1,0,1\nt,8:05:00,,s2,2,2,3\nt,8:10:00,8:10:00,s3,3,9,\n";
    let (feed, report) = with(&[("stop_times.txt", rows)]);
    let times = &feed.trips[0].stop_times;
    assert_eq!((times[0].pickup, times[0].drop_off), (Boarding::Regular, Boarding::None));
    assert_eq!((times[1].pickup, times[1].drop_off), (Boarding::PhoneAgency, Boarding::AskDriver));
    assert_eq!(times[1].departure, 29_100);
    assert_eq!(report.cases(File::StopTimes, Problem::Unreadable("pickup_type")), 1);
}

#[test]
fn what_cannot_be_used_says_why_and_what_to_do() {
    let error = |bytes: Vec<u8>| reading(bytes).unwrap_err();
    assert!(matches!(error(b"<html>".to_vec()), GtfsError::NotAZip { .. }));
    assert!(matches!(error(zipped([("feed.zip", vec![1])])), GtfsError::NoFeedInside { .. }));
    let missing = |name: &'static str| error(changed(&[(name, "")]));
    assert_eq!(missing("stop_times.txt"), GtfsError::FileMissing { file: File::StopTimes });
    assert_eq!(missing("calendar.txt"), GtfsError::CalendarMissing);
    let broken = |name: &'static str, content: &'static str| error(changed(&[(name, content)]));
    assert_eq!(
        broken("trips.txt", "route_id,service_id\nr,w\n"),
        GtfsError::ColumnMissing { file: File::Trips, column: "trip_id" }
    );
    assert_eq!(broken("trips.txt", "route_id,service_id,trip_id\nx,w,t\n"), GtfsError::NothingRuns);
    assert_eq!(broken("agency.txt", "agency_timezone\n\"\"\n"), GtfsError::NoAgency);
    assert_eq!(
        broken("agency.txt", "agency_timezone\nMitteleuropa\n"),
        GtfsError::UnknownZone { name: "Mitteleuropa".to_owned() }
    );
    for tongue in [Tongue::German, Tongue::English] {
        assert!(missing("agency.txt").sentence(tongue).contains("agency.txt"));
    }
}

#[test]
fn a_zip_bomb_is_put_down() {
    let mut rows = FILES[5].1.to_owned();
    rows.push_str(&"t,8:00:00,8:00:00,s1,1\n".repeat(200_000));
    let bytes = changed(&[("stop_times.txt", &rows)]);
    assert!(bytes.len() < 100_000);
    let small = Limits { stop_times: 1000, ..Limits::default() };
    let error = read(Cursor::new(bytes.clone()), small).unwrap_err();
    assert_eq!(error, GtfsError::TooManyRows { file: File::StopTimes, limit: 1000 });
    let small = Limits { file_bytes: 100_000, ..Limits::default() };
    let error = read(Cursor::new(bytes), small).unwrap_err();
    assert_eq!(error, GtfsError::TooLarge { file: File::StopTimes, limit: 100_000 });
    let endless = format!(
        "stop_id,stop_name,stop_lat,stop_lon\ns1,\"Markt,51,10\n{}",
        "x\n".repeat(1_000_000)
    );
    let error = reading(changed(&[("stops.txt", &endless)])).unwrap_err();
    assert!(matches!(error, GtfsError::RowTooLong { file: File::Stops, .. }), "{error}");
}

/// Fields as feeds have them, and as they should not.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-z]{1,3}",
        "-?[0-9]{1,9}(\\.[0-9]{1,4})?",
        "[0-9]{1,3}:[0-9]{2}:[0-9]{2}",
        "2026[01][0-9][0-3][0-9]",
        Just("t".to_owned()),
        Just("s1".to_owned()),
        Just("s2".to_owned()),
        Just("\"".to_owned()),
        ".{0,6}",
    ]
}

fn rows() -> impl Strategy<Value = String> {
    let row = proptest::collection::vec(field(), 0..8).prop_map(|fields| fields.join(","));
    proptest::collection::vec(row, 0..12).prop_map(|rows| rows.join("\n"))
}

/// Everything that the packer relies on.
fn assert_sound(feed: &Feed) {
    for stop in &feed.stops {
        assert!(stop.latitude.abs() <= 90.0 && stop.longitude.abs() <= 180.0);
        let Some(parent) = stop.parent else { continue };
        let wanted =
            if stop.kind == StopKind::BoardingArea { StopKind::Stop } else { StopKind::Station };
        assert_eq!(feed.stops[parent.0 as usize].kind, wanted);
    }
    for service in &feed.services {
        assert!(service.days.is_sorted_by(|one, other| one < other));
    }
    for trip in &feed.trips {
        assert!(trip.stop_times.len() >= 2);
        assert!((trip.line.0 as usize) < feed.lines.len());
        assert!((trip.service.0 as usize) < feed.services.len());
        let mut earliest = 0;
        for time in &trip.stop_times {
            let kind = feed.stops[time.stop.0 as usize].kind;
            assert!(matches!(kind, StopKind::Stop | StopKind::BoardingArea));
            assert!(earliest <= time.arrival && time.arrival <= time.departure);
            earliest = time.departure;
        }
        assert!(trip.stop_times.is_sorted_by(|one, other| one.sequence < other.sequence));
        assert!(trip.headsign_changes.is_sorted_by(|one, other| one.from < other.from));
    }
    assert!(!feed.zone.offsets.is_empty());
    assert!(feed.zone.offsets.is_sorted_by(|one, other| one.from < other.from));
    for transfer in &feed.transfers {
        for stop in [transfer.from, transfer.to].into_iter().flatten() {
            assert!((stop.0 as usize) < feed.stops.len());
        }
        for trip in [transfer.from_trip, transfer.to_trip].into_iter().flatten() {
            assert!((trip.0 as usize) < feed.trips.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_rows_are_too_strange(file in 0..FILES.len(), rows in rows(), keep in any::<bool>()) {
        let (name, content) = FILES[file];
        let header = content.lines().next().unwrap();
        let kept = if keep { content.split_once('\n').unwrap().1 } else { "" };
        let changed = changed(&[(name, &format!("{header}\n{kept}{rows}\n"))]);
        if let Ok((feed, report)) = reading(changed) {
            assert_sound(&feed);
            for finding in report.findings() {
                prop_assert!(!finding.sentence(Tongue::German).is_empty());
            }
        }
    }

    #[test]
    fn a_cut_or_bent_zip_is_an_answer(at in 0_usize..2500, byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = changed(&[]);
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        if let Ok((feed, _)) = reading(bytes) {
            assert_sound(&feed);
        }
    }

    #[test]
    fn blank_times_lie_between_their_neighbours(times in proptest::collection::vec(proptest::option::of(0_u32..90_000), 2..14)) {
        let mut rows = String::new();
        for (at, time) in times.iter().enumerate() {
            let text = time.map_or_else(String::new, |time| format!("{}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60));
            writeln!(rows, "t,{text},{text},s{},{at},,", at % 3 + 1).unwrap();
        }
        let header = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled,stop_headsign\n";
        if let Ok((feed, _)) = reading(changed(&[("stop_times.txt", &format!("{header}{rows}"))])) {
            assert_sound(&feed);
        }
    }
}
