//! frequencies.txt.

use std::io::{Read, Seek};

use super::{File, GtfsError, Problem, Report, archive::Archive, trips::Trips, value};
use crate::feed::Frequency;

/// Reads frequencies.txt into the trips.
///
/// # Errors
/// The file is damaged.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    trips: &mut Trips,
    report: &mut Report,
) -> Result<(), GtfsError> {
    let Some(mut table) = archive.table(File::Frequencies, report)? else { return Ok(()) };
    let trip_id = table.needs("trip_id")?;
    let (start, end) = (table.needs("start_time")?, table.needs("end_time")?);
    let (headway, exact) = (table.needs("headway_secs")?, table.column("exact_times"));
    while let Some(row) = table.next(report)? {
        let trip = trips.ids.get(row.get(trip_id));
        let Some(trip) = trip.and_then(|trip| trips.list.get_mut(trip as usize)) else {
            row.note(report, Problem::Dangling("trip_id"), row.get(trip_id));
            continue;
        };
        let Some(start) = row.must(start, "start_time", value::time, report) else { continue };
        let later = |bytes: &[u8]| value::time(bytes).filter(|end| *end > start);
        let Some(end) = row.must(end, "end_time", later, report) else { continue };
        let positive = |bytes: &[u8]| value::whole(bytes).filter(|seconds| *seconds > 0);
        let Some(headway) = row.must(headway, "headway_secs", positive, report) else { continue };
        let flag = |bytes: &[u8]| value::whole(bytes).filter(|flag| *flag <= 1);
        let exact = row.read(exact, "exact_times", flag, report) == Some(1);
        let overlaps = |other: &Frequency| start < other.end && other.start < end;
        if trip.frequencies.iter().any(overlaps) {
            row.note(report, Problem::FrequencyOverlap, row.get(trip_id));
            continue;
        }
        trip.frequencies.push(Frequency { start, end, headway, exact });
    }
    for trip in &mut trips.list {
        trip.frequencies.sort_by_key(|frequency| frequency.start);
    }
    Ok(())
}
