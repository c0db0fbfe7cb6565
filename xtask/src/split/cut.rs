//! What the splitter says about its parts, read from the script it writes.

use crate::failure::Failure;

/// A function that fetches a part, and the files the part consists of, shared ones first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The function as the wasm imports it.
    pub function: String,
    /// The files beside the script.
    pub files: Vec<String>,
}

/// A declaration of the script: what is declared, its own file if it has one, what it needs first.
struct Declared<'a> {
    name: &'a str,
    file: Option<&'a str>,
    needs: Vec<&'a str>,
}

/// Reads the script of wasm-split-cli of the pinned version: shared chunks as
/// `const __chunk_N = …`, parts as `export const __wasm_split_load_NAME = …`, each with the
/// address of its file in `new URL("./…"` and what it needs in the last brackets.
///
/// # Errors
/// The script declares no part, or a part needs a chunk that is not declared.
pub fn read(script: &str) -> Result<Vec<Cut>, Failure> {
    let declared: Vec<Declared> =
        declarations(script).into_iter().filter_map(declaration).collect();
    let mut cuts = Vec::new();
    for part in declared.iter().filter(|part| part.name.starts_with("__wasm_split_load_")) {
        let mut files = Vec::new();
        for need in &part.needs {
            let chunk = declared.iter().find(|chunk| chunk.name == *need);
            files.extend(chunk.ok_or_else(|| unexpected(need))?.file.map(str::to_owned));
        }
        files.extend(part.file.map(str::to_owned));
        cuts.push(Cut { function: part.name.to_owned(), files });
    }
    if cuts.is_empty() {
        return Err(unexpected("__wasm_split_load_"));
    }
    cuts.sort_by(|a, b| a.function.cmp(&b.function));
    Ok(cuts)
}

fn unexpected(what: &str) -> Failure {
    Failure::new(
        format!("The splitter's script does not declare {what}."),
        "Use the version of wasm_split_cli_support that is pinned in xtask/src/tools.",
    )
}

/// The script's text from each declaration to the next.
fn declarations(script: &str) -> Vec<&str> {
    let starts: Vec<usize> = ["const __chunk_", "const __wasm_split_load_"]
        .iter()
        .flat_map(|mark| script.match_indices(mark).map(|(at, _)| at))
        .collect();
    let mut starts = starts;
    starts.sort_unstable();
    starts
        .iter()
        .enumerate()
        .filter_map(|(index, start)| {
            let end = starts.get(index + 1).copied().unwrap_or(script.len());
            script.get(*start..end)
        })
        .collect()
}

fn declaration(text: &str) -> Option<Declared<'_>> {
    let (name, rest) = text.strip_prefix("const ")?.split_once(" = ")?;
    let file = rest.split_once("new URL(\"./").and_then(|(_, rest)| rest.split('"').next());
    let (_, needs) = rest.rsplit_once('[')?;
    let (needs, _) = needs.split_once(']')?;
    let needs = needs.split(',').map(str::trim).filter(|need| !need.is_empty()).collect();
    Some(Declared { name, file, needs })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SCRIPT: &str = r#"import { initSync } from "./app.js";
function makeLoad(fetcher, deps) { return [fetcher, deps]; }
const __chunk_3 = makeLoad(() => fetch(new URL("./chunk_3.wasm", import.meta.url)), []);
export const __wasm_split_load_shell = wrap(makeLoad(() => fetch(new URL("./split_shell.wasm", import.meta.url)), [__chunk_3]));
export const __wasm_split_load_empty = wrap(makeLoad(() => async (_imp) => ({}), [__chunk_3]));
"#;

    #[test]
    fn a_part_knows_its_files() {
        let cuts = read(SCRIPT).unwrap();
        let files: Vec<_> =
            cuts.iter().map(|cut| (cut.function.as_str(), cut.files.join(" "))).collect();
        assert_eq!(
            files,
            [
                ("__wasm_split_load_empty", "chunk_3.wasm".to_owned()),
                ("__wasm_split_load_shell", "chunk_3.wasm split_shell.wasm".to_owned()),
            ]
        );
    }

    #[test]
    fn another_script_is_refused() {
        assert!(read("export const load = 1;").is_err());
        assert!(read(&SCRIPT.replace("const __chunk_3", "const __other")).is_err());
    }
}
