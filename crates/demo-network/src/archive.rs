//! Tables in a zip file, the same bytes every time.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::Table;

/// The archive could not be written.
#[derive(Debug, thiserror::Error)]
#[error("The demo network's zip file cannot be written: {0}. Build with fewer days.")]
pub struct ArchiveError(String);

/// All tables in one archive.
pub fn zip(tables: &[Table]) -> Result<Vec<u8>, ArchiveError> {
    // Always the earliest date that a zip file knows: the clock must not change the bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for table in tables {
        archive.start_file(table.name, options).map_err(|error| ArchiveError(error.to_string()))?;
        archive
            .write_all(table.csv().as_bytes())
            .map_err(|error| ArchiveError(error.to_string()))?;
    }
    Ok(archive.finish().map_err(|error| ArchiveError(error.to_string()))?.into_inner())
}
