//! International Standard Book Numbers (ISO 2108).

/// The thirteen digits for the first twelve; `None` unless those are digits.
pub fn with_check_digit(first: &str) -> Option<String> {
    let weighted = first.bytes().enumerate().map(|(at, byte)| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        Some(digit * if at % 2 == 0 { 1 } else { 3 })
    });
    let sum: u32 = weighted.sum::<Option<u32>>().filter(|_| first.len() == 12)?;
    Some(format!("{first}{}", (10 - sum % 10) % 10))
}

/// The thirteen digits of what a person or a scanner typed: with or without hyphens, also the old form of ten.
/// `None` if it is no ISBN.
pub fn read(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '–')).collect();
    let kept = kept.to_ascii_uppercase();
    match kept.len() {
        13 => with_check_digit(kept.get(..12)?).filter(|right| *right == kept),
        10 => {
            let digit = |(at, byte): (u32, u8)| match byte {
                b'0'..=b'9' => Some(u32::from(byte - b'0') * (10 - at)),
                b'X' if at == 9 => Some(10),
                _ => None,
            };
            let sum: u32 = (0..).zip(kept.bytes()).map(digit).sum::<Option<u32>>()?;
            sum.is_multiple_of(11).then(|| with_check_digit(&format!("978{}", kept.get(..9)?)))?
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_known_books() {
        assert_eq!(with_check_digit("978316148410").as_deref(), Some("9783161484100"));
        assert_eq!(with_check_digit("978030640615").as_deref(), Some("9780306406157"));
        assert_eq!(with_check_digit("97803064061"), None);
        assert_eq!(with_check_digit("97803064061x"), None);
    }

    #[test]
    fn as_people_type_them() {
        let right = Some("9780306406157".to_owned());
        assert_eq!(read("978-0-306-40615-7"), right);
        assert_eq!(read("0-306-40615-2"), right, "the old form");
        assert_eq!(read("080442957x").as_deref(), Some("9780804429573"));
        for wrong in ["978-0-306-40615-8", "0306406153", "X306406152", "", "Faust", "٩٧٨٠٣٠٦٤٠٦١٥٧"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
