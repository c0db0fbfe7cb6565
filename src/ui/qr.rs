//! A QR code as one path of an SVG, with the quiet zone of four modules the standard asks for
//! (ISO/IEC 18004, 6.3.8), black on white in every theme so that every camera reads it.
use leptos::prelude::*;
use qrcodegen::{QrCode as Code, QrCodeEcc};
use std::fmt::Write;

const QUIET: i32 = 4;

/// A QR code.
#[component]
pub fn QrCode(
    /// What is in it.
    of: String,
    /// What a screen reader says of it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    // Only a text of several thousand characters fits into no code; then the link beside it serves.
    let code = Code::encode_text(&of, QrCodeEcc::Medium).ok()?;
    let size = code.size() + 2 * QUIET;
    Some(view! {
        <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label=label shape-rendering="crispEdges">
            <path d=path(&code)></path>
        </svg>
    })
}

/// The dark modules, row by row.
fn path(code: &Code) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing into a String cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    path
}
