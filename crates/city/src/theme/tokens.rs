//! The named colours of a theme, and which of them must be told apart.

use crate::{Color, contrast};

/// A way of showing the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// High contrast, dark on light.
    Contrast,
    /// High contrast, light on dark.
    ContrastDark,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 4] = [Self::Light, Self::Dark, Self::Contrast, Self::ContrastDark];

    /// Whether the ground is light.
    pub const fn is_light(self) -> bool {
        matches!(self, Self::Light | Self::Contrast)
    }

    /// Whether more contrast is wanted than the law asks for.
    pub const fn is_high(self) -> bool {
        matches!(self, Self::Contrast | Self::ContrastDark)
    }
}

/// What a pair of colours is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Text is read: 4.5, in high contrast 7.
    Text,
    /// A control, its border or its focus is seen: 3, in high contrast 4.5.
    Control,
}

impl Need {
    /// The ratio needed in a mode.
    pub const fn ratio(self, mode: Mode) -> f64 {
        match (self, mode.is_high()) {
            (Self::Text, true) => 7.0,
            (Self::Text, false) | (Self::Control, true) => 4.5,
            (Self::Control, false) => 3.0,
        }
    }
}

/// Two colours that must be told apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Custom property of the text, icon or border.
    pub foreground: &'static str,
    /// Custom property of what it stands on.
    pub background: &'static str,
    /// The contrast they have.
    pub ratio: f64,
    /// The contrast they need.
    pub needed: f64,
}

impl Pair {
    /// Whether the contrast is enough.
    pub fn passes(&self) -> bool {
        self.ratio >= self.needed
    }
}

