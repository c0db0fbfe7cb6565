#![no_main]

use library::server::{credentials, document_requests};
use library::write::to_text;
use libfuzzer_sys::fuzz_target;

// What clients send to the backend's own library.
fuzz_target!(|body: &[u8]| {
    if let Ok(sent) = credentials(body) {
        let shown = format!("{sent:?}");
        for secret in [&sent.password, &sent.username].into_iter().flatten() {
            let text = secret.expose();
            assert!(text.len() < 12 || !shown.contains(text));
        }
    }
    if let Ok(read) = document_requests(body) {
        let again = document_requests(to_text(&read.value).as_bytes()).unwrap();
        assert!(again.skipped == 0 && again.value == read.value);
    }
    let query = String::from_utf8_lossy(body);
    for (name, value) in library::request::decode_query(&query) {
        let encoded = format!(
            "{}={}",
            library::request::percent_encode(&name),
            library::request::percent_encode(&value)
        );
        assert_eq!(library::request::decode_query(&encoded), [(name, value)]);
    }
});
