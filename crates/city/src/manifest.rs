//! The web app manifest: what a device needs to put the city on its home screen.

use crate::theme::{Mode, Theme};
use crate::{City, Language, PackagePath, Purpose};
use serde_json::{Value, json};

/// The manifest of a city in a language, for `/city/manifest.webmanifest`.
///
/// Addresses are absolute on the origin: files of the package lie under `/city/`.
pub fn manifest(city: &City, theme: &Theme, language: Language) -> Value {
    let tag = language.tag();
    let colors = theme.tokens(Mode::Light);
    let address = |file: &PackagePath| format!("/city/{file}");
    let mut icons = vec![json!({
        "src": address(&city.brand.icon),
        "sizes": "any",
        "type": "image/svg+xml",
        "purpose": "any",
    })];
    icons.extend(city.brand.icons.iter().map(|icon| {
        json!({
            "src": address(&icon.file),
            "sizes": format!("{0}x{0}", icon.size),
            "type": "image/png",
            "purpose": match icon.purpose {
                Purpose::Any => "any",
                Purpose::Maskable => "maskable",
            },
        })
    }));
    json!({
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "name": city.name.get(tag),
        "short_name": city.name.get(tag),
        "description": city.claim.get(tag),
        "lang": tag,
        "dir": language.direction().attribute(),
        "theme_color": colors.header_background.to_string(),
        "background_color": colors.layout_background_hued.to_string(),
        "icons": icons,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn speaks_the_language_and_names_every_icon() {
        let city =
            City::from_json(include_bytes!("../../../cities/musterstadt/city.json")).unwrap();
        let theme = Theme::derive(city.theme).unwrap();
        let manifest = manifest(&city, &theme, Language::Ar);
        assert_eq!(manifest["dir"], "rtl");
        assert_eq!(manifest["description"], "مدينتك بين يديك.");
        assert_eq!(manifest["icons"].as_array().unwrap().len(), 4);
        assert_eq!(manifest["icons"][1]["src"], "/city/brand/icon-192.png");
        assert_eq!(manifest["icons"][3]["purpose"], "maskable");
        assert_eq!(manifest["background_color"], "#f5f9fc");
    }
}
