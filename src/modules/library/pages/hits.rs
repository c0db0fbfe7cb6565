//! A list of records: cover, title, who, and whether it is there.
use super::super::{names, state};
use super::parts::{Cover, about, record_address};
use crate::ui::dynamic;
use leptos::prelude::*;
use library::availability::badge;
use library::catalogue::Record;
use library::request::CoverSize;

/// The list. Whether a record is there comes later, several at once, and only while there is a network.
#[component]
pub fn Hits(records: Vec<Record>) -> impl IntoView {
    let ids = records.iter().map(|record| record.id.clone()).collect();
    // Without an answer nothing is said about copies; the records are of use all the same.
    crate::task::begin(async move { drop(state::load_holdings(ids, false).await) });
    let entries = records.into_iter().map(|record| view! { <Hit record/> }).collect_view();
    view! { <ol class="hits">{entries}</ol> }
}

#[component]
fn Hit(record: Record) -> impl IntoView {
    let (id, title, about) = (record.id.clone(), full_title(&record), about(&record));
    let address = record_address(&id);
    let there = move || {
        let found = state::holdings_of(&id)?;
        let copies = found.iter().flat_map(|holdings| holdings.copies.iter());
        let (class, words) = names::badge(&badge(copies));
        Some(view! { <span class=class>{words}</span> })
    };
    view! {
        <li>
            <a class="hit" href=address>
                <Cover record size=CoverSize::Small/>
                <span class="hit__text">
                    <bdi class="hit__title">{title}</bdi>
                    <bdi class="muted small">{about}</bdi>
                    {dynamic(there)}
                </span>
            </a>
        </li>
    }
}

/// The title with what follows it.
pub fn full_title(record: &Record) -> String {
    match &record.subtitle {
        Some(rest) => [record.title.as_str(), ": ", rest].concat(),
        None => record.title.clone(),
    }
}
