//! The last good timetable on disk, so that a start does not wait for the feed's server.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::mark::Mark;
use super::served::Served;

/// Where one city's is kept. Several processes may share the folder: files appear whole or not at all.
#[derive(Debug, Clone)]
pub struct Place {
    folder: PathBuf,
    slug: String,
}

/// What is kept beside the timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The source as configured: another one's timetable must not be shown.
    pub origin: String,
    /// Which version it was.
    pub mark: Mark,
    /// When it was read, seconds since the epoch.
    pub read: i64,
}

impl Place {
    /// Below the data folder.
    pub fn new(data: &Path, slug: &str) -> Self {
        Self { folder: data.join("transit"), slug: slug.to_owned() }
    }

    /// The kept timetable of this source; nothing when there is none that can be used.
    pub fn load(&self, origin: &str) -> Option<(Served, Label)> {
        let label: Label = serde_json::from_slice(&fs::read(self.path("json")).ok()?).ok()?;
        if label.origin != origin {
            return None;
        }
        let served = Served::open(fs::read(self.path("timetable")).ok()?).ok()?;
        Some((served, label))
    }

    /// Keeps one.
    ///
    /// # Errors
    /// When the disk refuses; then the next start reads the feed again.
    pub fn save(&self, bytes: &[u8], label: &Label) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        self.write("timetable", bytes)?;
        self.write("json", &serde_json::to_vec(label)?)
    }

    fn write(&self, ending: &str, bytes: &[u8]) -> io::Result<()> {
        let new = self.path(&format!("{ending}.{}.new", std::process::id()));
        fs::write(&new, bytes)?;
        fs::rename(&new, self.path(ending))
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.slug))
    }
}
