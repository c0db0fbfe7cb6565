//! A city's timetable: compiled when its feed is new, and the old one until the new one passes its checks.

pub mod compile;
mod kept;
mod look;
mod mark;
mod served;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use transit::Day;

use crate::config::{self, Credit, Gtfs};
use crate::web::outside::{self, WebClient};
use kept::{Label, Place};
use mark::Mark;
pub use served::Served;

/// Keeps one city's timetable.
#[derive(Debug)]
pub struct Keeper {
    source: Gtfs,
    credit: Credit,
    place: Place,
    client: WebClient,
    current: RwLock<Option<Arc<Served>>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What is on the disk was looked at.
    started: bool,
    /// When to look at the source again.
    next_look: i64,
    /// The version that was tried last, whether it was good or not.
    tried: Option<Mark>,
    /// How often in a row the source could not be reached.
    failures: u32,
    /// A good one that begins on a later day, while the current one still holds.
    waiting: Option<(Arc<Served>, Mark)>,
    status: Status,
}

/// What is known about the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// When the source was last seen, seconds since the epoch.
    pub checked: Option<i64>,
    /// When the current timetable was read.
    pub read: Option<i64>,
    /// Why the source cannot be seen.
    pub unreachable: Option<String>,
    /// Why the newest version is not used.
    pub refused: Option<String>,
}

impl Keeper {
    /// For a source; nothing is read yet.
    pub fn new(config: &config::Transit, data: &Path, slug: &str) -> Self {
        Self {
            source: config.gtfs.clone(),
            credit: config.credit.clone(),
            place: Place::new(data, slug),
            client: outside::client(),
            current: RwLock::default(),
            state: Mutex::default(),
        }
    }

    /// The timetable to be served now.
    pub fn current(&self) -> Option<Arc<Served>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is known about the source.
    pub fn status(&self) -> Status {
        self.state().status.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn origin(&self) -> String {
        format!("{:?} {:?}", self.source, self.credit)
    }

    /// Takes a good timetable, unless the one there is better today.
    fn take(&self, new: Served, mark: Mark, now: i64, today: Day) {
        let held = self.current().is_some_and(|current| current.covers(today));
        if held && new.last < today {
            self.refuse(mark, format!("it ended on {}, and the one before still holds", new.last));
        } else if held && today < new.first {
            tracing::info!(first = %new.first, "a new timetable waits for its first day");
            let mut state = self.state();
            state.tried = Some(mark.clone());
            state.status.refused = None;
            state.waiting = Some((Arc::new(new), mark));
        } else {
            self.install(&Arc::new(new), mark, now);
        }
    }

    fn install(&self, new: &Arc<Served>, mark: Mark, now: i64) {
        tracing::info!(first = %new.first, last = %new.last, bytes = new.asset.bytes().len(), "timetable");
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(new.clone());
        {
            let mut state = self.state();
            state.tried = Some(mark.clone());
            state.waiting = None;
            state.status.refused = None;
            state.status.read = Some(now);
        }
        // The demo's is made faster than it is read.
        if self.source != Gtfs::Demo {
            let label = Label { origin: self.origin(), mark, read: now };
            if let Err(error) = self.place.save(new.asset.bytes(), &label) {
                tracing::warn!(%error, "the timetable cannot be kept on disk; the next start reads the feed again");
            }
        }
    }

    fn refuse(&self, mark: Mark, why: String) {
        tracing::error!(why, "a new timetable is not used; the one before stays");
        let mut state = self.state();
        state.tried = Some(mark);
        state.status.refused = Some(why);
    }
}
