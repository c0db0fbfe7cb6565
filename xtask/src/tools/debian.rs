//! The browser and its fonts, and a reader of barcodes, from Debian.

use std::path::{Path, PathBuf};

use crate::{
    failure::Failure,
    run::{self, program},
};

const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-core"];

/// Chromium and its driver, as the system has them.
pub struct Browser {
    /// The browser.
    pub chromium: PathBuf,
    /// The program that steers it for the wasm tests.
    pub driver: PathBuf,
}

impl Browser {
    /// Finds both; installs them where this runs as root on Debian.
    ///
    /// # Errors
    /// They are missing and may not be installed; the failure says what to install.
    pub fn find() -> Result<Self, Failure> {
        if Self::there().is_none() {
            run::say("chromium, chromium-driver, fonts-noto-core: the tests in a real browser");
            install(&PACKAGES)?;
        }
        Self::there().ok_or_else(|| missing(&PACKAGES))
    }

    fn there() -> Option<Self> {
        Some(Self {
            chromium: first("CHROMIUM", &["/usr/bin/chromium", "/usr/bin/chromium-browser"])?,
            driver: first("CHROMEDRIVER", &["/usr/bin/chromedriver"])?,
        })
    }
}

fn first(variable: &str, places: &[&str]) -> Option<PathBuf> {
    let chosen = std::env::var_os(variable).map(PathBuf::from);
    chosen.into_iter().chain(places.iter().map(PathBuf::from)).find(|path| path.is_file())
}

/// Makes sure that `zbarimg` is there, which reads barcodes in the tests; without it they say they skip.
pub fn zbar() {
    if run::answer(program("zbarimg").arg("--version")).is_some() {
        return;
    }
    run::say("zbar-tools: the tests of cards' barcodes");
    if let Err(failure) = install(&["zbar-tools"]) {
        println!("{failure}");
    }
}

fn install(packages: &[&str]) -> Result<(), Failure> {
    let root = run::answer(program("id").arg("-u")).is_some_and(|id| id == "0");
    if !root || !Path::new("/usr/bin/apt-get").is_file() {
        return Err(missing(packages));
    }
    let next = "Run the same apt-get lines by hand and read what they say.";
    run::quietly("apt-update", program("apt-get").arg("update"), next)?;
    run::quietly(
        "apt-install",
        program("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages),
        next,
    )
}

fn missing(packages: &[&str]) -> Failure {
    let names = packages.join(" ");
    Failure::new(
        format!("{names}: not installed, and this is no root shell on Debian."),
        format!(
            "sudo apt-get install {names}\nElsewhere: for the browser, install Chromium and chromedriver of the same version and name them in CHROMIUM and CHROMEDRIVER.",
        ),
    )
}
