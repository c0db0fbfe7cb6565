//! What must be chosen or agreed to before a request is carried out (PAIA "conditions and confirmations").
//!
//! A request without any `confirm` takes the server's defaults, which may cost money. So the first request
//! always says `confirm: {}` ([`Confirm::nothing`]): the server then names every condition, the person chooses,
//! and the request is repeated.

use crate::patron::said;
use crate::wire::{paia as wire, shapes::Map};
use crate::{Money, Uri};
use json::Value;
use json::keep::Keep;

/// The URI of the choice of a pickup place.
pub const STORAGE: &str = "http://purl.org/ontology/paia#StorageCondition";
/// The URI of the consent to costs.
pub const FEE: &str = "http://purl.org/ontology/paia#FeeCondition";

/// What kind of choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConditionKind {
    /// Where it is picked up.
    Storage,
    /// What it costs.
    Fee,
    /// Something else; shown with the options' own words.
    Other,
}

/// A choice the server wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The URI of its kind, under which it is confirmed.
    pub id: Uri,
    /// What can be chosen.
    pub options: Vec<ConditionOption>,
    /// Whether more than one may be chosen.
    pub multiple: bool,
    /// What is taken when nothing is said. `None`: something must be said; empty: nothing need be chosen.
    pub default: Option<Vec<Uri>>,
}

/// One of the choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionOption {
    /// By which it is chosen.
    pub id: Uri,
    /// The library's words.
    pub about: String,
    /// What it costs; never zero.
    pub amount: Option<Money>,
}

json::keep! { Condition { id, options, multiple, default } }
json::keep! { ConditionOption { id, about, amount } }

impl Condition {
    /// Out of an answer; `None` without a kind.
    #[must_use]
    pub fn from_wire(kind: &str, answer: wire::Condition) -> Option<Self> {
        let option = |option: wire::ConditionOption| {
            let amount = option.amount.as_deref().and_then(Money::parse);
            Some(ConditionOption {
                about: said(option.about).unwrap_or_else(|| option.id.clone()),
                id: Uri::new(&option.id)?,
                amount: amount.filter(|money| money.cents != 0),
            })
        };
        let default = answer.default;
        Some(Self {
            id: Uri::new(kind)?,
            options: answer.option.into_iter().filter_map(option).collect(),
            multiple: answer.multiple.unwrap_or(false),
            default: default.map(|ids| ids.0.iter().filter_map(|id| Uri::new(id)).collect()),
        })
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> ConditionKind {
        match self.id.as_str() {
            STORAGE => ConditionKind::Storage,
            FEE => ConditionKind::Fee,
            _ => ConditionKind::Other,
        }
    }

    /// What a confirmation chooses here, by the standard's rule for servers; `None` if the condition is not
    /// met. `None` for the confirmation is a request that does not speak of it at all.
    #[must_use]
    pub fn judge(&self, confirm: Option<&Confirm>) -> Option<Vec<&ConditionOption>> {
        let ids = match confirm {
            None => self.default.as_ref()?,
            Some(confirm) => confirm.of(&self.id)?,
        };
        let known = ids.iter().filter_map(|id| self.options.iter().find(|option| option.id == *id));
        let most = if self.multiple { usize::MAX } else { 1 };
        let chosen: Vec<_> = known.take(most).collect();
        let nothing_needed = self.default.as_ref().is_some_and(Vec::is_empty);
        (nothing_needed || !chosen.is_empty()).then_some(chosen)
    }

    /// What a person finds chosen already: the default that costs nothing, or the only free option. What costs
    /// money is never chosen for anybody.
    #[must_use]
    pub fn suggestion(&self) -> Vec<Uri> {
        let free = |id: &Uri| self.options.iter().any(|o| o.id == *id && o.amount.is_none());
        let default = self.default.iter().flatten().filter(|id| free(id)).cloned();
        let most = if self.multiple { usize::MAX } else { 1 };
        let default: Vec<_> = default.take(most).collect();
        match self.options.as_slice() {
            [only] if default.is_empty() && only.amount.is_none() => vec![only.id.clone()],
            _ => default,
        }
    }
}

/// What a person chose and agreed to, by the condition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirm(Vec<(Uri, Vec<Uri>)>);

json::keep_inside! { Confirm }

impl Confirm {
    /// Agrees to nothing, which differs from saying nothing.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// With a choice, in the place of an earlier one.
    #[must_use]
    pub fn with(mut self, condition: Uri, options: Vec<Uri>) -> Self {
        self.0.retain(|(id, _)| *id != condition);
        self.0.push((condition, options));
        self
    }

    /// What was chosen for a condition; `None` if nothing was said.
    #[must_use]
    pub fn of(&self, condition: &Uri) -> Option<&Vec<Uri>> {
        self.0.iter().find(|(id, _)| id == condition).map(|(_, options)| options)
    }

