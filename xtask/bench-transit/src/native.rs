//! The steps that run on this machine.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Write},
    path::Path,
    time::Instant,
};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use timetable::{
    gtfs::{self, Limits, Outcome},
    pack,
};

use crate::{footpaths, new_york};

/// Why a step did not succeed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Trouble {
    #[error("{0}")]
    File(#[from] std::io::Error),
    #[error("{0}")]
    Zip(#[from] zip::result::ZipError),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Feed(#[from] gtfs::GtfsError),
    #[error("{0}")]
    Pack(#[from] pack::PackError),
    #[error(
        "bench-transit new-york JSON.zip OUT.zip | footpaths FEED.zip METRES OUT.zip | pack FEED.zip OUT"
    )]
    Words,
}

/// Runs one step; its answer is one JSON value.
///
/// # Errors
/// The step failed, or there is none of that name.
pub fn run(words: &[String]) -> Result<Value, Trouble> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["new-york", json, out] => {
            let source = BufReader::new(File::open(json)?);
            new_york::rebuild(source, BufWriter::new(File::create(out)?))?;
            Ok(json!({ "bytes": fs::metadata(out)?.len() }))
        }
        ["footpaths", feed, metres, out] => {
            let metres: f64 = metres.parse().map_err(|_| Trouble::Words)?;
            let source = BufReader::new(File::open(feed)?);
            let count = footpaths::write(source, BufWriter::new(File::create(out)?), metres)?;
            Ok(json!({ "transfers": count }))
        }
        ["pack", feed, out] => compile(Path::new(feed), Path::new(out)),
        _ => Err(Trouble::Words),
    }
}

/// Reads and packs a feed; seconds, bytes and the most memory that it took.
fn compile(feed: &Path, out: &Path) -> Result<Value, Trouble> {
    let started = Instant::now();
    let (feed, report) = gtfs::read(BufReader::new(File::open(feed)?), Limits::default())?;
    let read = started.elapsed();
    let times: usize = feed.trips.iter().map(|trip| trip.stop_times.len()).sum();
    let counts = json!({
        "stops": feed.stops.len(), "lines": feed.lines.len(), "trips": feed.trips.len(), "stop_times": times,
        "dropped": report.count(Outcome::Dropped), "repaired": report.count(Outcome::Repaired),
    });
    let packed = pack::pack(&feed)?;
    let seconds = started.elapsed();
    let peak_megabytes = peak_megabytes();
    fs::write(out, &packed.bytes)?;
    Ok(json!({
        "feed": counts,
        "read_seconds": read.as_secs_f64(),
        "seconds": seconds.as_secs_f64(),
        "peak_megabytes": peak_megabytes,
        "on_the_spot": footpaths::on_the_spot(&feed),
        "bytes": packed.bytes.len(),
        "gzip_bytes": gzip(&packed.bytes)?,
    }))
}

/// Size after gzip with its best compression.
fn gzip(bytes: &[u8]) -> Result<usize, Trouble> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// The most memory that this process had at once, as Linux tells it.
fn peak_megabytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
