//! From GTFS to the packed timetable: one at a time, away from the requests.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::PathBuf;

use bytes::Bytes;
use timetable::feed::Attribution;
use timetable::gtfs::{self, GtfsError, Limits, Outcome, Report, Tongue};
use timetable::pack::{PackError, pack};
use tokio::sync::Semaphore;

use super::served::Served;
use crate::config::Credit;

/// A large city takes gigabytes while it is compiled; two at once might take the machine.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// A GTFS zip.
#[derive(Debug, Clone)]
pub enum Zip {
    /// In memory.
    Bytes(Bytes),
    /// On disk.
    File(PathBuf),
    /// The demo's network, made for the days around one.
    Demo(timetable::Day),
}

/// Why there is no timetable in it; said in the log and in the status.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// The file cannot be read.
    #[error("the file cannot be read ({0})")]
    File(#[from] std::io::Error),
    /// It is no usable GTFS.
    #[error(transparent)]
    Gtfs(#[from] GtfsError),
    /// What was read cannot be packed.
    #[error("the timetable cannot be packed: {0}")]
    Pack(#[from] PackError),
    /// What was packed cannot be opened: a mistake of ours.
    #[error("the packed timetable cannot be opened: {0}")]
    Open(#[from] timetable::OpenError),
    /// The demo's network could not be written.
    #[error("the demo's network cannot be made: {0}")]
    Demo(#[from] demo_network::ArchiveError),
    /// It crashed: a mistake of ours.
    #[error("reading it crashed; please report this with the file")]
    Crash,
}

/// Days of the demo's timetable before and after the day it is made for.
const DEMO_BEFORE: i32 = 7;
const DEMO_DAYS: u32 = 7 + 84;
/// The demo's network is the same everywhere.
const DEMO_SEED: u64 = 1;

/// The demo's network around a day.
pub fn demo(day: timetable::Day) -> demo_network::Network {
    demo_network::Network::new(DEMO_SEED, day.plus(-DEMO_BEFORE), DEMO_DAYS)
}

/// Compiles; waits until nobody else does.
///
/// # Errors
/// Why there is no timetable in it.
pub async fn compile(zip: Zip, credit: Credit) -> Result<Served, CompileError> {
    // The semaphore is never closed; without it the worst is two at once.
    let _turn = ONE_AT_A_TIME.acquire().await;
    tokio::task::spawn_blocking(move || now(zip, &credit)).await.unwrap_or(Err(CompileError::Crash))
}

fn now(zip: Zip, credit: &Credit) -> Result<Served, CompileError> {
    match zip {
        Zip::Bytes(bytes) => from(Cursor::new(bytes), credit),
        Zip::File(path) => from(BufReader::new(File::open(path)?), credit),
        Zip::Demo(day) => from(Cursor::new(demo(day).zip()?), credit),
    }
}

fn from(zip: impl Read + Seek, credit: &Credit) -> Result<Served, CompileError> {
    let (mut feed, report) = gtfs::read(zip, Limits::default())?;
    tell(&report);
    feed.about.licence = credit.licence.clone().or(feed.about.licence);
    if let Some(name) = &credit.name {
        feed.about
            .attributions
            .insert(0, Attribution { name: name.clone(), url: credit.link.clone() });
    }
    let packed = pack(&feed)?;
    Ok(Served::open(packed.bytes)?)
}

fn tell(report: &Report) {
    let (dropped, repaired) = (report.count(Outcome::Dropped), report.count(Outcome::Repaired));
    if dropped + repaired > 0 {
        tracing::warn!(
            dropped,
            repaired,
            "the GTFS feed has mistakes; `cargo xtask timetable check FEED.zip` names them"
        );
    }
    for finding in report.findings() {
        tracing::debug!("{}", finding.sentence(Tongue::English));
    }
}
