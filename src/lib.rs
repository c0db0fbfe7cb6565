//! The single-page app: nothing but browser and view.
use leptos::prelude::*;

/// Mounts the app into the page.
pub fn start() {
    mount_to_body(|| view! { <h1>"Stadtkern"</h1> });
}
