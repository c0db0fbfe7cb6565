//! `survey-check FORM.xml [--de]`: whether a survey can be filled in in the app, and if not, what to do.
//!
//! For the people who write a city's surveys; `cargo xtask survey check` converts a spreadsheet first, builds this and
//! starts it. Ends with exit code 0 when the app can show the form, 2 when it can only be opened elsewhere, and 1 when
//! its author has to mend it.

mod words;

use std::process::ExitCode;

use words::Words;
use xforms::{Finding, Form, Weight};

/// No survey is near this size; a file that is something else should be said to be so at once.
const LARGEST: u64 = 20_000_000;
const ELSEWHERE: u8 = 2;

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let words =
        if flags.iter().any(|flag| flag == "--de") { Words::GERMAN } else { Words::ENGLISH };
    let [path] = paths.as_slice() else {
        eprintln!("{}", words.usage);
        return ExitCode::FAILURE;
    };
    let text = match read(path) {
        Ok(text) => text,
        Err(reason) => {
            eprintln!("{path}: {reason}. {}", words.no_file);
            return ExitCode::FAILURE;
        }
    };
    match Form::read(&text) {
        Ok(form) => {
            print_facts(&form, &words);
            print_findings(form.remarks(), Weight::Remark, &words);
            println!("\n{}", words.works);
            ExitCode::SUCCESS
        }
        Err(unusable) => {
            for weight in [Weight::Broken, Weight::Outside, Weight::Remark] {
                print_findings(&unusable.0, weight, &words);
            }
            let elsewhere = unusable.works_elsewhere();
            println!("\n{}", if elsewhere { words.elsewhere } else { words.broken });
            if elsewhere { ExitCode::from(ELSEWHERE) } else { ExitCode::FAILURE }
        }
    }
}

fn read(path: &str) -> Result<String, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST {
        return Err(format!("{size} B"));
    }
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}

fn print_facts(form: &Form, words: &Words) {
    println!("{}", form.title());
    let version = form.version().unwrap_or(words.without_version);
    println!("{}: {}, {}: {version}", words.id, form.id(), words.version);
    println!(
        "{}: {}, {}: {}",
        words.questions,
        form.question_count(),
        words.pages,
        form.pages().len()
    );
    let languages: Vec<&str> =
        form.languages().iter().map(|language| language.name.as_str()).collect();
    if !languages.is_empty() {
        println!("{}: {}", words.languages, languages.join(", "));
    }
}

/// What weighs so much, with its place and what to do about it; nothing where there is nothing.
fn print_findings(all: &[Finding], weight: Weight, words: &Words) {
    let of_this: Vec<&Finding> =
        all.iter().filter(|finding| finding.problem.weight() == weight).collect();
    if of_this.is_empty() {
        return;
    }
    println!("\n{}: {}", words.heading(weight), of_this.len());
    for finding in of_this {
        println!("- {}: {}", finding.place, words.sentence(&finding.problem));
    }
}
