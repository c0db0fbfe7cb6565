//! The tools that the commands need: looked for, and installed where that is possible.
//!
//! Nothing comes from anywhere but crates.io, npm, `PyPI`, Debian and rustup, and every version is
//! pinned here or in a lock file.

mod crates_io;
mod debian;
mod npm;
mod python;
mod rust;

use std::{ffi::OsString, path::PathBuf, process::Command};

use crate::{
    failure::Failure,
    run,
    split::{self, Programs},
};

pub use crates_io::CARGO_DENY;
pub use debian::Browser;
pub use python::pyxform;

/// The tools found so far, by the folders that hold their programs.
#[derive(Debug, Default)]
pub struct Tools {
    folders: Vec<PathBuf>,
    /// Where Node finds packages that belong to no folder of the project.
    node_path: Vec<PathBuf>,
}

impl Tools {
    /// What building the app needs: the wasm target, Trunk, the wasm-bindgen CLI, the
    /// splitter and wasm-opt.
    ///
    /// # Errors
    /// One of them is missing and cannot be installed.
    pub fn for_the_build() -> Result<Self, Failure> {
        let mut tools = Self::default();
        rust::wasm_target()?;
        rust::standard_library_source()?;
        let trunk = crates_io::install(&crates_io::TRUNK)?;
        let bindgen = crates_io::wasm_bindgen()?;
        let splitter = crates_io::install(&crates_io::WASM_SPLIT)?;
        let optimiser = npm::wasm_opt()?;
        // Before the real one, in whose place it stands.
        tools.add(split::stand_in(&Programs {
            bindgen: &bindgen,
            splitter: &splitter,
            optimiser: &optimiser,
        })?);
        for folder in [trunk, bindgen, optimiser] {
            tools.add(folder);
        }
        Ok(tools)
    }

    /// What the wasm tests need: the wasm target and wasm-bindgen's test runner.
    ///
    /// # Errors
    /// One of them is missing and cannot be installed.
    pub fn for_wasm_tests() -> Result<Self, Failure> {
        let mut tools = Self::default();
        rust::wasm_target()?;
        tools.add(crates_io::wasm_bindgen()?);
        Ok(tools)
    }

    /// One tool from crates.io.
    ///
    /// # Errors
    /// It is missing and cannot be compiled.
    pub fn with(tool: &crates_io::Tool) -> Result<Self, Failure> {
        let mut tools = Self::default();
        tools.add(crates_io::install(tool)?);
        Ok(tools)
    }

    /// What fuzzing needs: cargo-fuzz.
    ///
    /// # Errors
    /// It is missing and cannot be compiled.
    pub fn for_fuzzing() -> Result<Self, Failure> {
        Self::with(&crates_io::CARGO_FUZZ)
    }

    /// What native tests hold our work against: a mail server, two readers of barcodes, an evaluator of opening
    /// hours, an engine for surveys. What is missing and cannot be installed is named, and its tests say they skip.
    pub fn for_native_tests() -> Self {
        let mut tools = Self::default();
        tools.folders.extend(python::for_tests());
        debian::zbar();
        tools.node_path.extend(npm::opening_hours());
        tools.node_path.extend(npm::xforms_engine());
        tools
    }

    /// What the stories read a card back with: two readers of barcodes. A story says which of them it misses.
    pub fn for_stories() -> Self {
        let mut tools = Self::default();
        tools.folders.extend(python::for_tests());
        debian::zbar();
        tools
    }

    /// A program that finds these tools first.
    pub fn program(&self, name: &str) -> Command {
        let mut command = run::program(name);
        command.env("PATH", self.path());
        if let Ok(folders) = std::env::join_paths(&self.node_path)
            && !folders.is_empty()
        {
            command.env("NODE_PATH", folders);
        }
        command
    }

    /// The versions of the tools that shape the built app, for its stamp.
    pub fn build_notes() -> Result<Vec<String>, Failure> {
        Ok(vec![
            run::answer(run::program("rustc").arg("--version")).unwrap_or_default(),
            crates_io::TRUNK.version.to_owned(),
            crates_io::WASM_SPLIT.version.to_owned(),
            crates_io::locked_version("wasm-bindgen")?,
            npm::BINARYEN_LOCK.to_owned(),
        ])
    }

    fn add(&mut self, folder: PathBuf) {
        self.folders.push(folder);
    }

    fn path(&self) -> OsString {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let all = self.folders.iter().cloned().chain(std::env::split_paths(&inherited));
        // Joining fails only for a folder with a colon in its name; then the inherited path stays.
        std::env::join_paths(all).unwrap_or(inherited)
    }
}

/// Makes sure that rustfmt and clippy are there.
///
/// # Errors
/// They are missing and rustup cannot add them.
pub fn rust_components() -> Result<(), Failure> {
    rust::components()
}

/// Installs the browser tests' npm packages as the lock file says.
///
/// # Errors
/// npm is missing or fails.
pub fn end_to_end_packages() -> Result<(), Failure> {
    npm::end_to_end()
}

/// Where the packages of the reference for surveys are; `None` without Node.
pub fn xforms_engine() -> Option<PathBuf> {
    npm::xforms_engine()
}

/// Installs the packages beside which the search is measured into a folder; the folder.
///
/// # Errors
/// npm is missing or fails.
pub fn peer_packages(folder: &std::path::Path) -> Result<PathBuf, Failure> {
    npm::peer(folder)
}
