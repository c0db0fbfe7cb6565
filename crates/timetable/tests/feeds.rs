//! Real feeds, read whole. They are not part of the project: without the folder the tests say so and pass.

#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::{fs, io::Cursor, path::PathBuf};

use timetable::{
    feed::{Feed, StopKind, Wheelchair},
    gtfs::{self, File, Limits, Outcome, Problem, Report, Tongue},
};

/// `$STADTKERN_TEST_DATA/gtfs`, or the folder beside the clone.
fn folder() -> Option<PathBuf> {
    let root = std::env::var_os("STADTKERN_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let folder = root.join("gtfs");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn read(name: &str) -> Option<(Feed, Report)> {
    let path = folder()?.join(name);
    let Ok(bytes) = fs::read(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    Some(
        gtfs::read(Cursor::new(bytes), Limits::default())
            .unwrap_or_else(|error| panic!("{name}: {error}")),
    )
}

/// Stops, lines, trips, stop times.
fn size(feed: &Feed) -> [usize; 4] {
    let times = feed.trips.iter().map(|trip| trip.stop_times.len()).sum();
    [feed.stops.len(), feed.lines.len(), feed.trips.len(), times]
}

/// Rows of trips and stop times in the files.
fn rows(report: &Report) -> [u64; 2] {
    [File::Trips, File::StopTimes]
        .map(|wanted| report.rows().find(|(file, _)| *file == wanted).map_or(0, |(_, rows)| rows))
}

fn latest_hour(feed: &Feed) -> u32 {
    let times = feed.trips.iter().flat_map(|trip| &trip.stop_times);
    times.map(|time| time.departure).max().unwrap() / 3600
}

#[test]
fn every_feed_is_read_and_every_loss_is_told() {
    let Some(folder) = folder() else { return };
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "zip") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (feed, report) =
            gtfs::read(Cursor::new(fs::read(&path).unwrap()), Limits::default()).unwrap();
        seen += 1;
        println!("{name}: {:?}", size(&feed));
        for finding in report.findings() {
            println!("  {}", finding.sentence(Tongue::English));
        }
        // Rows are in the feed or in the report.
        let rows =
            |file| report.rows().find(|(known, _)| *known == file).map_or(0, |(_, rows)| rows);
        let dropped = |file| -> u64 {
            let of = report.findings().into_iter().filter(|finding| {
                let whole = matches!(
                    finding.problem,
                    Problem::Dangling(_)
                        | Problem::IdTwice(_)
                        | Problem::IdMissing(_)
                        | Problem::UnreadableRow(_)
                        | Problem::SequenceTwice
                        | Problem::TimesBlankAtEnds
                        | Problem::EntranceServed
                        | Problem::OnDemand
                        | Problem::NoPlace
                        | Problem::TripTooShort
                );
                finding.file == file && whole
            });
            of.map(|finding| finding.count).sum()
        };
        let [stops, _, trips, times] = size(&feed).map(|size| size as u64);
        assert_eq!(stops + dropped(File::Stops), rows(File::Stops), "{name}: stops");
        assert_eq!(trips + dropped(File::Trips), rows(File::Trips), "{name}: trips");
        // Trips of one stop take it with them.
        let alone = report.cases(File::Trips, Problem::TripTooShort);
        let told = times + dropped(File::StopTimes);
        assert!((told..=told + alone).contains(&rows(File::StopTimes)), "{name}: stop times");
    }
    assert!(seen > 0);
}

#[test]
fn kuopio_is_whole() {
    let Some((feed, report)) = read("kuopio.zip") else { return };
    assert_eq!(size(&feed), [1355, 46, 2149, 79_123]);
    assert_eq!(latest_hour(&feed), 35);
    assert_eq!(feed.zone.name, "Europe/Helsinki");
    assert_eq!(report.count(Outcome::Dropped), 0);
    let days = feed.services.iter().flat_map(|service| &service.days);
    assert_eq!(days.clone().min().unwrap().to_string(), "2016-10-24");
    assert_eq!(days.max().unwrap().to_string(), "2017-06-04");
}

#[test]
fn west_hollywood_has_times_at_every_stop() {
    let Some((feed, report)) = read("catenary_weho.zip") else { return };
    assert_eq!(
        report.cases(File::StopTimes, Problem::TimesBlank)
            + report.cases(File::StopTimes, Problem::TimesBlankAtEnds),
        3828
    );
    for trip in &feed.trips {
        let mut before = 0;
        for time in &trip.stop_times {
            assert!(before <= time.arrival && time.arrival <= time.departure);
            before = time.departure;
        }
    }
}

#[test]
fn metro_north_has_no_calendar_and_many_transfers() {
    let Some((feed, _)) = read("catenary_gtfsmnr.zip") else { return };
    assert_eq!(size(&feed), [114, 6, 23_576, 307_098]);
    assert!(feed.transfers.len() > 10_000, "{}", feed.transfers.len());
    let last = feed.services.iter().flat_map(|service| &service.days).max().unwrap();
    assert_eq!(last.to_string(), "2026-11-22");
}

#[test]
fn washington_has_pathways_and_flags() {
    let Some((feed, _)) = read("tlib_server_gtfs_wmata.zip") else { return };
    assert_eq!(feed.pathways.len(), 2963);
    let stations = feed.stops.iter().filter(|stop| stop.kind == StopKind::Station).count();
    assert_eq!(stations, 98);
    let known = feed.stops.iter().filter(|stop| stop.wheelchair != Wheelchair::Unknown).count();
    assert!(known >= 2087, "{known}");
}

#[test]
fn saskatoon_keeps_its_lines_whatever_their_colour() {
    let Some((feed, report)) = read("catenary_saskatoon.zip") else { return };
    assert_eq!(size(&feed)[..2], [1375, 54]);
    assert_eq!(rows(&report), [6277, 129_039]);
    // 340 trips have one stop or none with a time.
    assert_eq!(report.cases(File::Trips, Problem::TripTooShort), 340);
    assert!(report.cases(File::Routes, Problem::Unreadable("route_text_color")) > 0);
}

#[test]
fn sao_paulo_runs_by_headways() {
    let Some((feed, _)) = read("spo.zip") else { return };
    let count: usize = feed.trips.iter().map(|trip| trip.frequencies.len()).sum();
    assert_eq!(count, 704);
    assert!(feed.trips.iter().flat_map(|trip| &trip.frequencies).all(|one| !one.exact));
}

#[test]
fn germany_has_platforms_and_names_who_made_it() {
    let Some((feed, report)) = read("de_fv_gtfsde.zip") else { return };
    assert_eq!(size(&feed)[..2], [1139, 94]);
    assert_eq!(rows(&report), [4863, 47_288]);
    assert!(feed.stops.iter().any(|stop| stop.platform.is_some() && stop.parent.is_some()));
    assert_eq!(feed.about.language.as_deref(), Some("de"));
    assert!(feed.about.attributions.iter().any(|one| one.name.contains("DELFI")));
}

#[test]
fn herrenberg_runs_past_midnight() {
    let Some((feed, _)) = read("vvs751.zip") else { return };
    assert_eq!(latest_hour(&feed), 25);
}
