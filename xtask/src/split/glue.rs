//! Tells wasm-bindgen's glue where the parts are.

use std::fmt::Write as _;

use super::Part;
use crate::failure::Failure;

const SCRIPT: &str = "\"./__wasm_split.js\"";

/// The glue with its imports of the splitter's script replaced: the loader (`public/boot.js`)
/// fetches the parts, holds them against their sums and runs them with the exports of the first.
///
/// # Errors
/// The glue does not import the script.
pub fn with_parts(glue: &str, parts: &[(String, Vec<Part>)]) -> Result<String, Failure> {
    let mut names = Vec::new();
    let mut rest = String::new();
    for line in glue.split_inclusive('\n') {
        match imported(line) {
            Some(name) => names.push(name),
            None => rest.push_str(line),
        }
    }
    let Some((first, others)) = names.split_first() else {
        return Err(Failure::new(
            "wasm-bindgen's glue does not import the splitter's script.",
            "Use the versions of wasm-bindgen and wasm_split_cli_support that are pinned.",
        ));
    };
    let mut list = String::new();
    for (function, files) in parts {
        let files: Vec<String> = files
            .iter()
            .map(|part| format!("[\"{}\",\"{}\"]", part.address, part.integrity))
            .collect();
        // Writing to a string cannot fail.
        let _ = write!(list, "\"{function}\":[{}],", files.join(","));
    }
    let mut head = format!("const {first} = globalThis.stadtkern.parts({{{list}}}, () => wasm);\n");
    for other in others {
        let _ = writeln!(head, "const {other} = {first};");
    }
    Ok(head + &rest)
}

/// The name under which a line imports the splitter's script.
fn imported(line: &str) -> Option<&str> {
    let (name, from) = line.trim().strip_prefix("import * as ")?.split_once(" from ")?;
    (from.trim_end_matches(';') == SCRIPT).then_some(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_imports_become_the_loaders() {
        let part = Part { address: "/a-b.wasm".to_owned(), integrity: "sha384-x".to_owned() };
        let parts = [("__wasm_split_load_b".to_owned(), vec![part])];
        let glue = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\nlet wasm;\n";
        assert_eq!(
            with_parts(glue, &parts).unwrap(),
            "const import1 = globalThis.stadtkern.parts({\"__wasm_split_load_b\":[[\"/a-b.wasm\",\"sha384-x\"]],}, () => wasm);\n\
             const import2 = import1;\nlet wasm;\n"
        );
        assert!(with_parts("let wasm;", &parts).is_err());
    }
}
