//! The cards on this device.
use crate::i18n::{t, text};
use crate::modules::library::names;
use crate::modules::library::state::use_library;
use crate::ui::{Icon, IconName, dynamic};
use leptos::prelude::*;

/// The cards, each with what the library says of it.
#[component]
pub fn Cards() -> impl IntoView {
    let state = use_library();
    let rows = move || {
        let accounts = state.accounts.get();
        let cards = state.cards.get();
        let rows = cards.into_iter().map(|card| {
            let patron = accounts.iter().find(|account| account.card == card.id).and_then(|account| account.patron.clone());
            let standing = patron.as_ref().and_then(|patron| patron.state).map(|state| text(state.message_key(), &[]));
            let expires = patron.as_ref().and_then(|patron| patron.expires).map(|day| text("library.cards.expires", &[("day", &names::when(day))]));
            let note = patron.and_then(|patron| patron.note);
            let href = ["/library/card?id=", &card.id.0].concat();
            let class = format!("card-mark card-mark--{}", card.colour);
            view! {
                <li><a href=href>
                    <span class="link-list__text">
                        <span class=class><bdi class="link-list__title">{card.name}</bdi></span>
                        {standing.map(|standing| view! { <span class="muted small">{standing}</span> })}
                        {expires.map(|expires| view! { <span class="muted small">{expires}</span> })}
                        {note.map(|note| view! { <bdi class="small">{note}</bdi> })}
                    </span>
                    <Icon name=IconName::Forward/>
                </a></li>
            }
        });
        rows.collect_view()
    };
    view! {
        <section class="stack stack--tight" aria-labelledby="cards">
            <h2 id="cards">{t("library.cards")}</h2>
            <ul class="link-list kern-card">{dynamic(rows)}</ul>
        </section>
    }
}
