//! Takes the app's wasm apart where the app says so (`src/later.rs`).
//!
//! The cut has to happen between Cargo and wasm-bindgen, where Trunk has no hook. So Trunk is
//! given a program called `wasm-bindgen` that cuts first and then calls the real one. The parts
//! are optimised here, get names with their content's sum, and the glue is told their names and
//! sums; `after_build` puts them beside the app. They run in the memory and the table of the first.

mod cut;
mod glue;
mod sections;

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use sha2::{Digest, Sha384};

use crate::{after_build, failure::Failure, places, run::program};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cut::Cut;

/// The app's name as Trunk gives it to wasm-bindgen; other wasm is left in one piece.
const APP: &str = "stadtkern";

/// The programs that do the work, by the folders that hold them.
pub struct Programs<'a> {
    /// The real wasm-bindgen.
    pub bindgen: &'a Path,
    /// wasm-split-cli.
    pub splitter: &'a Path,
    /// wasm-opt.
    pub optimiser: &'a Path,
}

/// The folder of the parts that were built last.
pub fn parts() -> PathBuf {
    places::notes().join("parts")
}

/// A folder with a program `wasm-bindgen` that runs [`run`]; it has to stand first on the path.
///
/// # Errors
/// It cannot be written.
pub fn stand_in(programs: &Programs) -> Result<PathBuf, Failure> {
    let folder = places::notes().join("stand-in");
    let script = folder.join("wasm-bindgen");
    let this = std::env::current_exe().map_err(|error| Failure::file(Path::new("/"), &error))?;
    let text = format!(
        "#!/bin/sh\n# Written by `cargo xtask`: cuts the app's wasm, then calls the real one.\n\
         exec '{}' wasm-bindgen '{}' '{}' '{}' \"$@\"\n",
        this.display(),
        programs.bindgen.join("wasm-bindgen").display(),
        programs.splitter.join("wasm-split-cli").display(),
        programs.optimiser.join("wasm-opt").display(),
    );
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&script, text))
        .and_then(|()| executable(&script))
        .map_err(|error| Failure::file(&script, &error))?;
    Ok(folder)
}

#[cfg(unix)]
fn executable(script: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(script, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Called by Trunk through [`stand_in`]: three programs, then wasm-bindgen's own arguments.
///
/// # Errors
/// A program fails, or its output is not as expected.
pub fn run(arguments: Vec<String>) -> Result<ExitCode, Failure> {
    let mut arguments = arguments.into_iter();
    let (Some(bindgen), Some(splitter), Some(optimiser)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err(Failure::new(
            "wasm-bindgen's stand-in was called without its programs.",
            "Build with `cargo xtask serve`, which writes it anew.",
        ));
    };
    let rest: Vec<String> = arguments.collect();
    let Some(input) = rest.iter().find(|argument| has_extension(argument, "wasm")).cloned() else {
        return called(program(&bindgen).args(&rest));
    };
    let value = |key: &str| rest.iter().find_map(|argument| argument.strip_prefix(key));
    let (Some(name), Some(output)) = (value("--out-name="), value("--out-dir=")) else {
        return called(program(&bindgen).args(&rest));
    };
    let others = rest.iter().filter(|argument| **argument != input);

    let folder = places::notes().join("split");
    renew(&folder)?;
    let whole = read(Path::new(&input))?;
    if name != APP || !sections::has_cuts(&whole) {
        // In one piece, but without what only a cut needs.
        let clean = folder.join(format!("{name}.wasm"));
        write(&clean, &sections::without_relocations(&whole))?;
        return called(program(&bindgen).args(others).arg(&clean));
    }
    succeeds(program(&splitter).arg(&input).arg(&folder).args(["--out-name", name]))?;
    succeeds(
        program(&bindgen)
            .args(others)
            .args(["--keep-lld-exports", "--no-demangle"])
            .arg(folder.join(format!("{name}.wasm"))),
    )?;

    let first = Path::new(output).join(format!("{name}_bg.wasm"));
    write(&first, &sections::without_exports(&read(&first)?, is_of_streams))?;

    let cuts = cut::read(&text(&folder.join("__wasm_split.js"))?)?;
    let flags = optimiser_flags()?;
    renew(&parts())?;
    let mut finished = Vec::new();
    for file in cuts.iter().flat_map(|cut| &cut.files) {
        if finished.iter().any(|(known, _)| known == file) {
            continue;
        }
        let small = folder.join(format!("{file}.small"));
        succeeds(
            program(&optimiser).args(&flags).arg(folder.join(file)).arg("--output").arg(&small),
        )?;
        let part = finish(&read(&small)?, name, file)?;
        finished.push((file.clone(), part));
    }
    let glue_file = Path::new(output).join(format!("{name}.js"));
    let glue = glue::with_parts(&text(&glue_file)?, &named(&cuts, &finished))?;
    write(&glue_file, glue.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// `gloo-net` brings exports for streaming bodies, which the app never uses: 3 KB on the wire.
fn is_of_streams(export: &str) -> bool {
    export.trim_start_matches("__wbg_").starts_with("intounderlying")
}

/// A part as the loader asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    address: String,
    integrity: String,
}

/// Puts an optimised part where `after_build` finds it, under a name with its sum.
fn finish(bytes: &[u8], name: &str, file: &str) -> Result<Part, Failure> {
    let sum = after_build::short_sum(bytes);
    let stem = file.trim_end_matches(".wasm").trim_start_matches("split_").replace('_', "-");
    let file = format!("{name}-{stem}-{sum}.wasm");
    write(&parts().join(&file), bytes)?;
    let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)));
    Ok(Part { address: format!("/{file}"), integrity })
}

