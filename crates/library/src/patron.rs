//! The person's account: state, validity, fees, messages.

use crate::{Money, Uri, When, Zone, wire::paia as wire};
use dates::Day;
use json::Value;
use json::keep::Keep;
use std::fmt;

/// Whether the account can be used (PAIA "account state").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountState {
    /// 0.
    Active,
    /// 1, and every number the standard does not know.
    Inactive,
    /// 2: the card has expired.
    Expired,
    /// 3: fees are to be paid first.
    Fees,
    /// 4: both.
    ExpiredAndFees,
}

impl AccountState {
    /// The state for its number.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Active,
            2 => Self::Expired,
            3 => Self::Fees,
            4 => Self::ExpiredAndFees,
            _ => Self::Inactive,
        }
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether the card has expired.
    #[must_use]
    pub const fn is_expired(self) -> bool {
        matches!(self, Self::Expired | Self::ExpiredAndFees)
    }

    /// Whether fees block it.
    #[must_use]
    pub const fn owes_fees(self) -> bool {
        matches!(self, Self::Fees | Self::ExpiredAndFees)
    }

    /// Key of the sentence that says so and what to do.
    #[must_use]
    pub const fn message_key(self) -> &'static str {
        match self {
            Self::Active => "library.account.active",
            Self::Inactive => "library.account.inactive",
            Self::Expired => "library.account.expired",
            Self::Fees => "library.account.fees",
            Self::ExpiredAndFees => "library.account.expiredAndFees",
        }
    }
}

impl Keep for AccountState {
    fn write(&self, text: &mut String) {
        self.number().write(text);
    }
    fn read(value: &Value) -> Option<Self> {
        i64::read(value).map(Self::from_number)
    }
}

/// The patron. `Debug` shows nothing of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct Patron {
    /// Whole name; both orders occur.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Until when the card is valid; `None` is unknown or for ever.
    pub expires: Option<When>,
    /// Whether the account can be used; `None` if the server does not say.
    pub state: Option<AccountState>,
    /// Kinds of patron.
    pub kinds: Vec<Uri>,
    /// A remark of the library to this person.
    pub note: Option<String>,
}

json::keep! { Patron { name, email, address, expires, state, kinds, note } }

impl fmt::Debug for Patron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patron").field("state", &self.state).finish_non_exhaustive()
    }
}

/// A text that says something.
pub(crate) fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Patron {
    /// Out of an answer.
    #[must_use]
    pub fn from_wire(answer: wire::Patron) -> Self {
        let expires = answer.expires.as_deref().and_then(When::parse);
        Self {
            name: said(answer.name).unwrap_or_default(),
            email: said(answer.email),
            address: said(answer.address),
            expires: expires.filter(|when| !is_never(when)),
            state: answer.status.map(AccountState::from_number),
            kinds: answer.kinds.0.iter().filter_map(|kind| Uri::new(kind)).collect(),
            note: said(answer.note),
        }
    }

    /// Days until the card expires, 0 on the last day, negative afterwards.
    #[must_use]
    pub fn days_left(&self, today: Day, zone: &impl Zone) -> Option<i32> {
        self.expires.map(|when| when.day(zone).days_since(today))
    }

    /// Whether the card has expired, by the state or by the day.
    #[must_use]
    pub fn is_expired(&self, today: Day, zone: &impl Zone) -> bool {
        self.state.is_some_and(AccountState::is_expired)
            || self.days_left(today, zone).is_some_and(|days| days < 0)
    }
}

/// Whether it is how library systems write "never": a date thousands of years ahead.
fn is_never(when: &When) -> bool {
    let day = match when {
        When::Day(day) => *day,
        When::Local(local) => local.day,
        When::At(at) => Day::from_epoch_days(at.0.div_euclid(86_400)),
    };
    day.parts().0 >= 9000
}

/// A fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// How much; `None` if it could not be read.
    pub amount: Option<Money>,
    /// When it arose.
    pub date: Option<When>,
    /// What for; often the title.
    pub about: Option<String>,
    /// Name of its kind, in the library's words.
    pub kind: Option<String>,
    /// Its kind.
    pub kind_id: Option<Uri>,
    /// The copy.
    pub item: Option<Uri>,
}

