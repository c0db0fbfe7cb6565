//! pathways.txt.

use std::io::{Read, Seek};

use super::{File, GtfsError, Problem, Report, archive::Archive, stops::Stops, value};
use crate::feed::{Pathway, PathwayKind, StopIndex, StopKind};

/// Reads pathways.txt.
///
/// # Errors
/// The file is damaged.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    stops: &Stops,
    report: &mut Report,
) -> Result<Vec<Pathway>, GtfsError> {
    let Some(mut table) = archive.table(File::Pathways, report)? else { return Ok(Vec::new()) };
    let (from, to) = (table.needs("from_stop_id")?, table.needs("to_stop_id")?);
    let (kind, both) = (table.needs("pathway_mode")?, table.needs("is_bidirectional")?);
    let (length, seconds) = (table.column("length"), table.column("traversal_time"));
    let stairs = table.column("stair_count");
    let mut pathways = Vec::new();
    'rows: while let Some(row) = table.next(report)? {
        let mut ends = [StopIndex(0); 2];
        for ((column, name), end) in
            [(from, "from_stop_id"), (to, "to_stop_id")].into_iter().zip(&mut ends)
        {
            let Some(index) = stops.ids.get(row.get(column)) else {
                row.note(report, Problem::Dangling(name), row.get(column));
                continue 'rows;
            };
            if stops.get(index).is_some_and(|stop| stop.kind == StopKind::Station) {
                row.note(report, Problem::PathwayStation, row.get(column));
                continue 'rows;
            }
            *end = StopIndex(index);
        }
        let [from, to] = ends;
        let Some(kind) = row.must(kind, "pathway_mode", pathway_kind, report) else { continue };
        let flag = |bytes: &[u8]| value::whole(bytes).filter(|flag| *flag <= 1);
        // A way that may be walked in both directions and is not costs nobody a wrong turn.
        let both_ways = row.read(both, "is_bidirectional", flag, report) == Some(1);
        let positive = |bytes: &[u8]| value::number(bytes).filter(|metres| *metres >= 0.0);
        // Metres inside a station; far more exact than anybody measured.
        #[allow(clippy::cast_possible_truncation)]
        let length = row.read(length, "length", positive, report).map(|metres| metres as f32);
        let signed = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse().ok();
        pathways.push(Pathway {
            from,
            to,
            kind,
            both_ways,
            length,
            seconds: row.whole(seconds, "traversal_time", report),
            stairs: row.read(stairs, "stair_count", signed, report),
        });
    }
    Ok(pathways)
}

fn pathway_kind(bytes: &[u8]) -> Option<PathwayKind> {
    Some(match value::whole(bytes)? {
        1 => PathwayKind::Walkway,
        2 => PathwayKind::Stairs,
        3 => PathwayKind::MovingSidewalk,
        4 => PathwayKind::Escalator,
        5 => PathwayKind::Elevator,
        6 => PathwayKind::FareGate,
        7 => PathwayKind::ExitGate,
        _ => return None,
    })
}
