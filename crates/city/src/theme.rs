//! From three colours to a whole look.
//!
//! A city chooses primary, accent and neutral; everything else follows, for light, dark and two high
//! contrasts. Each pair of colours that must be told apart is computed (WCAG 2.2, 1.4.3 and 1.4.11). All
//! colours but one are moved until they pass. The primary colour on light ground is used exactly as the
//! city asks or refused with the nearest colour that passes: it is the city's identity, not ours to repair.
//!
//! ```
//! use city::{Appearance, Color, Corners, Font, theme::Theme};
//! let mut look = Appearance {
//!     primary: Color::new(0x0a, 0x5a, 0x78),
//!     accent: Color::new(0xe2, 0xa7, 0x2e),
//!     neutral: Color::new(0x5d, 0x6b, 0x75),
//!     corners: Corners::Soft,
//!     font: Font::System,
//! };
//! assert!(Theme::derive(look).unwrap().css().contains("--kern-color-action-default:#0a5a78"));
//! look.primary = Color::new(0xff, 0xd5, 0x00);
//! look.primary = Theme::derive(look).unwrap_err().nearest;
//! assert!(Theme::derive(look).is_ok());
//! ```

mod css;
mod derive;
mod tokens;

pub use tokens::{Mode, Need, Pair, Tokens};

use crate::{Appearance, Color};
use thiserror::Error;

/// The look of a city in all modes; every pair in it passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    look: Appearance,
    light: Tokens,
    dark: Tokens,
    contrast: Tokens,
    contrast_dark: Tokens,
}

/// The primary colour cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{primary} has a contrast of {:.2}:1 as {} on {}, {}:1 is needed; {nearest} is the nearest that passes", pair.ratio, pair.foreground, pair.background, pair.needed)]
pub struct Refused {
    /// The colour that was asked for.
    pub primary: Color,
    /// The pair that fails most.
    pub pair: Pair,
    /// The nearest colour of the same hue that passes everything.
    pub nearest: Color,
}

impl Theme {
    /// Derives all tokens.
    ///
    /// # Errors
    /// When the primary colour is too light to be read on light ground.
    pub fn derive(look: Appearance) -> Result<Self, Refused> {
        let light = derive::tokens(Mode::Light, look);
        if let Some(pair) = light.worst_failure(Mode::Light) {
            return Err(Refused {
                primary: look.primary,
                pair,
                nearest: derive::nearest_primary(look),
            });
        }
        Ok(Self {
            look,
            light,
            dark: derive::tokens(Mode::Dark, look),
            contrast: derive::tokens(Mode::Contrast, look),
            contrast_dark: derive::tokens(Mode::ContrastDark, look),
        })
    }

    /// The colours of one mode.
    pub const fn tokens(&self, mode: Mode) -> &Tokens {
        match mode {
            Mode::Light => &self.light,
            Mode::Dark => &self.dark,
            Mode::Contrast => &self.contrast,
            Mode::ContrastDark => &self.contrast_dark,
        }
    }

    /// The style sheet, `theme.css`: custom properties on `:root` and nothing else.
    ///
    /// The attribute `data-kern-theme` on `<html>` chooses `light`, `dark` or `contrast`; without it
    /// the device chooses (`prefers-color-scheme`, `prefers-contrast`).
    pub fn css(&self) -> String {
        css::sheet(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Corners, Font, contrast};
    use proptest::prelude::*;

    fn look(primary: Color, accent: Color, neutral: Color) -> Appearance {
        Appearance { primary, accent, neutral, corners: Corners::Soft, font: Font::System }
    }

    fn assert_passes(theme: &Theme) {
        for mode in Mode::ALL {
            for pair in theme.tokens(mode).pairs(mode) {
                assert!(pair.passes(), "{mode:?} {pair:?} {:?}", theme.look);
            }
        }
    }

    #[test]
    fn a_strong_primary_is_used_exactly_as_asked() {
        let primary = Color::new(0x0a, 0x5a, 0x78);
        let theme = Theme::derive(look(primary, Color::WHITE, Color::BLACK));
        let theme = theme.as_ref().map(|theme| theme.tokens(Mode::Light));
        assert_eq!(theme.map(|tokens| tokens.action_default), Ok(primary));
    }

    #[test]
    fn a_pale_primary_is_refused_with_the_nearest_that_passes() {
        let yellow = Color::new(0xff, 0xd5, 0x00);
        let refused = Theme::derive(look(yellow, yellow, yellow)).map_err(|refused| {
            assert_eq!(refused.primary, yellow);
            assert!(refused.pair.ratio < refused.pair.needed);
            refused.nearest
        });
        let Err(nearest) = refused else { unreachable!("yellow on white cannot be read") };
        // Nearest: only just dark enough, not simply black.
        assert!(contrast(nearest, Color::WHITE) < 5.5, "{nearest}");
        assert!(Theme::derive(look(nearest, yellow, yellow)).is_ok());
    }

    #[test]
    fn surfaces_of_the_light_mode_are_nearly_white() {
        let theme = Theme::derive(look(
            Color::new(0xb3, 0x00, 0x1b),
            Color::new(0, 0, 255),
            Color::new(255, 0, 255),
        ));
        let hued = theme.map(|theme| theme.tokens(Mode::Light).layout_background_hued);
        assert!(hued.is_ok_and(|hued| hued.luminance() > 0.9));
    }

    fn color() -> impl Strategy<Value = Color> {
        any::<[u8; 3]>().prop_map(|[red, green, blue]| Color::new(red, green, blue))
    }

    proptest! {
        #[test]
        fn passes_in_every_mode_or_is_refused_with_one_that_passes(
            primary in color(), accent in color(), neutral in color()
        ) {
            match Theme::derive(look(primary, accent, neutral)) {
                Ok(theme) => assert_passes(&theme),
                Err(refused) => {
                    prop_assert!(!refused.pair.passes());
                    let theme = Theme::derive(look(refused.nearest, accent, neutral));
                    prop_assert!(theme.is_ok(), "{:?}", theme);
                    assert_passes(&theme.map_err(|refused| TestCaseError::fail(refused.to_string()))?);
                }
            }
        }
    }
}
