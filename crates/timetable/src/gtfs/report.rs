//! What was found while reading, counted.

use std::collections::BTreeMap;

use super::{File, Outcome, Problem, Tongue};
use crate::feed::{Service, Trip};

/// The longest example that a report quotes, in characters.
const EXAMPLE: usize = 60;

/// One kind of mistake in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub file: File,
    /// What.
    pub problem: Problem,
    /// The line of the first case, from 1; 0 where it is about the file as a whole.
    pub line: u64,
    /// What stood there in the first case, shortened.
    pub example: String,
    /// How often.
    pub count: u64,
}

impl Finding {
    /// Place, example and sentence, as a person reads it.
    #[must_use]
    pub fn sentence(&self, tongue: Tongue) -> String {
        let (line, times) = match tongue {
            Tongue::German => ("Zeile", "mal"),
            Tongue::English => ("line", "times"),
        };
        let place = if self.line == 0 {
            self.file.to_string()
        } else {
            format!("{}, {line} {}", self.file, self.line)
        };
        let count =
            if self.count > 1 { format!(" ({} {times})", self.count) } else { String::new() };
        let example = match (self.example.as_str(), tongue) {
            ("", _) => String::new(),
            (example, Tongue::German) => format!(" „{example}“"),
            (example, Tongue::English) => format!(" \"{example}\""),
        };
        format!("{place}{count}:{example} {}", self.problem.sentence(tongue))
    }
}

/// Everything that was found while reading a feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    findings: BTreeMap<(File, Problem), Finding>,
    rows: BTreeMap<File, u64>,
}

impl Report {
    /// The findings: what was dropped first, then what was repaired, then the rest; by file.
    #[must_use]
    pub fn findings(&self) -> Vec<&Finding> {
        let mut all: Vec<&Finding> = self.findings.values().collect();
        all.sort_by_key(|finding| finding.problem.outcome());
        all
    }

    /// How many cases had this outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> u64 {
        let of = |finding: &&Finding| finding.problem.outcome() == outcome;
        self.findings.values().filter(of).map(|finding| finding.count).sum()
    }

    /// How often one thing happened in a file.
    #[must_use]
    pub fn cases(&self, file: File, problem: Problem) -> u64 {
        self.findings.get(&(file, problem)).map_or(0, |finding| finding.count)
    }

    /// The files that were read, with the number of their rows.
    pub fn rows(&self) -> impl Iterator<Item = (File, u64)> {
        self.rows.iter().map(|(file, count)| (*file, *count))
    }

    pub(super) fn note(&mut self, file: File, line: u64, problem: Problem, example: &[u8]) {
        let finding = self.findings.entry((file, problem)).or_insert_with(|| Finding {
            file,
            problem,
            line,
            example: shortened(example),
            count: 0,
        });
        finding.count += 1;
        // What lists names is only useful with all of them.
        if problem.lists_names() && finding.count > 1 {
            finding.example.push_str(", ");
            finding.example.push_str(&shortened(example));
        }
    }

    pub(super) fn read(&mut self, file: File, rows: u64) {
        self.rows.insert(file, rows);
    }

    /// Services that trips use and that have no day.
    pub(super) fn services_without_days(&mut self, services: &[Service], trips: &[Trip]) {
        let mut used = vec![false; services.len()];
        for trip in trips {
            if let Some(used) = used.get_mut(trip.service.0 as usize) {
                *used = true;
            }
        }
        for (service, _) in services.iter().zip(used).filter(|(_, used)| *used) {
            if service.days.is_empty() {
                self.note(File::Trips, 0, Problem::ServiceNeverRuns, service.id.as_bytes());
            }
        }
    }
}

fn shortened(example: &[u8]) -> String {
    let text = String::from_utf8_lossy(example);
    let visible = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut short: String = visible.clone().take(EXAMPLE).collect();
    if visible.count() > EXAMPLE {
        short.push('…');
    }
    short
}
