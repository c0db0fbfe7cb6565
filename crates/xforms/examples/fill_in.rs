//! A survey filled in on the train: `cargo run -p xforms --example fill_in`
//!
//! Two answers, a draft that is put aside and taken up again, another language, and the bytes that are sent.

use std::sync::Arc;

use xforms::{Form, Moment, Session, Start, draft};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = include_str!("../tests/forms/city-survey.xml");
    let form = Arc::new(Form::read(text)?);
    // A real one takes these from the browser.
    let now = Moment { unix_ms: 1_764_000_000_000, offset_minutes: 60 };
    let start = Start {
        now,
        seed: 42,
        instance_id: "uuid:4f4ff8e2-6e2f-4d0b-8f0c-0d3f6d1f9c11".to_owned(),
    };
    let mut session = Session::start(form.clone(), start);

    for (path, value) in
        [("/data/consent", "OK"), ("/data/you/who", "lives"), ("/data/you/years", "zwölf")]
    {
        let question = form.question_at(path).ok_or("no such question")?;
        let changes = session.set(question, value)?;
        println!("{path} = {value}: {} more questions are asked", changes.shown.len());
    }

    let aside = session.draft();
    println!("\n{aside}");
    let (mut session, _) = draft::restore(&form, &aside, now)?;
    session.set_language(1)?;

    for (number, page) in
        form.pages().iter().enumerate().filter(|(_, page)| session.is_page_shown(page))
    {
        let heading = page.group.map(|group| session.heading(group).text).unwrap_or_default();
        println!("page {} {heading}", number + 1);
        for question in page.questions.iter().filter(|question| session.is_relevant(**question)) {
            println!("  {:<40} {}", session.label(*question).text, session.field(*question));
        }
        for complaint in session.check(&page.questions) {
            println!(
                "  ! {}: {:?} {}",
                form.path(complaint.question),
                complaint.violation,
                complaint.message.unwrap_or_default()
            );
        }
    }
    println!("\n{}", session.finish(now).write(&form));
    Ok(())
}
