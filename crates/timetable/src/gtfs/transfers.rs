//! transfers.txt.

use std::{
    collections::HashSet,
    io::{Read, Seek},
};

use super::{File, GtfsError, Problem, Report, archive::Archive, ids::Ids, stops::Stops};
use crate::feed::{LineIndex, StopIndex, Transfer, TransferKind, TripIndex};

/// Reads transfers.txt; a feed without has no rules.
///
/// # Errors
/// The file is damaged.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    stops: &Stops,
    lines: &Ids,
    trips: &Ids,
    report: &mut Report,
) -> Result<Vec<Transfer>, GtfsError> {
    let Some(mut table) = archive.table(File::Transfers, report)? else { return Ok(Vec::new()) };
    let columns = [
        ("from_stop_id", &stops.ids),
        ("to_stop_id", &stops.ids),
        ("from_route_id", lines),
        ("to_route_id", lines),
        ("from_trip_id", trips),
        ("to_trip_id", trips),
    ]
    .map(|(name, ids)| (table.column(name), name, ids));
    let (kind, seconds) = (table.column("transfer_type"), table.column("min_transfer_time"));
    let mut transfers = Vec::new();
    let mut seen = HashSet::new();
    'rows: while let Some(row) = table.next(report)? {
        let mut found = [None; 6];
        for ((column, name, ids), found) in columns.iter().zip(&mut found) {
            let id = row.get(*column);
            *found = ids.get(id);
            if found.is_none() && !id.is_empty() {
                row.note(report, Problem::Dangling(name), id);
                continue 'rows;
            }
        }
        let [from, to, from_line, to_line, from_trip, to_trip] = found;
        let seconds = row.whole(seconds, "min_transfer_time", report);
        let kind = match row.get(kind) {
            b"" | b"0" => TransferKind::Recommended,
            b"1" => TransferKind::Timed,
            // Without a time, the rule says no more than that one may change here.
            b"2" => seconds.map_or(TransferKind::Recommended, TransferKind::MinimumTime),
            b"3" => TransferKind::NotPossible,
            b"4" => TransferKind::StaySeated,
            b"5" => TransferKind::LeaveSeat,
            other => {
                row.note(report, Problem::UnreadableRow("transfer_type"), other);
                continue;
            }
        };
        let of_vehicle = matches!(kind, TransferKind::StaySeated | TransferKind::LeaveSeat);
        if of_vehicle && (from_trip.is_none() || to_trip.is_none()) {
            row.note(report, Problem::UnreadableRow("from_trip_id"), b"");
            continue;
        }
        if !of_vehicle && (from.is_none() || to.is_none()) {
            row.note(report, Problem::TransferNoStop, b"");
            continue;
        }
        let transfer = Transfer {
            from: from.map(StopIndex),
            to: to.map(StopIndex),
            kind,
            from_line: from_line.map(LineIndex),
            to_line: to_line.map(LineIndex),
            from_trip: from_trip.map(TripIndex),
            to_trip: to_trip.map(TripIndex),
        };
        if seen.insert(transfer) {
            transfers.push(transfer);
        } else {
            row.note(report, Problem::RowTwice, b"");
        }
    }
    Ok(transfers)
}
