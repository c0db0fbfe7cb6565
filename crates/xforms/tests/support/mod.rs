//! What the tests share: the forms of others, chance, and what a person may answer.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use xforms::{Asks, Form, Moment, QuestionId, Session, Start};

/// 2025-11-24, a winter's afternoon, an hour ahead of UTC.
pub const NOW: Moment = Moment { unix_ms: 1_764_000_000_000, offset_minutes: 60 };

pub const INSTANCE: &str = "uuid:11111111-1111-4111-8111-111111111111";

/// The folder with the forms of others; `None`, with a line that says so, when it is not there.
pub fn others() -> Option<PathBuf> {
    let root = std::env::var_os("STADTKERN_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let folder = root.join("xforms");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not there (STADTKERN_TEST_DATA names another)", folder.display());
    None
}

/// The forms beside these tests.
pub fn own() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/forms"))
}

/// Every form below a folder, in an order that stays, with its name.
pub fn forms(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xml") {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// With the identity that a form of another may lack.
pub fn with_identity(text: &str) -> String {
    if text.contains("instanceID") {
        return text.to_owned();
    }
    let end = text.find("</instance>").unwrap();
    let root = text[..end].rfind("</").unwrap();
    format!("{}<meta><instanceID/></meta>{}", &text[..root], &text[root..])
}

/// A generator that is the same everywhere (xorshift).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end.max(1)
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// Texts between quotation marks: what conditions compare with.
pub fn literals(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split(['\'', '"'])
        .filter(|part| {
            !part.is_empty()
                && part.len() < 20
                && !part.contains(['<', '>', '/', '=', '\n', '&', '{'])
        })
        .map(|part| part.trim().to_owned())
        .collect();
    found.sort();
    found.dedup();
    found
}

/// An answer that the question can take.
pub fn answer(
    session: &Session,
    question: QuestionId,
    words: &[String],
    chance: &mut Chance,
) -> String {
    let offered: Vec<String> =
        session.choices(question).into_iter().map(|choice| choice.value).collect();
    if chance.below(8) == 0 {
        return String::new();
    }
    let texts = |all: &[&str], chance: &mut Chance| chance.one(all).to_owned();
    match session.form().asks(question) {
        Asks::Text { .. } if chance.below(2) == 0 && !words.is_empty() => chance.one(words),
        Asks::Text { .. } => texts(
            &[
                "a",
                "y",
                "n",
                "12",
                "-3.5",
                "x <&> \"y\"",
                "two words",
                " spaces ",
                "äöü",
                "2025-11-24",
                "1",
                "0",
                "line\nfeed",
            ],
            chance,
        ),
        Asks::Whole => texts(&["0", "1", "2", "15", "-7", "120", "2147483647", "99"], chance),
        Asks::Decimal => texts(&["0", "1.5", "2.25", "-0.125", "1000000", "3.3333"], chance),
        Asks::Date(_) => {
            texts(&["2025-11-24", "2025-11-25", "1970-01-01", "2000-02-29", "2025-01-31"], chance)
        }
        Asks::Time => {
            texts(&["10:00:00.000+01:00", "23:59:59.999+01:00", "00:00:00.000+00:00"], chance)
        }
        Asks::DateTime => {
            texts(&["2025-11-24T10:00:00.000+01:00", "2025-11-24T23:30:00.000Z"], chance)
        }
        Asks::Point => texts(&["48.4 9.99 0 0", "1.5 36.8 10 5.5", "-33 151 0 0"], chance),
        Asks::Trace => texts(&["1.5 2.5 0 0;3 4 0 0", "1.5 2.5 0 0;3 4 0 0;5 6 0 0"], chance),
        Asks::Shape => texts(&["1.5 2.5 0 0;3 4 0 0;5 6 0 0;1.5 2.5 0 0"], chance),
        Asks::One(_) if !offered.is_empty() => chance.one(&offered),
        Asks::Many(_) => {
            let some = offered.iter().filter(|_| chance.below(3) == 0).cloned().collect::<Vec<_>>();
            some.join(" ")
        }
        Asks::Rank => {
            let mut order = offered;
            for place in 1..order.len() {
                let other = chance.below(place + 1);
                order.swap(place, other);
            }
            order.join(" ")
        }
        Asks::Range { start, end, step, .. } => {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let steps = ((end - start).abs() / step) as usize;
            #[allow(clippy::cast_precision_loss)]
            let value = start + step * chance.below(steps + 1) as f64;
            value.to_string()
        }
        Asks::Photo { .. } | Asks::File { .. } => texts(&["a.jpg", "b.jpg"], chance),
        Asks::Acknowledge => texts(&["OK", ""], chance),
        _ => String::new(),
    }
}

/// A session as every test begins it.
pub fn begin(form: &std::sync::Arc<Form>, seed: u64) -> Session {
    Session::start(form.clone(), Start { now: NOW, seed, instance_id: INSTANCE.to_owned() })
}
