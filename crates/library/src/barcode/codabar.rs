//! Codabar: four bars and three spaces a character. A to D begin and end it; without them no scanner reads it.

use super::NotDrawable;

/// Characters with their seven elements, wide as 1, the first at the highest place.
const CHARACTERS: [(char, u8); 20] = [
    ('0', 0b000_0011),
    ('1', 0b000_0110),
    ('2', 0b000_1001),
    ('3', 0b110_0000),
    ('4', 0b001_0010),
    ('5', 0b100_0010),
    ('6', 0b010_0001),
    ('7', 0b010_0100),
    ('8', 0b011_0000),
    ('9', 0b100_1000),
    ('-', 0b000_1100),
    ('$', 0b001_1000),
    (':', 0b100_0101),
    ('/', 0b101_0001),
    ('.', 0b101_0100),
    ('+', 0b001_0101),
    ('A', 0b001_1010),
    ('B', 0b010_1001),
    ('C', 0b000_1011),
    ('D', 0b000_1110),
];

fn is_guard(character: char) -> bool {
    ('A'..='D').contains(&character)
}

/// Widths and the text a scanner reads. A number that brings its own first and last letter keeps them; others
/// get A on both sides, as libraries use it.
pub(super) fn draw(number: &str, wide: u8) -> Result<(Vec<u8>, String), NotDrawable> {
    let upper = number.to_ascii_uppercase();
    let guarded = upper.len() > 2 && upper.starts_with(is_guard) && upper.ends_with(is_guard);
    let text = if guarded { upper } else { format!("A{upper}A") };
    let inner = text.get(1..text.len() - 1).unwrap_or_default();
    if let Some(letter) = inner.chars().find(|character| is_guard(*character)) {
        return Err(NotDrawable::Character(letter));
    }
    let mut widths = Vec::new();
    for character in text.chars() {
        if !widths.is_empty() {
            widths.push(1); // the gap between characters
        }
        let (_, elements) = CHARACTERS
            .iter()
            .find(|(known, _)| *known == character)
            .ok_or(NotDrawable::Character(character))?;
        widths.extend((0..7).rev().map(|place| if elements >> place & 1 == 1 { wide } else { 1 }));
    }
    Ok((widths, text))
}
