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

use super::{engine, state};
use crate::later;
use crate::ui::{IntoPart, Loading, Part, dynamic};
use leptos::prelude::*;

/// The page for the segments of the address after `/appointments`. The first two are there at
/// once, the others with the rest of the booking.
pub fn page(segments: &[&str]) -> Option<Part> {
    Some(match *segments {
        [] => view! { <choose::Choose/> }.part(),
        ["service", id] => service::service_page(id.parse().ok()?),
        _ => later::page(BOOKING, "", segments),
    })
}

crate::later!(
    booking,
    /// The pages from choosing a time on.
    pub const BOOKING: (Vec<String>) -> Option<Part> = booking_page
);

#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn booking_page(segments: Vec<String>) -> Option<Part> {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    Some(match *segments {
        ["times"] => of_booking(|| view! { <times::Times/> }.part()),
        ["contact"] => of_booking(|| view! { <contact::ContactPage/> }.part()),
        ["review"] => of_booking(|| view! { <review::Review/> }.part()),
        ["done"] => of_booking(|| view! { <done::Done/> }.part()),
        ["expired"] => of_booking(|| view! { <done::Expired/> }.part()),
        ["confirm"] => view! { <visit::ConfirmPage/> }.part(),
        ["open"] => view! { <visit::OpenPage/> }.part(),
        ["mine"] => view! { <mine::Mine/> }.part(),
        ["mine", id] => mine::one(id.parse().ok()?),
        _ => return None,
    })
}

/// A page that only makes sense with a booking: it waits until the device has told what it kept
/// of one, so that a reload in the middle leads back to the middle.
fn of_booking(page: fn() -> Part) -> Part {
    engine::begin();
    let restored = state::use_appointments().restored;
    dynamic(move || if restored.get() { page() } else { view! { <Loading/> }.part() }).part()
}
