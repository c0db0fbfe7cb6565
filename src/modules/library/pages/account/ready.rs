//! What is ready for pickup, until when and where.
use super::{heading, mark};
use crate::i18n::{t, text};
use crate::modules::library::names;
use crate::modules::library::state::{use_library, zone};
use crate::ui::dynamic;
use leptos::prelude::*;
use library::account::{self as entries, Entry};

/// What is ready for pickup.
#[component]
pub fn Ready() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        state.accounts.with(|all| {
            let ready = entries::ready(all, &zone);
            let rows: Vec<_> = ready.iter().map(ready_row).collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="ready">
                        <h2 id="ready">{t("library.ready")}</h2>
                        <ul class="hits kern-card">{rows}</ul>
                    </section>
                }
            })
        })
    })
}

fn ready_row(entry: &Entry<'_>) -> impl IntoView + use<> {
    let document = entry.document;
    let until = document.end.map(|end| text("library.ready.until", &[("day", &names::when(end))]));
    let place = names::place(document);
    view! {
        <li class="loan">
            <span class="hit__text">
                {heading(document)}
                <span class="kern-badge kern-badge--success">{text("library.status.provided", &[])}</span>
                {place.map(|place| view! { <span>{text("library.ready.place", &[("place", &place)])}</span> })}
                {until.map(|until| view! { <strong>{until}</strong> })}
                {mark(entry.card)}
            </span>
        </li>
    }
}
