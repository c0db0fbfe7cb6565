//! Invented answers as they are written down: `participation/demo/<item>.csv` of a package.
//!
//! The columns are the paths of the questions without the root (`you/who`), as the export has them; several choices
//! stand with blanks between. Each row is filled in by the forms engine as a person would, so what is made of it is
//! what the app would have sent.

use std::sync::Arc;

use xforms::{Asks, Form, Moment, QuestionId, Session, Start};

use crate::participation::answers::check::check;
use crate::participation::answers::submission::Submission;
use crate::participation::staff::export::without_root;

/// A row that is an answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Filled {
    /// Its row in the file; the head is the first.
    pub row: usize,
    /// What would have been sent.
    pub submission: Submission,
    /// The paths of the texts in it.
    pub texts: Vec<String>,
}

/// What is not used: the row, and why.
pub type LeftOut = (usize, String);

/// What an answer is given from outside.
#[derive(Debug, Clone)]
pub struct Given {
    /// `uuid:…`
    pub instance: String,
    /// The day on which it is filled in, since 1970-01-01.
    pub day: i64,
}

/// Fills in the form once for each row. `given` says what the answer of a row begins with.
pub fn filled(
    form: &Arc<Form>,
    text: &str,
    given: impl Fn(usize) -> Given,
) -> (Vec<Filled>, Vec<LeftOut>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut answers, mut left_out) = (Vec::new(), Vec::new());
    let mut columns = None;
    for (row, record) in (1..).zip(reader.records()) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                left_out.push((row, format!("it cannot be read ({error})")));
                continue;
            }
        };
        let Some(columns) = &columns else {
            match questions(form, &record) {
                Ok(found) => columns = Some(found),
                Err(why) => return (Vec::new(), vec![(row, why)]),
            }
            continue;
        };
        match answer(form, columns, &record, (row, given(row))) {
            Ok(answer) => answers.push(answer),
            Err(why) => left_out.push((row, why)),
        }
    }
    (answers, left_out)
}

/// The question of each column.
fn questions(form: &Form, head: &csv::StringRecord) -> Result<Vec<QuestionId>, String> {
    let all = || form.question_ids().filter(|question| form.asks(*question).is_question());
    let find = |column: &str| {
        all().find(|question| without_root(&form.path(*question)) == column.trim()).ok_or_else(
            || {
                let known: Vec<String> =
                    all().map(|question| without_root(&form.path(question)).to_owned()).collect();
                format!("no question is called \"{column}\"; there are {}", known.join(", "))
            },
        )
    };
    head.iter().map(find).collect()
}

fn answer(
    form: &Arc<Form>,
    columns: &[QuestionId],
    record: &csv::StringRecord,
    (row, given): (usize, Given),
) -> Result<Filled, String> {
    if record.len() > columns.len() {
        return Err(format!("it has {} cells under {} heads", record.len(), columns.len()));
    }
    let noon = Moment { unix_ms: (given.day * 24 + 12) * 3_600_000, offset_minutes: 0 };
    let seed = u64::try_from(row).unwrap_or_default();
    let start = Start { now: noon, seed, instance_id: given.instance.clone() };
    let mut session = Session::start(Arc::clone(form), start);
    let cells = columns.iter().copied().zip(record.iter().map(str::trim));
    let cells: Vec<(QuestionId, &str)> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
    // Twice: what may be answered and chosen can hang on a column further right.
    for last in [false, true] {
        for (question, cell) in &cells {
            let taken = session.set(*question, cell);
            if last && taken.is_err() {
                return Err(format!("{} cannot be changed", form.path(*question)));
            }
        }
    }
    for (question, cell) in &cells {
        if !session.is_relevant(*question) {
            let path = form.path(*question);
            return Err(format!("{path} is not asked after these answers, and has \"{cell}\""));
        }
    }
    if let Some(complaint) = session.check_all().first() {
        let path = form.path(complaint.question);
        return Err(format!("{path}: {:?}", complaint.violation));
    }
    let response = session.finish(noon);
    let submission = Submission { xml: response.write(form), ..Submission::default() };
    check(form, &submission, &given.instance).map_err(|refused| refused.to_string())?;
    let is_text = |question: &QuestionId| matches!(form.asks(*question), Asks::Text { .. });
    let written = cells.iter().map(|(question, _)| *question).filter(is_text);
    Ok(Filled { row, submission, texts: written.map(|question| form.path(question)).collect() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn form() -> Arc<Form> {
        let text = include_str!("../../../../crates/xforms/tests/forms/city-survey.xml");
        Arc::new(Form::read(text).unwrap())
    }

    fn given(row: usize) -> Given {
        Given { instance: format!("uuid:00000000-0000-8000-8000-{row:012x}"), day: 20_000 }
    }

    fn rows(text: &str) -> (Vec<Filled>, Vec<LeftOut>) {
        filled(&form(), text, given)
    }

    const HEAD: &str = "sat/clean,sat/safe,consent,you/who,you/years,you/district,you/street,wish/many,wish/why,where\n";

    #[test]
    fn a_row_becomes_what_the_app_would_have_sent() {
        let (answers, left_out) = rows(&format!(
            "\u{feff}{HEAD}2,3,OK,lives,12,mitte,gasse,trees benches,\"Schatten, bitte\",51.2 10.4\n2,3,OK,lives,12,,,,,\n"
        ));
        assert_eq!(left_out, []);
        assert_eq!((answers[0].row, answers[1].row), (2, 3));
        let xml = &answers[0].submission.xml;
        for part in [
            "<many>trees benches</many>",
            "<why>Schatten, bitte</why>",
            "<street>gasse</street>",
            "uuid:00000000-0000-8000-8000-000000000002",
        ] {
            assert!(xml.contains(part), "{part} in {xml}");
        }
        assert_eq!(answers[0].texts, ["/data/wish/why"]);
        assert_eq!(rows(HEAD).0, []);
        assert_eq!(rows(""), (vec![], vec![]));
    }

    #[test]
    fn a_row_that_does_not_fit_is_told_with_its_number() {
        let (answers, left_out) = rows(&format!(
            "{HEAD}2,3,OK,lives,12,mars,,,,\n2,3,OK,lives,12,,,,,\n2,3,,lives,12,,,,,\n2,3,OK,nobody,,,,,,\n2,3,OK,lives,12,,,benches,Warum,\n2,3,OK,lives,12,,,,,,more\n"
        ));
        assert_eq!(answers.iter().map(|answer| answer.row).collect::<Vec<_>>(), [3]);
        let says = |at: usize, row: usize, part: &str| {
            let (found, why) = &left_out[at];
            assert!(*found == row && why.contains(part), "{found}: {why}");
        };
        says(0, 2, "/data/you/district");
        says(1, 4, "/data/you/who is not asked");
        says(2, 5, "/data/you/who");
        says(3, 6, "/data/wish/why is not asked");
        says(4, 7, "11 cells under 10 heads");
        let (answers, left_out) = rows("you/whom\nlives\n");
        assert_eq!(answers, []);
        assert!(left_out[0].0 == 1 && left_out[0].1.contains("you/who, "), "{left_out:?}");
    }

    proptest! {
        #[test]
        fn no_file_panics(text in "[a-z/,\"\n \u{feff}OK0-9.-]{0,80}") {
            let _ = rows(&text);
            let _ = rows(&format!("{HEAD}{text}"));
        }
    }
}
