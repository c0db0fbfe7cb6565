//! Chance: `randomize` as the specification has it, `random` and `uuid` from the seed of the session.

use super::digest;

/// What an order is made from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Seed {
    Whole(u64),
    Signed(i64),
}

impl Seed {
    /// A number, cut off; of a text that is none its digest; nothing is 0.
    #[allow(clippy::cast_possible_truncation)] // saturates
    pub fn from(number: f64, text: &str) -> Self {
        if number.is_nan() {
            Self::Signed(if text.is_empty() { 0 } else { digest::seed(text) })
        } else {
            Self::Signed(number.trunc() as i64)
        }
    }
}

/// Park and Miller's generator: 16807 times, modulo 2^31 - 1.
struct ParkMiller(i64);

const MODULUS: i64 = 2_147_483_647;

impl ParkMiller {
    fn new(seed: Seed) -> Self {
        let number = match seed {
            Seed::Whole(number) => i64::try_from(number % MODULUS.unsigned_abs()).unwrap_or(0),
            Seed::Signed(number) => number % MODULUS,
        };
        Self(if number <= 0 { number + MODULUS - 1 } else { number })
    }

    #[allow(clippy::cast_precision_loss)] // below 2^31
    fn next(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % MODULUS;
        (self.0 - 1) as f64 / (MODULUS - 1) as f64
    }
}

/// The "inside-out" variant of the shuffle of Fisher and Yates.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
pub(crate) fn shuffle<T: Copy>(values: Vec<T>, seed: Seed) -> Vec<T> {
    let mut chance = ParkMiller::new(seed);
    let mut shuffled: Vec<T> = Vec::with_capacity(values.len());
    for (place, value) in values.into_iter().enumerate() {
        let other = ((chance.next() * (place + 1) as f64).floor() as usize).min(place);
        shuffled.push(value);
        shuffled.swap(other, place);
    }
    shuffled
}

/// Spreads the bits of a number (SplitMix64, Steele, Lea and Flood 2014).
pub(crate) const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// At least 0, less than 1.
#[allow(clippy::cast_precision_loss)] // 53 bits
pub(crate) fn fraction(number: u64) -> f64 {
    (number >> 11) as f64 / (1u64 << 53) as f64
}

/// RFC 9562, version 4.
pub(crate) fn uuid(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
