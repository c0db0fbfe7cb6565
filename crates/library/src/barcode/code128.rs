//! Code 128: three bars and three spaces a symbol, eleven modules; sets B (characters) and C (pairs of digits).

use super::NotDrawable;

/// The widths of the 106 symbols in the order of their values (ISO/IEC 15417, table 1), six digits each.
const SYMBOLS: &str = "\
    212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231\
    113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211\
    212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131\
    113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111\
    314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211\
    241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141\
    214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214\
    211232";
/// The end has a seventh element.
const STOP: [u8; 7] = [2, 3, 3, 1, 1, 1, 2];
const TO_C: u32 = 99;
const TO_B: u32 = 100;
const START_B: u32 = 104;
const START_C: u32 = 105;

/// The widths; the check symbol is not part of what is read.
pub(super) fn draw(number: &str) -> Result<Vec<u8>, NotDrawable> {
    if let Some(odd) = number.chars().find(|character| !matches!(character, ' '..='~')) {
        return Err(NotDrawable::Character(odd));
    }
    let values = values(number.as_bytes());
    let sum: u32 = values.iter().zip(0..).map(|(value, place)| value * u32::max(place, 1)).sum();
    let mut widths = Vec::new();
    for value in values.into_iter().chain([sum % 103]) {
        let at = usize::try_from(value).unwrap_or(usize::MAX).saturating_mul(6);
        let symbol =
            SYMBOLS.as_bytes().get(at..).and_then(|rest| rest.get(..6)).unwrap_or_default();
        widths.extend(symbol.iter().map(|digit| digit - b'0'));
    }
    widths.extend(STOP);
    Ok(widths)
}

/// The values with start and changes of set. Pairs are worth a change for four digits at an end, for six in the
/// middle.
fn values(text: &[u8]) -> Vec<u32> {
    let mut values = Vec::new();
    let mut pairs = false;
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let at_an_end = values.is_empty() || digits == rest.len();
        let worth = digits >= if at_an_end { 4 } else { 6 };
        // An odd digit goes before the pairs, so that they reach to the end.
        let start_pairs =
            !pairs && worth && (digits % 2 == 0 || values.is_empty() && digits < rest.len());
        if start_pairs || values.is_empty() && digits == 2 && rest.len() == 2 {
            values.push(if values.is_empty() { START_C } else { TO_C });
            pairs = true;
        } else if values.is_empty() {
            values.push(START_B);
        } else if pairs && digits < 2 {
            values.push(TO_B);
            pairs = false;
        }
        if let (true, [tens, ones, others @ ..]) = (pairs, rest) {
            values.push(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'));
            rest = others;
        } else {
            values.push(u32::from(first - b' '));
            rest = after;
        }
    }
    values
}
