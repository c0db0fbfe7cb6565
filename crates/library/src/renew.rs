//! Whether a loan can be renewed, and why not.
//!
//! PAIA has no reason for "no". What the account, the city's rules and the calendar already say is computed
//! before anybody is asked, so that a person learns it without trying. What the server says itself wins: its
//! "yes" over our doubt, its words over ours.

use crate::document::{Document, Possible};
use crate::life::Status;
use crate::patron::{AccountState, Fees, Patron};
use crate::scope::{Scope, Scopes};
use crate::wire::branches::Texts;
use crate::wire::shapes::Many;
use crate::{Money, Zone};
use dates::Day;
use json::{Fields, Read, Value};

/// The library's rules, from the city's configuration; what is not said does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    /// How often a loan can be renewed.
    pub most_renewals: Option<u32>,
    /// Whether what is overdue can still be renewed.
    pub overdue: bool,
    /// Whether what others wait for can still be renewed.
    pub reserved: bool,
    /// From how much on open fees forbid it.
    pub fees_from: Option<Money>,
    /// How many days before it is due at the earliest.
    pub days_before: Option<u32>,
    /// Kinds of media with rules of their own.
    pub kinds: Vec<KindRule>,
}

/// Media with a rule of their own, such as magazines or those of the bookmobile. PAIA does not say what kind
/// something is, but call numbers and places do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KindRule {
    /// Beginnings of call numbers.
    pub labels: Vec<String>,
    /// Ids of places, or their names.
    pub storages: Vec<String>,
    /// Whether they can be renewed online at all.
    pub renewable: bool,
    /// How often, where it differs.
    pub most_renewals: Option<u32>,
    /// What the library says about it, such as "Zeitschriften" or whom to call.
    pub reason: Option<Texts>,
}

impl Read for KindRule {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let read = Self {
            labels: fields.get::<Many<String>>("labels").0,
            storages: fields.get::<Many<String>>("storages").0,
            renewable: fields.get::<Option<bool>>("renewable").unwrap_or(false),
            most_renewals: count(fields.get("mostRenewals")),
            reason: fields.get("reason"),
        };
        fields.are_readable().then_some(read)
    }
}

impl Read for Rules {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let read = Self {
            most_renewals: count(fields.get("mostRenewals")),
            overdue: fields.get::<Option<bool>>("overdueRenewable").unwrap_or(false),
            reserved: fields.get::<Option<bool>>("reservedRenewable").unwrap_or(false),
            fees_from: fields.get::<Option<String>>("feesFrom").as_deref().and_then(Money::parse),
            days_before: count(fields.get("daysBefore")),
            kinds: fields.get("kinds"),
        };
        fields.are_readable().then_some(read)
    }
}

fn count(number: Option<i64>) -> Option<u32> {
    number?.try_into().ok()
}

impl KindRule {
    fn holds_for(&self, document: &Document) -> bool {
        let label = document.label.as_deref().unwrap_or_default();
        let storage_id = document.storage_id.as_ref().map(crate::Uri::as_str);
        let places = [document.storage.as_deref(), storage_id];
        self.labels.iter().any(|start| !start.is_empty() && label.starts_with(start.as_str()))
            || self.storages.iter().any(|place| places.contains(&Some(place.as_str())))
    }
}

/// Why something cannot be renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// It is not on loan.
    NotOnLoan,
    /// The sign-in does not allow changes: an expired account often may only look.
    NotAllowed,
    /// The card has expired.
    CardExpired,
    /// Fees are to be paid first.
    Fees(Option<Money>),
    /// The account is blocked for another reason.
    Blocked,
    /// The library does not renew this kind of medium online.
    Kind(Option<Texts>),
    /// Others wait for it; how many.
    Reserved(u32),
    /// It was renewed as often as the library allows; how often that is.
    LimitReached(u32),
    /// It is overdue; by how many days.
    Overdue(u32),
    /// Too early; from which day on.
    TooEarly(Day),
    /// The library's own words.
    Said(String),
    /// The library says no and not why.
    Unstated,
}

