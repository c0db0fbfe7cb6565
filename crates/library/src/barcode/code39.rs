//! Code 39: five bars and four spaces a character, three of them wide. 0 to 9 and A to Z follow one pattern: two
//! of the five bars are wide (which two says the digit), and one of the four spaces (which one says the group).

use super::NotDrawable;

/// The characters by group; the place in a group says the bars. `*` begins and ends.
const GROUPS: [&str; 4] = ["UVWXYZ-. *", "1234567890", "ABCDEFGHIJ", "KLMNOPQRST"];
/// Wide bars for the places in a group.
const BARS: [[u8; 2]; 10] =
    [[0, 4], [1, 4], [0, 1], [2, 4], [0, 2], [1, 2], [3, 4], [0, 3], [1, 3], [2, 3]];
/// Those with three wide spaces and no wide bar; each by its narrow space.
const SPECIAL: &str = "%+/$";
/// The values of the check character.
const VALUES: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";

/// Whether bar (even) or space (odd) of the nine elements is wide.
fn elements(character: char) -> Option<[bool; 9]> {
    let mut wide = [false; 9];
    if let Some(narrow) = SPECIAL.find(character) {
        for (place, element) in wide.iter_mut().skip(1).step_by(2).enumerate() {
            *element = place != narrow;
        }
        return Some(wide);
    }
    for (group, characters) in GROUPS.iter().enumerate() {
        let Some(bars) = characters.find(character).and_then(|place| BARS.get(place)) else {
            continue;
        };
        for (place, element) in wide.iter_mut().enumerate() {
            let bar = place % 2 == 0 && bars.iter().any(|bar| usize::from(*bar) == place / 2);
            *element = bar || place == group * 2 + 1;
        }
        return Some(wide);
    }
    None
}

/// Widths and the text a scanner reads.
pub(super) fn draw(
    number: &str,
    checked: bool,
    wide: u8,
) -> Result<(Vec<u8>, String), NotDrawable> {
    let mut text = number.to_ascii_uppercase();
    let value = |character| VALUES.find(character).ok_or(NotDrawable::Character(character));
    let sum =
        text.chars().try_fold(0, |sum, character| value(character).map(|value| sum + value))?;
    if checked {
        text.extend(VALUES.chars().nth(sum % 43));
    }
    let mut widths = Vec::new();
    for character in ["*", &text, "*"].iter().flat_map(|part| part.chars()) {
        if !widths.is_empty() {
            widths.push(1); // the gap between characters
        }
        let elements = elements(character).ok_or(NotDrawable::Character(character))?;
        widths.extend(elements.map(|is_wide| if is_wide { wide } else { 1 }));
    }
    Ok((widths, text))
}
