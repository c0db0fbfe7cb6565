//! Builds the app and the backend, when something changed.

use crate::{
    failure::Failure,
    places, run,
    stamp::{self, Stamp},
    tools::Tools,
    transit_worker,
};

/// Everything the built app is made of.
const INPUTS: [&str; 14] = [
    "src",
    "crates",
    "transit-worker",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "xtask/src/after_build.rs",
    "xtask/src/split",
    "xtask/src/style.rs",
    "xtask/src/transit_worker.rs",
];

/// The standard library is compiled with the app, for size and without the texts of panics: a tenth less
/// to download (`cargo xtask bench size`). A panic still ends on the loader's crash page. What `{:?}` writes is for
/// tests and logs, and is left out too. The setting is unstable in Cargo, hence the first line; the compiler is the
/// stable one. `--emit-relocs` leaves in the wasm what cutting it needs (`split`).
pub const SMALLER_STANDARD_LIBRARY: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Zfmt-debug=none -Cpanic=immediate-abort -Clink-arg=--emit-relocs --cfg=sha2_backend_soft=\"compact\"",
    ),
];

/// The app in `dist/` and the backend, both as a city would run them.
///
/// # Errors
/// A tool is missing, or something does not compile.
pub fn everything() -> Result<(), Failure> {
    app()?;
    backend()
}

/// The app, by Trunk. Skipped when nothing changed since the last time.
pub fn app() -> Result<(), Failure> {
    let tools = Tools::for_the_build()?;
    let notes = Tools::build_notes()?;
    let settings = SMALLER_STANDARD_LIBRARY.into_iter().map(|(_, setting)| setting);
    let notes: Vec<&str> = notes.iter().map(String::as_str).chain(settings).collect();
    let stamp = Stamp::of("app", &places::root(), &INPUTS, &notes)?;
    let folder = stamp::folder();
    if stamp.is_current(&folder) && places::dist().join("index.html").is_file() {
        run::say("The app in dist/ is up to date");
        return Ok(());
    }
    // Trunk is told to download nothing, and passes that on to Cargo.
    run::say("The crates in Cargo.lock, from crates.io, where they are not here yet");
    run::quietly(
        "cargo-fetch",
        run::program("cargo")
            .args(["fetch", "--locked", "--target", "wasm32-unknown-unknown"])
            .envs(SMALLER_STANDARD_LIBRARY),
        "Check the connection to crates.io; if Cargo.lock is out of date, run `cargo check`.",
    )?;
    transit_worker::build(&tools, &SMALLER_STANDARD_LIBRARY)?;
    run::say("The app: Trunk compiles it for the browser; minutes the first time");
    run::quietly(
        "trunk-build",
        tools
            .program("trunk")
            .args(["build", "--release", "--color", "never", "--features", "split"])
            .envs(SMALLER_STANDARD_LIBRARY),
        "Mend what the compiler or Trunk names above and start again.",
    )?;
    stamp.record(&folder)
}

/// The backend, by Cargo, which knows itself what changed.
pub fn backend() -> Result<(), Failure> {
    run::say("The backend: compiled for this machine; minutes the first time");
    run::quietly(
        "backend-build",
        run::program("cargo").args(["build", "--profile", "native", "--package", "backend"]),
        "Mend what the compiler names above and start again.",
    )
}

/// Both must be there; used where building was not asked for.
///
/// # Errors
/// One is missing.
pub fn must_be_there() -> Result<(), Failure> {
    for path in [places::dist().join("index.html"), places::backend()] {
        if !path.is_file() {
            return Err(Failure::new(
                format!("{} is not there.", path.display()),
                "Build first: `cargo xtask serve` does it, and so does this command with --build if it has that flag.",
            ));
        }
    }
    Ok(())
}
