//! `survey export`: every answer that is stored, in an order that says nothing about when it came.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dates::Day;
use futures_util::TryStreamExt;
use serde_json::{Map, Value, json};
use sqlx::Row;
use xforms::{Form, Response};

use super::table::Table;
use super::{Problem, Told};
use crate::App;
use crate::cities::ServedCity;
use crate::participation::answers::check::is_instance_id;
use crate::participation::answers::submission::is_file_name;
use crate::participation::forward;

/// What is to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct Wish {
    /// Whose answers.
    pub item: String,
    /// Only those to this version of the form.
    pub version: Option<String>,
    /// How.
    pub format: Format,
    /// Where the files of the answers go.
    pub files: Option<PathBuf>,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table.
    Csv,
    /// With every text exactly as it was written.
    Json,
}

/// One answer.
struct Answer {
    instance: String,
    version: String,
    day: String,
    /// By the path without its root.
    values: BTreeMap<String, String>,
}

/// The forms of the answers, and their questions: those of the newest version first.
struct Forms {
    by_version: BTreeMap<String, Arc<Form>>,
    columns: Vec<String>,
}

/// Writes them.
///
/// # Errors
/// There are none, a form is missing, or the database or the output fails.
pub async fn run(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
    told: &mut Told<'_>,
) -> Result<(), Problem> {
    let counts = counts(app, city, wish).await?;
    if counts.is_empty() {
        nothing(app, city, wish, told).await?;
    }
    let forms = forms(app, city, wish, &counts).await?;
    if let Some(folder) = &wish.files {
        let written = files(app, city, wish, folder).await?;
        told.note(&format!(
            "{written} files are in {}, in one folder for each answer.",
            folder.display()
        ))?;
    }
    let (written, changed) = match wish.format {
        Format::Csv => csv(app, city, wish, &forms, &mut told.out).await?,
        Format::Json => (json(app, city, wish, &forms, &mut told.out).await?, 0),
    };
    told.note(&format!("{written} answers, in the order of their ids."))?;
    let waiting = forward::waiting::count(&app.store, city.slug(), &wish.item).await?;
    if waiting > 0 {
        told.note(&format!("{waiting} answers more wait to be passed on; the log says why."))?;
    }
    if changed > 0 {
        told.note(&format!(
            "{changed} cells begin with an apostrophe (') now: without it a spreadsheet would have taken them for a formula. JSON has them as they were written."
        ))?;
    }
    Ok(())
}

/// How many answers there are to each version.
async fn counts(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
) -> Result<BTreeMap<String, i64>, Problem> {
    let rows = sqlx::query(
        "SELECT version, COUNT(*) AS n FROM participation_response
         WHERE city = $1 AND item = $2 GROUP BY version",
    )
    .bind(city.slug())
    .bind(&wish.item)
    .fetch_all(app.store.pool())
    .await?;
    let mut counts = BTreeMap::new();
    for row in rows {
        let version: String = row.try_get("version")?;
        if wish.version.as_ref().is_none_or(|wanted| *wanted == version) {
            counts.insert(version, row.try_get("n")?);
        }
    }
    Ok(counts)
}

/// No answers: of an item that is asked that is a fact, of another it is a slip.
async fn nothing(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
    told: &mut Told<'_>,
) -> Result<(), Problem> {
    super::item(app, city, &wish.item).await?;
    if let Some(version) = &wish.version
        && form(city, wish, version).is_err()
    {
        return Err(Problem::new(
            format!("there are no answers to version \"{version}\""),
            "Leave --version out to export those to all versions",
        ));
    }
    if city.config.forward(&wish.item).is_some_and(|target| !target.keep_answers) {
        return told.note("The answers are passed on and not kept here; export them there.");
    }
    told.note("Nobody has answered so far; the export is empty.")
}

fn form(city: &ServedCity, wish: &Wish, version: &str) -> Result<Arc<Form>, String> {
    let found = city.participation.items.forms.get(city, &wish.item, version)?;
    found.map(|ready| ready.form.clone()).ok_or_else(|| "it is missing".to_owned())
}

async fn forms(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
    counts: &BTreeMap<String, i64>,
) -> Result<Forms, Problem> {
    let mut forms = Forms { by_version: BTreeMap::new(), columns: Vec::new() };
    for (version, count) in counts {
        let form = form(city, wish, version).map_err(|why| {
            Problem::new(
                format!(
                    "{count} answers are to version \"{version}\", and its form cannot be read: {why}"
                ),
                format!(
                    "Put participation/forms/{}/{version}.xml back as it was, or export another version with --version",
                    wish.item
                ),
            )
        })?;
        forms.by_version.insert(version.clone(), form);
    }
    // The version that is asked with now has its questions first, in its order.
    let items = city.participation.items(app, city).await?;
    let now = items.get(&wish.item).and_then(|item| item.version.clone());
    let now = now.filter(|version| wish.version.as_ref().is_none_or(|wanted| wanted == version));
    let current = now.and_then(|version| form(city, wish, &version).ok());
    for form in current.iter().chain(forms.by_version.values().rev()) {
        for path in form.value_paths().filter(|path| is_column(form, path)) {
            let column = without_root(&path).to_owned();
            if !forms.columns.contains(&column) {
                forms.columns.push(column);
            }
        }
    }
    Ok(forms)
}