impl Obstacle {
    /// Key of the sentence that says why and what to do.
    #[must_use]
    pub const fn message_key(&self) -> &'static str {
        match self {
            Self::NotOnLoan => "library.notRenewable.notOnLoan",
            Self::NotAllowed => "library.notRenewable.notAllowed",
            Self::CardExpired => "library.notRenewable.cardExpired",
            Self::Fees(_) => "library.notRenewable.fees",
            Self::Blocked => "library.notRenewable.blocked",
            Self::Kind(_) => "library.notRenewable.kind",
            Self::Reserved(_) => "library.notRenewable.reserved",
            Self::LimitReached(_) => "library.notRenewable.limitReached",
            Self::Overdue(_) => "library.notRenewable.overdue",
            Self::TooEarly(_) => "library.notRenewable.tooEarly",
            Self::Said(_) => "library.notRenewable.said",
            Self::Unstated => "library.notRenewable.unstated",
        }
    }
}

/// Whether a loan can be renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renewable {
    /// The library says so.
    Yes,
    /// Nothing speaks against it; it can be tried.
    Perhaps,
    /// No, and why.
    No(Obstacle),
}

/// What has to be known about the account.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// What the sign-in allows.
    pub scopes: Scopes,
    /// The patron, where known.
    pub patron: Option<&'a Patron>,
    /// The fees, where known.
    pub fees: Option<&'a Fees>,
    /// The library's rules.
    pub rules: &'a Rules,
    /// Today in the city.
    pub today: Day,
}

/// Whether a document can be renewed.
#[must_use]
pub fn renewable(document: &Document, situation: &Situation<'_>, zone: &impl Zone) -> Renewable {
    if document.status != Some(Status::Held) {
        return Renewable::No(Obstacle::NotOnLoan);
    }
    if !situation.scopes.has(Scope::WriteItems) || document.key().is_none() {
        let expired = situation.patron.is_some_and(|p| p.is_expired(situation.today, zone));
        return Renewable::No(if expired { Obstacle::CardExpired } else { Obstacle::NotAllowed });
    }
    match (document.can_renew, &document.error) {
        (Some(true), _) => Renewable::Yes,
        (Some(false), Some(words)) => Renewable::No(Obstacle::Said(words.clone())),
        (Some(false), None) => {
            let found = obstacle(document, situation, zone).unwrap_or(Obstacle::Unstated);
            Renewable::No(found)
        }
        (None, _) => match obstacle(document, situation, zone) {
            Some(obstacle) => Renewable::No(obstacle),
            None => Renewable::Perhaps,
        },
    }
}

/// What is known to speak against a renewal; the account first, then the medium, then the moment.
fn obstacle(document: &Document, situation: &Situation<'_>, zone: &impl Zone) -> Option<Obstacle> {
    let Situation { patron, fees, rules, today, .. } = situation;
    let state = patron.and_then(|patron| patron.state);
    if patron.is_some_and(|patron| patron.is_expired(*today, zone)) {
        return Some(Obstacle::CardExpired);
    }
    let total = fees.and_then(Fees::total);
    let too_much = match (total, rules.fees_from) {
        (Some(total), Some(most)) => {
            total.currency() == most.currency() && total.cents >= most.cents
        }
        _ => false,
    };
    if too_much || state.is_some_and(AccountState::owes_fees) {
        return Some(Obstacle::Fees(total));
    }
    if state == Some(AccountState::Inactive) {
        return Some(Obstacle::Blocked);
    }
    let kind = rules.kinds.iter().find(|kind| kind.holds_for(document));
    if let Some(kind) = kind.filter(|kind| !kind.renewable) {
        return Some(Obstacle::Kind(kind.reason.clone()));
    }
    if let Some(waiting) = document.queue.filter(|waiting| *waiting > 0 && !rules.reserved) {
        return Some(Obstacle::Reserved(waiting));
    }
    let most = kind.and_then(|kind| kind.most_renewals).or(rules.most_renewals);
    if let (Some(renewals), Some(most)) = (document.renewals, most)
        && renewals >= most
    {
        return Some(Obstacle::LimitReached(most));
    }
    let due = document.end?.day(zone);
    let late = u32::try_from(today.days_since(due)).unwrap_or(0);
    if late > 0 && !rules.overdue {
        return Some(Obstacle::Overdue(late));
    }
    let before = i32::try_from(rules.days_before?).ok()?;
    let from = due.plus_days(-before);
    (*today < from).then_some(Obstacle::TooEarly(from))
}

impl Renewable {
    /// Whether the button is there.
    #[must_use]
    pub const fn possible(&self) -> Possible {
        match self {
            Self::Yes => Possible::Yes,
            Self::Perhaps => Possible::Perhaps,
            Self::No(_) => Possible::No,
        }
    }
}

#[cfg(test)]
#[path = "renew_tests.rs"]
mod tests;
