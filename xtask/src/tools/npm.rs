//! What comes from npm. Install scripts never run.

use std::path::{Path, PathBuf};

use crate::{
    failure::Failure,
    places,
    run::{self, program},
};

const BINARYEN_PACKAGE: &str = include_str!("../../npm/package.json");

/// The pinned binaryen.
pub const BINARYEN_LOCK: &str = include_str!("../../npm/package-lock.json");

const OPENING_HOURS_PACKAGE: &str = include_str!("../../../crates/library/oracle/package.json");
const OPENING_HOURS_LOCK: &str = include_str!("../../../crates/library/oracle/package-lock.json");

const XFORMS_PACKAGE: &str = include_str!("../../../crates/xforms/oracle/package.json");
const XFORMS_LOCK: &str = include_str!("../../../crates/xforms/oracle/package-lock.json");

const NEXT: &str =
    "Install Node 20 or newer with npm (Debian: nodejs npm) and check the connection to npm.";

/// The folder with `wasm-opt`, which makes the wasm smaller.
pub fn wasm_opt() -> Result<PathBuf, Failure> {
    let folder = places::tools().join("binaryen-132.0.0");
    let programs = folder.join("node_modules/.bin");
    if programs.join("wasm-opt").exists() {
        return Ok(programs);
    }
    run::say("binaryen 132.0.0: its wasm-opt makes the wasm smaller; some seconds, once");
    install("binaryen", &folder, BINARYEN_PACKAGE, BINARYEN_LOCK)?;
    Ok(programs)
}

/// The folder of packages with `opening_hours`, another evaluator to compare ours with. Without Node the tests
/// that need it say that they are skipped.
pub fn opening_hours() -> Option<PathBuf> {
    oracle(&Oracle {
        folder: "opening-hours-3.15.0",
        package: "opening_hours",
        what: "opening_hours 3.15.0 from npm: another evaluator of opening hours for the tests",
        files: (OPENING_HOURS_PACKAGE, OPENING_HOURS_LOCK),
    })
}

/// The folder of packages with `@getodk/xforms-engine`, the reference for surveys. Without Node the tests that need
/// it say that they are skipped.
pub fn xforms_engine() -> Option<PathBuf> {
    oracle(&Oracle {
        folder: "xforms-engine-0.22.0",
        package: "@getodk/xforms-engine",
        what: "@getodk/xforms-engine 0.22.0 from npm: the reference for surveys, for the tests; 40 MB, once",
        files: (XFORMS_PACKAGE, XFORMS_LOCK),
    })
}

/// Another's program that the tests compare with.
struct Oracle {
    folder: &'static str,
    package: &'static str,
    what: &'static str,
    files: (&'static str, &'static str),
}

fn oracle(oracle: &Oracle) -> Option<PathBuf> {
    let folder = places::tools().join(oracle.folder);
    let packages = folder.join("node_modules");
    if packages.join(oracle.package).join("package.json").is_file() {
        return Some(packages);
    }
    run::answer(program("npm").arg("--version"))?;
    run::say(oracle.what);
    let (package, lock) = oracle.files;
    match install(oracle.folder, &folder, package, lock) {
        Ok(()) => Some(packages),
        Err(failure) => {
            println!("{failure}");
            None
        }
    }
}

fn install(name: &str, folder: &Path, package: &str, lock: &str) -> Result<(), Failure> {
    for (file, text) in [("package.json", package), ("package-lock.json", lock)] {
        let path = folder.join(file);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| Failure::file(&path, &error))?;
    }
    clean_install(name, folder)
}

/// Playwright, axe and the type checker of the end-to-end tests.
pub fn end_to_end() -> Result<(), Failure> {
    let folder = places::root().join("end2end");
    let wanted = folder.join("package-lock.json");
    let lock = std::fs::read(&wanted).map_err(|error| Failure::file(&wanted, &error))?;
    let note = folder.join("node_modules/.installed-lock.json");
    if std::fs::read(&note).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run::say("Playwright, axe and TypeScript from npm: the stories in a real browser");
    clean_install("end2end-packages", &folder)?;
    std::fs::write(&note, lock).map_err(|error| Failure::file(&note, &error))
}

/// minotor and the whole of New York, for `bench transit`.
pub fn peer(folder: &Path) -> Result<PathBuf, Failure> {
    let wanted = places::root().join("xtask/bench-transit/peer");
    let lock = std::fs::read(wanted.join("package-lock.json"))
        .map_err(|error| Failure::file(&wanted, &error))?;
    let note = folder.join("node_modules/.installed-lock.json");
    if !std::fs::read(&note).is_ok_and(|installed| installed == lock) {
        run::say("minotor and New York's timetable from npm: 185 MB, once");
        for name in ["package.json", "package-lock.json"] {
            std::fs::create_dir_all(folder)
                .and_then(|()| std::fs::copy(wanted.join(name), folder.join(name)))
                .map_err(|error| Failure::file(folder, &error))?;
        }
        clean_install("bench-transit-peer", folder)?;
        std::fs::write(&note, lock).map_err(|error| Failure::file(&note, &error))?;
    }
    Ok(folder.to_path_buf())
}

fn clean_install(name: &str, folder: &Path) -> Result<(), Failure> {
    let mut install = program("npm");
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    run::quietly(name, &mut install, NEXT)
}