json::keep! { Fee { amount, date, about, kind, kind_id, item } }

/// All fees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fees {
    /// The sum the library states.
    pub stated: Option<Money>,
    /// One by one.
    pub fees: Vec<Fee>,
}

json::keep! { Fees { stated, fees } }

impl Fees {
    /// Out of an answer.
    #[must_use]
    pub fn from_wire(answer: wire::Fees) -> Self {
        let fee = |fee: wire::Fee| Fee {
            amount: fee.amount.as_deref().and_then(Money::parse),
            date: fee.date.as_deref().and_then(When::parse),
            about: said(fee.about),
            kind: said(fee.feetype),
            kind_id: uri(fee.feeid).or_else(|| uri(fee.feetypeid)),
            item: uri(fee.item).or_else(|| uri(fee.edition)),
        };
        Self {
            stated: answer.amount.as_deref().and_then(Money::parse),
            fees: answer.fee.into_iter().map(fee).collect(),
        }
    }

    /// What is owed: as the library states it, else the sum. `None` if neither can be known.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        let sum = || {
            let mut amounts = self.fees.iter().map(|fee| fee.amount);
            let first = amounts.next()??;
            amounts.try_fold(first, |sum, amount| sum.plus(amount?))
        };
        self.stated.or_else(sum)
    }
}

pub(crate) fn uri(text: Option<String>) -> Option<Uri> {
    Uri::new(&text?)
}

/// A message of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// By which it can be deleted; `None` if it cannot.
    pub id: Option<Uri>,
    /// What it says.
    pub about: String,
    /// When it was written.
    pub date: Option<When>,
    /// The copy it is about.
    pub item: Option<Uri>,
    /// Where to read more; http and https only.
    pub link: Option<Uri>,
}

json::keep! { Notification { id, about, date, item, link } }

impl Notification {
    /// Out of an answer; `None` if it says nothing.
    #[must_use]
    pub fn from_wire(answer: wire::Notification) -> Option<Self> {
        Some(Self {
            id: uri(answer.id),
            about: said(answer.about)?,
            date: answer.date.as_deref().and_then(When::parse),
            item: uri(answer.item),
            link: web(answer.url),
        })
    }
}

/// A link that may be followed: what a server sends could name a script.
pub(crate) fn web(text: Option<String>) -> Option<Uri> {
    uri(text).filter(|uri| {
        let lower = uri.as_str().to_ascii_lowercase();
        lower.starts_with("https://") || lower.starts_with("http://")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn states_the_standard_does_not_know_are_inactive() {
        for number in 0..=4 {
            assert_eq!(i64::from(AccountState::from_number(number).number()), number);
        }
        assert_eq!(AccountState::from_number(9), AccountState::Inactive);
        assert_eq!(AccountState::from_number(-1), AccountState::Inactive);
    }

    #[test]
    fn a_bare_sum_and_a_missing_sum() {
        let fees = |text: &str| {
            Fees::from_wire(json::decode::<wire::Fees>(text.as_bytes()).unwrap().value)
        };
        let one = fees(r#"{"amount":"3.00 EUR","fee":[{"amount":"3.00 EUR"}]}"#);
        assert_eq!(one.total(), Money::new(300, "EUR"));
        let none = fees(r#"{"fee":[{"amount":"1.10 EUR"},{"amount":"0.05 EUR"}]}"#);
        assert_eq!(none.total(), Money::new(115, "EUR"));
        assert_eq!(fees(r#"{"fee":[{"amount":"much"},{"amount":"1.00 EUR"}]}"#).total(), None);
        assert_eq!(fees("{}").total(), None);
    }

    #[test]
    fn only_links_of_the_web_are_followed() {
        assert!(web(Some("HTTPS://example.org/x".to_owned())).is_some());
        assert!(web(Some("javascript:alert(1)".to_owned())).is_none());
    }
}
