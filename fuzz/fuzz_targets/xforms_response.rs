#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use xforms::{Form, Response};

static FORM: LazyLock<Form> =
    LazyLock::new(|| Form::read(include_str!("../../crates/xforms/tests/forms/city-survey.xml")).expect("our own form"));

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(response) = Response::read(&FORM, text) else { return };
    let bytes = response.write(&FORM);
    let again = Response::read(&FORM, &bytes).expect("what we wrote");
    assert_eq!(again.write(&FORM), bytes);
    let _ = (again.files(&FORM), again.values(&FORM).count(), again.instance_id(&FORM));
});
