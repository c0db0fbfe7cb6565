//! Where recorded answers and other people's programs are.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::Command;

/// The files of a folder of recorded answers with this ending, by name; none where the folder is absent.
pub fn recorded(folder: &str, ending: &str) -> Vec<(String, Vec<u8>)> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data = std::env::var_os("STADTKERN_TEST_DATA").map_or_else(|| beside.into(), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(data.join(folder)) else {
        println!("skipped: no recorded answers at {}", data.join(folder).display());
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Whether a program runs.
pub fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
