//! `survey add`: a form into the city's package, checked, and never over another one.

use std::io::Write;
use std::path::{Path, PathBuf};

use xforms::{Form, Unusable};

use super::sheet::{converted, is_spreadsheet};
use super::{Problem, Told};
use crate::App;
use crate::cities::ServedCity;
use crate::participation::items::FILE;
use crate::participation::items::author::is_name;

/// Which form, and where it belongs.
#[derive(Debug, PartialEq, Eq)]
pub struct Wish {
    /// An `XForm`, or a spreadsheet.
    pub form: PathBuf,
    /// The item.
    pub item: String,
    /// The version.
    pub version: String,
}

/// Checks it, puts it there, and says what comes next.
///
/// # Errors
/// It cannot be read or shown, or there is another form in this version.
pub async fn run(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
    told: &mut Told<'_>,
) -> Result<(), Problem> {
    let item = serde_json::json!({ "id": wish.item });
    crate::participation::items::author::id(&item)
        .map_err(|why| Problem::new(why, "Give another name with --item"))?;
    if !is_name(&wish.version) {
        return Err(Problem::new(
            format!("\"{}\" cannot be a version", wish.version),
            "Write letters, digits, . and - with --version",
        ));
    }
    let xml = if is_spreadsheet(&wish.form) {
        converted(&wish.form)?
    } else {
        std::fs::read_to_string(&wish.form).map_err(|error| Problem::file(&wish.form, &error))?
    };
    let form = Form::read(&xml).map_err(|unusable| refused(&unusable))?;
    let folder = city.config.package.join("participation/forms").join(&wish.item);
    let file = folder.join(format!("{}.xml", wish.version));
    if put(&folder, &file, xml.as_bytes())? {
        told.note(&format!("{} is there now: {} questions.", file.display(), asked(&form)))?;
    } else {
        told.note(&format!("{} was there already, with the same bytes.", file.display()))?;
    }
    if !form.remarks().is_empty() {
        told.note("It works, and something of it is left out:")?;
        for remark in form.remarks() {
            told.note(&format!("- {remark}"))?;
        }
    }
    told.note(&next(app, city, wish).await?)
}

fn asked(form: &Form) -> usize {
    form.question_ids().filter(|question| form.asks(*question).is_question()).count()
}

fn refused(unusable: &Unusable) -> Problem {
    let findings: Vec<String> = unusable.0.iter().map(|finding| format!("\n- {finding}")).collect();
    let (what, next) = if unusable.works_elsewhere() {
        (
            "the form is sound, but the app has not got all that it needs",
            "Change these places, or ask it on another platform and name that in items.json (external)",
        )
    } else {
        ("the form cannot be filled in by anybody", "Mend these places")
    };
    Problem::new(
        format!("{what}:{}\nNothing was written", findings.concat()),
        format!("{next}; `cargo xtask survey check` says more, also in German (--de)"),
    )
}

/// Writes the file whole or not at all; `false` if it is there already.
fn put(folder: &Path, file: &Path, bytes: &[u8]) -> Result<bool, Problem> {
    let there = |error: &std::io::Error| error.kind() == std::io::ErrorKind::AlreadyExists;
    std::fs::create_dir_all(folder).map_err(|error| Problem::file(folder, &error))?;
    let beside = folder.join(format!(".new-{}", std::process::id()));
    let written = std::fs::File::create(&beside)
        .and_then(|mut new| new.write_all(bytes).and_then(|()| new.sync_all()))
        // A link takes nobody's place, however many people do this at once.
        .and_then(|()| std::fs::hard_link(&beside, file));
    let removed = std::fs::remove_file(&beside);
    match written {
        Ok(()) => removed.map(|()| true).map_err(|error| Problem::file(&beside, &error)),
        Err(error) if there(&error) => {
            let known = std::fs::read(file).map_err(|error| Problem::file(file, &error))?;
            if known == bytes {
                return Ok(false);
            }
            Err(Problem::new(
                format!("{} is there already and is another form", file.display()),
                "A version never changes, because people may be filling it in: give this one a new version with --version",
            ))
        }
        Err(error) => Err(Problem::file(file, &error)),
    }
}

async fn next(app: &App, city: &ServedCity, wish: &Wish) -> Result<String, Problem> {
    let items = city.participation.items(app, city).await?;
    let file = city.config.package.join(FILE);
    let (item, version, file) = (&wish.item, &wish.version, file.display());
    let pictures = format!(
        "Pictures of the form belong into participation/forms/{item}/media/ of the package."
    );
    let next = match items.get(item) {
        Some(known) if known.version.as_ref() == Some(version) => {
            format!("\"{item}\" is asked with it.")
        }
        Some(known) => format!(
            "\"{item}\" is still asked with version {}. To ask with this one: \"version\": \"{version}\" in {file}.",
            known.version.as_deref().unwrap_or("none")
        ),
        None => format!(
            "Next: an entry with \"id\": \"{item}\" and \"version\": \"{version}\" in {file}; docs/participation.md lists its fields."
        ),
    };
    Ok(format!("{next}\n{pictures}"))
}
