//! Why a `city.json` could not be read.

use thiserror::Error;

/// A `city.json` that is not a city package, and the place where it goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} (line {line}): {reason}")]
pub struct CityError {
    /// The field, as a path from the top: `contact.email`, `modules[2].slug`; `.` is the file as a whole.
    pub field: String,
    /// Line in the file, counted from 1.
    pub line: usize,
    /// What is wrong there, in English, for staff and logs; never shown to a citizen.
    pub reason: String,
}
