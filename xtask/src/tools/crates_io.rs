//! Tools from crates.io, compiled once per user and version.

use std::path::PathBuf;

use crate::{failure::Failure, places, run};

/// A program that crates.io has.
pub struct Tool {
    /// The package.
    pub package: &'static str,
    /// Its exact version.
    pub version: &'static str,
    program: &'static str,
    why: &'static str,
    arguments: &'static [&'static str],
    /// Enough for a tool that runs for seconds; the tool itself compiles in a third of the time.
    optimised: &'static str,
}

/// Builds the page, its wasm and its style sheet.
pub const TRUNK: Tool = Tool {
    package: "trunk",
    version: "0.22.1",
    program: "trunk",
    why: "builds the page and its wasm; about 4 minutes, once",
    // It asks for a newer compiler than it needs, and its own TLS spares a system library.
    arguments: &[
        "--ignore-rust-version",
        "--locked",
        "--no-default-features",
        "--features",
        "rustls",
    ],
    optimised: "1",
};

/// Cuts the app's wasm into parts. Must fit `wasm_split_helpers` in Cargo.toml.
pub const WASM_SPLIT: Tool = Tool {
    package: "wasm_split_cli_support",
    version: "0.2.4",
    program: "wasm-split-cli",
    why: "cuts the app's wasm into parts; about 1 minute, once",
    arguments: &["--locked", "--features", "build-binary"],
    optimised: "1",
};

/// Checks licences, sources and banned crates.
pub const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    version: "0.20.2",
    program: "cargo-deny",
    why: "checks licences, sources and banned crates; about 2 minutes, once",
    arguments: &["--locked", "--no-default-features"],
    optimised: "0",
};

/// Runs the fuzz targets.
pub const CARGO_FUZZ: Tool = Tool {
    package: "cargo-fuzz",
    version: "0.13.2",
    program: "cargo-fuzz",
    why: "builds and runs the fuzz targets; about 1 minute, once",
    arguments: &["--locked"],
    optimised: "0",
};

/// The folder with the tool's program; compiles it when it is not there.
pub fn install(tool: &Tool) -> Result<PathBuf, Failure> {
    compile(tool, tool.version)
}

/// wasm-bindgen's command-line tools, of exactly the version the app is built with: the two speak
/// a format that changes with every patch release.
pub fn wasm_bindgen() -> Result<PathBuf, Failure> {
    let version = locked_version("wasm-bindgen")?;
    let tool = Tool {
        package: "wasm-bindgen-cli",
        version: "",
        program: "wasm-bindgen",
        why: "joins wasm and JavaScript, exactly the version in Cargo.lock; about 2 minutes, once",
        // Without --locked: the lock file it was published with names withdrawn versions.
        arguments: &[],
        optimised: "1",
    };
    compile(&tool, &version)
}

/// The version of a package in Cargo.lock.
pub fn locked_version(package: &str) -> Result<String, Failure> {
    let path = places::root().join("Cargo.lock");
    let text = std::fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
    version_in(&text, package).ok_or_else(|| {
        Failure::new(
            format!("Cargo.lock has no package {package}."),
            "Restore Cargo.lock from git; it belongs to the project.",
        )
    })
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

fn compile(tool: &Tool, version: &str) -> Result<PathBuf, Failure> {
    let root = places::tools().join(format!("{}-{version}", tool.package));
    let folder = root.join("bin");
    if folder.join(tool.program).is_file() {
        return Ok(folder);
    }
    run::say(&format!("{} {version}: {}", tool.package, tool.why));
    let mut install = run::program("cargo");
    install
        .args(["install", tool.package, "--version", &format!("={version}"), "--root"])
        .arg(&root)
        .args(tool.arguments)
        // Away from the repository, whose .cargo/config.toml and target folder are not meant.
        .current_dir(std::env::temp_dir())
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.optimised)
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false");
    run::quietly(
        tool.package,
        &mut install,
        "Check the connection to crates.io and that a C compiler is installed (Debian: build-essential).",
    )?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn the_version_is_the_packages_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }

    #[test]
    fn the_projects_lock_names_wasm_bindgen() {
        assert!(locked_version("wasm-bindgen").unwrap().starts_with("0.2."));
    }
}
