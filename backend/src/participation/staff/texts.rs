//! `survey texts`: what people wrote, read by somebody before anybody else sees it.

use std::io::Write;

use sha2::{Digest, Sha256};

use super::export::without_root;
use super::{Problem, Told, harmless, item};
use crate::App;
use crate::cities::ServedCity;
use crate::participation::results::texts::{self, Written};
use crate::secret::hex;

/// Digits of a name: a million texts would make one of two of them the same.
const NAME: usize = 10;

/// A name for a text that is short enough to type and says nothing about when it came.
fn name(text: &Written) -> String {
    let sum = hex(&Sha256::digest(format!("{}\n{}", text.instance, text.path)));
    sum.chars().take(NAME).collect()
}

/// By question, and then by their names.
async fn sorted(app: &App, city: &ServedCity, id: &str) -> Result<Vec<(String, Written)>, Problem> {
    let item = item(app, city, id).await?;
    let written = texts::written(app, city, &item).await?;
    let mut named: Vec<(String, Written)> =
        written.into_iter().map(|text| (name(&text), text)).collect();
    named.sort_by(|(one, a), (other, b)| (&a.path, one).cmp(&(&b.path, other)));
    Ok(named)
}

/// Lists those that wait, or all.
///
/// # Errors
/// There is no such item, or the database or the output fails.
pub async fn list(
    app: &App,
    city: &ServedCity,
    id: &str,
    all: bool,
    told: &mut Told<'_>,
) -> Result<(), Problem> {
    let texts = sorted(app, city, id).await?;
    let waiting = texts.iter().filter(|(_, text)| text.approved.is_none()).count();
    let mut question = "";
    for (name, text) in texts.iter().filter(|(_, text)| all || text.approved.is_none()) {
        if text.path != question {
            question = &text.path;
            writeln!(told.out, "\n{}", without_root(question))?;
        }
        let state = match text.approved {
            None if all => "waits     ",
            None => "",
            Some(true) => "approved  ",
            Some(false) => "rejected  ",
        };
        let mut lines = text.text.lines().map(harmless);
        writeln!(told.out, "  {name}  {state}{}", lines.next().unwrap_or_default())?;
        for line in lines {
            writeln!(told.out, "  {:below$}{line}", "", below = NAME + 2 + state.len())?;
        }
    }
    told.out.flush()?;
    if waiting == 0 {
        return told.note("No text waits.");
    }
    told.note(&format!(
        "\n{waiting} texts wait; nobody sees them until they are approved:\n  stadtkern-backend survey texts approve {id} NAME...\n  stadtkern-backend survey texts reject {id} NAME..."
    ))
}

/// Approves or rejects: all of them, or none where a name is not known.
///
/// # Errors
/// There is no such item or text, or the database fails.
pub async fn decide(
    app: &App,
    city: &ServedCity,
    id: &str,
    (names, approve): (&[String], bool),
    told: &mut Told<'_>,
) -> Result<(), Problem> {
    let texts = sorted(app, city, id).await?;
    let mut meant = Vec::new();
    for given in names {
        let mut found = texts.iter().filter(|(name, _)| name == given);
        match (found.next(), found.next()) {
            (Some((_, text)), None) => meant.push(text),
            _ => {
                return Err(Problem::new(
                    format!("no text is called \"{}\"; nothing was changed", harmless(given)),
                    format!("`survey texts {id} --all` lists their names"),
                ));
            }
        }
    }
    for text in &meant {
        let place = (text.instance.as_str(), text.path.as_str());
        texts::decide(app, city.slug(), id, place, approve).await?;
    }
    let done = if approve {
        "approved: they are shown with the results"
    } else {
        "rejected: nobody sees them"
    };
    told.note(&format!("{} texts are {done}. The other word takes it back.", meant.len()))
}
