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

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::{MatchNestedRoutes, path};

/// The routes of this module.
#[component(transparent)]
pub fn Pages() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/appointments") view=choose::Choose/>
        <Route path=path!("/appointments/service/:id") view=service::ServicePage/>
        <Route path=path!("/appointments/times") view=times::Times/>
        <Route path=path!("/appointments/contact") view=contact::ContactPage/>
        <Route path=path!("/appointments/review") view=review::Review/>
        <Route path=path!("/appointments/done") view=done::Done/>
        <Route path=path!("/appointments/expired") view=done::Expired/>
        <Route path=path!("/appointments/confirm") view=visit::ConfirmPage/>
        <Route path=path!("/appointments/open") view=visit::OpenPage/>
        <Route path=path!("/appointments/mine") view=mine::Mine/>
        <Route path=path!("/appointments/mine/:id") view=mine::One/>
    }
    .into_inner()
}
