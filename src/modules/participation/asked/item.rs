//! One thing that the city asks: what it is about, its way, what one can do now and what became of it.
use super::{poll, words};
use crate::i18n::{format, t, text};
use crate::ui::{
    AgeLine, Alert, Button, ButtonLink, IconName, IntoPart, Loading, Look, Page, Part, QrCode,
    Severity, dynamic, share,
};
use leptos::prelude::*;
use participation::{Item, Offer, Outcome, Phase, Policy, Status};

/// The page.
pub fn item(id: &str) -> Part {
    let asked = super::ask();
    let id = StoredValue::new(id.to_owned());
    let found = Memo::new(move |_| {
        let id = id.get_value();
        asked.items.with(|items| {
            let all = items.as_ref().map(|items| items.as_ref().ok());
            all.map(|all| all.and_then(|all| all.iter().find(|item| item.id == id).cloned()))
        })
    });
    let title = move || match found.get() {
        Some(Some(item)) => words::own(&item.title),
        _ => text("participation.title", &[]),
    };
    view! {
        <Page title=Signal::derive(title) usable=Signal::derive(move || found.with(Option::is_some))>
            {dynamic(move || match found.get() {
                None => view! { <Loading/> }.part(),
                Some(None) => {
                    let heard = asked.items.with(|items| matches!(items, Some(Ok(_))));
                    let key = if heard { "participation.fill.unknown" } else { "participation.list.not-here" };
                    view! { <Alert severity=Severity::Warning title=Signal::derive(t(key))/> }.part()
                }
                Some(Some(item)) => shown(&item),
            })}
            <AgeLine of=asked.freshness/>
            <div><ButtonLink look=Look::Tertiary icon=IconName::List href="/participation" label=Signal::derive(t("participation.item.all"))/></div>
        </Page>
    }
    .part()
}

fn shown(item: &Item) -> Part {
    let (class, state) = words::state(item);
    let about = words::about(item).join(" · ");
    let summary = words::own(&item.summary);
    let controller = item.privacy.as_ref().map(|privacy| privacy.controller.clone());
    let controller = controller.filter(|name| !name.is_empty()).map(|name| {
        view! { <p><span class="muted">{t("participation.fill.controller")}": "</span><bdi>{name}</bdi></p> }
    });
    view! {
        <p class="row"><span class=class>{state}</span><bdi class="muted">{about}</bdi></p>
        {(!summary.is_empty()).then(|| view! { <p><bdi>{summary}</bdi></p> })}
        {controller}
        {now(item)}
        {phases(&item.phases)}
        {outcome(&item.outcome)}
        {came_out(item)}
        {pass_on()}
    }
    .part()
}

/// What one can do now.
fn now(item: &Item) -> Part {
    let sentence = |key: &'static str| view! { <p role="status">{t(key)}</p> }.part();
    match item.offer(words::now()) {
        Offer::Vote if poll::is_quick(item) => {
            view! { <section class="kern-card stack stack--tight">{poll::poll(item)}</section> }.part()
        }
        Offer::FillIn | Offer::Vote if item.definition.is_some() => {
            let href = ["/participation/", &item.id, "/fill"].concat();
            view! {
                <div class="row">
                    <ButtonLink look=Look::Primary href=href label=Signal::derive(t("participation.item.take-part"))/>
                    <ButtonLink href="/participation/answers" label=Signal::derive(t("participation.item.go-on"))/>
                </div>
            }
            .part()
        }
        Offer::Elsewhere => item.external.as_ref().map(|external| {
            let (url, provider) = (external.url.clone(), external.provider.clone());
            view! {
                <p>{text("participation.item.elsewhere", &[("provider", &provider)])}</p>
                <div><a class="kern-btn kern-btn--primary" href=url target="_blank" rel="noopener noreferrer">
                    <span>{text("participation.item.open-elsewhere", &[("provider", &provider)])}</span>
                </a></div>
            }
        })
        .part(),
        Offer::Full => sentence("participation.item.full"),
        Offer::Wait(_) => sentence("participation.item.wait"),
        Offer::FillIn | Offer::Vote => sentence("participation.fill.no-form"),
        Offer::Look => sentence("participation.item.look"),
        Offer::Read => sentence("participation.item.read"),
    }
}

/// Its way, with what is going on marked.
fn phases(phases: &[Phase]) -> Option<Part> {
    let now = words::now();
    let entries = phases.iter().map(|phase| {
        let current = phase.is_on(now);
        let badge = current.then(|| {
            view! { <span class="kern-badge kern-badge--info">{t("participation.item.current")}</span> }
        });
        view! {
            <li aria-current=current.then_some("step")>
                <p class="row"><strong><bdi>{words::own(&phase.title)}</bdi></strong>{badge}</p>
                <p class="muted">{words::span(phase)}</p>
            </li>
        }
    });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then(|| {
        view! {
            <section class="stack stack--tight" aria-labelledby="phases">
                <h2 id="phases">{t("participation.item.phases")}</h2>
                <ol class="stack stack--tight">{entries}</ol>
            </section>
        }
        .part()
    })
}

/// What became of it.
fn outcome(steps: &[Outcome]) -> Option<Part> {
    let entries = steps.iter().map(|step| {
        let link = step.link.clone().map(|link| {
            view! { <p><a href=link target="_blank" rel="noopener noreferrer">{t("participation.item.more")}</a></p> }
        });
        view! {
            <li>
                <p class="row">
                    <span class="kern-badge kern-badge--info">{t(status(step.status))}</span>
                    <span>{format::day(step.day, format::Style::FullDay)}</span>
                </p>
                <p><bdi>{words::own(&step.text)}</bdi></p>
                {link}
            </li>
        }
    });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then(|| {
        view! {
            <section class="stack stack--tight" aria-labelledby="outcome">
                <h2 id="outcome">{t("participation.item.outcome")}</h2>
                <ol class="stack stack--tight">{entries}</ol>
            </section>
        }
        .part()
    })
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Checking => "participation.item.status.checking",
        Status::Adopted => "participation.item.status.adopted",
        Status::Partly => "participation.item.status.partly",
        Status::Rejected => "participation.item.status.rejected",
        Status::Started => "participation.item.status.started",
        Status::Done => "participation.item.status.done",
    }
}

/// The way to what came out, where the city shows it.
fn came_out(item: &Item) -> Option<Part> {
    (item.results.policy != Policy::Never && item.external.is_none()).then(|| {
        let href = ["/participation/", &item.id, "/results"].concat();
        view! { <div><ButtonLink href=href label=Signal::derive(t("participation.results"))/></div> }.part()
    })
}

/// The address, for others.
fn pass_on() -> Part {
    let location = window().location();
    let address =
        [location.origin().unwrap_or_default(), location.pathname().unwrap_or_default()].concat();
    let shared = address.clone();
    let on_press = Callback::new(move |()| share(&shared, "participation.item.copied"));
    view! {
        <section class="stack stack--tight" aria-labelledby="pass-on">
            <h2 id="pass-on">{t("participation.item.pass-on")}</h2>
            <div><Button icon=IconName::Share label=Signal::derive(t("participation.item.share")) on_press=on_press/></div>
            <QrCode of=address label=Signal::derive(t("participation.item.code"))/>
        </section>
    }
    .part()
}
