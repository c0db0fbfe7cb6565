//! What the home page says: the quick question of these days, what is open, what this device still has to send.
use super::{poll, words};
use crate::i18n::{plural, text};
use crate::offline::{Store, outbox, store};
use crate::task;
use crate::ui::{IntoPart, Part, dynamic};
use ::outbox::State as Sent;
use leptos::prelude::*;
use participation::{Item, Offer, State};

/// What this device has begun and not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Mine {
    /// Answers that are not finished.
    begun: u32,
    /// Answers that wait for the network or for the person.
    waiting: u32,
}

/// The tile's content.
pub fn tile() -> Part {
    let asked = super::ask_with(false);
    let mine = RwSignal::new(Mine::default());
    let changed = outbox::changed();
    Effect::new(move || {
        changed.track();
        task::begin(async move {
            let _ = mine.try_set(look().await);
        });
    });
    // Drawn anew only when something else is asked: somebody may be choosing an answer.
    let items = Memo::new(move |_| {
        asked.items.with(|items| match items {
            Some(Ok(items)) => items.clone(),
            _ => Vec::new(),
        })
    });
    view! {
        {dynamic(move || items.with(|items| shown(items)))}
        {dynamic(move || own(mine.get()))}
    }
    .part()
}

fn shown(items: &[Item]) -> Part {
    let now = words::now();
    let quick = items.iter().find(|item| item.offer(now) == Offer::Vote && poll::is_quick(item));
    let others = items.iter().filter(|item| quick.is_none_or(|quick| quick.id != item.id));
    let mut open: Vec<(i64, &Item)> = others
        .filter(|item| matches!(item.offer(now), Offer::FillIn | Offer::Vote | Offer::Elsewhere))
        .map(|item| match item.state(now) {
            State::Open(Some(to)) => (to.0, item),
            _ => (i64::MAX, item),
        })
        .collect();
    open.sort_by_key(|(at, _)| *at);
    let next = open.first().map(|(_, item)| {
        let (class, left) = words::state(item);
        let href = ["/participation/", &item.id].concat();
        view! { <p><a href=href><bdi>{words::own(&item.title)}</bdi></a>" "<span class=class>{left}</span></p> }
    });
    let line = if open.is_empty() {
        quick.is_none().then(|| text("participation.tile", &[]))
    } else {
        let count = u32::try_from(open.len()).unwrap_or(u32::MAX);
        Some(plural("participation.tile.open", f64::from(count), &[]))
    };
    view! {
        {quick.map(poll::poll)}
        {line.map(|line| view! { <p class="muted">{line}</p> })}
        {next}
    }
    .part()
}

/// What waits on this device, with the way to it.
fn own(mine: Mine) -> Option<Part> {
    let lines =
        [("participation.tile.begun", mine.begun), ("participation.tile.waiting", mine.waiting)];
    let lines = lines.into_iter().filter(|(_, count)| *count > 0);
    let lines: Vec<_> = lines
        .map(|(key, count)| {
            let words = plural(key, f64::from(count), &[]);
            view! { <li><a href="/participation/answers">{words}</a></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="plain-list">{lines}</ul> }.part())
}

/// Counts without opening anything. A device that cannot be read has nothing.
async fn look() -> Mine {
    let drafts = store::list(Store::Drafts).await.unwrap_or_default();
    let begun = drafts.iter().filter(|draft| draft.key.starts_with("survey/")).count();
    let entries = outbox::entries().await.unwrap_or_default();
    let ours = entries.iter().filter(|entry| entry.url().starts_with("/api/participation/"));
    let waiting = ours.filter(|entry| !matches!(entry.state, Sent::Sent { .. })).count();
    let few = |count| u32::try_from(count).unwrap_or(u32::MAX);
    Mine { begun: few(begun), waiting: few(waiting) }
}
