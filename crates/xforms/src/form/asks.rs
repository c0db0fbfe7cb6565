//! From a control of the body to how it is asked (section 40, "Body elements" and "Appearances").

use roxmltree::Node;

use super::binds::{Bind, ValueType};
use super::kind::{Asks, DateParts, Look};
use crate::finding::{Findings, Problem};
use crate::xpath::ast::{Expression, Function};

/// The appearances of an element, in small letters.
pub(super) fn words(element: Node<'_, '_>) -> Vec<String> {
    let appearance = element.attribute("appearance").unwrap_or_default().to_ascii_lowercase();
    appearance.split_whitespace().map(str::to_owned).collect()
}

/// How a control is asked, with its appearances and the type of its value.
pub(super) fn asks(
    element: Node<'_, '_>,
    name: &str,
    bind: &Bind,
    path: &str,
    findings: &mut Findings,
) -> Asks {
    let appearance = words(element);
    let has = |word: &str| appearance.iter().any(|found| found == word);
    for word in &appearance {
        let bare = word.split(['(', ':']).next().unwrap_or_default();
        let external = word.starts_with("ex:") || word.contains('(');
        let calendar =
            ["ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"];
        let elsewhere =
            ["image-map", "signature", "draw", "annotate", "printer", "counter", "bearing"];
        let map = name.starts_with("select") && bare == "map";
        if external || map || calendar.contains(&bare) || elsewhere.contains(&bare) {
            findings.add(path, Problem::Appearance(word.clone()));
        }
    }
    match name {
        "select1" => Asks::One(look(&appearance)),
        "select" => Asks::Many(look(&appearance)),
        "rank" => Asks::Rank,
        "trigger" => Asks::Acknowledge,
        "range" => range(element, bind, has("rating"), path, findings),
        "upload" => {
            let accept = element.attribute("accept").or_else(|| element.attribute("mediatype"));
            let accept = accept.unwrap_or("*/*").to_owned();
            if accept.starts_with("image/") {
                Asks::Photo { max_pixels: bind.max_pixels }
            } else if accept.starts_with("audio/") || accept.starts_with("video/") {
                findings.add(path, Problem::Upload(accept.clone()));
                Asks::File { accept }
            } else {
                Asks::File { accept }
            }
        }
        _ if bind.readonly.as_ref().is_some_and(|readonly| always(&readonly.expression)) => {
            Asks::Note
        }
        _ => match bind.value_type {
            ValueType::Text | ValueType::Boolean | ValueType::File => {
                let rows = element.attribute("rows").is_some();
                Asks::Text { multiline: rows || has("multiline"), digits: has("numbers") }
            }
            ValueType::Whole => Asks::Whole,
            ValueType::Decimal => Asks::Decimal,
            ValueType::Date if has("month-year") => Asks::Date(DateParts::Month),
            ValueType::Date if has("year") => Asks::Date(DateParts::Year),
            ValueType::Date => Asks::Date(DateParts::Day),
            ValueType::Time => Asks::Time,
            ValueType::DateTime => Asks::DateTime,
            ValueType::Point => Asks::Point,
            ValueType::Trace => Asks::Trace,
            ValueType::Shape => Asks::Shape,
        },
    }
}

/// `true()`, or anything that is true whatever is answered.
fn always(expression: &Expression) -> bool {
    matches!(expression, Expression::Call(Function::True, _))
}

fn look(appearance: &[String]) -> Look {
    let has = |word: &str| appearance.iter().any(|found| found == word);
    if has("label") {
        Look::MatrixHead
    } else if has("list-nolabel") {
        Look::MatrixRow
    } else if has("likert") {
        Look::Scale
    } else if has("minimal") || has("search") || has("autocomplete") {
        Look::Minimal
    } else {
        Look::List
    }
}

fn range(
    element: Node<'_, '_>,
    bind: &Bind,
    rating: bool,
    path: &str,
    findings: &mut Findings,
) -> Asks {
    let number = |name: &str| {
        element.attribute(name).map(|text| crate::xpath::number::from_text(text.trim()))
    };
    let (start, end, step) = (number("start"), number("end"), number("step"));
    let (start, end) = (start.unwrap_or(f64::NAN), end.unwrap_or(f64::NAN));
    let step = step.unwrap_or(1.0).abs();
    let whole = bind.value_type != ValueType::Decimal;
    let numeric = matches!(bind.value_type, ValueType::Whole | ValueType::Decimal);
    let steps = (end - start).abs() / step;
    let uneven = whole && [start, end, step].iter().any(|number| number.fract() != 0.0);
    // What is no number is not in a range either.
    let sound = numeric && step > 0.0 && (1.0..=10_000.0).contains(&steps) && !uneven;
    if !sound {
        findings.add(path, Problem::Range);
    }
    Asks::Range { start, end, step, rating }
}
