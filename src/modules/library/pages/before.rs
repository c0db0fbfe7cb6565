//! Without an answer: what the device has of an earlier search.
use super::super::keep::KeptSearch;
use super::super::names;
use super::super::state::use_library;
use super::hits::Hits;
use crate::i18n::{plural, t};
use crate::ui::{AgeLine, Freshness, IntoPart, Part, dynamic};
use leptos::prelude::*;
use library::catalogue::Record;

/// What the same search found the last time, or what was seen before and fits.
#[component]
pub fn FromDevice(
    /// Where the search is in this app.
    address: String,
    /// What was typed.
    words: String,
) -> impl IntoView {
    let state = use_library();
    let folded = zms::search::fold(&words);
    dynamic(move || {
        let kept =
            state.searches.with(|all| all.iter().find(|known| known.address == address).cloned());
        if let Some(kept) = kept {
            return before(kept);
        }
        let fits = |record: &Record| {
            let all = [record.title.as_str(), " ", &record.authors.join(" ")].concat();
            folded.split(' ').all(|word| zms::search::fold(&all).contains(word))
        };
        let mut records: Vec<Record> =
            state.seen.with(|all| all.iter().filter(|record| fits(record)).cloned().collect());
        state.listed.with(|all| {
            for record in all.iter().filter(|record| fits(record)) {
                if records.iter().all(|known| known.id != record.id) {
                    records.push(record.clone());
                }
            }
        });
        if records.is_empty() {
            return ().part();
        }
        view! {
            <section class="stack stack--tight" aria-labelledby="seen-before">
                <h2 id="seen-before">{t("library.seen.before")}</h2>
                <div class="kern-card"><Hits records/></div>
            </section>
        }
        .part()
    })
}

/// What a search found the last time.
fn before(kept: KeptSearch) -> Part {
    let shown = kept.records.len();
    let total = plural("library.search.found", names::number(kept.total), &[]);
    let first = usize::try_from(kept.total)
        .is_ok_and(|total| total > shown)
        .then(|| plural("library.search.first", names::number(shown), &[]));
    let at = kept.at;
    view! {
        <section class="stack stack--tight" aria-labelledby="found-before">
            <h2 id="found-before">{t("library.search.before")}</h2>
            <p><strong>{total}</strong></p>
            {first.map(|first| view! { <p class="muted">{first}</p> })}
            <AgeLine of=Signal::stored(Freshness::Saved(at))/>
            <div class="kern-card"><Hits records=kept.records/></div>
        </section>
    }
    .part()
}
