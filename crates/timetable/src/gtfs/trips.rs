//! trips.txt.

use std::io::{Read, Seek};

use super::{File, GtfsError, Problem, Report, archive::Archive, ids::Ids, value};
use crate::feed::{LineIndex, ServiceIndex, Trip, Wheelchair};

/// The trips of a feed.
#[derive(Default)]
pub(super) struct Trips {
    pub list: Vec<Trip>,
    pub ids: Ids,
    /// Where each stands in trips.txt.
    rows: Vec<u64>,
}

/// Reads trips.txt.
///
/// # Errors
/// The file is missing or damaged.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    lines: &Ids,
    services: &Ids,
    report: &mut Report,
) -> Result<Trips, GtfsError> {
    let mut table = archive.required(File::Trips, report)?;
    let (id, line, service) =
        (table.needs("trip_id")?, table.needs("route_id")?, table.needs("service_id")?);
    let (headsign, short_name) = (table.column("trip_headsign"), table.column("trip_short_name"));
    let (direction, block) = (table.column("direction_id"), table.column("block_id"));
    let (wheelchair, bikes) =
        (table.column("wheelchair_accessible"), table.column("bikes_allowed"));
    let up_to = |limit: u32| {
        move |bytes: &[u8]| {
            value::whole(bytes)
                .filter(|value| *value <= limit)
                .and_then(|value| u8::try_from(value).ok())
        }
    };
    let mut trips = Trips::default();
    while let Some(row) = table.next(report)? {
        if row.get(id).is_empty() {
            row.note(report, Problem::IdMissing("trip_id"), b"");
            continue;
        }
        let Some(line) = lines.get(row.get(line)) else {
            row.note(report, Problem::Dangling("route_id"), row.get(line));
            continue;
        };
        let Some(service) = services.get(row.get(service)) else {
            row.note(report, Problem::Dangling("service_id"), row.get(service));
            continue;
        };
        if !trips.ids.insert(row.get(id), trips.list.len()) {
            row.note(report, Problem::IdTwice("trip_id"), row.get(id));
            continue;
        }
        let bikes = row.read(bikes, "bikes_allowed", up_to(2), report);
        trips.rows.push(row.line);
        trips.list.push(Trip {
            id: row.text(id, report),
            line: LineIndex(line),
            service: ServiceIndex(service),
            headsign: row.text(headsign, report),
            short_name: row.optional(short_name, report),
            direction: row.read(direction, "direction_id", up_to(1), report),
            block: row.optional(block, report),
            wheelchair: row
                .read(wheelchair, "wheelchair_accessible", up_to(2), report)
                .map_or(Wheelchair::Unknown, Wheelchair::from_number),
            bikes: bikes.filter(|number| *number > 0).map(|number| number == 1),
            stop_times: Vec::new(),
            headsign_changes: Vec::new(),
            frequencies: Vec::new(),
        });
    }
    Ok(trips)
}

/// Leaves out trips that go nowhere.
pub(super) fn drop_unusable(trips: &mut Trips, report: &mut Report) {
    let mut new = Vec::with_capacity(trips.list.len());
    let mut count = 0;
    for (trip, line) in trips.list.iter().zip(&trips.rows) {
        if trip.stop_times.len() < 2 {
            report.note(File::Trips, *line, Problem::TripTooShort, trip.id.as_bytes());
            new.push(None);
        } else {
            new.push(Some(count));
            count += 1;
        }
    }
    if count as usize == trips.list.len() {
        return;
    }
    trips.ids.renumber(&new);
    trips.list.retain(|trip| trip.stop_times.len() >= 2);
}