    /// What is still open of these conditions.
    pub fn open<'c>(&self, conditions: &'c [Condition]) -> impl Iterator<Item = &'c Condition> {
        conditions.iter().filter(|condition| condition.judge(Some(self)).is_none())
    }

    /// What it costs; `None` if nothing, or if the amounts cannot be added.
    #[must_use]
    pub fn cost(&self, conditions: &[Condition]) -> Option<Money> {
        let chosen = conditions.iter().filter_map(|condition| condition.judge(Some(self)));
        let mut amounts = chosen.flatten().filter_map(|option| option.amount);
        let first = amounts.next()?;
        amounts.try_fold(first, Money::plus)
    }

    /// For the wire.
    #[must_use]
    pub fn to_wire(&self) -> Map<Vec<String>> {
        let texts = |ids: &Vec<Uri>| ids.iter().map(Uri::to_string).collect();
        Map(self.0.iter().map(|(id, ids)| (id.to_string(), texts(ids))).collect())
    }

    /// Out of a request, as a server reads it.
    #[must_use]
    pub fn from_wire(map: &Map<Vec<String>>) -> Self {
        let uris = |ids: &Vec<String>| ids.iter().filter_map(|id| Uri::new(id)).collect();
        Self(map.0.iter().filter_map(|(id, ids)| Some((Uri::new(id)?, uris(ids)))).collect())
    }
}

impl Keep for ConditionKind {
    fn write(&self, text: &mut String) {
        (*self as u8).write(text);
    }
    fn read(value: &Value) -> Option<Self> {
        [Self::Storage, Self::Fee, Self::Other].get(usize::from(u8::read(value)?)).copied()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn uri(text: &str) -> Uri {
        Uri::new(text).unwrap()
    }

    fn condition(default: Option<&[&str]>, multiple: bool) -> Condition {
        let option = |id: &str, cents| ConditionOption {
            id: uri(id),
            about: id.to_owned(),
            amount: Money::new(cents, "EUR").filter(|money| money.cents != 0),
        };
        Condition {
            id: uri(STORAGE),
            options: vec![option("ex:desk", 0), option("ex:home", 250), option("ex:locker", 50)],
            multiple,
            default: default.map(|ids| ids.iter().map(|id| uri(id)).collect()),
        }
    }

    #[test]
    fn saying_nothing_takes_the_default_and_agreeing_to_nothing_does_not() {
        let costly = condition(Some(&["ex:home"]), false);
        assert_eq!(costly.judge(None).unwrap()[0].id, uri("ex:home"));
        assert_eq!(costly.judge(Some(&Confirm::nothing())), None);
        assert_eq!(condition(None, false).judge(None), None);
        assert_eq!(condition(Some(&[]), false).judge(None), Some(vec![]));
        assert!(costly.suggestion().is_empty(), "nobody is led into costs");
        assert_eq!(condition(Some(&["ex:desk"]), false).suggestion(), [uri("ex:desk")]);
    }

    #[test]
    fn the_first_known_option_counts_unless_many_may_be_chosen() {
        let chosen = |multiple| {
            let ids = ["ex:unknown", "ex:home", "ex:locker"].map(uri).to_vec();
            let confirm = Confirm::nothing().with(uri(STORAGE), ids);
            confirm.cost(&[condition(None, multiple)])
        };
        assert_eq!(chosen(false), Money::new(250, "EUR"));
        assert_eq!(chosen(true), Money::new(300, "EUR"));
        let unknown = Confirm::nothing().with(uri(STORAGE), vec![uri("ex:unknown")]);
        assert_eq!(unknown.open(&[condition(None, false)]).count(), 1);
        assert_eq!(unknown.open(&[condition(Some(&[]), false)]).count(), 0);
    }

    #[test]
    fn empty_maps_and_lists_survive_the_wire() {
        let confirm = Confirm::nothing().with(uri(FEE), vec![]);
        assert_eq!(crate::write::to_text(&confirm.to_wire()), format!("{{\"{FEE}\":[]}}"));
        assert_eq!(Confirm::from_wire(&confirm.to_wire()), confirm);
    }

    proptest! {
        #[test]
        fn nothing_that_costs_is_ever_agreed_to_unasked(
            default in proptest::option::of(proptest::collection::vec(0usize..3, 0..3)), multiple: bool,
        ) {
            let ids = ["ex:desk", "ex:home", "ex:locker"];
            let names: Option<Vec<&str>> = default.map(|d| d.into_iter().map(|at| ids[at]).collect());
            let condition = condition(names.as_deref(), multiple);
            prop_assert_eq!(Confirm::nothing().cost(std::slice::from_ref(&condition)), None);
            let suggested = Confirm::nothing().with(condition.id.clone(), condition.suggestion());
            prop_assert_eq!(suggested.cost(std::slice::from_ref(&condition)), None);
        }
    }
}
