#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use xforms::{Form, Moment, Response, Session, Start, draft};

const NOW: Moment = Moment { unix_ms: 1_764_000_000_000, offset_minutes: 60 };

// Whatever a form says: it is refused, or it can be filled in, put aside, taken up again and sent.
fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let form = match Form::read(text) {
        Ok(form) => Arc::new(form),
        Err(unusable) => {
            assert!(!unusable.0.is_empty());
            let _ = unusable.to_string();
            return;
        }
    };
    let start = Start { now: NOW, seed: 7, instance_id: "uuid:1".to_owned() };
    let mut session = Session::start(form.clone(), start);
    for question in form.question_ids() {
        let choices = session.choices(question);
        let value = choices.first().map_or_else(|| "1 1;1 2;2 2;1 1".to_owned(), |choice| choice.value.clone());
        let _ = session.set(question, &value);
        let _ = session.set(question, "2025-11-24");
        let _ = (session.label(question), session.hint(question), session.field(question));
    }
    for language in 0..form.languages().len() {
        let _ = session.set_language(language);
    }
    if !session.ran_out() {
        assert_eq!(session.check_all().len(), session.check(&form.question_ids().collect::<Vec<_>>()).len());
    }
    let (again, _) = draft::restore(&form, &session.draft(), NOW).expect("our own draft");
    let _ = again.draft();
    let bytes = session.finish(NOW).write(&form);
    if let Ok(read) = Response::read(&form, &bytes) {
        assert_eq!(read.write(&form), bytes);
    }
});
