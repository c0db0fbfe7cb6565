//! The words of a command.

use std::path::PathBuf;

use super::Problem;
use super::add;
use super::export::{self, Format};

/// A command, understood.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    /// For which city; without it the only one.
    pub city: Option<String>,
    /// What is to be done.
    pub what: What,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum What {
    /// Write all answers.
    Export(export::Wish),
    /// List what people wrote.
    Texts {
        /// Where.
        item: String,
        /// Also what was decided.
        all: bool,
    },
    /// Show texts, or do not.
    Decide {
        /// Where.
        item: String,
        /// Which, by the names that the list gives them.
        ids: Vec<String>,
        /// Whether they are shown.
        approve: bool,
    },
    /// Make codes, or say how many there are.
    Codes {
        /// For what.
        item: String,
        /// How many.
        count: Option<usize>,
    },
    /// Take a form into the package.
    Add(add::Wish),
}

/// Each flag, and whether a value follows.
const FLAGS: [(&str, bool); 7] = [
    ("--city", true),
    ("--format", true),
    ("--version", true),
    ("--files", true),
    ("--count", true),
    ("--item", true),
    ("--all", false),
];

/// Words sorted into flags and the rest.
#[derive(Default)]
struct Sorted {
    words: Vec<String>,
    flags: Vec<(&'static str, String)>,
}

impl Sorted {
    fn of(words: &[String]) -> Result<Self, Problem> {
        let mut sorted = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if !word.starts_with("--") {
                sorted.words.push(word.clone());
                continue;
            }
            let (name, joined) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            let Some((name, valued)) = FLAGS.into_iter().find(|(flag, _)| *flag == name) else {
                return Err(usage(format!("{name} is not known here")));
            };
            let value = match (valued, joined) {
                (true, joined) => joined
                    .or_else(|| words.next().cloned())
                    .ok_or_else(|| usage(format!("{name} needs a value after it")))?,
                (false, None) => String::new(),
                (false, Some(_)) => return Err(usage(format!("{name} takes no value"))),
            };
            sorted.flags.push((name, value));
        }
        Ok(sorted)
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.flags.iter().position(|(flag, _)| *flag == name)?;
        Some(self.flags.remove(at).1)
    }
}

fn usage(problem: impl Into<String>) -> Problem {
    Problem::new(problem, "stadtkern-backend --help shows the commands")
}

impl Command {
    /// Reads the words after `survey`.
    ///
    /// # Errors
    /// What is not understood.
    pub fn parse(words: &[String]) -> Result<Self, Problem> {
        let mut sorted = Sorted::of(words)?;
        let city = sorted.take("--city");
        let words = std::mem::take(&mut sorted.words);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let what = match words.as_slice() {
            ["export", item] => export(item, &mut sorted)?,
            ["texts", word @ ("approve" | "reject"), item, ids @ ..] if !ids.is_empty() => {
                What::Decide {
                    item: (*item).to_owned(),
                    ids: ids.iter().map(|id| (*id).to_owned()).collect(),
                    approve: *word == "approve",
                }
            }
            ["texts", "approve" | "reject", ..] => {
                return Err(Problem::new(
                    "which texts?",
                    "Write the item and their names after it, as `survey texts ITEM` lists them",
                ));
            }
            ["texts", item] => {
                What::Texts { item: (*item).to_owned(), all: sorted.take("--all").is_some() }
            }
            ["codes", item] => What::Codes { item: (*item).to_owned(), count: count(&mut sorted)? },
            ["add", form] => add(form, &mut sorted)?,
            ["export" | "texts" | "codes"] => return Err(usage("for which item?")),
            ["add"] => return Err(usage("which form?")),
            [] => return Err(usage("what is to be done?")),
            _ => return Err(usage(format!("\"survey {}\" is not understood", words.join(" ")))),
        };
        match sorted.flags.first() {
            Some((flag, _)) => Err(usage(format!("{flag} does not belong to this command"))),
            None => Ok(Self { city, what }),
        }
    }
}

fn export(item: &str, flags: &mut Sorted) -> Result<What, Problem> {
    let format = match flags.take("--format").as_deref() {
        Some("csv") => Format::Csv,
        Some("json") => Format::Json,
        Some(other) => return Err(usage(format!("--format {other}: it is csv or json"))),
        None => return Err(usage("--format is missing: csv or json")),
    };
    Ok(What::Export(export::Wish {
        item: item.to_owned(),
        version: flags.take("--version"),
        format,
        files: flags.take("--files").map(PathBuf::from),
    }))
}

fn count(flags: &mut Sorted) -> Result<Option<usize>, Problem> {
    let Some(text) = flags.take("--count") else { return Ok(None) };
    match text.parse() {
        Ok(count @ 1..=100_000) => Ok(Some(count)),
        _ => Err(Problem::new(
            format!("--count {text} is no number from 1 to 100000"),
            "Make more by giving the command again",
        )),
    }
}

fn add(form: &str, flags: &mut Sorted) -> Result<What, Problem> {
    let (Some(item), Some(version)) = (flags.take("--item"), flags.take("--version")) else {
        return Err(usage("--item and --version are needed: where the form belongs"));
    };
    Ok(What::Add(add::Wish { form: form.into(), item, version }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(line: &str) -> Result<Command, Problem> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Command::parse(&words)
    }

    #[test]
    fn every_command_is_understood() {
        let what = |line: &str| parse(line).unwrap().what;
        assert_eq!(
            what("export lib --format csv --version=2 --files out"),
            What::Export(export::Wish {
                item: "lib".into(),
                version: Some("2".into()),
                format: Format::Csv,
                files: Some("out".into()),
            })
        );
        assert_eq!(what("texts lib --all"), What::Texts { item: "lib".into(), all: true });
        assert_eq!(
            what("texts reject lib a b"),
            What::Decide { item: "lib".into(), ids: vec!["a".into(), "b".into()], approve: false }
        );
        assert_eq!(what("codes lib"), What::Codes { item: "lib".into(), count: None });
        assert_eq!(what("codes lib --count 7"), What::Codes { item: "lib".into(), count: Some(7) });
        assert_eq!(parse("codes lib --city a").unwrap().city.as_deref(), Some("a"));
        assert_eq!(
            what("add f.xlsx --item lib --version 1"),
            What::Add(add::Wish { form: "f.xlsx".into(), item: "lib".into(), version: "1".into() })
        );
    }

    #[test]
    fn what_is_not_understood_is_named_with_a_next_step() {
        for (line, says) in [
            ("", "what is to be done"),
            ("export", "which item"),
            ("export lib", "--format"),
            ("export lib --format xlsx", "csv or json"),
            ("export lib --format csv --count 3", "--count does not belong"),
            ("texts approve lib", "which texts"),
            ("codes lib --count 0", "from 1 to"),
            ("codes lib --count", "needs a value"),
            ("add f.xml --item lib", "--version"),
            ("delete lib", "not understood"),
            ("texts lib --al", "--al is not known"),
            ("texts lib --all=x", "takes no value"),
        ] {
            let problem = parse(line).unwrap_err().to_string();
            assert!(problem.contains(says) && problem.contains(". "), "{line}: {problem}");
        }
    }
}
