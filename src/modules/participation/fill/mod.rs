//! Filling in a survey: kept from the first change on, sent once.
mod answers;
mod attach;
mod before;
mod choices;
mod draft;
mod drag;
mod label;
mod matrix;
mod order;
mod pages;
mod picture;
mod place;
mod questions;
mod review;
mod shrink;
mod state;
mod words;

pub use answers::answers;
pub use pages::fill;

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;
    use xforms::{Moment, Standalone};

    /// JavaScript reads, writes and works out for the engine what natively the standard library does.
    #[wasm_bindgen_test]
    fn the_numbers_of_the_browser_are_those_of_the_engine() {
        let now = Moment { unix_ms: 0, offset_minutes: 0 };
        for line in include_str!("../../../../crates/xforms/tests/numbers.txt").lines() {
            let Some((expression, text)) = line.split_once(" → ") else { panic!("{line}") };
            let found = Standalone::read(expression).ok().and_then(|read| read.text(now));
            assert_eq!(found.as_deref(), Some(text), "{expression}");
        }
    }
}
