//! Text never becomes markup: the ways of doing so are banned, in Rust and in JavaScript.

use crate::{failure::Failure, places};

use super::{Finding, rust_sources, walk};

const IN_RUST: [&str; 5] = [
    "inner_html",
    "outer_html",
    "insert_adjacent_html",
    "document_write",
    "create_contextual_fragment",
];
const IN_SCRIPTS: [&str; 6] =
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"];

/// Looks through the app, its crates and the scripts that are served as they are.
pub fn run() -> Result<Vec<Finding>, Failure> {
    let root = places::root();
    let mut findings = Vec::new();
    for folder in ["src", "crates"] {
        for source in rust_sources(&root.join(folder))? {
            for (index, line) in source.code.iter().enumerate() {
                for banned in IN_RUST.iter().filter(|banned| line.contains(**banned)) {
                    findings.push(Finding::new(&source.path, index + 1, reason(banned)));
                }
            }
        }
    }
    let mut scripts = Vec::new();
    walk(&root.join("public"), &mut scripts)?;
    for path in scripts.iter().filter(|path| path.extension().is_some_and(|kind| kind == "js")) {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        for (index, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            for banned in IN_SCRIPTS.iter().filter(|banned| code.contains(**banned)) {
                findings.push(Finding::new(path, index + 1, reason(banned)));
            }
        }
    }
    Ok(findings)
}

fn reason(banned: &str) -> String {
    format!("`{banned}` turns text into markup; build elements instead")
}
