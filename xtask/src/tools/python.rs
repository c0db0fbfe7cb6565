//! What the native tests need from `PyPI`: aiosmtpd, a real mail server, and zxing-cpp, which reads barcodes.

use std::path::PathBuf;

use crate::{
    places,
    run::{self, program},
};

const PACKAGES: [&str; 2] = ["aiosmtpd==1.4.6", "zxing-cpp==3.1.1"];

/// The folder with a Python that has both, unless the system's own has them already.
/// Without Python the tests that need it say that they are skipped; nothing else needs it.
pub fn for_tests() -> Option<PathBuf> {
    let has_both = ["-c", "import aiosmtpd, zxingcpp"];
    if run::answer(program("python3").args(has_both)).is_some() {
        return None;
    }
    let folder = places::tools().join(PACKAGES.join("-").replace("==", "-"));
    let programs = folder.join("bin");
    if run::answer(program(programs.join("python3")).args(has_both)).is_some() {
        return Some(programs);
    }
    run::answer(program("python3").arg("--version"))?;
    run::say(
        "aiosmtpd and zxing-cpp from PyPI: a mail server and a reader of barcodes for the tests",
    );
    let next = "The tests that need them are skipped. Debian: apt-get install python3-venv.";
    let installed =
        run::quietly("python-venv", program("python3").args(["-m", "venv"]).arg(&folder), next)
            .and_then(|()| {
                run::quietly(
                    "python-packages",
                    program(programs.join("python3"))
                        .args(["-m", "pip", "install", "--quiet"])
                        .args(PACKAGES),
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
