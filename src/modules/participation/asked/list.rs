//! The list: what is open, what comes, what is over; and by which topic.
use super::words;
use crate::i18n::{format, t, text};
use crate::navigation;
use crate::task;
use crate::ui::{
    AgeLine, Alert, Button, ButtonLink, Icon, IconName, IntoPart, Loading, Page, Part, Severity,
    dynamic,
};
use leptos::prelude::*;
use participation::{Item, State};

/// The page.
pub fn list() -> Part {
    let asked = super::ask();
    let topic = RwSignal::new(String::new());
    let again = Callback::new(move |()| {
        navigation::learn();
        asked.items.set(None);
        task::begin(super::load(asked, true));
    });
    view! {
        <Page title=Signal::derive(t("participation.title")) lead=Signal::derive(t("participation.list.lead"))
            usable=Signal::derive(move || asked.items.with(Option::is_some))>
            <div><ButtonLink icon=IconName::List href="/participation/answers" label=Signal::derive(t("participation.answers.title"))/></div>
            {dynamic(move || asked.items.with(|items| match items {
                None => view! { <Loading/> }.part(),
                Some(Err(_)) => view! {
                    <Alert severity=Severity::Warning title=Signal::derive(t("participation.list.not-here"))/>
                    <div><Button label=Signal::derive(t("participation.list.again")) on_press=again/></div>
                }
                .part(),
                Some(Ok(items)) if items.is_empty() => {
                    view! { <p role="status">{text("participation.list.none", &[])}</p> }.part()
                }
                Some(Ok(items)) => (topics(items, topic), sections(items, &topic.get())).part(),
            }))}
            <AgeLine of=asked.freshness/>
        </Page>
    }
    .part()
}

/// The choice of a topic with how much there is of each; nothing where there is nothing to choose from.
fn topics(items: &[Item], topic: RwSignal<String>) -> Option<Part> {
    let mut counted: Vec<(String, u32)> = Vec::new();
    for name in items.iter().flat_map(|item| &item.topics).map(words::own) {
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    let chosen = topic.get();
    let options = counted.iter().map(|(name, count)| {
        let count = format::number(f64::from(*count));
        let words = text("participation.list.count", &[("what", name), ("n", &count)]);
        view! { <option value=name.clone() selected=*name == chosen>{words}</option> }
    });
    let options: Vec<_> = options.collect();
    (counted.len() > 1).then(|| {
        view! {
            <div class="kern-form-input">
                <label class="kern-label" for="topic">{t("participation.list.topic")}</label>
                <select class="kern-form-input__input" id="topic" on:change:target=move |event| topic.set(event.target().value())>
                    <option value="">{t("participation.list.every")}</option>
                    {options}
                </select>
            </div>
        }
        .part()
    })
}

/// What is open, the first to end first; what comes; what is over, the last first.
fn sections(items: &[Item], topic: &str) -> Vec<Part> {
    let now = words::now();
    let (mut open, mut soon, mut over) = (Vec::new(), Vec::new(), Vec::new());
    let about =
        |item: &&Item| topic.is_empty() || item.topics.iter().any(|one| words::own(one) == topic);
    for item in items.iter().filter(about) {
        match item.state(now) {
            State::Open(to) => open.push((to.map_or(i64::MAX, |to| to.0), item)),
            State::Soon(from) => soon.push((from.0, item)),
            State::Over => {
                let ended = item.asking().and_then(|phase| phase.to).map_or(0, |to| to.0);
                over.push((-ended, item));
            }
        }
    }
    let all = [
        ("open", "participation.list.open", open),
        ("soon", "participation.list.soon", soon),
        ("over", "participation.list.over", over),
    ];
    let mut parts = Vec::new();
    for (id, heading, mut items) in all {
        items.sort_by_key(|(at, _)| *at);
        let entries: Vec<_> = items.into_iter().map(|(_, item)| entry(item)).collect();
        // That nothing is open is worth a sentence; that nothing else is there is not.
        let none = (id == "open" && entries.is_empty())
            .then(|| view! { <p>{t("participation.list.none")}</p> });
        if !entries.is_empty() || none.is_some() {
            parts.push(
                view! {
                    <section class="stack stack--tight" aria-labelledby=id>
                        <h2 id=id>{t(heading)}</h2>
                        {none}
                        {(!entries.is_empty()).then(|| view! { <ul class="link-list kern-card">{entries}</ul> })}
                    </section>
                }
                .part(),
            );
        }
    }
    parts
}

fn entry(item: &Item) -> Part {
    let (class, state) = words::state(item);
    let about = words::about(item).join(" · ");
    let elsewhere = item.external.as_ref().map(|external| {
        let provider = external.provider.clone();
        view! { <span class="small">{text("participation.list.elsewhere", &[("provider", &provider)])}</span> }
    });
    view! {
        <li><a href=["/participation/", &item.id].concat()>
            <span class="link-list__text">
                <bdi class="link-list__title">{words::own(&item.title)}</bdi>
                <span><span class=class>{state}</span></span>
                {(!about.is_empty()).then(|| view! { <bdi class="muted small">{about}</bdi> })}
                {elsewhere}
            </span>
            <Icon name=IconName::Forward/>
        </a></li>
    }
    .part()
}
