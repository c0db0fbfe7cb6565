//! The stages of `cargo xtask test`, cheap ones first.

use std::process::Command;

use crate::{
    bench, build, checks,
    failure::Failure,
    places,
    run::{self, program},
    tools::{self, Browser, Tools},
};

use super::{
    counts::{self, Counts},
    outbox_tab,
};

/// One stage.
pub struct Stage {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it makes sure of.
    pub what: &'static str,
    /// Stages without which it makes no sense.
    pub needs: &'static [&'static str],
    /// Runs it.
    pub run: fn() -> Result<Counts, Failure>,
}

/// All of them, in the order in which they run.
pub const ALL: [Stage; 12] = [
    Stage { name: "format", what: "the code is in rustfmt's form", needs: &[], run: format },
    Stage { name: "checks", what: "our own rules", needs: &[], run: own_checks },
    Stage {
        name: "clippy",
        what: "crates, backend and tools without a warning",
        needs: &[],
        run: clippy,
    },
    Stage { name: "clippy-app", what: "the app without a warning", needs: &[], run: clippy_app },
    Stage {
        name: "dependencies",
        what: "licences, sources and banned crates",
        needs: &[],
        run: dependencies,
    },
    Stage { name: "native", what: "tests that need no browser", needs: &[], run: native },
    Stage { name: "doc", what: "the examples in the documentation", needs: &["native"], run: doc },
    Stage {
        name: "scripts",
        what: "types and unit tests of the JavaScript",
        needs: &[],
        run: scripts,
    },
    Stage { name: "wasm", what: "the app's parts in headless Chromium", needs: &[], run: wasm },
    Stage { name: "build", what: "app and backend as a city runs them", needs: &[], run: build },
    Stage {
        name: "size",
        what: "the first view is within its budget",
        needs: &["build"],
        run: size,
    },
    Stage {
        name: "end2end",
        what: "stories in a real browser with the real backend",
        needs: &["build"],
        run: end_to_end,
    },
];

/// The workspace without the app, which compiles for the browser only.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "stadtkern"];
const IN_THE_BROWSER: [&str; 4] = ["--package", "stadtkern", "--target", "wasm32-unknown-unknown"];

fn format() -> Result<Counts, Failure> {
    tools::rust_components()?;
    // The names of the files are enough: `cargo fmt` shows and mends the rest.
    let counts = one(program("cargo").args(["fmt", "--all", "--", "--check", "-l"]))?;
    if counts.failed > 0 {
        println!("these files are not in form; `cargo fmt --all` mends them");
    }
    Ok(counts)
}

fn own_checks() -> Result<Counts, Failure> {
    let mut sum = Counts::default();
    for check in checks::ALL {
        let findings = check.findings()?;
        for finding in &findings {
            println!("{finding}");
        }
        let passed = findings.is_empty();
        println!("{} {}", if passed { "ok    " } else { "FAILED" }, check.what);
        sum += if passed { Counts::ONE_PASSED } else { Counts::ONE_FAILED };
    }
    Ok(sum)
}

fn clippy() -> Result<Counts, Failure> {
    tools::rust_components()?;
    let mut cargo = program("cargo");
    one(cargo.arg("clippy").args(NATIVE).args(["--all-targets", "--", "-D", "warnings"]))
}

fn clippy_app() -> Result<Counts, Failure> {
    tools::rust_components()?;
    let tools = Tools::for_wasm_tests()?;
    let mut cargo = tools.program("cargo");
    one(cargo.arg("clippy").args(IN_THE_BROWSER).args(["--all-targets", "--", "-D", "warnings"]))
}

fn dependencies() -> Result<Counts, Failure> {
    let tools = Tools::with(&tools::CARGO_DENY)?;
    let mut check = tools.program("cargo");
    let mut sum =
        one(check.args(["deny", "--all-features", "check", "bans", "licenses", "sources"]))?;
    // The list of known holes is a git repository, which is not everywhere within reach.
    let reachable = std::env::var_os("STADTKERN_ADVISORIES").is_some();
    sum += if reachable {
        one(tools.program("cargo").args(["deny", "--all-features", "check", "advisories"]))?
    } else {
        println!(
            "skipped: advisories; set STADTKERN_ADVISORIES=1 where github.com is within reach"
        );
        Counts::ONE_SKIPPED
    };
    Ok(sum)
}

fn native() -> Result<Counts, Failure> {
    let tools = Tools::for_native_tests();
    let mut cargo = tools.program("cargo");
    if run::answer(program("cargo").args(["nextest", "--version"])).is_some() {
        let spoken = run::aloud(
            cargo.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]).args(NATIVE),
        )?;
        return Ok(counts::nextest(&spoken.text).after(spoken.success));
    }
    let targets = ["--lib", "--bins", "--tests", "--no-fail-fast"];
    let spoken = run::aloud(cargo.arg("test").args(NATIVE).args(targets))?;
    Ok(counts::cargo_test(&spoken.text).after(spoken.success))
}

fn doc() -> Result<Counts, Failure> {
    let mut cargo = program("cargo");
    let spoken = run::aloud(cargo.args(["test", "--doc", "--no-fail-fast"]).args(NATIVE))?;
    Ok(counts::cargo_test(&spoken.text).after(spoken.success))
}

fn scripts() -> Result<Counts, Failure> {
    tools::end_to_end_packages()?;
    let folder = places::root().join("end2end");
    let mut types = program("node");
    let compiler = "node_modules/typescript/bin/tsc";
    let mut sum = one(types.arg(compiler).args(["--noEmit", "--pretty"]).current_dir(&folder))?;
    if folder.join("unit").is_dir() {
        let mut unit = program("node");
        let spoken = run::aloud(unit.args(["--test", "unit/"]).current_dir(&folder))?;
        sum += counts::node(&spoken.text).after(spoken.success);
    }
    Ok(sum)
}

fn wasm() -> Result<Counts, Failure> {
    let browser = Browser::find()?;
    let tools = Tools::for_wasm_tests()?;
    let mut cargo = tools.program("cargo");
    cargo
        .env("CHROMEDRIVER", browser.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .args(["test", "--tests", "--no-fail-fast"])
        .args(IN_THE_BROWSER);
    let spoken = run::aloud(&mut cargo)?;
    Ok(counts::cargo_test(&spoken.text).after(spoken.success))
}

fn build() -> Result<Counts, Failure> {
    build::everything()?;
    Ok(Counts::ONE_PASSED)
}

fn size() -> Result<Counts, Failure> {
    Ok(if bench::size::measure(bench::size::BUDGET)? {
        Counts::ONE_PASSED
    } else {
        Counts::ONE_FAILED
    })
}

fn end_to_end() -> Result<Counts, Failure> {
    let browser = Browser::find()?;
    tools::end_to_end_packages()?;
    let outbox_tab = outbox_tab::build()?;
    let mut playwright = Tools::for_stories().program("node");
    playwright
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .current_dir(places::root().join("end2end"))
        .env("CHROMIUM", browser.chromium)
        .env("STADTKERN_BACKEND", places::backend())
        .env("STADTKERN_DIST", places::dist())
        .env("STADTKERN_OUTBOX_TAB", outbox_tab);
    let spoken = run::aloud(&mut playwright)?;
    Ok(counts::playwright(&spoken.text).after(spoken.success))
}

/// A command that is one check: it ends well or not.
fn one(command: &mut Command) -> Result<Counts, Failure> {
    let success = run::aloud(command)?.success;
    Ok(if success { Counts::ONE_PASSED } else { Counts::ONE_FAILED })
}
