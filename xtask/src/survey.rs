//! `cargo xtask survey`: whether a survey can be filled in in the app, and the backend's commands for staff.

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

/// What the backend does with its database; `stadtkern-backend --help` lists it.
const FOR_STAFF: [&str; 4] = ["export", "texts", "codes", "add"];
/// Flags of those whose value is a path.
const PATHS: [&str; 3] = ["--files", "--config", "--data"];

/// Checks a form, or hands the words to the backend.
///
/// # Errors
/// What is needed does not compile, or the words are not understood.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    match words.first() {
        Some(command) if FOR_STAFF.contains(&command.as_str()) => staff(&words),
        _ => check(words),
    }
}

/// Runs the backend's command, as `cargo xtask serve` runs the backend. Its exit code becomes ours.
fn staff(words: &[String]) -> Result<ExitCode, Failure> {
    eprintln!("- The backend: compiled for this machine; minutes the first time");
    // Nothing but what was asked for may stand on standard output: it may go to a file.
    let mut build = run::program("cargo");
    build.args(["build", "--profile", "native", "--package", "backend", "--quiet"]);
    let status = build.status().map_err(|error| Failure::file("cargo".as_ref(), &error))?;
    if !status.success() {
        return Err(Failure::new(
            "The backend does not compile.",
            "Mend what the compiler names above and start again.",
        ));
    }
    let mut command = run::program(places::backend());
    command.arg("survey").args(absolute(words)?);
    if words.iter().any(|word| !word.starts_with("--") && is_spreadsheet(Path::new(word))) {
        let converter = tools::pyxform()?;
        let folder = converter.parent().unwrap_or(&converter).to_path_buf();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders).unwrap_or(path));
    }
    let status = command.status().map_err(|error| Failure::file(&places::backend(), &error))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The person's paths count from where they stand, the backend's from the repository's root.
fn absolute(words: &[String]) -> Result<Vec<String>, Failure> {
    let whole = |path: &str| {
        let path =
            std::path::absolute(path).map_err(|error| Failure::file(path.as_ref(), &error))?;
        Ok::<String, Failure>(path.to_string_lossy().into_owned())
    };
    let mut before = "";
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_form = at == 1 && words.first().is_some_and(|first| first == "add");
        let joined = word.split_once('=').filter(|(flag, _)| PATHS.contains(flag));
        found.push(match joined {
            Some((flag, path)) => format!("{flag}={}", whole(path)?),
            None if PATHS.contains(&before) || is_form => whole(word)?,
            None => word.clone(),
        });
        before = word;
    }
    Ok(found)
}

/// Converts a spreadsheet and runs the check. Its exit code tells "only elsewhere" from "has to be mended".
fn check(words: Vec<String>) -> Result<ExitCode, Failure> {
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
        "`cargo xtask survey check FORM.xlsx` or FORM.xml, with --de for German. For staff there are export, texts, codes and add; docs/participation.md shows them.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn only_paths_become_absolute() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let here = std::env::current_dir().unwrap().to_string_lossy().into_owned();
        let found = absolute(&words("add a.xlsx --item lib --data=d --config c")).unwrap();
        assert_eq!(found[1], format!("{here}/a.xlsx"));
        assert_eq!(found[2..4], ["--item", "lib"]);
        assert_eq!(found[4], format!("--data={here}/d"));
        assert_eq!(found[6], format!("{here}/c"));
        assert_eq!(absolute(&words("export lib")).unwrap(), ["export", "lib"]);
    }
}