/// What only informs has no answers, and the id has a column of its own.
fn is_column(form: &Form, path: &str) -> bool {
    let informs = form.question_at(path).is_some_and(|asked| !form.asks(asked).is_question());
    !informs && path.rsplit(['/', ':']).next() != Some("instanceID")
}

/// `/data/you/who` is `you/who`.
pub fn without_root(path: &str) -> &str {
    path.trim_start_matches('/').split_once('/').map_or("", |(_, rest)| rest)
}

async fn csv(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
    forms: &Forms,
    out: &mut dyn Write,
) -> Result<(usize, usize), Problem> {
    let mut table = Table::new(out)?;
    let head = ["instance", "version", "day"].into_iter();
    table.row(head.chain(forms.columns.iter().map(String::as_str)))?;
    let written = each(app, city, wish, forms, |answer| {
        let head = [&answer.instance, &answer.version, &answer.day].map(String::as_str);
        let value = |column| answer.values.get(column).map_or("", String::as_str);
        Ok(table.row(head.into_iter().chain(forms.columns.iter().map(value)))?)
    })
    .await?;
    Ok((written, table.finish()?))
}

async fn json(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
    forms: &Forms,
    out: &mut dyn Write,
) -> Result<usize, Problem> {
    let head = json!({ "city": city.slug(), "item": wish.item, "columns": forms.columns });
    let head = head.to_string();
    // An answer a line, so that a large export is never whole in memory.
    write!(out, "{},\n\"answers\":[", head.trim_end_matches('}'))?;
    let mut first = true;
    let written = each(app, city, wish, forms, |answer| {
        let values: Map<String, Value> =
            answer.values.into_iter().map(|(column, value)| (column, value.into())).collect();
        let line = json!({
            "instance": answer.instance,
            "version": answer.version,
            "day": answer.day,
            "values": values,
        });
        write!(out, "{}\n{line}", if first { "" } else { "," })?;
        first = false;
        Ok(())
    })
    .await?;
    writeln!(out, "\n]}}")?;
    out.flush()?;
    Ok(written)
}

/// Gives every answer to `take`, in the order of the ids: those are made by chance.
async fn each(
    app: &App,
    city: &ServedCity,
    wish: &Wish,
    forms: &Forms,
    mut take: impl FnMut(Answer) -> Result<(), Problem>,
) -> Result<usize, Problem> {
    let mut rows = sqlx::query(
        "SELECT instance, version, day, xml FROM participation_response
         WHERE city = $1 AND item = $2 ORDER BY instance",
    )
    .bind(city.slug())
    .bind(&wish.item)
    .fetch(app.store.pool());
    let mut written = 0;
    while let Some(row) = rows.try_next().await? {
        let version: String = row.try_get("version")?;
        // An answer that came after the counting waits for the next export.
        let Some(form) = forms.by_version.get(&version) else { continue };
        let instance: String = row.try_get("instance")?;
        let response = Response::read(form, row.try_get("xml")?).map_err(|mismatch| {
            Problem::new(
                format!(
                    "the answer {instance} does not fit the form of version \"{version}\" any more ({mismatch})"
                ),
                format!(
                    "Put participation/forms/{}/{version}.xml back as it was: a version never changes",
                    wish.item
                ),
            )
        })?;
        let values = response.values(form).filter(|(path, _)| is_column(form, path));
        let values = values.map(|(path, value)| (without_root(&path).to_owned(), value.to_owned()));
        take(Answer {
            values: values.collect(),
            day: Day::from_epoch_days(row.try_get("day")?).to_string(),
            instance,
            version,
        })?;
        written += 1;
    }
    Ok(written)
}

/// Writes the files: `folder/<uuid>/<name>`.
async fn files(app: &App, city: &ServedCity, wish: &Wish, folder: &Path) -> Result<usize, Problem> {
    let mut rows = sqlx::query(
        "SELECT r.version AS version, a.instance AS instance, a.name AS name, a.content AS content
         FROM participation_attachment a JOIN participation_response r ON r.city = a.city AND r.instance = a.instance
         WHERE r.city = $1 AND r.item = $2 ORDER BY a.instance, a.name",
    )
    .bind(city.slug())
    .bind(&wish.item)
    .fetch(app.store.pool());
    std::fs::create_dir_all(folder).map_err(|error| Problem::file(folder, &error))?;
    let mut written = 0;
    while let Some(row) = rows.try_next().await? {
        let version: String = row.try_get("version")?;
        let (instance, name): (String, String) = (row.try_get("instance")?, row.try_get("name")?);
        // Checked when they came; here they become paths.
        let fine = is_instance_id(&instance) && is_file_name(&name);
        if !fine || wish.version.as_ref().is_some_and(|wanted| *wanted != version) {
            continue;
        }
        let own = folder.join(instance.trim_start_matches("uuid:"));
        std::fs::create_dir_all(&own).map_err(|error| Problem::file(&own, &error))?;
        let path = own.join(&name);
        std::fs::write(&path, row.try_get::<Vec<u8>, _>("content")?)
            .map_err(|error| Problem::file(&path, &error))?;
        written += 1;
    }
    Ok(written)
}
