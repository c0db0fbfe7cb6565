//! What the author of a survey is told by `survey-check`.
#![allow(clippy::unwrap_used)]

mod support;

use std::{path::Path, process::Command};

use support::{others, own};

/// Exit code and what was printed.
fn check(form: &Path, flags: &[&str]) -> (Option<i32>, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_survey-check")).arg(form).args(flags).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

/// A form with one question of its own, below the given part of the model.
fn form(binds: &str, body: &str) -> String {
    format!(
        r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
        <h:head><h:title>Spielplatz</h:title><model>
        <instance><data id="playground" version="2"><a/><b/><meta><instanceID/></meta></data></instance>
        {binds}</model></h:head><h:body>{body}</h:body></h:html>"#
    )
}

fn checked(name: &str, binds: &str, body: &str, flags: &[&str]) -> (Option<i32>, String) {
    let path = std::env::temp_dir().join(format!("survey-check-{}-{name}.xml", std::process::id()));
    std::fs::write(&path, form(binds, body)).unwrap();
    let told = check(&path, flags);
    std::fs::remove_file(&path).unwrap();
    told
}

const ASKED: &str = r#"<input ref="/data/a"><label>Wie gefällt es Ihnen?</label></input>"#;

#[test]
fn a_form_that_works_says_what_is_in_it() {
    let (code, told) = checked("works", "", ASKED, &[]);
    assert_eq!(code, Some(0), "{told}");
    for part in ["Spielplatz", "id: playground, version: 2", "questions: 1", "in the app."] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn what_is_only_to_be_had_elsewhere_is_told_from_what_is_broken() {
    let film = r#"<upload ref="/data/b" mediatype="video/*"><label>Ein Film</label></upload>"#;
    let binds = r#"<bind nodeset="/data/b" type="binary"/>"#;
    let (code, told) = checked("film", binds, &[ASKED, film].concat(), &["--de"]);
    assert_eq!(code, Some(2), "{told}");
    for part in ["Hat die App nicht: 1", "/data/b: eine Datei der Art video/*", "den Link an"] {
        assert!(told.contains(part), "{part} in {told}");
    }

    let circle = r#"<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>"#;
    let (code, told) = checked("circle", circle, ASKED, &["--de"]);
    assert_eq!(code, Some(1), "{told}");
    for part in ["Muss geändert werden: 1", "folgt aus sich selbst", "/data/b", "aus dem Kreis"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn what_is_no_form_at_all_is_said_to_be_none() {
    let (code, told) = check(&own().join("is-not-there.xml"), &[]);
    assert_eq!(code, Some(1));
    assert!(told.contains("is-not-there.xml") && told.contains("Check the file's name"), "{told}");
    let (code, told) = check(Path::new(env!("CARGO_BIN_EXE_survey-check")), &["--de"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("Prüfen Sie den Namen der Datei"), "{told}");
}

#[test]
fn the_forms_of_others_end_with_a_verdict() {
    let Some(folder) = others() else { return };
    let (code, told) = check(&folder.join("library_2026.xml"), &[]);
    assert_eq!(code, Some(0), "{told}");
    let (code, told) = check(&folder.join("odk/test-web-forms/simple-dag-cycle.xml"), &["--de"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("/data/group/a: folgt aus sich selbst"), "{told}");
}
