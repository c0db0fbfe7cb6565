#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use xforms::{Form, Moment, draft, markdown};

static FORM: LazyLock<Arc<Form>> = LazyLock::new(|| {
    Arc::new(Form::read(include_str!("../../crates/xforms/tests/forms/city-survey.xml")).expect("our own form"))
});

const NOW: Moment = Moment { unix_ms: 1_764_000_000_000, offset_minutes: 60 };

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = (markdown::read(text), markdown::plain(text));
    // With the head of a real draft, so that the lines behind it are reached.
    let headed = format!("stadtkern-draft 1\nform {}\ninstance uuid:1\n{text}", FORM.sum());
    for text in [text, &headed] {
        let Ok((session, _)) = draft::restore(&FORM, text, NOW) else { continue };
        let kept = session.draft();
        let (again, skipped) = draft::restore(&FORM, &kept, NOW).expect("our own draft");
        assert_eq!(skipped, 0);
        assert_eq!(again.draft(), kept);
        assert_eq!(session.first_difference(&again), None);
    }
});
