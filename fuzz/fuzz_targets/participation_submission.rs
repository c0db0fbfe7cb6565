#![no_main]

use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Waker};

use axum::body::Body;
use backend::participation::answers::check::check;
use backend::participation::answers::submission::{BOUNDS, Bounds, Room, XML, read};
use libfuzzer_sys::fuzz_target;
use xforms::Form;

static FORM: LazyLock<Arc<Form>> = LazyLock::new(|| {
    Arc::new(Form::read(include_str!("../../crates/xforms/tests/forms/city-survey.xml")).expect("our own form"))
});

// The first byte says what the rest is: the whole body of a request, or the XML inside a good one.
fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else { return };
    let (mut bytes, bounds) = match first % 4 {
        0 => (rest.to_vec(), BOUNDS),
        1 => (rest.to_vec(), Bounds { whole: 300, file: 40 }),
        _ => {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"{XML}\"\r\nContent-Type: text/xml\r\n\r\n");
            ([head.as_bytes(), rest].concat(), BOUNDS)
        }
    };
    if first % 4 > 1 {
        bytes.extend_from_slice(b"\r\n--b\r\nContent-Disposition: form-data; name=\"1.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--b--\r\n");
    }
    let room = Room::new(100_000);
    let mut reading = pin!(read("multipart/form-data; boundary=b", Body::from(bytes), bounds, &room));
    // All bytes are there, so nothing is waited for.
    let Poll::Ready(read) = reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the reading waits for something")
    };
    let Ok((submission, held)) = read else { return };
    assert_eq!(submission.sum(), submission.clone().sum());
    let instance = submission.xml.split("uuid:").nth(1).and_then(|rest| rest.get(..36)).unwrap_or_default();
    if let Ok(response) = check(&FORM, &submission, &format!("uuid:{instance}")) {
        // What is taken can be read again for results and export.
        assert!(response.files(&FORM).iter().all(|name| submission.attachments.contains_key(name)));
        let again = xforms::Response::read(&FORM, &response.write(&FORM)).expect("what was taken");
        assert_eq!(again.values(&FORM).count(), response.values(&FORM).count());
    }
    drop(held);
});
