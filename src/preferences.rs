//! What a person chose for this device: theme, text size, language.
//!
//! Kept in `localStorage`, because the loader must read it before the first paint. Where a
//! browser refuses the storage, the choice holds until the page is closed.
use leptos::prelude::*;

/// Key of the language.
pub const LANGUAGE: &str = "stadtkern.language";
/// Key of the theme.
pub const THEME: &str = "stadtkern.theme";
/// Key of the text size in per cent.
pub const TEXT_SIZE: &str = "stadtkern.textSize";

/// Key of the services last chosen, the newest first, separated by commas.
pub const RECENT: &str = "stadtkern.recent";

/// The themes; the empty one follows the device.
pub const THEMES: [&str; 4] = ["", "light", "dark", "contrast"];
/// The text sizes in per cent.
pub const TEXT_SIZES: [&str; 4] = ["100", "125", "150", "200"];

/// Reads a choice.
pub fn read(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a choice.
pub fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or forbidden storage loses only the choice, never the page.
        let _ =
            if value.is_empty() { storage.remove_item(key) } else { storage.set_item(key, value) };
    }
}

/// Applies and keeps a theme.
pub fn set_theme(theme: &str) {
    mark("data-kern-theme", theme);
    store(THEME, theme);
}

/// Applies and keeps a text size.
pub fn set_text_size(size: &str) {
    mark("data-text-size", size);
    store(TEXT_SIZE, size);
}

fn mark(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let _ = if value.is_empty() {
            root.remove_attribute(attribute)
        } else {
            root.set_attribute(attribute, value)
        };
    }
}
