//! The pages that belong to no module.
mod device;
mod elsewhere;
mod home;
mod legal;
mod settings;

pub use elsewhere::elsewhere;
pub use home::Home;
pub use legal::legal_title;

use crate::ui::{IntoPart, Part};
use leptos::prelude::*;

crate::later!(
    shell,
    /// The pages of the shell that are opened rarely.
    pub const RARE: (Vec<String>) -> Option<Part> = page
);

#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn page(segments: Vec<String>) -> Option<Part> {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match *segments {
        ["settings"] => Some(view! { <settings::Settings/> }.part()),
        ["settings", "device"] => Some(view! { <device::Device/> }.part()),
        ["legal", name] => legal::legal(name),
        _ => None,
    }
}
