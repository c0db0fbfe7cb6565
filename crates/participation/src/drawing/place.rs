//! A place, as it is typed, said and sent.

use std::fmt;

/// Metres from one degree of latitude to the next.
pub(super) const METRES_PER_DEGREE: f64 = 111_195.0;

/// Steps in a degree. A metre is as exact as a finger; more would tell more than was meant.
const STEPS: i32 = 100_000;

/// A place on Earth, in hundred-thousandths of a degree (WGS 84): a metre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    north: i32,
    east: i32,
}

impl Place {
    /// A place, in degrees; `None` beyond the poles or the date line.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "from a float it saturates, and is checked")]
    pub fn from_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let steps = |degrees: f64| (degrees * f64::from(STEPS)).round() as i32;
        let numbers = latitude.is_finite() && longitude.is_finite();
        if numbers { Self::from_steps(steps(latitude), steps(longitude)) } else { None }
    }

    fn from_steps(north: i32, east: i32) -> Option<Self> {
        let there = north.abs() <= 90 * STEPS && east.abs() <= 180 * STEPS;
        there.then_some(Self { north, east })
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.north) / f64::from(STEPS), f64::from(self.east) / f64::from(STEPS))
    }

    /// From the first two numbers of a text such as `48.4 9.99 0 5`.
    pub(super) fn stored(text: &str) -> Option<Self> {
        let mut numbers = text.split_ascii_whitespace();
        Self::from_steps(steps(numbers.next()?)?, steps(numbers.next()?)?)
    }

    /// As people type and paste it: `48.4 9.99`, `48,4; 9,99`, `48.4, 9.99`, `48,4,9,99`, `48.4° N, 9.99° E`, with
    /// Arabic digits too.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let (mut south, mut west) = (1, 1);
        let mut plain = String::new();
        for sign in text.chars() {
            match sign {
                '٠'..='٩' | '۰'..='۹' => {
                    let zero = if sign < '۰' { '٠' } else { '۰' };
                    plain.extend(char::from_digit(u32::from(sign) - u32::from(zero), 10));
                }
                '٫' => plain.push('.'),
                '،' => plain.push(','),
                '−' => plain.push('-'),
                ';' | '°' => plain.push(' '),
                _ => plain.push(sign.to_ascii_uppercase()),
            }
        }
        // N, E (in German O), S and W stand behind a number, with or without a blank.
        let words = plain.split_whitespace().map(|word| {
            let word = word.trim_matches(',');
            let number = word.trim_end_matches(['N', 'E', 'O', 'S', 'W']);
            match word.get(number.len()..) {
                Some("S") => south = -1,
                Some("W") => west = -1,
                _ => {}
            }
            number
        });
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let (north, east) = match *words.as_slice() {
            [north, east] => (steps(north)?, steps(east)?),
            [both] => match *both.split(',').collect::<Vec<_>>().as_slice() {
                [north, east] => (steps(north)?, steps(east)?),
                [a, b, c, d] => (steps(&[a, b].join("."))?, steps(&[c, d].join("."))?),
                _ => return None,
            },
            _ => return None,
        };
        Self::from_steps(south * north, west * east)
    }

    /// A metre further north, away from the pole.
    #[must_use]
    pub const fn beside(self) -> Self {
        let north = if self.north > 0 { self.north - 1 } else { self.north + 1 };
        Self { north, east: self.east }
    }
}

/// Latitude and longitude as the forms write them.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.north))?;
        f.write_str(" ")?;
        f.write_str(&decimal(self.east))
    }
}

/// By hand: writing and reading any float weighs kilobytes in the app.
fn decimal(steps: i32) -> String {
    let sign = if steps < 0 { "-" } else { "" };
    let steps = steps.unsigned_abs();
    let unit = STEPS.unsigned_abs();
    let rest = (unit + steps % unit).to_string();
    let text = [sign, &(steps / unit).to_string(), ".", rest.get(1..).unwrap_or_default()].concat();
    let short = text.trim_end_matches('0');
    short.strip_suffix('.').unwrap_or(short).to_owned()
}

/// A number with a point or a comma, rounded.
fn steps(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let known = !digits.is_empty() && whole.len() + rest.len() > 0 && whole.len() <= 3;
    let all = whole.bytes().chain(rest.bytes());
    if !known || !all.clone().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // The sixth decimal decides about the fifth.
    let decimals = rest.bytes().chain(std::iter::repeat(b'0')).take(6);
    let number = whole
        .bytes()
        .chain(decimals)
        .fold(0_i64, |number, digit| number * 10 + i64::from(digit - b'0'));
    i32::try_from((number + 5) / 10).ok().map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_type() {
        let there = Place::from_degrees(48.4, 9.99).unwrap();
        for text in [
            "48.4 9.99",
            " 48,4  9,99 ",
            "48.4, 9.99",
            "48.4,9.99",
            "48,4,9,99",
            "48,4; 9,99",
            "48.4° N, 9.99° E",
            "48.4N 9.99O",
            "٤٨٫٤، ٩٫٩٩",
            "+48.400000 9.990004",
        ] {
            assert_eq!(Place::typed(text), Some(there), "{text}");
        }
        let other = Place::from_degrees(-33.9, -18.4);
        assert_eq!(Place::typed("33.9 S 18.4 W"), other);
        assert_eq!(Place::typed("-33.9 −18.4"), other);
        let wrong =
            ["", "48.4", "48.4 9.99 3", "91 0", "0 181", "4a 5", ". .", "- -", "4,8,4", "1e1 1"];
        for text in wrong {
            assert_eq!(Place::typed(text), None, "{text}");
        }
    }

    #[test]
    fn as_the_forms_write_it() {
        let text =
            |latitude, longitude| Place::from_degrees(latitude, longitude).unwrap().to_string();
        assert_eq!(text(48.4, 9.99), "48.4 9.99");
        assert_eq!(text(-0.00001, 180.0), "-0.00001 180");
        assert_eq!(text(0.0, -10.5), "0 -10.5");
        assert!(Place::from_degrees(f64::NAN, 0.0).is_none());
        assert!(Place::from_degrees(1e300, 0.0).is_none());
    }

    proptest! {
        #[test]
        fn written_and_read_it_is_the_same(north in -90.0..=90.0, east in -180.0..=180.0) {
            let place = Place::from_degrees(north, east).unwrap();
            prop_assert_eq!(Place::stored(&place.to_string()), Some(place));
            prop_assert_eq!(Place::typed(&place.to_string()), Some(place));
            let (latitude, longitude) = place.degrees();
            prop_assert!((latitude - north).abs() <= 0.000_005_1 && (longitude - east).abs() <= 0.000_005_1);
            prop_assert_ne!(place.beside(), place);
        }

        #[test]
        fn nothing_that_is_typed_panics(text in "\\PC{0,40}") {
            let _ = Place::typed(&text);
            let _ = Place::stored(&text);
        }
    }
}
