//! Amounts.

use json::Value;
use json::keep::{Keep, quote};
use std::fmt;

/// An amount of money. On the wire `7.40 EUR`; may be negative (PAIA since 2024).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Hundredths.
    pub cents: i64,
    /// Three capital letters (ISO 4217).
    currency: [u8; 3],
}

impl Money {
    /// `None` unless the currency is three capital letters.
    #[must_use]
    pub fn new(cents: i64, currency: &str) -> Option<Self> {
        let currency: [u8; 3] = currency.as_bytes().try_into().ok()?;
        currency.iter().all(u8::is_ascii_uppercase).then_some(Self { cents, currency })
    }

    /// Reads `-?digits.dd CUR`; also with a comma, or without hundredths.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (number, currency) = text.trim().rsplit_once(' ')?;
        let (sign, number) = match number.trim().strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, number.trim()),
        };
        let (whole, hundredths) = number.split_once(['.', ',']).unwrap_or((number, "00"));
        let digits = |part: &str| {
            let sound = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            sound.then(|| part.parse::<i64>().ok()).flatten()
        };
        if hundredths.len() != 2 {
            return None;
        }
        let cents = digits(whole)?.checked_mul(100)?.checked_add(digits(hundredths)?)?;
        Self::new(sign * cents, currency)
    }

    /// The currency's three letters.
    #[must_use]
    pub fn currency(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or_default()
    }

    /// So many times as much, at most all there can be.
    #[must_use]
    pub const fn times(self, number: i64) -> Self {
        Self { cents: self.cents.saturating_mul(number), ..self }
    }

    /// The sum; `None` for different currencies or beyond all bounds.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let cents = self.cents.checked_add(other.cents)?;
        (self.currency == other.currency).then_some(Self { cents, ..self })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.cents < 0 { "-" } else { "" };
        let cents = self.cents.unsigned_abs();
        write!(f, "{sign}{}.{:02} {}", cents / 100, cents % 100, self.currency())
    }
}

impl Keep for Money {
    fn write(&self, text: &mut String) {
        quote(text, &self.to_string());
    }
    fn read(value: &Value) -> Option<Self> {
        Self::parse(value.as_str()?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_an_amount() {
        let cents = |text: &str| Money::parse(text).map(|money| money.cents);
        assert_eq!(cents("7.40 EUR"), Some(740));
        assert_eq!(cents("-0.50 EUR"), Some(-50));
        assert_eq!(cents("12,00 CHF"), Some(1200));
        assert_eq!(cents("3 EUR"), Some(300));
        for bad in ["", "7.40", "7.4 EUR", "EUR 7.40", "7.40 Euro", "7.40 eur", ". EUR", "1e3 EUR"]
        {
            assert_eq!(cents(bad), None, "{bad}");
        }
        assert_eq!(cents("99999999999999999.00 EUR"), None);
        let euro = |cents| Money::new(cents, "EUR").unwrap();
        assert_eq!(euro(1).plus(euro(2)), Some(euro(3)));
        assert_eq!(euro(1).plus(Money::new(1, "CHF").unwrap()), None);
    }

    proptest! {
        #[test]
        fn written_and_read(cents in -10_000_000_000i64..10_000_000_000, currency in "[A-Z]{3}") {
            let money = Money::new(cents, &currency).unwrap();
            prop_assert_eq!(Money::parse(&money.to_string()), Some(money));
        }
    }
}
