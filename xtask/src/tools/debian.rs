//! The browser and its fonts, from Debian.

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
            install()?;
        }
        Self::there().ok_or_else(missing)
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

fn install() -> Result<(), Failure> {
    let root = run::answer(program("id").arg("-u")).is_some_and(|id| id == "0");
    if !root || !Path::new("/usr/bin/apt-get").is_file() {
        return Err(missing());
    }
    let next = "Run the same apt-get lines by hand and read what they say.";
    run::quietly("apt-update", program("apt-get").arg("update"), next)?;
    run::quietly(
        "apt-install",
        program("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(PACKAGES),
        next,
    )
}

fn missing() -> Failure {
    Failure::new(
        "Chromium and its driver are not installed, and this is no root shell on Debian.",
        format!(
            "sudo apt-get install {}\nElsewhere: install Chromium and chromedriver of the same version and name them in CHROMIUM and CHROMEDRIVER.",
            PACKAGES.join(" ")
        ),
    )
}
