//! Comparisons (XPath 1.0, section 3.4).

use super::ast::Comparison;
use super::evaluate::{Evaluated, Evaluator};
use super::number;
use super::value::{Value, number_of};

impl<'a> Evaluator<'a> {
    pub(super) fn compare(
        &mut self,
        how: Comparison,
        left: &Value<'a>,
        right: &Value<'a>,
    ) -> Evaluated<bool> {
        match (left, right) {
            (Value::Boolean(_), _) | (_, Value::Boolean(_))
                if matches!(how, Comparison::Equal | Comparison::Unequal) =>
            {
                let equal = truth_of(left) == truth_of(right);
                Ok(equal == (how == Comparison::Equal))
            }
            (Value::Nodes(nodes), other) => {
                for node in nodes {
                    self.step()?;
                    let one = Value::Text(self.node_text(*node)?);
                    if self.compare(how, &one, other)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (one, Value::Nodes(nodes)) => {
                for node in nodes {
                    self.step()?;
                    let other = Value::Text(self.node_text(*node)?);
                    if self.compare(how, one, &other)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (Value::Text(left), Value::Text(right)) if matches!(how, Comparison::Equal) => {
                Ok(left == right)
            }
            (Value::Text(left), Value::Text(right)) if matches!(how, Comparison::Unequal) => {
                Ok(left != right)
            }
            _ => Ok(numbers(how, self.single(left), self.single(right))),
        }
    }

    /// A number of anything but nodes.
    fn single(&self, value: &Value<'_>) -> f64 {
        match value {
            Value::Number(number) => *number,
            Value::Boolean(truth) => f64::from(u8::from(*truth)),
            Value::Text(text) => number_of(text, self.offset()),
            Value::Moment(moment) => moment.days(),
            Value::Nodes(_) => f64::NAN,
        }
    }
}

#[allow(clippy::float_cmp)] // XPath compares so
fn numbers(how: Comparison, left: f64, right: f64) -> bool {
    match how {
        Comparison::Equal => left == right,
        Comparison::Unequal => left != right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterOrEqual => left >= right,
    }
}

pub(super) fn text_of(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Number(number) => Some(number::to_text(*number)),
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Moment(moment) => Some(moment.text()),
        Value::Text(_) | Value::Nodes(_) => None,
    }
}

/// XPath 1.0, section 4.3, `boolean`.
pub(super) fn truth_of(value: &Value<'_>) -> bool {
    match value {
        Value::Number(number) => *number != 0.0 && !number.is_nan(),
        Value::Boolean(truth) => *truth,
        Value::Text(text) => !text.is_empty(),
        Value::Moment(moment) => moment.unix_ms != 0,
        Value::Nodes(nodes) => !nodes.is_empty(),
    }
}
