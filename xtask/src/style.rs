//! `cargo xtask style`: one style sheet out of the files in `style/`.
//!
//! The files are numbered because the order is the cascade: tokens, base, components, shell, pages.

use std::{path::PathBuf, process::ExitCode};

use crate::{failure::Failure, places};

/// Joins `style/*.css` in the order of their names into `target/stadtkern.css`.
///
/// # Errors
/// A file cannot be read or written, or there is none.
pub fn run() -> Result<ExitCode, Failure> {
    let folder = places::root().join("style");
    let mut sheets: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| Failure::file(&folder, &error))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    sheets.sort();
    let mut joined = String::new();
    for sheet in &sheets {
        joined += &std::fs::read_to_string(sheet).map_err(|error| Failure::file(sheet, &error))?;
        joined.push('\n');
    }
    // Not CARGO_TARGET_DIR: index.html names this path.
    let path = places::root().join("target/stadtkern.css");
    if std::fs::read_to_string(&path).is_ok_and(|last| last == joined) {
        return Ok(ExitCode::SUCCESS);
    }
    path.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&path, joined))
        .map_err(|error| Failure::file(&path, &error))?;
    Ok(ExitCode::SUCCESS)
}
