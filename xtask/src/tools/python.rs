//! aiosmtpd: a real mail server for the backend's tests.

use std::path::PathBuf;

use crate::{
    places,
    run::{self, program},
};

const VERSION: &str = "1.4.6";

/// The folder with a Python that has aiosmtpd, unless the system's own has it already.
/// Without Python the tests that need it say that they are skipped; nothing else needs it.
pub fn aiosmtpd() -> Option<PathBuf> {
    if run::answer(program("python3").args(["-c", "import aiosmtpd"])).is_some() {
        return None;
    }
    let folder = places::tools().join(format!("aiosmtpd-{VERSION}"));
    let programs = folder.join("bin");
    if programs.join("aiosmtpd").is_file() {
        return Some(programs);
    }
    run::answer(program("python3").arg("--version"))?;
    run::say("aiosmtpd from PyPI: a mail server for the tests of sending mail");
    let next = "The tests of sending mail are skipped. Debian: apt-get install python3-venv.";
    let installed =
        run::quietly("python-venv", program("python3").args(["-m", "venv"]).arg(&folder), next)
            .and_then(|()| {
                run::quietly(
                    "aiosmtpd",
                    program(programs.join("python3"))
                        .args(["-m", "pip", "install", "--quiet"])
                        .arg(format!("aiosmtpd=={VERSION}")),
                    next,
                )
            });
    match installed {
        Ok(()) => Some(programs),
        Err(failure) => {
            println!("{failure}");
            None
        }
    }
}
