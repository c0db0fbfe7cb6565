//! What a form is and whether it can be shown: `cargo run -p xforms --example check_form -- FORM.xml …`

use std::process::ExitCode;

use xforms::Form;

fn main() -> ExitCode {
    let mut usable = true;
    for path in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("{path}: cannot be read");
            usable = false;
            continue;
        };
        match Form::read(&text) {
            Ok(form) => {
                println!(
                    "{path}: {}, {} questions on {} pages",
                    form.title(),
                    form.question_count(),
                    form.pages().len()
                );
                form.remarks().iter().for_each(|remark| println!("  {remark}"));
            }
            Err(unusable) => {
                usable = false;
                let whose =
                    if unusable.works_elsewhere() { "works elsewhere" } else { "has to be mended" };
                println!("{path}: {whose}");
                unusable.0.iter().for_each(|finding| println!("  {finding}"));
            }
        }
    }
    if usable { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
