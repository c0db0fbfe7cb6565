//! What the home page knows of the participation: what is asked, to be searched in.
use crate::i18n::{language, text};
use crate::module::Finding;
use leptos::prelude::*;
use participation::{Item, Texts};
use std::cell::{Cell, RefCell};
use zms::search::Index;

/// Something that is asked, as far as a search goes.
#[derive(Debug, Clone)]
struct Known {
    id: String,
    title: Texts,
    /// What else it may be called: its names in other languages, its topics, what it is about.
    others: Vec<String>,
}

thread_local! {
    /// Under what the signal lives: the app, not the page that asks for it first.
    static APP: RefCell<Option<Owner>> = const { RefCell::new(None) };
    static KNOWN: Cell<Option<RwSignal<Vec<Known>>>> = const { Cell::new(None) };
}

/// Remembers under what the app lives.
pub fn start() {
    APP.set(Owner::current());
}

fn known() -> RwSignal<Vec<Known>> {
    KNOWN.get().unwrap_or_else(|| {
        let make = || RwSignal::new(Vec::new());
        let signal = match APP.with_borrow(Clone::clone) {
            Some(app) => app.with(make),
            None => make(),
        };
        KNOWN.set(Some(signal));
        signal
    })
}

/// Whether nothing can be searched in yet; read by whoever would bring it.
pub fn is_empty() -> bool {
    known().with(Vec::is_empty)
}

/// Makes what is asked something to search in.
pub fn offer(items: &[Item]) {
    let all = items.iter().map(|item| {
        let texts = [&item.title, &item.summary].into_iter().chain(&item.topics);
        let others = texts.flat_map(|texts| texts.iter().map(|(_, words)| words.to_owned()));
        Known { id: item.id.clone(), title: item.title.clone(), others: others.collect() }
    });
    known().set(all.collect());
}

/// What fits some words.
pub fn find(words: &str) -> Vec<Finding> {
    let tag = language().tag();
    known().with(|all| {
        let titles: Vec<String> = all.iter().map(|one| one.title.text(tag).to_owned()).collect();
        let entries = all.iter().zip(&titles).enumerate();
        let entries = entries.map(|(at, (one, title))| (at, title, one.others.iter().collect()));
        let hits = Index::new(entries).find(words);
        let found = hits.into_iter().filter_map(|hit| {
            let (one, title) = (all.get(hit.key)?, titles.get(hit.key)?);
            Some(Finding {
                title: title.clone(),
                detail: Some(text("participation.title", &[])),
                href: ["/participation/", &one.id].concat(),
            })
        });
        found.collect()
    })
}
