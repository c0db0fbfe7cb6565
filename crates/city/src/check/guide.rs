//! The service guide `appointments/<language>.json`: it must describe what it names, in every language alike.

use super::{Finding, Problem};
use crate::{City, Package};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Only what is checked; the app reads the rest.
#[derive(Deserialize)]
struct Guide {
    #[serde(default)]
    situations: Vec<Situation>,
    #[serde(default)]
    documents: BTreeMap<String, String>,
    #[serde(default)]
    services: BTreeMap<u64, Service>,
    #[serde(default)]
    offices: BTreeMap<u64, Office>,
}

#[derive(Deserialize)]
struct Situation {
    id: String,
    #[allow(dead_code)] // Must be there.
    title: String,
    #[serde(default)]
    services: Vec<u64>,
}

#[derive(Deserialize)]
struct Service {
    #[allow(dead_code)] // Must be there.
    name: String,
    #[serde(default)]
    documents: Vec<String>,
}

#[derive(Deserialize)]
struct Office {
    #[allow(dead_code)] // Must be there.
    name: String,
}

impl Guide {
    /// Everything it describes, by a name that is the same in every language.
    fn entries(&self) -> impl Iterator<Item = String> {
        let situations = self.situations.iter().map(|situation| &situation.id);
        let documents = self.documents.keys();
        let services = self.services.keys();
        let offices = self.offices.keys();
        situations
            .map(|id| format!("situations.{id}"))
            .chain(documents.map(|id| format!("documents.{id}")))
            .chain(services.map(|id| format!("services.{id}")))
            .chain(offices.map(|id| format!("offices.{id}")))
    }
}

pub(super) fn check(package: &Package, city: &City, findings: &mut Vec<Finding>) {
    let mut guides = Vec::new();
    for language in &city.languages {
        let file = format!("appointments/{language}.json");
        let Some(bytes) = package.get(&file) else {
            continue;
        };
        match serde_json::from_slice::<Guide>(bytes) {
            // A list would pass as a guide whose fields are all left out.
            Ok(_) if !bytes.trim_ascii_start().starts_with(b"{") => {
                let problem = Problem::WrongValue {
                    found: "[ … ]".to_owned(),
                    kind: ("eine Gruppe { … }", "a group { … }"),
                };
                findings.push(Finding::new(file, "", problem));
            }
            Ok(guide) => {
                references(&file, &guide, findings);
                guides.push((file, guide));
            }
            Err(error) => {
                let detail = error.to_string();
                let mut finding = Finding::new(file, "", Problem::NotJson { detail });
                finding.line = Some(error.line());
                findings.push(finding);
            }
        }
    }
    let Some((first_file, first)) = guides.first() else {
        return;
    };
    for (file, guide) in guides.iter().skip(1) {
        missing(file, guide, first_file, first, findings);
        missing(first_file, first, file, guide, findings);
    }
}

fn references(file: &str, guide: &Guide, findings: &mut Vec<Finding>) {
    let mut unknown = |field: String, name: String| {
        findings.push(Finding::new(file, field, Problem::UnknownReference { name }));
    };
    for situation in &guide.situations {
        for service in &situation.services {
            if !guide.services.contains_key(service) {
                unknown(format!("situations.{}", situation.id), service.to_string());
            }
        }
    }
    for (id, service) in &guide.services {
        for document in &service.documents {
            if !guide.documents.contains_key(document) {
                unknown(format!("services.{id}.documents"), document.clone());
            }
        }
    }
}

/// What one guide describes and the other does not.
fn missing(
    file: &str,
    guide: &Guide,
    other_file: &str,
    other: &Guide,
    findings: &mut Vec<Finding>,
) {
    let known: Vec<String> = guide.entries().collect();
    for name in other.entries().filter(|name| !known.contains(name)) {
        let other = other_file.to_owned();
        findings.push(Finding::new(file, "", Problem::GuideDiffers { name, other }));
    }
}
