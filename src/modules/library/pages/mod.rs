//! The pages of the library.
mod account;
mod before;
mod branches;
mod card;
mod copies;
mod door;
mod email;
mod hits;
mod list;
mod occupancy;
mod parts;
mod password;
mod record;
mod request;
mod scan;
mod search;
mod sign_in;
mod start;
mod summary;
mod tile;

pub use tile::Tile;

use crate::ui::{IntoPart, Part};
use leptos::prelude::*;

crate::later!(
    library,
    /// The pages, and what other parts of the app show of them.
    pub const PAGES: (Vec<String>) -> Option<Part> = page
);

/// The page for the segments of the address after `/library`.
#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn page(segments: Vec<String>) -> Option<Part> {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    Some(match *segments {
        [] => view! { <start::Start/> }.part(),
        ["search"] => view! { <search::SearchPage/> }.part(),
        ["record"] => view! { <record::RecordPage/> }.part(),
        ["list"] => view! { <list::ListPage/> }.part(),
        ["branches"] => view! { <branches::BranchesPage/> }.part(),
        ["account"] => view! { <account::AccountPage/> }.part(),
        ["sign-in"] => view! { <sign_in::SignInPage/> }.part(),
        ["card"] => view! { <card::CardPage/> }.part(),
        ["password"] => view! { <password::PasswordPage/> }.part(),
        ["email"] => view! { <email::EmailPage/> }.part(),
        ["", "tile"] => tile::kept(),
        ["", "places"] => {
            super::state::offer_places();
            ().part()
        }
        ["branch"] => view! { <branches::BranchPage/> }.part(),
        _ => return None,
    })
}
