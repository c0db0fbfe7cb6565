//! Small checks of our own, for the rules that no general tool knows.

mod inner_html;
mod names;
mod plurals;
mod rust_source;
mod texts;
mod words;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{failure::Failure, places};

use rust_source::RustSource;

/// Something that a check does not accept.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    place: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(place: &Path, line: usize, what: impl Into<String>) -> Self {
        let root = places::root();
        let place = place.strip_prefix(&root).unwrap_or(place).display().to_string();
        Self { place, line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.place, self.what),
            line => write!(out, "{}:{line}: {}", self.place, self.what),
        }
    }
}

/// One check by its name.
pub struct Check {
    /// What it makes sure of.
    pub what: &'static str,
    run: fn() -> Result<Vec<Finding>, Failure>,
}

impl Check {
    /// Runs it; an empty list is a pass.
    ///
    /// # Errors
    /// What it looks at cannot be read.
    pub fn findings(&self) -> Result<Vec<Finding>, Failure> {
        (self.run)()
    }
}

/// Every check of our own.
pub const ALL: [Check; 4] = [
    Check { what: "no markup is made from text (inner_html and its kin)", run: inner_html::run },
    Check { what: "no citizen's word stands in the code", run: words::run },
    Check { what: "texts are complete in every language", run: texts::run },
    Check { what: "files are named alike", run: names::run },
];

/// Every Rust source below a folder but tests and examples; none when the folder is not there.
fn rust_sources(folder: &Path) -> Result<Vec<RustSource>, Failure> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    paths.sort();
    paths
        .into_iter()
        .filter(|path| is_shipped(path))
        .map(|path| {
            let text =
                std::fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
            Ok(RustSource::read(path, &text))
        })
        .collect()
}

fn is_shipped(path: &Path) -> bool {
    let aside = ["tests", "examples", "benches", "target"];
    let rust = path.extension().is_some_and(|extension| extension == "rs");
    let tests = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"));
    let below = path.strip_prefix(places::root()).unwrap_or(path);
    rust && !tests && !below.iter().any(|part| aside.iter().any(|name| part == *name))
}

fn walk(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.exists() {
        return Ok(());
    }
    if !path.is_dir() {
        found.push(path.to_path_buf());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(|error| Failure::file(path, &error))? {
        walk(&entry.map_err(|error| Failure::file(path, &error))?.path(), found)?;
    }
    Ok(())
}
