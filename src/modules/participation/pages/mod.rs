//! The pages of the participation.
use super::module::SLUG;
use crate::later;
use crate::ui::{IntoPart, Part};

/// The page for the segments of the address after `/participation`.
pub fn page(segments: &[&str]) -> Part {
    let part = match *segments {
        ["answers"] | [_, "fill", ..] => SURVEY,
        _ => PAGES,
    };
    later::page(part, SLUG, segments)
}

crate::later!(
    participation,
    /// What is asked, one item of it, its results.
    pub const PAGES: (Vec<String>) -> Option<Part> = asked
);

crate::later!(
    asking,
    /// What the home page says of it, and its search finds.
    pub const HOME: (Vec<String>) -> Option<Part> = home
);

crate::later!(
    survey,
    /// Filling in, and what this device has sent or keeps.
    pub const SURVEY: (Vec<String>) -> Option<Part> = answered
);

#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn asked(segments: Vec<String>) -> Option<Part> {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    Some(match *segments {
        [] | [""] => super::asked::list(),
        [item] => super::asked::item(item),
        [item, "results"] => super::asked::results(item),
        _ => return None,
    })
}

#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn home(segments: Vec<String>) -> Option<Part> {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    Some(match *segments {
        ["tile"] => super::asked::tile(),
        ["find"] => {
            super::asked::find();
            ().part()
        }
        _ => return None,
    })
}

#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn answered(segments: Vec<String>) -> Option<Part> {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    Some(match *segments {
        ["answers"] => super::fill::answers(),
        [item, "fill"] => super::fill::fill(item, None),
        [item, "fill", draft] => super::fill::fill(item, Some(draft)),
        _ => return None,
    })
}

crate::later!(
    sender,
    /// Sends what waits: fetched only where something does.
    pub const SENDER: (()) -> () = send
);

fn send(_: ()) {
    crate::offline::outbox::start();
}