/// Each function that fetches a part, with the files it needs.
fn named(cuts: &[Cut], finished: &[(String, Part)]) -> Vec<(String, Vec<Part>)> {
    cuts.iter()
        .map(|cut| {
            let part = |file: &String| {
                finished.iter().find(|(known, _)| known == file).map(|(_, part)| part.clone())
            };
            (cut.function.clone(), cut.files.iter().filter_map(part).collect())
        })
        .collect()
}

/// The flags that Trunk gives wasm-opt for the first part, for all other wasm.
///
/// # Errors
/// The page does not say them.
pub fn optimiser_flags() -> Result<Vec<String>, Failure> {
    flags_in(&text(&places::root().join("index.html"))?)
}

fn flags_in(page: &str) -> Result<Vec<String>, Failure> {
    let attribute = |name: &str| {
        let (_, rest) = page.split_once(&format!("{name}=\""))?;
        rest.split('"').next()
    };
    let (Some(level), Some(flags)) =
        (attribute("data-wasm-opt"), attribute("data-wasm-opt-params"))
    else {
        return Err(Failure::new(
            "index.html does not say how wasm-opt is to be called.",
            "Restore data-wasm-opt and data-wasm-opt-params in its link with rel=\"rust\".",
        ));
    };
    Ok(std::iter::once(format!("-O{level}"))
        .chain(flags.split_whitespace().map(str::to_owned))
        .collect())
}

fn called(command: &mut std::process::Command) -> Result<ExitCode, Failure> {
    succeeds(command).map(|()| ExitCode::SUCCESS)
}

fn succeeds(command: &mut std::process::Command) -> Result<(), Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| {
        Failure::new(
            format!("{name} cannot be started: {error}"),
            "`cargo xtask serve` installs it.",
        )
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{name} failed ({status})."), "Its output is above."))
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    !name.starts_with('-') && Path::new(name).extension() == Some(&OsString::from(extension))
}

fn renew(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file(path, &error))
}

fn text(path: &Path) -> Result<String, Failure> {
    Ok(String::from_utf8_lossy(&read(path)?).into_owned())
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    fs::write(path, content).map_err(|error| Failure::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_how_wasm_is_made_small() {
        let page = r#"<link data-wasm-opt="z" data-wasm-opt-params="--enable-x --strip-debug"/>"#;
        let flags = flags_in(page).map_err(|failure| failure.to_string());
        assert_eq!(flags, Ok(["-Oz", "--enable-x", "--strip-debug"].map(str::to_owned).to_vec()));
        assert!(flags_in("<link/>").is_err());
    }

    #[test]
    fn only_files_are_inputs() {
        assert!(has_extension("/a/b.wasm", "wasm"));
        assert!(!has_extension("--out-name=b.wasm", "wasm"));
        assert!(!has_extension("b.js", "wasm"));
    }
}
