//! `stop_times.txt`: millions of rows, so nothing is kept of one but numbers.

use std::{
    collections::HashMap,
    io::{Read, Seek},
};

use super::{
    File, GtfsError, Problem, Report,
    archive::Archive,
    interpolate::{self, BLANK, Timed},
    stops::Stops,
    trips::Trips,
    value,
};
use crate::feed::{Boarding, HeadsignChange, StopIndex, StopKind, StopTime, Trip};

/// Which stop a row means.
#[derive(Clone, Copy)]
enum Served {
    Itself,
    /// A station: this platform.
    Platform(u32),
    /// A station without platforms.
    Alone,
    /// An entrance or node.
    Never,
}

/// Texts of `stop_headsign`, each once. Position 0 is "none".
#[derive(Default)]
struct Headsigns {
    positions: HashMap<Vec<u8>, u32>,
    list: Vec<String>,
}

/// Reads `stop_times.txt` into the trips.
///
/// # Errors
/// The file is missing, damaged or holds too much.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    trips: &mut Trips,
    stops: &mut Stops,
    report: &mut Report,
) -> Result<(), GtfsError> {
    let served = served(stops);
    let mut used_alone = vec![false; stops.list.len()];
    let mut headsigns = Headsigns::default();
    let mut rows: Vec<Vec<Timed>> = Vec::new();
    rows.resize_with(trips.list.len(), Vec::new);

    let mut table = archive.required(File::StopTimes, report)?;
    let (trip_id, stop_id) = (table.needs("trip_id")?, table.column("stop_id"));
    let (arrival, departure) = (table.needs("arrival_time")?, table.needs("departure_time")?);
    let (sequence, headsign) = (table.needs("stop_sequence")?, table.column("stop_headsign"));
    let (pickup, drop_off) = (table.column("pickup_type"), table.column("drop_off_type"));
    let distance = table.column("shape_dist_traveled");
    let (area, group) = (table.column("location_id"), table.column("location_group_id"));
    // Rows of one trip stand together in almost every feed.
    let mut last: (Vec<u8>, Option<u32>) = (Vec::new(), None);
    while let Some(row) = table.next(report)? {
        if row.get(trip_id) != last.0 || last.1.is_none() {
            last.1 = trips.ids.get(row.get(trip_id));
            row.get(trip_id).clone_into(&mut last.0);
        }
        let Some(trip) = last.1.and_then(|trip| rows.get_mut(trip as usize)) else {
            row.note(report, Problem::Dangling("trip_id"), row.get(trip_id));
            continue;
        };
        let Some(mut stop) = stops.ids.get(row.get(stop_id)) else {
            let on_demand = row.get(stop_id).is_empty()
                && !(row.get(area).is_empty() && row.get(group).is_empty());
            let problem = if on_demand { Problem::OnDemand } else { Problem::Dangling("stop_id") };
            row.note(report, problem, row.get(stop_id));
            continue;
        };
        match served.get(stop as usize).copied().unwrap_or(Served::Never) {
            Served::Itself => {}
            Served::Platform(platform) => {
                row.note(report, Problem::StationServed, row.get(stop_id));
                stop = platform;
            }
            Served::Alone => {
                row.note(report, Problem::StationServedAlone, row.get(stop_id));
                if let Some(alone) = used_alone.get_mut(stop as usize) {
                    *alone = true;
                }
            }
            Served::Never => {
                row.note(report, Problem::EntranceServed, row.get(stop_id));
                continue;
            }
        }
        let Some(sequence) = row.must(sequence, "stop_sequence", value::whole, report) else {
            continue;
        };
        let mut arrival = row.read(arrival, "arrival_time", value::time, report).unwrap_or(BLANK);
        let mut departure =
            row.read(departure, "departure_time", value::time, report).unwrap_or(BLANK);
        if (arrival == BLANK) != (departure == BLANK) {
            row.note(report, Problem::OneTimeBlank, row.get(trip_id));
            arrival = arrival.min(departure);
            departure = arrival;
        }
        let sign = row.get(headsign);
        // Distances are compared with each other only; a tenth of a permille is plenty.
        #[allow(clippy::cast_possible_truncation)]
        let along = row
            .read(distance, "shape_dist_traveled", value::number, report)
            .map_or(f32::NAN, |value| value as f32);
        trip.push(Timed {
            stop,
            sequence,
            arrival,
            departure,
            distance: along,
            headsign: if sign.is_empty() {
                0
            } else {
                headsigns.position(sign, || row.text(headsign, report))
            },
            line: u32::try_from(row.line).unwrap_or(u32::MAX),
            pickup: row.read(pickup, "pickup_type", value::boarding, report).unwrap_or_default(),
            drop_off: row
                .read(drop_off, "drop_off_type", value::boarding, report)
                .unwrap_or_default(),
        });
    }
    for (stop, alone) in stops.list.iter_mut().zip(used_alone) {
        if alone {
            stop.kind = StopKind::Stop;
        }
    }
    for (trip, rows) in trips.list.iter_mut().zip(rows) {
        settle(trip, rows, stops, &headsigns, report);
    }
    Ok(())
}

