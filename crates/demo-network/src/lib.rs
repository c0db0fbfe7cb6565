//! Musterstadt's buses, trams and trains: a network that nobody runs, so that the demo city is alive.
//!
//! [`Network`] is built from a seed and a first service day, without a clock and without chance: the same words
//! give the same bytes. It comes as GTFS ([`Network::tables`], [`Network::zip`]) and, for any moment, as the
//! GTFS-Realtime feed that a control centre would publish then ([`Network::realtime`]). Everything is invented,
//! but the stops stand where the demo city's offices are.

mod archive;
mod calendar;
mod lines;
mod places;
mod random;
pub mod realtime;
mod schedule;
mod stops;
mod tables;

pub use archive::ArchiveError;
pub use calendar::{day_at, start_of};
pub use places::{CENTRE, PLACES, Place};
pub use tables::Table;

use random::Random;
use schedule::Trip;
use stops::{QuayIndex, Quays};
use timetable::Day;

/// The network with its timetable.
#[derive(Debug)]
pub struct Network {
    first: Day,
    days: u32,
    random: Random,
    quays: Quays,
    /// Where trains go when their platform is taken.
    spare: Option<QuayIndex>,
    trips: Vec<Trip>,
}

impl Network {
    /// The network from a seed, with a timetable from `first` on for `days` days. The seed moves departures by
    /// some minutes and decides which vehicles are late.
    #[must_use]
    pub fn new(seed: u64, first: Day, days: u32) -> Self {
        let random = Random::new(seed);
        let mut quays = Quays::default();
        let trips = schedule::trips(&mut quays, random);
        let spare = quays.spare();
        Self { first, days, random, quays, spare, trips }
    }

    /// The files of the GTFS feed.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        tables::all(&self.quays, &self.trips, self.first, self.days)
    }

    /// The GTFS feed as a zip file.
    ///
    /// # Errors
    /// The archive cannot be written; in memory that happens only beyond its format's limits.
    pub fn zip(&self) -> Result<Vec<u8>, ArchiveError> {
        archive::zip(&self.tables())
    }

    /// Whether the timetable holds for that day.
    fn covers(&self, day: Day) -> bool {
        let since = i64::from(day.0) - i64::from(self.first.0);
        (0..i64::from(self.days)).contains(&since)
    }
}
