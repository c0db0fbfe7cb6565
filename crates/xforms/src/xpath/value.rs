//! What an expression comes to.

use std::borrow::Cow;

use super::moment::Moment;
use super::number;
use crate::tree::NodeId;

#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    Number(f64),
    Boolean(bool),
    Text(Cow<'a, str>),
    /// `today()`, `now()`, `date()`: a number in comparisons, a date as text.
    Moment(Moment),
    /// In document order, unless shuffled.
    Nodes(Vec<NodeId>),
}

/// XPath 1.0, section 4.4, and the extension of section 30: a date is a number of days.
pub(crate) fn number_of(text: &str, offset_minutes: i16) -> f64 {
    let number = number::from_text(text);
    if number.is_nan() && text.len() >= 10 {
        return Moment::parse(text, offset_minutes).map_or(f64::NAN, Moment::days);
    }
    number
}
