//! What comes from `PyPI`: aiosmtpd, a real mail server, and zxing-cpp, which reads barcodes, for the tests; pyxform,
//! which makes a form of a spreadsheet, for them and for those who write surveys.

use std::path::{Path, PathBuf};

use crate::{
    failure::Failure,
    places,
    run::{self, program},
};

const FOR_TESTS: [&str; 3] = ["aiosmtpd==1.4.6", "zxing-cpp==3.1.1", PYXFORM];
const PYXFORM: &str = "pyxform==4.5.0";
const NEXT: &str = "It needs Python with its venv. Debian: apt-get install python3-venv.";

/// The folder with a Python that has all, unless the system's own has them already.
/// Without Python the tests that need it say that they are skipped; nothing else needs it.
pub fn for_tests() -> Option<PathBuf> {
    let has_all = ["-c", "import aiosmtpd, zxingcpp, pyxform"];
    if run::answer(program("python3").args(has_all)).is_some() {
        return None;
    }
    let folder = folder_of(&FOR_TESTS);
    let programs = folder.join("bin");
    if run::answer(program(programs.join("python3")).args(has_all)).is_some() {
        return Some(programs);
    }
    run::answer(program("python3").arg("--version"))?;
    run::say(
        "aiosmtpd, zxing-cpp and pyxform from PyPI: a mail server, a reader of barcodes and a maker of forms for the tests",
    );
    match install(&folder, &FOR_TESTS) {
        Ok(()) => Some(programs),
        Err(failure) => {
            println!("{failure}");
            None
        }
    }
}

/// The program that makes an `XForm` of a spreadsheet.
///
/// # Errors
/// It is missing and cannot be installed.
pub fn pyxform() -> Result<PathBuf, Failure> {
    let folder = folder_of(&[PYXFORM]);
    let converter = folder.join("bin/xls2xform");
    if !converter.exists() {
        run::say("pyxform from PyPI: makes a form of a spreadsheet");
        install(&folder, &[PYXFORM])?;
    }
    Ok(converter)
}

fn folder_of(packages: &[&str]) -> PathBuf {
    places::tools().join(packages.join("-").replace("==", "-"))
}

fn install(folder: &Path, packages: &[&str]) -> Result<(), Failure> {
    run::quietly("python-venv", program("python3").args(["-m", "venv"]).arg(folder), NEXT)?;
    let mut pip = program(folder.join("bin/python3"));
    run::quietly(
        "python-packages",
        pip.args(["-m", "pip", "install", "--quiet"]).args(packages),
        NEXT,
    )
}