macro_rules! tokens {
    ($($field:ident = $property:literal, $doc:literal;)*) => {
        /// The colours of one mode.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Tokens {
            $(#[doc = $doc] pub $field: Color,)*
        }

        impl Tokens {
            /// Every custom property with its colour, in the order of the style sheet.
            pub fn properties(&self) -> impl Iterator<Item = (&'static str, Color)> {
                [$(($property, self.$field),)*].into_iter()
            }
        }

        /// The custom property of each field.
        // A line that only divides is in no pair, so its name is not read.
        #[allow(dead_code)]
        struct Names {
            $($field: &'static str,)*
        }

        const NAMES: Names = Names { $($field: $property,)* };
    };
}

tokens! {
    layout_background_default = "--kern-color-layout-background-default", "The ground of a page.";
    layout_background_default_surface = "--kern-color-layout-background-default-surface", "A surface on the ground.";
    layout_background_hued = "--kern-color-layout-background-hued", "The tinted ground behind tiles.";
    layout_background_level_1 = "--kern-color-layout-background-level-1", "KERN's first nested ground.";
    layout_background_inverted = "--kern-color-layout-background-inverted", "The opposite ground.";
    layout_text_default = "--kern-color-layout-text-default", "Text.";
    layout_text_muted = "--kern-color-layout-text-muted", "Less important text.";
    layout_text_inverse = "--kern-color-layout-text-inverse", "Text on the opposite ground.";
    layout_border = "--kern-color-layout-border", "The border of something that can be used.";
    action_default = "--kern-color-action-default", "Buttons and links.";
    action_on_default = "--kern-color-action-on-default", "Text on a button.";
    action_visited = "--kern-color-action-visited", "Links already followed.";
    action_focus_default = "--kern-color-action-focus-default", "The ring around what has the focus.";
    form_input_background = "--kern-color-form-input-background", "The inside of a field.";
    form_input_border = "--kern-color-form-input-border", "The border of a field.";
    feedback_default = "--kern-color-feedback-default", "A neutral message.";
    feedback_default_background = "--kern-color-feedback-default-background", "Its ground.";
    feedback_info = "--kern-color-feedback-info", "Good to know.";
    feedback_info_background = "--kern-color-feedback-info-background", "Its ground.";
    feedback_success = "--kern-color-feedback-success", "It worked.";
    feedback_success_background = "--kern-color-feedback-success-background", "Its ground.";
    feedback_warning = "--kern-color-feedback-warning", "Be careful.";
    feedback_warning_background = "--kern-color-feedback-warning-background", "Its ground.";
    feedback_danger = "--kern-color-feedback-danger", "It did not work; an error.";
    feedback_danger_background = "--kern-color-feedback-danger-background", "Its ground.";
    decorative_brand_default = "--kern-color-decorative-brand-default", "A line of the city's colour.";
    decorative_border_default = "--kern-color-decorative-border-default", "A line that only divides.";
    header_background = "--city-header-background", "The bar with the logo.";
    header_text = "--city-header-text", "Text and icons in it.";
    hero_background = "--city-hero-background", "The greeting on the first page.";
    hero_text = "--city-hero-text", "Text in it.";
    accent = "--city-accent", "The second colour; decoration only.";
    accent_on = "--city-accent-on", "Text on the second colour.";
    tile_background = "--city-tile-background", "A tile or card.";
    tile_icon = "--city-tile-icon", "The icon of a tile.";
    tile_icon_background = "--city-tile-icon-background", "The ground of that icon; also what is chosen in a list.";
}

impl Tokens {
    /// Every pair that must be told apart in a mode, with its contrast.
    pub fn pairs(&self, mode: Mode) -> Vec<Pair> {
        let mut pairs = Vec::with_capacity(96);
        macro_rules! on {
            ($need:expr, [$($foreground:ident),*] on $backgrounds:tt) => {
                $(on!(@each $need, $foreground, $backgrounds);)*
            };
            (@each $need:expr, $foreground:ident, [$($background:ident),*]) => {
                $(pairs.push(Pair {
                    foreground: NAMES.$foreground,
                    background: NAMES.$background,
                    ratio: contrast(self.$foreground, self.$background),
                    needed: $need.ratio(mode),
                });)*
            };
        }
        on!(Need::Text, [layout_text_default, layout_text_muted, action_default, action_visited] on [
            layout_background_default, layout_background_default_surface, layout_background_hued,
            layout_background_level_1, tile_background, tile_icon_background, header_background,
            form_input_background, feedback_default_background, feedback_info_background,
            feedback_success_background, feedback_warning_background, feedback_danger_background
        ]);
        on!(Need::Text, [feedback_info, feedback_success, feedback_warning, feedback_danger] on [
            layout_background_default, layout_background_default_surface, layout_background_hued,
            tile_background
        ]);
        on!(Need::Text, [feedback_info] on [feedback_info_background]);
        on!(Need::Text, [feedback_success] on [feedback_success_background]);
        on!(Need::Text, [feedback_warning] on [feedback_warning_background]);
        on!(Need::Text, [feedback_danger] on [feedback_danger_background]);
        on!(Need::Text, [feedback_default] on [feedback_default_background]);
        on!(Need::Text, [action_on_default] on [action_default]);
        on!(Need::Text, [layout_text_inverse] on [layout_background_inverted]);
        on!(Need::Text, [header_text] on [header_background]);
        on!(Need::Text, [hero_text] on [hero_background]);
        on!(Need::Text, [accent_on] on [accent]);
        on!(Need::Control, [decorative_brand_default] on [layout_background_default, header_background]);
        on!(Need::Control, [tile_icon] on [tile_icon_background, tile_background]);
        on!(Need::Control, [layout_border, form_input_border, action_focus_default] on [
            layout_background_default, layout_background_default_surface, layout_background_hued,
            layout_background_level_1, tile_background, form_input_background
        ]);
        on!(Need::Control, [action_focus_default] on [header_background, tile_icon_background]);
        pairs
    }

    /// The pair that misses its need by most.
    pub(super) fn worst_failure(&self, mode: Mode) -> Option<Pair> {
        self.pairs(mode)
            .into_iter()
            .filter(|pair| !pair.passes())
            .min_by(|one, other| (one.ratio / one.needed).total_cmp(&(other.ratio / other.needed)))
    }
}
