//! The zip file: which of its entries are the feed's files.

use std::io::{Read, Seek};

use zip::{ZipArchive, read::ZipFile};

use super::{
    File, GtfsError, Limits, Problem, Report, columns,
    table::{Bounds, Table},
};

/// How many names an error lists.
const NAMES: usize = 8;

/// An open zip file with its feed's files.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    /// Positions in the zip by the order of [`File::INSIDE`].
    entries: [Option<usize>; File::INSIDE.len()],
    limits: Limits,
}

impl<R: Read + Seek> Archive<R> {
    /// Finds the feed: in the topmost folder that has a stops.txt.
    ///
    /// # Errors
    /// No zip file, or no feed in it.
    pub(super) fn open(source: R, limits: Limits, report: &mut Report) -> Result<Self, GtfsError> {
        let zip = ZipArchive::new(source)
            .map_err(|error| GtfsError::NotAZip { detail: error.to_string() })?;
        let mut names: Vec<(usize, String)> = zip
            .file_names_raw()
            .map(|name| String::from_utf8_lossy(name).replace('\\', "/"))
            .enumerate()
            .filter(|(_, name)| !name.ends_with('/') && !is_shadow(name))
            .collect();
        names.sort_by_key(|(_, name)| name.matches('/').count());
        let stops = names.iter().find(|(_, name)| is(name, File::Stops));
        let Some(folder) = stops.map(|(_, name)| folder(name).to_owned()) else {
            let names = names.into_iter().take(NAMES).map(|(_, name)| name).collect();
            return Err(GtfsError::NoFeedInside { names });
        };
        let mut entries = [None; File::INSIDE.len()];
        for (index, name) in &names {
            let slot = File::INSIDE.iter().zip(&mut entries).find(|(file, _)| is(name, **file));
            match slot {
                Some((_, entry)) if entry.is_none() && self::folder(name) == folder => {
                    *entry = Some(*index);
                }
                Some((file, _)) => report.note(*file, 0, Problem::FileTwice, name.as_bytes()),
                None => {
                    let last = base(name).to_ascii_lowercase();
                    let known = columns::NOT_NEEDED.contains(&last.as_str());
                    let problem = if known { Problem::FileNotNeeded } else { Problem::FileUnknown };
                    report.note(File::Archive, 0, problem, name.as_bytes());
                }
            }
        }
        Ok(Self { zip, entries, limits })
    }

    /// A file's table; `None` if the feed has no such file.
    ///
    /// # Errors
    /// The file is damaged.
    pub(super) fn table(
        &mut self,
        file: File,
        report: &mut Report,
    ) -> Result<Option<Table<ZipFile<'_, R>>>, GtfsError> {
        let entry = File::INSIDE.iter().zip(self.entries).find(|(known, _)| **known == file);
        let Some(index) = entry.and_then(|(_, index)| index) else { return Ok(None) };
        let rows = if file == File::StopTimes { self.limits.stop_times } else { self.limits.rows };
        let bounds = Bounds { bytes: self.limits.file_bytes, rows };
        let source = self
            .zip
            .by_index(index)
            .map_err(|error| GtfsError::Damaged { file, detail: error.to_string() })?;
        Table::open(file, source, bounds, report).map(Some)
    }

    /// A file without which there is no timetable.
    ///
    /// # Errors
    /// It is missing or damaged.
    pub(super) fn required(
        &mut self,
        file: File,
        report: &mut Report,
    ) -> Result<Table<ZipFile<'_, R>>, GtfsError> {
        self.table(file, report)?.ok_or(GtfsError::FileMissing { file })
    }
}

/// What a Mac adds to a zip file, and hidden files.
fn is_shadow(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with('.'))
}

fn is(name: &str, file: File) -> bool {
    base(name).eq_ignore_ascii_case(file.name())
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
