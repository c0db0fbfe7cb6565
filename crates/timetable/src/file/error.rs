//! Why a file could not be opened.

use super::Section;

/// Why bytes are no timetable that this crate can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Something else was downloaded.
    #[error("this is no timetable: ask for the file again")]
    NoTimetable,
    /// Written by another version.
    #[error("the timetable is of version {0}: get one from a server of this app's version")]
    Version(u32),
    /// Cut or changed on the way.
    #[error("the timetable was damaged on the way: ask for the file again")]
    Damaged,
    /// The sum is right and still the content makes no sense: the writer was at fault.
    #[error("the timetable's section {0:?} is wrong: compile the feed again")]
    Section(Section),
}
