//! The pages of the appointments, in the order a person meets them.
mod calendar;
mod choose;
mod contact;
mod done;
mod failure;
mod frame;
mod mine;
mod review;
mod service;
mod slots;
mod tile;
mod times;
mod visit;

pub use tile::Tile;

use crate::ui::{IntoPart, Part};
use leptos::prelude::*;

/// The page for the segments of the address after `/appointments`.
pub fn page(segments: &[&str]) -> Option<Part> {
    Some(match *segments {
        [] => view! { <choose::Choose/> }.part(),
        ["service", id] => service::service_page(id.parse().ok()?),
        ["times"] => view! { <times::Times/> }.part(),
        ["contact"] => view! { <contact::ContactPage/> }.part(),
        ["review"] => view! { <review::Review/> }.part(),
        ["done"] => view! { <done::Done/> }.part(),
        ["expired"] => view! { <done::Expired/> }.part(),
        ["confirm"] => view! { <visit::ConfirmPage/> }.part(),
        ["open"] => view! { <visit::OpenPage/> }.part(),
        ["mine"] => view! { <mine::Mine/> }.part(),
        ["mine", id] => mine::one(id.parse().ok()?),
        _ => return None,
    })
}
