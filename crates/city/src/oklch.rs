//! OKLCH: a colour space in which equal steps look equal, so a colour can be made lighter and stays itself.
//!
//! Arithmetic after Björn Ottosson, "A perceptual color space for image processing" (2020).

use crate::Color;
use crate::color::linear;

/// A colour as lightness (0 to 1), chroma (0 is grey, about 0.37 the most a screen shows) and hue in radians.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Oklch {
    pub lightness: f64,
    pub chroma: f64,
    pub hue: f64,
}

impl Oklch {
    pub(crate) fn with_lightness(self, lightness: f64) -> Self {
        Self { lightness, ..self }
    }

    /// At most this much chroma.
    pub(crate) fn calmed(self, chroma: f64) -> Self {
        Self { chroma: self.chroma.min(chroma), ..self }
    }

    /// The nearest colour of a screen with this lightness and hue: chroma gives way.
    pub(crate) fn to_color(self) -> Color {
        let inside = |chroma: f64| {
            let [red, green, blue] = self.linear_rgb(chroma);
            let fits = |value: f64| (-1e-4..=1.0 + 1e-4).contains(&value);
            fits(red) && fits(green) && fits(blue)
        };
        let mut chroma = self.chroma;
        if !inside(chroma) {
            let (mut low, mut high) = (0.0, chroma);
            for _ in 0..16 {
                let middle = f64::midpoint(low, high);
                if inside(middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            chroma = low;
        }
        let [red, green, blue] = self.linear_rgb(chroma).map(channel);
        Color::new(red, green, blue)
    }

    fn linear_rgb(self, chroma: f64) -> [f64; 3] {
        let (a, b) = (chroma * self.hue.cos(), chroma * self.hue.sin());
        let cube = |value: f64| value * value * value;
        let long = cube(self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
        let medium = cube(self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
        let short = cube(self.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
        ]
    }
}

impl From<Color> for Oklch {
    fn from(color: Color) -> Self {
        let (red, green, blue) = (linear(color.red), linear(color.green), linear(color.blue));
        let long =
            (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let medium =
            (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short =
            (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short;
        Self {
            lightness: 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short,
            chroma: a.hypot(b),
            hue: b.atan2(a),
        }
    }
}

/// The sRGB channel of linear light.
fn channel(linear: f64) -> u8 {
    let value = linear.clamp(0.0, 1.0);
    let encoded =
        if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    // Between 0 and 255 after the clamp.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    {
        (encoded * 255.0).round() as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_known_values() {
        let red = Oklch::from(Color::new(255, 0, 0));
        assert!((red.lightness - 0.628).abs() < 1e-3, "{red:?}");
        assert!((red.chroma - 0.2577).abs() < 1e-3, "{red:?}");
        assert!((red.hue.to_degrees() - 29.23).abs() < 0.05, "{red:?}");
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_colour(red: u8, green: u8, blue: u8) {
            let color = Color::new(red, green, blue);
            prop_assert_eq!(Oklch::from(color).to_color(), color);
        }

        #[test]
        fn lightness_orders_luminance(red: u8, green: u8, blue: u8, step in 0.02f64..0.2) {
            let color = Oklch::from(Color::new(red, green, blue));
            let lighter = color.with_lightness((color.lightness + step).min(1.0));
            prop_assert!(lighter.to_color().luminance() >= color.to_color().luminance() - 0.01);
        }
    }
}
