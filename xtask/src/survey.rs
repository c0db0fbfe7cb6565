//! `cargo xtask survey check`: whether a survey can be filled in in the app.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    arguments::Arguments,
    checker::{self, Checker},
    failure::Failure,
    places, run, tools,
};

/// Converts a spreadsheet and runs the check. Its exit code tells "only elsewhere" from "has to be mended".
///
/// # Errors
/// No form is named, a spreadsheet cannot be converted, or the check does not compile.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    let given = Arguments::parse(words, &["--de"], &[])?;
    let [command, form] = given.words() else { return Err(usage()) };
    if command != "check" {
        return Err(usage());
    }
    // The person's path counts from where they stand, not from the repository's root.
    let form = std::path::absolute(form).map_err(|error| Failure::file(form.as_ref(), &error))?;
    let form = if is_spreadsheet(&form) { converted(&form)? } else { form };
    checker::run(
        &Checker { package: "xforms", program: "survey-check", features: &[] },
        &form,
        &given,
    )
}

fn is_spreadsheet(path: &Path) -> bool {
    let kind = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["xlsx", "xls", "csv", "md"].contains(&kind.as_str())
}

/// The form of a spreadsheet, which `PyPI`'s pyxform makes of it.
fn converted(sheet: &Path) -> Result<PathBuf, Failure> {
    let converter = tools::pyxform()?;
    let folder = places::notes();
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    let form = folder.join("survey.xml");
    run::quietly(
        "survey-convert",
        // Its own check wants Java, and ours comes next.
        run::program(converter).arg("--skip_validate").arg(sheet).arg(&form),
        "Mend what is named above in the spreadsheet and check again.",
    )?;
    Ok(form)
}

fn usage() -> Failure {
    Failure::new(
        "Which form?",
        "`cargo xtask survey check FORM.xlsx` or FORM.xml, with --de for German.",
    )
}
