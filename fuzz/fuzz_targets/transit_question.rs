//! Addresses of questions, as strangers share them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transit::Question;

fuzz_target!(|address: &str| {
    if let Some(question) = Question::parse(address) {
        assert_eq!(Question::parse(&question.address()), Some(question));
    }
});
