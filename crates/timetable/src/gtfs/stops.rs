//! stops.txt.

use std::io::{Read, Seek};

use super::{File, GtfsError, Problem, Report, archive::Archive, ids::Ids, table::Column, value};
use crate::feed::{Stop, StopIndex, StopKind, Wheelchair};

/// stops.txt.
pub(super) struct Stops {
    pub list: Vec<Stop>,
    pub ids: Ids,
}

impl Stops {
    /// The stop at a position.
    pub(super) fn get(&self, index: u32) -> Option<&Stop> {
        self.list.get(index as usize)
    }
}

struct Raw {
    stop: Stop,
    line: u64,
    parent: Vec<u8>,
    place: Option<(f64, f64)>,
}

/// Reads stops.txt.
///
/// # Errors
/// The file is missing or damaged.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    report: &mut Report,
) -> Result<Stops, GtfsError> {
    let mut table = archive.required(File::Stops, report)?;
    let (id, name, code) =
        (table.needs("stop_id")?, table.column("stop_name"), table.column("stop_code"));
    let (latitude, longitude) = (table.needs("stop_lat")?, table.needs("stop_lon")?);
    let (kind, parent) = (table.column("location_type"), table.column("parent_station"));
    let (platform, wheelchair) =
        (table.column("platform_code"), table.column("wheelchair_boarding"));
    let mut ids = Ids::default();
    let mut raw: Vec<Raw> = Vec::new();
    while let Some(row) = table.next(report)? {
        if row.get(id).is_empty() {
            row.note(report, Problem::IdMissing("stop_id"), b"");
            continue;
        }
        if !ids.insert(row.get(id), raw.len()) {
            row.note(report, Problem::IdTwice("stop_id"), row.get(id));
            continue;
        }
        let mut degrees = |column: Column, name, limit: f64| {
            let within = |bytes: &[u8]| value::number(bytes).filter(|value| value.abs() <= limit);
            row.read(column, name, within, report)
        };
        let place = degrees(latitude, "stop_lat", 90.0)
            .zip(degrees(longitude, "stop_lon", 180.0))
            // A spot in the Gulf of Guinea is what programs write for "nowhere".
            .filter(|(latitude, longitude)| latitude.abs() > 1e-6 || longitude.abs() > 1e-6);
        let flag = |bytes: &[u8]| {
            let number = value::whole(bytes).filter(|number| *number <= 2)?;
            u8::try_from(number).ok().map(Wheelchair::from_number)
        };
        let stop = Stop {
            id: row.text(id, report),
            name: row.text(name, report),
            code: row.optional(code, report),
            platform: row.optional(platform, report),
            kind: row.read(kind, "location_type", stop_kind, report).unwrap_or_default(),
            latitude: 0.0,
            longitude: 0.0,
            parent: None,
            wheelchair: row
                .read(wheelchair, "wheelchair_boarding", flag, report)
                .unwrap_or_default(),
        };
        raw.push(Raw { stop, line: row.line, parent: row.get(parent).to_vec(), place });
    }
    Ok(settle(raw, ids, report))
}

fn stop_kind(bytes: &[u8]) -> Option<StopKind> {
    Some(match value::whole(bytes)? {
        0 => StopKind::Stop,
        1 => StopKind::Station,
        2 => StopKind::Entrance,
        3 => StopKind::Node,
        4 => StopKind::BoardingArea,
        _ => return None,
    })
}

/// Finds parents, and lets stops have from them what they lack.
fn settle(raw: Vec<Raw>, mut ids: Ids, report: &mut Report) -> Stops {
    let parents: Vec<Option<u32>> = raw.iter().map(|one| parent(one, &raw, &ids, report)).collect();
    let places: Vec<Option<(f64, f64)>> =
        (0..raw.len()).map(|at| inherited(at, &raw, &parents, |one| one.place)).collect();
    let flags: Vec<Wheelchair> = (0..raw.len())
        .map(|at| {
            let known =
                |one: &Raw| Some(one.stop.wheelchair).filter(|flag| *flag != Wheelchair::Unknown);
            inherited(at, &raw, &parents, known).unwrap_or_default()
        })
        .collect();
    let names: Vec<Option<String>> = (0..raw.len())
        .map(|at| {
            let given = |one: &Raw| Some(one.stop.name.clone()).filter(|name| !name.is_empty());
            inherited(at, &raw, &parents, given)
        })
        .collect();

    let mut count = 0;
    let positions: Vec<Option<u32>> = places
        .iter()
        .map(|place| {
            place.map(|_| {
                count += 1;
                count - 1
            })
        })
        .collect();
    ids.renumber(&positions);
    let mut list = Vec::new();
    let settled = parents.into_iter().zip(places).zip(flags).zip(names);
    for (one, (((parent, place), wheelchair), name)) in raw.into_iter().zip(settled) {
        let mut note =
            |problem| report.note(File::Stops, one.line, problem, one.stop.id.as_bytes());
        let Some((latitude, longitude)) = place else {
            note(Problem::NoPlace);
            continue;
        };
        if one.place.is_none() {
            note(Problem::PlaceOfParent);
        }
        let public = matches!(one.stop.kind, StopKind::Stop | StopKind::Station);
        match (&name, one.stop.name.is_empty()) {
            (Some(_), true) if public => note(Problem::NameOfParent),
            (None, _) if public => note(Problem::NameMissing),
            _ => {}
        }
        let parent = parent.and_then(|old| positions.get(old as usize).copied().flatten());
        list.push(Stop {
            latitude,
            longitude,
            wheelchair,
            name: name.unwrap_or_default(),
            parent: parent.map(StopIndex),
            ..one.stop
        });
    }
    Stops { list, ids }
}

/// The parent, if it is of the kind that it has to be.
fn parent(one: &Raw, raw: &[Raw], ids: &Ids, report: &mut Report) -> Option<u32> {
    if one.parent.is_empty() {
        return None;
    }
    let Some(index) = ids.get(&one.parent) else {
        let problem = Problem::DanglingCleared("parent_station");
        report.note(File::Stops, one.line, problem, &one.parent);
        return None;
    };
    let kind = raw.get(index as usize).map(|parent| parent.stop.kind);
    let right = match one.stop.kind {
        StopKind::Station => false,
        StopKind::BoardingArea => kind == Some(StopKind::Stop),
        StopKind::Stop | StopKind::Entrance | StopKind::Node => kind == Some(StopKind::Station),
    };
    if !right {
        report.note(File::Stops, one.line, Problem::ParentKind, &one.parent);
    }
    right.then_some(index)
}

/// What a stop says itself, or its parent, or that one's parent.
fn inherited<T>(
    at: usize,
    raw: &[Raw],
    parents: &[Option<u32>],
    says: impl Fn(&Raw) -> Option<T>,
) -> Option<T> {
    let above = |at: usize| parents.get(at).copied().flatten().map(|index| index as usize);
    let line = [Some(at), above(at), above(at).and_then(above)];
    line.into_iter().flatten().find_map(|at| says(raw.get(at)?))
}
