//! What is wrong with a package, in plain German or English, with file, line, reason and remedy.
//!
//! For the people who make a package, never for citizens: that is why sentences stand here in the code.
//! The command, the brand studio and the backend run these same checks.

mod content;
mod guide;
mod image;
mod markdown;
mod problem;
mod spelling;
mod structure;
mod svg;
mod texts;

pub use problem::{Problem, Tongue};
pub use texts::check_texts;

use crate::{City, Package};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// The package works, but citizens would notice.
    Warning,
    /// The package is not served.
    Error,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The file, as a path in the package.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// The field, such as `contact.email`; empty for the file as a whole.
    pub field: String,
    /// How much it matters.
    pub weight: Weight,
    /// What it is.
    pub problem: Problem,
}

impl Finding {
    fn new(file: impl Into<String>, field: impl Into<String>, problem: Problem) -> Self {
        Self {
            file: file.into(),
            line: None,
            field: field.into(),
            weight: problem.weight(),
            problem,
        }
    }

    /// The finding as a person reads it: place, reason, remedy.
    pub fn sentence(&self, tongue: Tongue) -> String {
        let line = self.line.map_or_else(String::new, |line| format!(":{line}"));
        let space = if self.field.is_empty() { "" } else { " " };
        let (file, field) = (&self.file, &self.field);
        let (reason, remedy) = (self.problem.reason(tongue), self.problem.remedy(tongue));
        format!("{file}{line}{space}{field}: {reason} {remedy}")
    }
}

/// Checks a whole package. Errors first, then by file and line; empty means that nothing is wrong.
pub fn check(package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(city) = city(package, &mut findings) {
        content::check(package, &city, &mut findings);
        guide::check(package, &city, &mut findings);
    }
    for (path, bytes) in package.files() {
        match path.extension() {
            "svg" => svg::check(path.as_str(), bytes, &mut findings),
            "png" => image::check(path.as_str(), bytes, &mut findings),
            "md" => markdown::check(path.as_str(), bytes, &mut findings),
            _ => {}
        }
    }
    findings.sort_by(|one, other| {
        (other.weight, &one.file, one.line).cmp(&(one.weight, &other.file, other.line))
    });
    findings
}

/// Whether a package may be served: no finding is an error.
pub fn is_servable(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.weight != Weight::Error)
}

/// The name of the file that makes a folder a package.
pub const CITY_FILE: &str = "city.json";

fn city(package: &Package, findings: &mut Vec<Finding>) -> Option<City> {
    let Some(bytes) = package.get(CITY_FILE) else {
        findings.push(Finding::new(CITY_FILE, "", Problem::FileMissing));
        return None;
    };
    let before = findings.len();
    structure::check(bytes, findings);
    match City::from_json(bytes) {
        Ok(city) => Some(city),
        Err(error) => {
            // The structure check names all mistakes at once; this is the net below it.
            if findings.len() == before {
                let mut finding =
                    Finding::new(CITY_FILE, error.field, Problem::NotJson { detail: error.reason });
                finding.line = Some(error.line);
                findings.push(finding);
            }
            None
        }
    }
}
