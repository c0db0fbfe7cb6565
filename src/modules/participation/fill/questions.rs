//! One question on the page: label, hint, error and the field that fits how it is asked.
use super::choices::{self, Place};
use super::state::Filling;
use super::{attach, label, order, picture, place, words};
use crate::i18n::text;
use crate::ui::{Icon, IconName, IntoPart, Part, dynamic};
use leptos::prelude::*;
use xforms::{Asks, Complaint, Look, QuestionId, Violation};

/// What a field in the page needs to know of its question.
#[derive(Clone)]
pub struct Field {
    /// Its id.
    pub id: String,
    /// The ids of what describes it.
    pub described: Signal<String>,
    /// Whether what is in it was complained about.
    pub invalid: Signal<Option<&'static str>>,
    /// Whether the form lets nobody change it now.
    pub locked: Signal<bool>,
}

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
    draw(filling, question, "kern-fieldset stack stack--tight")
}

/// A question that is a row of a matrix.
pub fn row(filling: Filling, question: QuestionId) -> Part {
    draw(filling, question, "matrix__row")
}

fn draw(filling: Filling, question: QuestionId, class: &'static str) -> Part {
    let asks = filling.session.with_untracked(|session| session.form().asks(question).clone());
    let wording = Memo::new(move |_| filling.session.with(|session| session.label(question)));
    let image = dynamic(move || {
        let image = wording.with(|wording| wording.image.clone());
        image.map(|image| picture::picture(filling, &image))
    });
    if asks == Asks::Note {
        let words = dynamic(move || wording.with(|wording| label::text(&wording.text)));
        return view! { <div class="stack stack--tight">{image}{words}</div> }.part();
    }
    let optional = dynamic(move || {
        let required = filling.session.with(|session| session.is_required(question));
        (!required).then(|| view! { " " <span class="kern-label__optional">{text("field.optional", &[])}</span> })
    });
    let name = dynamic(move || wording.with(picture::name));
    let steps = choices::steps(filling, question);
    // What is chosen from needs no words about what can be typed.
    let typed = steps.is_none().then(|| asks.clone());
    let (field, below) = described(filling, question, typed);
    let below = view! { <div class="question__below stack stack--tight">{image}{below}</div> };
    let boxes =
        |place, many, offered| choices::boxes(filling, question, &field, (place, many), offered);
    let (several, inside) = match (&asks, steps) {
        (Asks::Acknowledge, _) => return view! {
            <div>{below}<label class="kern-form-check">{tick(filling, question, &field)}<span>{name}{optional}</span></label></div>
        }
        .part(),
        (Asks::One(Look::Minimal), _) => (false, choices::select(filling, question, &field)),
        (Asks::One(look), _) => {
            (true, boxes(Place::of(*look), false, choices::offered(filling, question)))
        }
        (Asks::Many(look), _) => {
            (true, boxes(Place::of(*look), true, choices::offered(filling, question)))
        }
        (Asks::Range { rating, .. }, Some(steps)) => {
            (true, boxes(if *rating { Place::Stars } else { Place::Numbers }, false, steps))
        }
        (Asks::Rank, _) => (true, order::order(filling, question, &field)),
        (asks @ (Asks::Photo { .. } | Asks::File { .. }), _) => {
            (false, attach::field(filling, question, asks, &field))
        }
        (asks, _) if let Some(figure) = place::figure(asks) => {
            (true, place::place(filling, question, figure, &field))
        }
        (Asks::Text { multiline: true, .. }, _) => {
            (false, words::lines(filling, question, &field))
        }
        (asks, _) => (false, words::line(filling, question, asks, &field)),
    };
    if several {
        return view! {
            <fieldset class=class id=field.id tabindex="-1" aria-describedby=field.described>
                <legend>{name}{optional}</legend>
                {below}
                {inside}
            </fieldset>
        }
        .part();
    }
    view! {
        <div class="kern-form-input">
            <label class="kern-label" for=field.id>{name}{optional}</label>
            {below}
            {inside}
        </div>
    }
    .part()
}

/// What a field has to know, and what stands between label and field: hint, what it takes, what is wrong.
fn described(filling: Filling, question: QuestionId, typed: Option<Asks>) -> (Field, Part) {
    let id = id_of(filling, question);
    let hint = Memo::new(move |_| filling.session.with(|session| session.hint(question).text));
    let takes = Memo::new(move |_| typed.as_ref().and_then(words::takes));
    let error = Memo::new(move |_| {
        let tried = filling.tried.get();
        let complaint =
            filling.session.with(|session| session.check(&[question]).into_iter().next());
        complaint.filter(|_| tried).map(|complaint| advice(&complaint))
    });
    let counted =
        filling.session.with_untracked(|session| session.form().longest(question).is_some());
    let [hint_id, takes_id, error_id] =
        ["-hint", "-takes", "-error"].map(|end| [id.as_str(), end].concat());
    let ids = [hint_id.clone(), takes_id.clone(), words::counter_id(&id), error_id.clone()];
    let described = Signal::derive(move || {
        let there = [
            hint.with(|hint| !hint.is_empty()),
            takes.with(Option::is_some),
            counted,
            error.with(Option::is_some),
        ];
        let ids = ids.iter().zip(there).filter(|(_, there)| *there);
        ids.map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(" ")
    });
    let below = view! {
        {dynamic(move || hint.with(|hint| (!hint.is_empty()).then(|| view! { <div class="kern-hint" id=hint_id.clone()>{label::text(hint)}</div> })))}
        {dynamic(move || takes.get().map(|words| view! { <p class="kern-hint" id=takes_id.clone()>{words}</p> }))}
        {dynamic(move || error.get().map(|words| view! {
            <p class="kern-error" id=error_id.clone()><Icon name=IconName::Danger/><bdi>{words}</bdi></p>
        }))}
    };
    let field = Field {
        id,
        described,
        invalid: Signal::derive(move || error.with(Option::is_some).then_some("true")),
        locked: Signal::derive(move || {
            filling.session.with(|session| session.is_readonly(question))
        }),
    };
    (field, below.part())
}

/// A box to tick.
fn tick(filling: Filling, question: QuestionId, field: &Field) -> Part {
    let Field { id, described, invalid, locked } = field.clone();
    let ticked = move || filling.session.with(|session| session.value(question) == "OK");
    view! {
        <input type="checkbox" id=id prop:checked=ticked prop:disabled=locked aria-describedby=described aria-invalid=invalid
            on:change:target=move |event| filling.answer(question, if event.target().checked() { "OK" } else { "" })/>
    }
    .part()
}
