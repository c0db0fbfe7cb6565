//! File names: small letters, Rust with `_`, everything else with `-`.

use std::path::Path;

use crate::{
    failure::Failure,
    places,
    run::{self, program},
};

use super::Finding;

/// Names that tools and people expect just so.
const GIVEN: [&str; 9] = [
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "LICENSE.txt",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
];

/// Looks at every file that git knows or would add.
pub fn run() -> Result<Vec<Finding>, Failure> {
    let mut git = program("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let listed = run::answer(&mut git).ok_or_else(|| {
        Failure::new("git cannot list the files.", "Install git and run this in the clone.")
    })?;
    let root = places::root();
    Ok(listed
        .lines()
        .filter(|line| !is_well_named(line))
        .map(|line| {
            let what = "name it in small letters: Rust files with _, all others with -";
            Finding::new(&root.join(line), 0, what)
        })
        .collect())
}

fn is_well_named(path: &str) -> bool {
    let path = Path::new(path);
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '.';
    let rust = path.extension().is_some_and(|extension| extension == "rs");
    let name_is_well = GIVEN.contains(&name)
        || name.chars().all(|letter| plain(letter) || letter == if rust { '_' } else { '-' });
    let folders_are_well = path.parent().is_none_or(|parent| {
        let parent = parent.to_string_lossy();
        parent.chars().all(|letter| plain(letter) || matches!(letter, '_' | '-' | '/'))
    });
    name_is_well && folders_are_well
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_their_kind() {
        for good in [
            "README.md",
            "src/my_page.rs",
            "end2end/smoke.spec.ts",
            ".ci/run",
            "fuzz/fuzz_targets/wire.rs",
            "cities/dorf/texts/de-simple.json",
        ] {
            assert!(is_well_named(good), "{good}");
        }
        for bad in [
            "src/myPage.rs",
            "src/my-page.rs",
            "docs/My_Page.md",
            "docs/über.md",
            "a b.txt",
            "style/a_b.css",
        ] {
            assert!(!is_well_named(bad), "{bad}");
        }
    }
}
