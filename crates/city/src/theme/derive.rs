//! The derivation itself: every colour starts where it looks best and moves until it can be read.

use super::tokens::{Mode, Need, Tokens};
use crate::oklch::Oklch;
use crate::{Appearance, Color, contrast};

/// One step of lightness; smaller than an eye can see.
const STEP: f64 = 0.004;

/// The hues of messages, in degrees; they mean the same in every city.
const INFO: f64 = 245.0;
const SUCCESS: f64 = 152.0;
const WARNING: f64 = 66.0;
const DANGER: f64 = 26.0;
const VISITED: f64 = 305.0;

/// Which way a colour moves to be read better.
#[derive(Clone, Copy)]
enum Towards {
    Black,
    White,
}

/// The first colour on the way to black or white that reaches the ratio on every ground.
fn readable(start: Oklch, grounds: &[Color], ratio: f64, towards: Towards) -> Color {
    let mut color = start;
    loop {
        let candidate = color.to_color();
        if grounds.iter().all(|ground| contrast(candidate, *ground) >= ratio) {
            return candidate;
        }
        match towards {
            Towards::Black if color.lightness > STEP => color.lightness -= STEP,
            Towards::White if color.lightness < 1.0 - STEP => color.lightness += STEP,
            Towards::Black => return Color::BLACK,
            Towards::White => return Color::WHITE,
        }
    }
}

/// Black or white, whichever is read better; one of them always reaches 4.58.
fn on(ground: Color) -> Color {
    if contrast(Color::WHITE, ground) >= contrast(Color::BLACK, ground) {
        Color::WHITE
    } else {
        Color::BLACK
    }
}

fn hue(degrees: f64, lightness: f64, chroma: f64) -> Oklch {
    Oklch { lightness, chroma, hue: degrees.to_radians() }
}

/// Lightness of things that differ between the modes.
struct Scale {
    ground: f64,
    surface: f64,
    hued: f64,
    message: f64,
    icon_ground: f64,
    text: f64,
    muted: f64,
    border: f64,
    line: f64,
    strong: f64,
}

const fn scale(mode: Mode) -> Scale {
    match mode {
        Mode::Light => Scale {
            ground: 1.0,
            surface: 1.0,
            hued: 0.98,
            message: 0.975,
            icon_ground: 0.965,
            text: 0.24,
            muted: 0.47,
            border: 0.62,
            line: 0.9,
            strong: 0.48,
        },
        Mode::Dark => Scale {
            ground: 0.19,
            surface: 0.24,
            hued: 0.165,
            message: 0.25,
            icon_ground: 0.3,
            text: 0.96,
            muted: 0.78,
            border: 0.6,
            line: 0.34,
            strong: 0.78,
        },
        Mode::Contrast => Scale {
            ground: 1.0,
            surface: 1.0,
            hued: 1.0,
            message: 1.0,
            icon_ground: 1.0,
            text: 0.0,
            muted: 0.2,
            border: 0.2,
            line: 0.4,
            strong: 0.4,
        },
        Mode::ContrastDark => Scale {
            ground: 0.0,
            surface: 0.0,
            hued: 0.0,
            message: 0.0,
            icon_ground: 0.0,
            text: 1.0,
            muted: 0.9,
            border: 0.9,
            line: 0.7,
            strong: 0.85,
        },
    }
}

