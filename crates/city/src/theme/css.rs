//! The style sheet.

use super::{Mode, Theme};
use crate::{Corners, Font};
use std::fmt::Write;

/// The whole sheet. Later rules win, so high contrast comes last.
pub(super) fn sheet(theme: &Theme) -> String {
    let light = colors(theme, Mode::Light);
    let dark = colors(theme, Mode::Dark);
    let contrast = colors(theme, Mode::Contrast);
    let contrast_dark = colors(theme, Mode::ContrastDark);
    let shape = shape(theme.look.corners, theme.look.font);
    // `:root:root` weighs as much as the chosen themes below and more than KERN's own sheet, wherever that is loaded.
    format!(
        ":root:root{{{shape}{light}}}\n\
         @media (prefers-color-scheme:dark){{:root:not([data-kern-theme=light]){{{dark}}}}}\n\
         :root[data-kern-theme=dark]{{{dark}}}\n\
         @media (prefers-contrast:more){{:root:not([data-kern-theme]){{{contrast}}}}}\n\
         :root[data-kern-theme=contrast]{{{contrast}}}\n\
         @media (prefers-contrast:more) and (prefers-color-scheme:dark){{:root:not([data-kern-theme]){{{contrast_dark}}}}}\n\
         @media (prefers-color-scheme:dark){{:root[data-kern-theme=contrast]{{{contrast_dark}}}}}\n"
    )
}

fn colors(theme: &Theme, mode: Mode) -> String {
    let scheme = if mode.is_light() { "light" } else { "dark" };
    let mut css = format!("color-scheme:{scheme};");
    for (property, color) in theme.tokens(mode).properties() {
        // Writing to a String cannot fail.
        let _ = write!(css, "{property}:{color};");
    }
    css
}

fn shape(corners: Corners, font: Font) -> String {
    let (small, default, large) = match corners {
        Corners::Round => (8, 14, 22),
        Corners::Soft => (4, 8, 12),
        Corners::Square => (0, 0, 0),
    };
    format!(
        "--kern-metric-border-radius-small:{small}px;\
         --kern-metric-border-radius-default:{default}px;\
         --kern-metric-border-radius-large:{large}px;\
         --kern-typography-font-family-default:{};",
        family(font)
    )
}

/// Typefaces that devices already have, each list with one that can write Arabic and Cyrillic.
const fn family(font: Font) -> &'static str {
    match font {
        Font::System => {
            r#"system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic","Geeza Pro",Arial,sans-serif"#
        }
        Font::Humanist => {
            r#"Seravek,"Gill Sans Nova",Ubuntu,Calibri,"Noto Sans","Noto Sans Arabic","Segoe UI","Geeza Pro",sans-serif"#
        }
        Font::Rounded => {
            r#"ui-rounded,"SF Pro Rounded",Quicksand,"Arial Rounded MT Bold",Nunito,"Noto Sans","Noto Sans Arabic","Segoe UI","Geeza Pro",sans-serif"#
        }
        Font::Serif => {
            r#"Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif","Noto Naskh Arabic","Geeza Pro","Times New Roman",serif"#
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::City;

    fn css() -> String {
        let city =
            City::from_json(include_bytes!("../../../../cities/musterstadt/city.json")).unwrap();
        Theme::derive(city.theme).unwrap().css()
    }

    #[test]
    fn every_mode_sets_every_property() {
        let css = css();
        for (property, _) in Theme::derive(
            City::from_json(include_bytes!("../../../../cities/musterstadt/city.json"))
                .unwrap()
                .theme,
        )
        .unwrap()
        .tokens(Mode::Light)
        .properties()
        {
            assert_eq!(css.matches(&format!("{property}:")).count(), 7, "{property}");
        }
    }

    #[test]
    fn is_well_formed_and_small() {
        let css = css();
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert!(css.len() < 16_000, "{}", css.len());
        assert!(!css.contains("</"));
    }
}
