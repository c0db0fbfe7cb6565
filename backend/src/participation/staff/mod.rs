//! Commands for staff: `stadtkern-backend survey …` on the machine that has the database.
//!
//! | command | where |
//! |---|---|
//! | how the words of a command are read | [`command`] |
//! | `export`: all answers as a table or as JSON, their files | [`export`], [`table`] |
//! | `texts`: what may be shown of what people wrote | [`texts`] |
//! | `codes`: codes for taking part | [`codes`] |
//! | `add`: a form into the city's package | [`add`], [`sheet`] |
//!
//! What a command found goes to standard output, so that it can be sent to a file; what is to be known about it goes
//! to standard error.

pub mod add;
pub mod codes;
pub mod command;
pub mod export;
pub mod sheet;
pub mod table;
pub mod texts;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::items::author::Item;
use crate::App;
use crate::cities::ServedCity;

pub use command::{Command, What};

/// Why a command was not carried out, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{problem}. {next}")]
pub struct Problem {
    problem: String,
    next: String,
}

impl Problem {
    /// With the next step.
    pub fn new(problem: impl Into<String>, next: impl Into<String>) -> Self {
        Self { problem: problem.into(), next: next.into() }
    }

    fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("{}: {error}", path.display()),
            "Check the name, and that you may write there",
        )
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Self::new(
            format!("the database did not do its work ({error})"),
            "Check that it runs, and start the command again",
        )
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::new(format!("the output cannot be written ({error})"), "Send it to a file")
    }
}

/// Where a command speaks.
pub struct Told<'a> {
    /// What was asked for.
    out: Box<dyn Write + 'a>,
    /// What is to be known about it.
    notes: Box<dyn Write + 'a>,
}

impl<'a> Told<'a> {
    /// To these two.
    pub fn new(out: impl Write + 'a, notes: impl Write + 'a) -> Self {
        Self { out: Box::new(out), notes: Box::new(notes) }
    }

    fn note(&mut self, line: &str) -> Result<(), Problem> {
        Ok(writeln!(self.notes, "{line}")?)
    }
}

impl Command {
    /// Does what it says.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub async fn carry_out(&self, app: &App, told: &mut Told<'_>) -> Result<(), Problem> {
        let city = city(app, self.city.as_deref())?;
        match &self.what {
            What::Export(wish) => export::run(app, city, wish, told).await,
            What::Texts { item, all } => texts::list(app, city, item, *all, told).await,
            What::Decide { item, ids, approve } => {
                texts::decide(app, city, item, (ids, *approve), told).await
            }
            What::Codes { item, count } => codes::run(app, city, item, *count, told).await,
            What::Add(wish) => add::run(app, city, wish, told).await,
        }
    }
}

fn city<'a>(app: &'a App, named: Option<&str>) -> Result<&'a ServedCity, Problem> {
    let all = app.cities.all();
    let known: Vec<&str> = all.iter().map(|city| city.slug()).collect();
    let found = match (named, all) {
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(name), _) => app.cities.named(name),
    };
    found.map(|city| &**city).ok_or_else(|| {
        let problem = match named {
            Some(name) => format!("there is no city \"{name}\""),
            None => "there are several cities".to_owned(),
        };
        Problem::new(problem, format!("Name one with --city: {}", known.join(", ")))
    })
}

/// The item, as the city asks it now.
async fn item(app: &App, city: &ServedCity, id: &str) -> Result<Arc<Item>, Problem> {
    let items = city.participation.items(app, city).await?;
    items.get(id).cloned().ok_or_else(|| {
        let known: Vec<&str> = items.all.iter().map(|item| item.id.as_str()).collect();
        let known = if known.is_empty() {
            "The city asks nothing so far; docs/participation.md says how to begin".to_owned()
        } else {
            format!("It asks: {}", known.join(", "))
        };
        Problem::new(format!("{} has no item \"{id}\" that can be shown", city.slug()), known)
    })
}

/// A person's words for a terminal: nothing in them can move its cursor or colour it.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
