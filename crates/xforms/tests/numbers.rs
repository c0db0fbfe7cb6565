//! Numbers that the engine does not read, write or work out itself. Here the standard library does; the app's tests
//! read the same list in a browser, where JavaScript does.

use xforms::{Moment, Standalone};

#[test]
fn numbers_that_are_left_to_the_machine() {
    let now = Moment { unix_ms: 0, offset_minutes: 0 };
    for line in include_str!("numbers.txt").lines() {
        let Some((expression, text)) = line.split_once(" → ") else { panic!("no line: {line}") };
        let found = Standalone::read(expression).ok().and_then(|read| read.text(now));
        assert_eq!(found.as_deref(), Some(text), "{expression}");
    }
}
