//! What is known of an answer before it is given, for the field that asks for it.

use super::{Asks, Form, QuestionId, ValueType};
use crate::tree::NodeId;
use crate::xpath::ast::{Comparison, Expression, Function};

impl Form {
    /// The values of a range as they are stored, in their order; `None` if there are more than `most`, or if it is no
    /// range.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 10 000, or no range
    pub fn steps(&self, question: QuestionId, most: usize) -> Option<Vec<String>> {
        let Asks::Range { start, end, step, .. } = *self.asks(question) else { return None };
        let of = self.bind(self.question(question).node).value_type;
        // A tenth has no exact form: what lies next to the end is the end.
        let last = ((end - start).abs() / step + 1e-6).floor() as usize;
        if last >= most {
            return None;
        }
        let step = if end < start { -step } else { step };
        let value = |at: u32| {
            let value = start + f64::from(at) * step;
            let value = (value * 1e9).round() / 1e9;
            crate::answer::numeric(value, of)
        };
        (0..=u32::try_from(last).ok()?).map(value).collect()
    }

    /// Whether an answer may have to be given: always, or under some condition.
    #[must_use]
    pub fn may_require(&self, question: QuestionId) -> bool {
        let required = &self.bind(self.question(question).node).required;
        required.as_ref().is_some_and(|required| {
            !matches!(required.expression, Expression::Call(Function::False, _))
        })
    }

    /// How many characters a text may have, where its condition says that and nothing else may allow more
    /// (`string-length(.) <= 200`, alone or with `and`).
    #[must_use]
    pub fn longest(&self, question: QuestionId) -> Option<usize> {
        let node = self.question(question).node;
        let bind = self.bind(node);
        if bind.value_type != ValueType::Text {
            return None;
        }
        longest(&bind.constraint.as_ref()?.expression, node)
    }
}

/// As deep as expressions are, which reading limits.
fn longest(condition: &Expression, node: NodeId) -> Option<usize> {
    match condition {
        Expression::And(sides) => sides.iter().filter_map(|side| longest(side, node)).min(),
        Expression::Compare(comparison, sides) => {
            let [left, right] = &**sides;
            match (comparison, left, right) {
                (Comparison::LessOrEqual, length, Expression::Number(most))
                | (Comparison::GreaterOrEqual, Expression::Number(most), length)
                    if is_length(length, node) =>
                {
                    whole(most.floor())
                }
                (Comparison::Less, length, Expression::Number(more))
                | (Comparison::Greater, Expression::Number(more), length)
                    if is_length(length, node) =>
                {
                    whole(more.ceil() - 1.0)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_length(expression: &Expression, node: NodeId) -> bool {
    let Expression::Call(Function::StringLength, of) = expression else { return false };
    matches!(**of, [] | [Expression::Node(_)])
        && of.iter().all(|of| matches!(of, Expression::Node(of) if *of == node))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the range is checked
fn whole(number: f64) -> Option<usize> {
    (1.0..=100_000.0).contains(&number).then_some(number as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form of these questions: name, bind, control.
    fn form(questions: &[(&str, &str, &str)]) -> Form {
        let all = |each: &dyn Fn(&(&str, &str, &str)) -> String| {
            questions.iter().map(each).collect::<String>()
        };
        let nodes = all(&|(name, ..)| format!("<{name}/>"));
        let binds = all(&|(name, bind, _)| format!("<bind nodeset=\"/data/{name}\" {bind}/>"));
        let body = all(&|(name, _, control)| {
            let element = control.split(' ').next().unwrap_or_default();
            format!("<{control} ref=\"/data/{name}\"><label>{name}</label></{element}>")
        });
        let xml = format!(
            "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\">\
             <h:head><h:title>t</h:title><model><instance><data id=\"t\">{nodes}<meta><instanceID/></meta></data>\
             </instance>{binds}<bind nodeset=\"/data/meta/instanceID\" type=\"string\"/></model></h:head>\
             <h:body>{body}</h:body></h:html>"
        );
        Form::read(&xml).unwrap_or_else(|unusable| panic!("{unusable:?}"))
    }

    fn at(form: &Form, name: &str) -> QuestionId {
        form.question_at(&format!("/data/{name}")).unwrap_or_else(|| panic!("no {name}"))
    }

    #[test]
    fn the_steps_of_a_range() {
        let form = form(&[
            ("stars", "type=\"int\"", "range start=\"1\" end=\"5\" step=\"1\""),
            ("down", "type=\"int\"", "range start=\"2\" end=\"-2\" step=\"2\""),
            ("tenths", "type=\"decimal\"", "range start=\"0\" end=\"0.3\" step=\"0.1\""),
            ("uneven", "type=\"int\"", "range start=\"0\" end=\"10\" step=\"4\""),
            ("eleven", "type=\"int\"", "range start=\"0\" end=\"10\" step=\"1\""),
            ("many", "type=\"int\"", "range start=\"0\" end=\"11\" step=\"1\""),
            ("words", "type=\"string\"", "input"),
        ]);
        let steps = |name: &str| form.steps(at(&form, name), 11).map(|steps| steps.join(" "));
        assert_eq!(steps("stars").as_deref(), Some("1 2 3 4 5"));
        assert_eq!(steps("down").as_deref(), Some("2 0 -2"));
        assert_eq!(steps("tenths").as_deref(), Some("0.0 0.1 0.2 0.3"));
        assert_eq!(steps("uneven").as_deref(), Some("0 4 8"));
        assert_eq!(steps("eleven").as_deref(), Some("0 1 2 3 4 5 6 7 8 9 10"));
        assert_eq!(steps("many"), None);
        assert_eq!(steps("words"), None);
    }

    #[test]
    fn what_may_be_required() {
        let form = form(&[
            ("always", "type=\"binary\" required=\"true()\"", "upload mediatype=\"image/*\""),
            (
                "some",
                "type=\"binary\" required=\"/data/word = 'x'\"",
                "upload mediatype=\"image/*\"",
            ),
            ("never", "type=\"binary\" required=\"false()\"", "upload mediatype=\"image/*\""),
            ("word", "type=\"string\"", "input"),
        ]);
        let may = |name: &str| form.may_require(at(&form, name));
        assert!(may("always") && may("some"));
        assert!(!may("never") && !may("word"));
    }

    #[test]
    fn how_long_a_text_may_be() {
        let form = form(&[
            ("alone", "constraint=\"string-length(.) &lt;= 200\"", "input"),
            (
                "both",
                "constraint=\"string-length(.) &gt; 3 and string-length(.) &lt; 100\"",
                "input",
            ),
            ("turned", "constraint=\"500 &gt;= string-length(/data/turned)\"", "input"),
            ("either", "constraint=\"string-length(.) &lt; 9 or . = 'longer than that'\"", "input"),
            ("other", "constraint=\"string-length(/data/alone) &lt; 9\"", "input"),
            ("number", "type=\"int\" constraint=\"string-length(.) &lt; 9\"", "input"),
        ]);
        let longest = |name: &str| form.longest(at(&form, name));
        assert_eq!(longest("alone"), Some(200));
        assert_eq!(longest("both"), Some(99));
        assert_eq!(longest("turned"), Some(500));
        assert_eq!(longest("either"), None);
        assert_eq!(longest("other"), None);
        assert_eq!(longest("number"), None);
    }
}
