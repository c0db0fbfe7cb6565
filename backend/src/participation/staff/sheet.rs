//! A form out of a spreadsheet (`XLSForm`), by `PyPI`'s pyxform where it is installed.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::Problem;

/// Whether a file is a spreadsheet that pyxform reads.
pub fn is_spreadsheet(path: &Path) -> bool {
    let kind = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["xlsx", "xls", "csv", "md"].contains(&kind.as_str())
}

/// The form of a spreadsheet.
///
/// # Errors
/// pyxform is not there, or does not understand the spreadsheet.
pub fn converted(sheet: &Path) -> Result<String, Problem> {
    std::fs::metadata(sheet).map_err(|error| Problem::file(sheet, &error))?;
    let folder = std::env::temp_dir().join(format!("stadtkern-form-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| Problem::file(&folder, &error))?;
    let form = folder.join("form.xml");
    let read = convert(sheet, &form).and_then(|()| {
        std::fs::read_to_string(&form).map_err(|error| Problem::file(&form, &error))
    });
    // Nothing of it is needed any more; the system tidies up otherwise.
    let _ = std::fs::remove_dir_all(&folder);
    read
}

fn convert(sheet: &Path, form: &Path) -> Result<(), Problem> {
    let said = ways().into_iter().find_map(|way| way.run(sheet, form)).ok_or_else(|| {
        Problem::new(
            "a spreadsheet becomes a form by the program pyxform, which is not installed",
            "Install it (`pipx install pyxform`, or `python3 -m pip install pyxform`; on Debian `apt-get install pipx` comes first) and give the command again, or convert the spreadsheet elsewhere and name the .xml",
        )
    })?;
    if said.status.success() && form.exists() {
        return Ok(());
    }
    let words = [said.stdout, said.stderr].concat();
    let words = String::from_utf8_lossy(&words);
    // What is wrong stands in the last lines, below the way through the program.
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = lines.get(lines.len().saturating_sub(3)..).unwrap_or_default().join(" ");
    Err(Problem::new(
        format!("the spreadsheet cannot be made into a form: {last}"),
        "Mend it there and give the command again",
    ))
}

/// A way of starting it.
struct Way(&'static str, &'static [&'static str]);

/// pipx puts its own program into the path; pip may have no right to.
fn ways() -> [Way; 2] {
    [Way("xls2xform", &[]), Way("python3", &["-m", "pyxform.xls2xform"])]
}

impl Way {
    /// What it said; `None` if it is not there.
    fn run(&self, sheet: &Path, form: &Path) -> Option<Output> {
        let mut command = Command::new(self.0);
        // Its own check wants Java, and ours comes next.
        command.args(self.1).arg("--skip_validate").arg(sheet).arg(form).stdin(Stdio::null());
        let said = command.output().ok()?;
        let absent = String::from_utf8_lossy(&said.stderr).contains("No module named");
        (!absent).then_some(said)
    }
}
