//! An order made with buttons; what was moved is said.
use super::choices::{Offered, offered};
use super::state::Filling;
use crate::i18n::text;
use crate::ui::{IntoPart, Part, announce};
use leptos::prelude::*;
use xforms::QuestionId;

/// The list with its buttons.
pub fn order(filling: Filling, question: QuestionId) -> Part {
    let offered = offered(filling, question);
    let order = move || {
        let value = filling.session.with(|session| session.value(question).to_owned());
        let mut all = offered.get();
        let place = |wanted: &str| value.split_ascii_whitespace().position(|word| word == wanted);
        all.sort_by_key(|offered| place(&offered.value).unwrap_or(usize::MAX));
        all
    };
    let shift = move |value: String, words: String, up: bool| {
        let mut all: Vec<String> =
            untrack(order).into_iter().map(|offered| offered.value).collect();
        let Some(at) = all.iter().position(|other| *other == value) else { return };
        let to = if up { at.saturating_sub(1) } else { (at + 1).min(all.len().saturating_sub(1)) };
        all.swap(at, to);
        filling.answer(question, &all.join(" "));
        let place = (to + 1).to_string();
        announce(&text("participation.fill.moved", &[("what", &words), ("place", &place)]));
    };
    let row = move |Offered { value, words, .. }: Offered| {
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
            <For each=order key=|offered| offered.value.clone() children=row/>
        </ol>
    }
    .part()
}