fn served(stops: &Stops) -> Vec<Served> {
    let mut first = vec![None; stops.list.len()];
    for (index, stop) in (0_u32..).zip(&stops.list) {
        let parent = stop.parent.and_then(|parent| first.get_mut(parent.0 as usize));
        if let (Some(first), StopKind::Stop) = (parent, stop.kind) {
            first.get_or_insert(index);
        }
    }
    let of = |(stop, platform): (&crate::feed::Stop, Option<u32>)| match (stop.kind, platform) {
        (StopKind::Stop | StopKind::BoardingArea, _) => Served::Itself,
        (StopKind::Station, Some(platform)) => Served::Platform(platform),
        (StopKind::Station, None) => Served::Alone,
        (StopKind::Entrance | StopKind::Node, _) => Served::Never,
    };
    stops.list.iter().zip(first).map(of).collect()
}

/// The rows of one trip become its stop times.
fn settle(
    trip: &mut Trip,
    mut rows: Vec<Timed>,
    stops: &Stops,
    headsigns: &Headsigns,
    report: &mut Report,
) {
    if !rows.is_sorted_by_key(|row| row.sequence) {
        rows.sort_by_key(|row| row.sequence);
    }
    let mut last = None;
    rows.retain(|row| {
        let again = last == Some(row.sequence);
        last = Some(row.sequence);
        if again {
            let line = u64::from(row.line);
            report.note(File::StopTimes, line, Problem::SequenceTwice, trip.id.as_bytes());
        }
        !again
    });
    interpolate::complete(&mut rows, &trip.id, stops, report);

    let mut shown = 0;
    for (at, row) in (0_u32..).zip(&rows) {
        if row.headsign != shown {
            shown = row.headsign;
            let headsign = headsigns.text(shown).unwrap_or(&trip.headsign).to_owned();
            trip.headsign_changes.push(HeadsignChange { from: at, headsign });
        }
    }
    // A sign that all stops repeat is the trip's own.
    if let [HeadsignChange { from: 0, headsign }] = trip.headsign_changes.as_slice()
        && (trip.headsign.is_empty() || trip.headsign == *headsign)
    {
        trip.headsign.clone_from(headsign);
        trip.headsign_changes.clear();
    }
    trip.stop_times = rows
        .into_iter()
        .map(|row| StopTime {
            stop: StopIndex(row.stop),
            sequence: row.sequence,
            arrival: row.arrival,
            departure: row.departure,
            pickup: row.pickup,
            drop_off: row.drop_off,
        })
        .collect();
}

impl Headsigns {
    fn position(&mut self, bytes: &[u8], text: impl FnOnce() -> String) -> u32 {
        if let Some(position) = self.positions.get(bytes) {
            return *position;
        }
        self.list.push(text());
        let position = u32::try_from(self.list.len()).unwrap_or(0);
        self.positions.insert(bytes.to_owned(), position);
        position
    }

    fn text(&self, position: u32) -> Option<&String> {
        self.list.get((position as usize).checked_sub(1)?)
    }
}

// Eight million of them have to fit.
const _: () = assert!(size_of::<Timed>() <= 32 && size_of::<Boarding>() == 1);
