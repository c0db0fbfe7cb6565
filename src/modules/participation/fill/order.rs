//! An order made with buttons or by dragging; what was moved is said.
use super::choices::{Offered, offered};
use super::drag;
use super::questions::Field;
use super::state::Filling;
use crate::i18n::{t, text};
use crate::ui::{Button, IntoPart, Part, announce, when};
use leptos::html;
use leptos::prelude::*;
use xforms::QuestionId;

/// The list with its handles and buttons.
pub fn order(filling: Filling, question: QuestionId, field: &Field) -> Part {
    let group = StoredValue::new(field.id.clone());
    let offered = offered(filling, question);
    let list: NodeRef<html::Ol> = NodeRef::new();
    let order = move || {
        let value = filling.session.with(|session| session.value(question).to_owned());
        let mut all = offered.get();
        let place = |wanted: &str| value.split_ascii_whitespace().position(|word| word == wanted);
        all.sort_by_key(|offered| place(&offered.value).unwrap_or(usize::MAX));
        all
    };
    let now = move || untrack(order).into_iter().map(|offered| offered.value).collect::<Vec<_>>();
    // Where something is, and where it shall be.
    let put = move |words: &str, at: usize, to: usize, stays: bool| {
        let mut all = now();
        let to = to.min(all.len().saturating_sub(1));
        if at >= all.len() {
            return;
        }
        let moved = all.remove(at);
        all.insert(to, moved);
        let key = if stays { "participation.fill.kept-place" } else { "participation.fill.moved" };
        if !stays {
            filling.answer(question, &all.join(" "));
        }
        announce(&text(key, &[("what", words), ("place", &(to + 1).to_string())]));
    };
    let row = move |Offered { value, words, .. }: Offered| {
        let at = {
            let value = value.clone();
            move || now().iter().position(|other| *other == value)
        };
        let button = |up: bool| {
            let (at, words) = (at.clone(), words.clone());
            let key = if up { "participation.fill.up" } else { "participation.fill.down" };
            let name = text(key, &[("what", &words)]);
            let arrow = if up { "↑" } else { "↓" };
            let shift = move |_| {
                let Some(at) = at() else { return };
                put(&words, at, if up { at.saturating_sub(1) } else { at + 1 }, false);
            };
            view! {
                <button type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=name
                    on:click=shift><span aria-hidden="true">{arrow}</span></button>
            }
        };
        let (up, down) = (button(true), button(false));
        let drop = {
            let words = words.clone();
            Callback::new(move |(at, to): (usize, usize)| put(&words, at, to, at == to))
        };
        let handle = drag::handle(list, at, drop);
        view! { <li class="rank">{handle}<span class="rank__words">{words}</span>{up}{down}</li> }
    };
    // An order that is right as it stands is an answer too, once somebody has said so.
    let untouched = move || filling.session.with(|session| session.value(question).is_empty());
    let agree = Callback::new(move |()| {
        filling.answer(question, &now().join(" "));
        announce(&text("participation.fill.order.kept", &[]));
        crate::ui::focus(&group.get_value());
    });
    view! {
        <ol class="ranks" node_ref=list>
            <For each=order key=|offered| offered.value.clone() children=row/>
        </ol>
        {when(untouched, move || view! {
            <div><Button label=Signal::derive(t("participation.fill.order.keep")) on_press=agree/></div>
        })}
    }
    .part()
}
