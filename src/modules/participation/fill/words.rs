//! Fields that are typed into: a line, several lines, and how many characters are left.
use super::questions::Field;
use super::state::Filling;
use crate::i18n::{format, plural, text};
use crate::ui::{IntoPart, Part, dynamic};
use leptos::prelude::*;
use xforms::{Asks, DateParts, QuestionId};

/// A field of several lines.
pub fn lines(filling: Filling, question: QuestionId, field: &Field) -> Part {
    let value = filling.session.with_untracked(|session| session.field(question).to_owned());
    let Field { id, described, invalid, locked } = field.clone();
    view! {
        <textarea class="kern-form-input__input" id=id aria-describedby=described aria-invalid=invalid prop:readOnly=locked prop:value=value
            on:input:target=move |event| filling.answer(question, &event.target().value())></textarea>
        {counter(filling, question, field)}
        {warning(filling, question)}
    }
    .part()
}

/// A field of one line.
pub fn line(filling: Filling, question: QuestionId, asks: &Asks, field: &Field) -> Part {
    let value = filling.session.with_untracked(|session| session.field(question).to_owned());
    let (kind, mode) = match asks {
        Asks::Date(DateParts::Day) => ("date", None),
        Asks::Time => ("time", None),
        Asks::DateTime => ("datetime-local", None),
        Asks::Date(DateParts::Month) => ("month", None),
        Asks::Date(DateParts::Year) | Asks::Whole | Asks::Text { digits: true, .. } => {
            ("text", Some("numeric"))
        }
        Asks::Decimal | Asks::Range { .. } => ("text", Some("decimal")),
        _ => ("text", None),
    };
    // Fields of the browser want exactly their own form: a stored value may hold seconds and an offset.
    let length = match kind {
        "time" => 5,
        "datetime-local" => 16,
        "month" => 7,
        _ => usize::MAX,
    };
    let value: String = value.chars().take(length).collect();
    let free = matches!(asks, Asks::Text { .. });
    let Field { id, described, invalid, locked } = field.clone();
    view! {
        <input class="kern-form-input__input" id=id type=kind inputmode=mode autocomplete="off"
            aria-describedby=described aria-invalid=invalid prop:readOnly=locked prop:value=value
            on:input:target=move |event| filling.answer(question, &event.target().value())/>
        {free.then(|| counter(filling, question, field))}
        {free.then(|| warning(filling, question))}
    }
    .part()
}

/// What the field takes, where its kind alone does not say it.
pub fn takes(asks: &Asks) -> Option<String> {
    match asks {
        Asks::Range { start, end, .. } => {
            let (from, to) = (format::number(start.min(*end)), format::number(start.max(*end)));
            Some(text("participation.fill.range", &[("from", &from), ("to", &to)]))
        }
        _ => None,
    }
}

/// The id of the line that counts.
pub fn counter_id(id: &str) -> String {
    [id, "-left"].concat()
}

/// How many characters are left, where the form has a limit. Read out only near the end, not at every letter.
fn counter(filling: Filling, question: QuestionId, field: &Field) -> Part {
    let most = filling.session.with_untracked(|session| session.form().longest(question));
    let Some(most) = most else { return ().part() };
    let length =
        Memo::new(move |_| filling.session.with(|session| session.field(question).chars().count()));
    let words = move || {
        let (key, count) = match most.checked_sub(length.get()) {
            Some(left) => ("participation.fill.left", left),
            None => ("participation.fill.too-many", length.get() - most),
        };
        #[allow(clippy::cast_precision_loss, reason = "characters of one answer")]
        plural(key, count as f64, &[])
    };
    let said = move || if is_said(most, length.get()) { words() } else { String::new() };
    view! {
        <p class="kern-hint" id=counter_id(&field.id)>{words}</p>
        <p class="hidden-visually" role="status">{said}</p>
    }
    .part()
}

/// Whether the number of characters is worth an interruption: a few before the end, at the end, and beyond it.
const fn is_said(most: usize, length: usize) -> bool {
    match most.checked_sub(length) {
        Some(left) => length > 0 && matches!(left, 0 | 10 | 20),
        None => (length - most) % 10 == 1,
    }
}

/// Says kindly that a free text seems to say who somebody is. It never stands in the way.
fn warning(filling: Filling, question: QuestionId) -> Part {
    let personal =
        Memo::new(move |_| filling.session.with(|session| is_personal(session.value(question))));
    view! {
        <p class="kern-hint" role="status">{dynamic(move || personal.get().then(|| text("participation.fill.personal", &[])))}</p>
    }
    .part()
}

/// Whether something looks like an e-mail address or a telephone number.
fn is_personal(text: &str) -> bool {
    let mail = text.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    });
    let mut digits = 0;
    let mut longest = 0;
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits += 1;
            longest = longest.max(digits);
        } else if !matches!(letter, ' ' | '/' | '-' | '+' | '(' | ')') {
            digits = 0;
        }
    }
    mail || longest >= 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn what_says_who_somebody_is() {
        assert!(is_personal("write to me@example.org please"));
        assert!(is_personal("0731 / 161-0123"));
        assert!(!is_personal("3 buses at 10:30, and @home"));
        assert!(!is_personal("in 2026 and 2027"));
    }

    #[wasm_bindgen_test]
    fn the_count_is_said_near_the_end_only() {
        let said: Vec<usize> = (0..=125).filter(|length| is_said(100, *length)).collect();
        assert_eq!(said, [80, 90, 100, 101, 111, 121]);
        assert!(!is_said(20, 0));
    }
}
