//! One question on the page: label, hint, error and the field that fits how it is asked.
use super::label;
use super::state::Filling;
use crate::i18n::text;
use crate::ui::{Icon, IconName, IntoPart, Part, announce, dynamic};
use leptos::prelude::*;
use xforms::{Asks, Complaint, DateParts, Look, QuestionId, Violation, markdown};

/// What to do about a complaint, in a sentence: its author's own, else ours.
pub fn advice(complaint: &Complaint) -> String {
    if let Some(message) = &complaint.message {
        return message.clone();
    }
    match complaint.violation {
        Violation::Required => text("participation.fill.error.required", &[]),
        Violation::Constraint => text("participation.fill.error.constraint", &[]),
        Violation::Unreadable(why) => {
            text(&["participation.fill.unreadable.", why.key()].concat(), &[])
        }
    }
}

/// The id of a question's field in the page.
pub fn id_of(filling: Filling, question: QuestionId) -> String {
    let path = filling.session.with_untracked(|session| session.form().path(question));
    let letters = path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    ['q'].into_iter().chain(letters).collect()
}

/// A question.
pub fn question(filling: Filling, question: QuestionId) -> Part {
    let asks = filling.session.with_untracked(|session| session.form().asks(question).clone());
    let id = id_of(filling, question);
    let words = Memo::new(move |_| filling.session.with(|session| session.label(question).text));
    let hint = Memo::new(move |_| filling.session.with(|session| session.hint(question).text));
    let error = Memo::new(move |_| {
        let tried = filling.tried.get();
        let complaint =
            filling.session.with(|session| session.check(&[question]).into_iter().next());
        complaint.filter(|_| tried).map(|complaint| advice(&complaint))
    });
    let error_id = [&id, "-error"].concat();
    let hint_id = [&id, "-hint"].concat();
    let described = {
        let (error_id, hint_id) = (error_id.clone(), hint_id.clone());
        Signal::derive(move || {
            let error = error.with(Option::is_some).then_some(error_id.as_str());
            let hint = hint.with(|hint| !hint.is_empty()).then_some(hint_id.as_str());
            [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
    };
    if asks == Asks::Note {
        return view! { <div class="stack stack--tight">{dynamic(move || label::text(&words.get()))}</div> }.part();
    }
    let optional = move || {
        let required = filling.session.with(|session| session.is_required(question));
        (!required).then(|| view! { " " <span class="kern-label__optional">{text("field.optional", &[])}</span> })
    };
    let name = dynamic(move || markdown::plain(&words.get()));
    let below = move || {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        view! {
            {dynamic(move || hint.with(|hint| (!hint.is_empty()).then(|| view! { <div class="kern-hint" id=hint_id.clone()>{label::text(hint)}</div> })))}
            {dynamic(move || error.get().map(|words| view! {
                <p class="kern-error" id=error_id.clone()><Icon name=IconName::Danger/><bdi>{words}</bdi></p>
            }))}
        }
    };
    let grouped = matches!(asks, Asks::One(_) | Asks::Many(_) | Asks::Rank)
        && asks != Asks::One(Look::Minimal);
    let field = field(filling, question, &asks, &id, described);
    if asks == Asks::Acknowledge {
        return view! { <div>{below()}<label class="kern-form-check">{field}<span>{name}{dynamic(optional)}</span></label></div> }.part();
    }
    if grouped {
        return view! {
            <fieldset class="kern-fieldset stack stack--tight" id=id tabindex="-1" aria-describedby=described>
                <legend>{name}{dynamic(optional)}</legend>
                {below()}
                {field}
            </fieldset>
        }
        .part();
    }
    view! {
        <div class="kern-form-input">
            <label class="kern-label" for=id>{name}{dynamic(optional)}</label>
            {below()}
            {field}
        </div>
    }
    .part()
}

fn field(
    filling: Filling,
    question: QuestionId,
    asks: &Asks,
    id: &str,
    described: Signal<String>,
) -> Part {
    match asks {
        Asks::One(Look::Minimal) => select(filling, question, id, described),
        Asks::One(_) => choices(filling, question, id, false),
        Asks::Many(_) => choices(filling, question, id, true),
        Asks::Rank => rank(filling, question),
        Asks::Acknowledge => {
            let ticked = move || filling.session.with(|session| session.value(question) == "OK");
            view! {
                <input type="checkbox" id=id.to_owned() prop:checked=ticked aria-describedby=described
                    on:change:target=move |event| filling.answer(question, if event.target().checked() { "OK" } else { "" })/>
            }
            .part()
        }
        Asks::Text { multiline: true, .. } => {
            let value =
                filling.session.with_untracked(|session| session.field(question).to_owned());
            view! {
                <textarea class="kern-form-input__input" id=id.to_owned() aria-describedby=described prop:value=value
                    on:input:target=move |event| filling.answer(question, &event.target().value())></textarea>
                {warning(filling, question)}
            }
            .part()
        }
        Asks::Photo { .. } | Asks::File { .. } => {
            view! { <p class="muted">{text("participation.fill.file.none", &[])}</p> }.part()
        }
        asks => line(filling, question, asks, id, described),
    }
}

/// A field of one line.
fn line(
    filling: Filling,
    question: QuestionId,
    asks: &Asks,
    id: &str,
    described: Signal<String>,
) -> Part {
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
    let ends = match asks {
        Asks::Range { start, end, .. } => Some(text(
            "participation.fill.range",
            &[
                ("from", &crate::i18n::format::number(*start)),
                ("to", &crate::i18n::format::number(*end)),
            ],
        )),
        Asks::Point | Asks::Trace | Asks::Shape => Some(text("participation.fill.place", &[])),
        _ => None,
    };
    let free = matches!(asks, Asks::Text { .. });
    view! {
        {ends.map(|words| view! { <p class="kern-hint">{words}</p> })}
        <input class="kern-form-input__input" id=id.to_owned() type=kind inputmode=mode autocomplete="off"
            aria-describedby=described prop:value=value
            on:input:target=move |event| filling.answer(question, &event.target().value())/>
        {free.then(|| warning(filling, question))}
    }
    .part()
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

/// Values and words of what is offered; not what is chosen, so that a choice does not draw the list anew.
fn offered(filling: Filling, question: QuestionId) -> Memo<Vec<(String, String)>> {
    Memo::new(move |_| {
        let all = filling.session.with(|session| session.choices(question));
        all.into_iter().map(|choice| (choice.value, markdown::plain(&choice.label.text))).collect()
    })
}

fn has(filling: Filling, question: QuestionId, value: &str) -> bool {
    filling.session.with(|session| {
        session.value(question).split_ascii_whitespace().any(|chosen| chosen == value)
    })
}

fn choices(filling: Filling, question: QuestionId, id: &str, many: bool) -> Part {
    let offered = offered(filling, question);
    let name = id.to_owned();
    let one = move |(value, words): (String, String)| {
        let chosen = value.clone();
        let name = name.clone();
        let press = move |on: bool| {
            let given = if many {
                let before = filling.session.with_untracked(|s| s.value(question).to_owned());
                let others = before.split_ascii_whitespace().filter(|other| *other != value);
                let own = on.then_some(value.as_str());
                others.chain(own).collect::<Vec<_>>().join(" ")
            } else {
                value.clone()
            };
            filling.answer(question, &given);
        };
        view! {
            <label class="choice">
                <input type=if many { "checkbox" } else { "radio" } name=name
                    prop:checked=move || has(filling, question, &chosen)
                    on:change:target=move |event| press(event.target().checked())/>
                <span>{words}</span>
            </label>
        }
    };
    dynamic(move || offered.get().into_iter().map(one.clone()).collect_view()).part()
}

fn select(filling: Filling, question: QuestionId, id: &str, described: Signal<String>) -> Part {
    let offered = offered(filling, question);
    let option = move |(value, words): (String, String)| {
        let chosen = untrack(|| has(filling, question, &value));
        view! { <option value=value selected=chosen>{words}</option> }
    };
    view! {
        <select class="kern-form-input__select" id=id.to_owned() aria-describedby=described
            on:change:target=move |event| filling.answer(question, &event.target().value())>
            <option value="">{text("participation.fill.choose", &[])}</option>
            {dynamic(move || offered.get().into_iter().map(option).collect_view())}
        </select>
    }
    .part()
}

/// An order made with buttons; what was moved is said.
fn rank(filling: Filling, question: QuestionId) -> Part {
    let offered = offered(filling, question);
    let order = move || {
        let value = filling.session.with(|session| session.value(question).to_owned());
        let mut all = offered.get();
        let place = |wanted: &str| value.split_ascii_whitespace().position(|word| word == wanted);
        all.sort_by_key(|(value, _)| place(value).unwrap_or(usize::MAX));
        all
    };
    let shift = move |value: String, words: String, up: bool| {
        let mut all: Vec<String> = untrack(order).into_iter().map(|(value, _)| value).collect();
        let Some(at) = all.iter().position(|other| *other == value) else { return };
        let to = if up { at.saturating_sub(1) } else { (at + 1).min(all.len().saturating_sub(1)) };
        all.swap(at, to);
        filling.answer(question, &all.join(" "));
        let place = (to + 1).to_string();
        announce(&text("participation.fill.moved", &[("what", &words), ("place", &place)]));
    };
    let row = move |(value, words): (String, String)| {
        let button = |up: bool| {
            let (value, words) = (value.clone(), words.clone());
            let key = if up { "participation.fill.up" } else { "participation.fill.down" };
            let name = text(key, &[("what", &words)]);
            let arrow = if up { "↑" } else { "↓" };
            view! {
                <button type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=name
                    on:click=move |_| shift(value.clone(), words.clone(), up)><span aria-hidden="true">{arrow}</span></button>
            }
        };
        view! { <li class="row">{button(true)}{button(false)}<span>{words.clone()}</span></li> }
    };
    view! {
        <ol class="stack stack--tight">
            <For each=order key=|(value, _)| value.clone() children=row/>
        </ol>
    }
    .part()
}

#[cfg(test)]
mod tests {
    use super::is_personal;

    #[test]
    fn what_says_who_somebody_is() {
        assert!(is_personal("write to me@example.org please"));
        assert!(is_personal("0731 / 161-0123"));
        assert!(!is_personal("3 buses at 10:30, and @home"));
        assert!(!is_personal("in 2026 and 2027"));
    }
}
