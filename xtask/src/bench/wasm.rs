//! A package as wasm, compiled and optimised as the app's, with its script for Node.

use std::{fs, path::Path};

use crate::{build, failure::Failure, places, run, tools::Tools};

/// As the app's wasm is optimised.
const OPTIMISE: [&str; 10] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
    "--traps-never-happen",
    "--strip-debug",
    "--strip-producers",
];

/// Puts `wasm/optimised.wasm` and its script into a folder.
///
/// # Errors
/// A tool is missing, or something does not compile.
pub fn build(package: &str, folder: &Path) -> Result<(), Failure> {
    let tools = Tools::for_the_build()?;
    run::say(&format!("{package}: compiled for the browser, with the app's settings"));
    run::quietly(
        &format!("{package}-wasm"),
        run::program("cargo")
            .args(["build", "--release", "--package", package, "--lib"])
            .args(["--target", "wasm32-unknown-unknown"])
            .envs(build::SMALLER_STANDARD_LIBRARY),
        "Mend what the compiler names above and start again.",
    )?;
    let next = "Update the tools: `cargo xtask serve` installs the right versions.";
    let out = folder.join("wasm");
    let name = package.replace('-', "_");
    run::quietly(
        &format!("{package}-bindgen"),
        tools
            .program("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(&out)
            .arg(places::target().join(format!("wasm32-unknown-unknown/release/{name}.wasm"))),
        next,
    )?;
    // Without it Node takes the script for one of the old kind.
    let kind = out.join("package.json");
    fs::write(&kind, "{ \"type\": \"module\" }").map_err(|error| Failure::file(&kind, &error))?;
    run::quietly(
        &format!("{package}-optimise"),
        tools
            .program("wasm-opt")
            .args(OPTIMISE)
            .arg(out.join(format!("{name}_bg.wasm")))
            .arg("--output")
            .arg(out.join("optimised.wasm")),
        next,
    )
}
