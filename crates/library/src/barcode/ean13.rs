//! EAN-13: the first digit is hidden in the parity of the next six.

use super::NotDrawable;

/// Widths of space, bar, space, bar of the digits with odd parity (set A); set C has the same widths beginning
/// with a bar, set B is C mirrored.
const DIGITS: [[u8; 4]; 10] = [
    [3, 2, 1, 1],
    [2, 2, 2, 1],
    [2, 1, 2, 2],
    [1, 4, 1, 1],
    [1, 1, 3, 2],
    [1, 2, 3, 1],
    [1, 1, 1, 4],
    [1, 3, 1, 2],
    [1, 2, 1, 3],
    [3, 1, 1, 2],
];
/// For each first digit, which of the next six are of set B; the first of them at the highest place.
const PARITY: [u8; 10] = [
    0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101,
    0b01_0110, 0b01_1010,
];

/// Widths and the thirteen digits.
pub(super) fn draw(number: &str) -> Result<(Vec<u8>, String), NotDrawable> {
    let digit = |character: char| character.to_digit(10).ok_or(NotDrawable::Character(character));
    let mut digits = number.chars().map(digit).collect::<Result<Vec<u32>, _>>()?;
    if !matches!(digits.len(), 12 | 13) {
        return Err(NotDrawable::Length);
    }
    let weighed = digits.iter().take(12).zip([1, 3].into_iter().cycle());
    let check = (10 - weighed.map(|(digit, weight)| digit * weight).sum::<u32>() % 10) % 10;
    match digits.get(12) {
        None => digits.push(check),
        Some(last) if *last == check => {}
        Some(_) => return Err(NotDrawable::CheckDigit),
    }
    let (first, rest) = digits.split_first().ok_or(NotDrawable::Length)?;
    let of = |digit: u32| usize::try_from(digit).ok().and_then(|at| DIGITS.get(at)).copied();
    let parity =
        usize::try_from(*first).ok().and_then(|at| PARITY.get(at)).ok_or(NotDrawable::Length)?;
    let mut widths = vec![1, 1, 1];
    for (place, digit) in rest.iter().enumerate() {
        let mut four = of(*digit).ok_or(NotDrawable::Length)?;
        if place < 6 && parity >> (5 - place) & 1 == 1 {
            four.reverse();
        }
        if place == 6 {
            widths.extend([1, 1, 1, 1, 1]);
        }
        widths.extend(four);
    }
    widths.extend([1, 1, 1]);
    let text = digits.into_iter().filter_map(|digit| char::from_digit(digit, 10)).collect();
    Ok((widths, text))
}
