//! Numbers and their texts (XPath 1.0, sections 3.5 and 4.4).

/// The number of a text: digits, perhaps a point, perhaps a minus, white space around; anything else is none.
pub(crate) fn from_text(text: &str) -> f64 {
    let text = text.trim_ascii();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit());
    if plain { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// The text of a number: as few digits as say it, never an exponent, no fraction for a whole number.
pub(crate) fn to_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// Half up, as in XPath 1.0: towards the greater of two equally near.
pub(crate) fn round(number: f64) -> f64 {
    (number + 0.5).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_numbers() {
        for (number, text) in [
            (1.0, "1"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(to_text(number), text);
        }
    }

    #[test]
    fn numbers_of_texts() {
        for (text, number) in [(" 1.5 ", 1.5), ("-.5", -0.5), ("7.", 7.0)] {
            assert_eq!(from_text(text).to_bits(), f64::to_bits(number), "{text}");
        }
        for text in ["", "1e3", "0x1", "+1", "1,5", "--1", ".", "inf", "NaN", "1 2"] {
            assert!(from_text(text).is_nan(), "{text}");
        }
    }
}
