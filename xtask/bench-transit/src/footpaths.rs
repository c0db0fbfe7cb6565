//! A feed with every walk between stops written out in transfers.txt, for routers that know no walking.
//!
//! The walks are those that ours finds itself: stops up to so many metres apart as the crow flies, with the same
//! detour and speed. What the feed demands between stations holds for each pair of their platforms.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Read, Seek, Write},
};

use timetable::{
    Position,
    feed::{Feed, StopIndex, StopKind, Transfer, TransferKind},
    gtfs::{self, Limits},
    search::Walking,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::Trouble;

/// Metres walked for a metre as the crow flies, as in `crates/timetable`.
const DETOUR: f64 = 1.3;
/// Nothing further than this many degrees of latitude is looked at.
const DEGREE: f64 = 111_000.0;

/// Copies a feed with other transfers; how many there are.
///
/// # Errors
/// The feed cannot be read or the copy not written.
pub fn write<R: Read + Seek, W: Write + Seek>(
    mut source: R,
    out: W,
    most: f64,
) -> Result<usize, Trouble> {
    let (feed, _) = gtfs::read(&mut source, Limits::default())?;
    let seconds = pairs(&feed, most);
    let mut rows = String::from("from_stop_id,to_stop_id,transfer_type,min_transfer_time\n");
    let id = |index: u32| feed.stops.get(index as usize).map_or("", |stop| stop.id.as_str());
    for ((from, to), seconds) in &seconds {
        // Writing to a text cannot fail.
        let _ = writeln!(rows, "\"{}\",\"{}\",2,{seconds}", id(*from), id(*to));
    }
    let mut archive = ZipArchive::new(source)?;
    let mut copy = ZipWriter::new(out);
    for index in 0..archive.len() {
        let entry = archive.by_index(index)?;
        if entry.name()?.ends_with(".txt") && entry.name()? != "transfers.txt" {
            copy.raw_copy_file(entry)?;
        }
    }
    copy.start_file("transfers.txt", SimpleFileOptions::default())?;
    copy.write_all(rows.as_bytes())?;
    copy.finish()?;
    Ok(seconds.len())
}

/// Seconds from stop to stop.
fn pairs(feed: &Feed, most: f64) -> BTreeMap<(u32, u32), u32> {
    let served = served(feed);
    let place = |index: u32| {
        let stop = feed.stops.get(index as usize)?;
        Some(Position { latitude: stop.latitude, longitude: stop.longitude })
    };
    let mut by_latitude: Vec<(f64, u32, Position)> = (0_u32..)
        .zip(&served)
        .filter(|(_, served)| **served)
        .filter_map(|(index, _)| place(index).map(|place| (place.latitude, index, place)))
        .collect();
    by_latitude.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut found = BTreeMap::new();
    for (at, (latitude, from, place)) in by_latitude.iter().enumerate() {
        let near =
            by_latitude.iter().skip(at + 1).take_while(|other| other.0 - latitude <= most / DEGREE);
        for (_, to, other) in near {
            let metres = place.metres(*other);
            if metres <= most {
                // Metres in a city.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let walked = (metres * DETOUR).ceil() as u32;
                // Zero is what the peer takes for "not said".
                let seconds = Walking::default().seconds(walked).max(1);
                found.insert((*from, *to), seconds);
                found.insert((*to, *from), seconds);
            }
        }
    }
    demanded(feed, &served, &mut found);
    found
}

/// Adds what the feed demands.
fn demanded(feed: &Feed, served: &[bool], found: &mut BTreeMap<(u32, u32), u32>) {
    for transfer in &feed.transfers {
        let Some((from, to, seconds)) = least(transfer) else { continue };
        for from in platforms(feed, served, from) {
            for to in platforms(feed, served, to).filter(|to| *to != from) {
                let least = found.entry((from, to)).or_insert(seconds);
                *least = (*least).max(seconds);
            }
        }
    }
}

/// The platforms at which the feed demands a time for changing on the spot, by id, with its seconds. The peer knows
/// no such thing.
pub fn on_the_spot(feed: &Feed) -> BTreeMap<&str, u32> {
    let served = served(feed);
    let mut found = BTreeMap::new();
    for (from, to, seconds) in feed.transfers.iter().filter_map(least) {
        if from == to {
            let stops = platforms(feed, &served, from);
            let ids = stops.filter_map(|stop| feed.stops.get(stop as usize));
            found.extend(ids.map(|stop| (stop.id.as_str(), seconds)));
        }
    }
    found
}

/// What a transfer demands of everybody.
fn least(transfer: &Transfer) -> Option<(StopIndex, StopIndex, u32)> {
    let general = transfer.from_line.is_none()
        && transfer.to_line.is_none()
        && transfer.from_trip.is_none()
        && transfer.to_trip.is_none();
    match transfer.kind {
        TransferKind::MinimumTime(seconds) if general => {
            Some((transfer.from?, transfer.to?, seconds))
        }
        _ => None,
    }
}

/// A platform itself, or those of a station.
fn platforms<'f>(
    feed: &'f Feed,
    served: &'f [bool],
    stop: StopIndex,
) -> impl Iterator<Item = u32> + 'f {
    let kind = feed.stops.get(stop.0 as usize).map(|stop| stop.kind);
    (0_u32..).zip(&feed.stops).filter_map(move |(index, other)| {
        let here =
            index == stop.0 || (kind == Some(StopKind::Station) && other.parent == Some(stop));
        (here && served.get(index as usize) == Some(&true)).then_some(index)
    })
}

/// For each stop whether any trip calls there.
fn served(feed: &Feed) -> Vec<bool> {
    let mut served = vec![false; feed.stops.len()];
    for time in feed.trips.iter().flat_map(|trip| &trip.stop_times) {
        if let Some(served) = served.get_mut(time.stop.0 as usize) {
            *served = true;
        }
    }
    served
}
