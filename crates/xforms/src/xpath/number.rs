//! Numbers and their texts (XPath 1.0, sections 3.5 and 4.4).
//!
//! Numbers of few digits, which is what people type and forms work out, are read and written here. The rest is left
//! to the [`machine`]: what the standard library needs for it was a sixth of the engine's weight.

use super::machine;

/// Whole numbers below it are exact.
const EXACT: u64 = 1 << 53;
/// Whole numbers below it have at most fifteen digits, and no two of those share a number.
const FIFTEEN_DIGITS: f64 = 1e15;
/// Powers of ten up to this one are exact.
const POWERS: i32 = 22;

/// The number of a text: digits, perhaps a point, perhaps a minus, white space around; anything else is none.
pub(crate) fn from_text(text: &str) -> f64 {
    let text = text.trim_ascii();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mut whole, mut places) = (0u64, 0);
    let (mut point, mut any, mut exact) = (false, false, true);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                any = true;
                places += i32::from(point);
                whole = whole.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                exact &= whole < EXACT;
            }
            b'.' if !point => point = true,
            _ => return f64::NAN,
        }
    }
    if !any {
        return f64::NAN;
    }
    if !exact || places > POWERS {
        return machine::read(text);
    }
    // Both sides are exact, so the quotient is rounded once and rightly (Clinger 1990).
    #[allow(clippy::cast_precision_loss)] // below `EXACT`
    let number = whole as f64 / power_of_ten(places);
    if digits.len() < text.len() { -number } else { number }
}

/// The text of a number: as few digits as say it, never an exponent, no fraction for a whole number.
pub(crate) fn to_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    let mut text = String::new();
    if number < 0.0 {
        text.push('-');
    }
    let number = number.abs();
    if number.is_infinite() {
        return text + "Infinity";
    }
    for places in 0..16 {
        let power = power_of_ten(places);
        let shifted = round(number * power);
        if shifted >= FIFTEEN_DIGITS {
            break;
        }
        #[allow(clippy::float_cmp)] // this very number is looked for
        if shifted / power == number {
            #[allow(clippy::cast_possible_truncation)] // below `FIFTEEN_DIGITS`
            place_point(&(shifted as i64).to_string(), -places, &mut text);
            return text;
        }
    }
    let written = machine::write(number);
    let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    #[allow(clippy::cast_possible_truncation)] // at most 308
    let exponent = from_text(exponent.trim_start_matches('+')) as i32;
    place_point(digits, exponent, &mut text);
    text
}

/// XML Schema's canonical `decimal`: at least one digit behind the point.
pub(crate) fn to_decimal(number: f64) -> String {
    let text = to_text(number);
    if text.contains('.') { text } else { text + ".0" }
}

/// XPath 1.0, section 3.5, `mod`: what is left of the first, with its sign. Every step is exact; the operator of Rust
/// brings a division of 128 bits.
pub(crate) fn modulo(number: f64, by: f64) -> f64 {
    let (mut left, least) = (number.abs(), by.abs());
    if !left.is_finite() || least.is_nan() || least == 0.0 {
        return f64::NAN;
    }
    let mut part = least;
    while part + part <= left {
        part += part;
    }
    while left >= least {
        if left >= part {
            left -= part;
        }
        part *= 0.5;
    }
    left.copysign(number)
}

/// Exact up to [`POWERS`].
pub(super) fn power_of_ten(places: i32) -> f64 {
    (0..places).fold(1.0, |power, _| power * 10.0)
}

/// Writes digits with their point moved so many places to the right, and the noughts that this takes.
fn place_point(digits: &str, exponent: i32, into: &mut String) {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let count = |text: &str| i32::try_from(text.len()).unwrap_or(0);
    let point = count(whole) + exponent;
    let end = count(whole) + count(fraction);
    if point <= 0 {
        into.push('0');
    }
    let mut digits = whole.chars().chain(fraction.chars());
    for place in point.min(0)..end.max(point) {
        if place == point {
            into.push('.');
        }
        let digit = if place < 0 { None } else { digits.next() };
        into.push(digit.unwrap_or('0'));
    }
}

/// Half up, as in XPath 1.0: towards the greater of two equally near.
pub(crate) fn round(number: f64) -> f64 {
    (number + 0.5).floor()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_precision_loss)]
    use proptest::prelude::*;

    use super::*;

    fn same(left: f64, right: f64) -> bool {
        left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan())
    }

    proptest! {
        /// The standard library reads and writes the same.
        #[test]
        fn as_the_standard_library(bits in any::<u64>(), whole in any::<i64>(), places in 0..25i32) {
            let short = (whole % 1_000_000) as f64 / 10f64.powi(places % 7);
            let long = whole as f64 / 10f64.powi(places);
            for number in [f64::from_bits(bits), long, short, whole as f64] {
                if number.is_finite() && number != 0.0 {
                    prop_assert_eq!(to_text(number), number.to_string());
                    prop_assert_eq!(from_text(&number.to_string()).to_bits(), number.to_bits());
                }
            }
        }

        #[test]
        fn remainders(left in any::<f64>(), right in any::<f64>(), whole in any::<(i16, i16)>()) {
            prop_assert!(same(modulo(left, right), left % right));
            let (left, right) = (f64::from(whole.0), f64::from(whole.1) / 8.0);
            prop_assert!(same(modulo(left, right), left % right));
        }

        #[test]
        fn any_digits(text in "-?[0-9]{0,25}\\.?[0-9]{0,25}") {
            let known: f64 = text.parse().unwrap_or(f64::NAN);
            prop_assert_eq!(from_text(&text).to_bits(), known.to_bits(), "{}", text);
        }
    }

    #[test]
    fn texts_of_numbers() {
        for (number, text) in [
            (1.0, "1"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.30000000000000004"),
            (-1.0 / 3.0, "-0.3333333333333333"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (1.5e-20, "0.000000000000000000015"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(to_text(number), text);
        }
    }

    #[test]
    fn remainders_at_the_edges() {
        let edges = [0.0, 5e-324, 1.5, 3.0, 1e300, f64::MAX, f64::INFINITY, f64::NAN];
        for left in edges {
            for right in edges {
                assert!(same(modulo(left, -right), left % right), "{left} mod {right}");
            }
        }
    }

    #[test]
    fn numbers_of_texts() {
        for (text, number) in [(" 1.5 ", 1.5), ("-.5", -0.5), ("7.", 7.0)] {
            assert_eq!(from_text(text).to_bits(), f64::to_bits(number), "{text}");
        }
        for text in ["", "1e3", "0x1", "+1", "1,5", "--1", ".", "inf", "NaN", "1 2", "1.2.3"] {
            assert!(from_text(text).is_nan(), "{text}");
        }
    }
}
