#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::search::{Index, fold};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (name, query) = text.split_once('\n').unwrap_or((text, text));
    assert_eq!(fold(&fold(name)), fold(name));
    let index = Index::new([(1, name, vec![query]), (2, "Personalausweis", vec![])]);
    let hits = index.find(query);
    // A synonym that is the query itself is always found, if there is a word in it and it is not too long.
    assert!(!hits.is_empty() || fold(query).is_empty() || query.chars().count() > 100);
});