/// All colours of one mode. In [`Mode::Light`] the primary colour is left as it is and may fail its pairs.
#[allow(clippy::too_many_lines)] // A table of colours: in parts it would be harder to read.
pub(super) fn tokens(mode: Mode, look: Appearance) -> Tokens {
    let scale = scale(mode);
    let towards = if mode.is_light() { Towards::Black } else { Towards::White };
    let text_ratio = Need::Text.ratio(mode);
    let control_ratio = Need::Control.ratio(mode);
    let primary = Oklch::from(look.primary);
    let neutral = Oklch::from(look.neutral);

    let tint =
        |lightness: f64, chroma: f64| neutral.calmed(chroma).with_lightness(lightness).to_color();
    let ground = tint(scale.ground, 0.012);
    let surface = tint(scale.surface, 0.014);
    let hued = tint(scale.hued, 0.006);
    let icon_ground = primary.calmed(0.035).with_lightness(scale.icon_ground).to_color();
    let message_ground = |degrees: f64| {
        let chroma = if mode.is_light() { 0.02 } else { 0.045 };
        hue(degrees, scale.message, chroma).to_color()
    };
    let messages = [INFO, SUCCESS, WARNING, DANGER].map(message_ground);
    let [info_ground, success_ground, warning_ground, danger_ground] = messages;
    let neutral_message = tint(scale.message, 0.008);

    let plain = [ground, surface, hued, icon_ground, neutral_message];
    let all: Vec<Color> = plain.into_iter().chain(messages).collect();

    let text =
        readable(neutral.calmed(0.015).with_lightness(scale.text), &all, text_ratio, towards);
    let border = |lightness: f64| {
        readable(neutral.calmed(0.025).with_lightness(lightness), &plain, control_ratio, towards)
    };
    let message = |degrees: f64, own: Color| {
        let grounds = [ground, surface, hued, own];
        readable(hue(degrees, scale.strong, 0.15), &grounds, text_ratio, towards)
    };

    let action = match mode {
        Mode::Light => look.primary,
        Mode::Contrast => readable(primary, &all, text_ratio, towards),
        Mode::Dark | Mode::ContrastDark => readable(
            primary.calmed(0.13).with_lightness(primary.lightness.max(scale.strong)),
            &all,
            text_ratio,
            towards,
        ),
    };
    let action_text = on(action);
    let (hero, hero_text) = match mode {
        // A field of bright colour would blind in the dark: the city's colour, deep.
        Mode::Dark => {
            let hero = readable(
                primary.calmed(0.09).with_lightness(0.34),
                &[text],
                text_ratio,
                Towards::Black,
            );
            (hero, text)
        }
        Mode::ContrastDark => (ground, text),
        Mode::Light | Mode::Contrast => (action, action_text),
    };
    let accent_on = on(look.accent);
    let away = if accent_on == Color::WHITE { Towards::Black } else { Towards::White };
    let accent = readable(Oklch::from(look.accent), &[accent_on], text_ratio, away);

    Tokens {
        layout_background_default: ground,
        layout_background_default_surface: surface,
        layout_background_hued: hued,
        layout_background_level_1: hued,
        layout_background_inverted: text,
        layout_text_default: text,
        layout_text_muted: readable(
            neutral.calmed(0.025).with_lightness(scale.muted),
            &all,
            text_ratio,
            towards,
        ),
        layout_text_inverse: ground,
        layout_border: border(scale.border),
        action_default: action,
        action_on_default: action_text,
        action_visited: readable(hue(VISITED, scale.strong, 0.14), &all, text_ratio, towards),
        action_focus_default: text,
        form_input_background: surface,
        form_input_border: border(scale.border),
        feedback_default: text,
        feedback_default_background: neutral_message,
        feedback_info: message(INFO, info_ground),
        feedback_info_background: info_ground,
        feedback_success: message(SUCCESS, success_ground),
        feedback_success_background: success_ground,
        feedback_warning: message(WARNING, warning_ground),
        feedback_warning_background: warning_ground,
        feedback_danger: message(DANGER, danger_ground),
        feedback_danger_background: danger_ground,
        decorative_brand_default: action,
        decorative_border_default: tint(scale.line, 0.012),
        header_background: surface,
        header_text: text,
        hero_background: hero,
        hero_text,
        accent,
        accent_on,
        tile_background: surface,
        tile_icon: action,
        tile_icon_background: icon_ground,
    }
}

/// The lightest colour of the same hue, and as near in chroma as a screen allows, with which the light mode passes.
pub(super) fn nearest_primary(look: Appearance) -> Color {
    let mut color = Oklch::from(look.primary);
    while color.lightness > STEP {
        color.lightness -= STEP;
        let candidate = color.to_color();
        let tokens = tokens(Mode::Light, Appearance { primary: candidate, ..look });
        if tokens.worst_failure(Mode::Light).is_none() {
            return candidate;
        }
    }
    Color::BLACK
}
