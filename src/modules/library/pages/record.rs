//! One record: what it is, where its copies are, the list, sharing it.
use super::super::state::{self, use_library};
use super::super::{client, keep, names};
use super::branches::branch_address;
use super::hits::full_title;
use super::parts::{Cover, FailureBox, about, parameter};
use super::request;
use crate::i18n::{format, language, t, text};
use crate::modules::transit;
use crate::task;
use crate::ui::{
    AgeLine, Alert, Button, ButtonLink, Freshness, Icon, IconName, IntoPart, Loading, Look, Page,
    Part, Severity, announce, dynamic, share, when,
};
use leptos::prelude::*;
use library::availability::{Copy, CopyState, Holdings, Place};
use library::branch::Branch;
use library::catalogue::Record;
use library::failure::Failure;
use library::request::CoverSize;

/// What is known of the record.
#[derive(Clone, PartialEq)]
enum Answer {
    Asking,
    /// As the catalogue said it, and when.
    Heard(Record, i64),
    /// As it was opened or listed once; the catalogue did not answer.
    Kept(Record),
    Unknown,
    Failed(Failure),
}

impl Answer {
    const fn record(&self) -> Option<&Record> {
        match self {
            Self::Heard(record, _) | Self::Kept(record) => Some(record),
            _ => None,
        }
    }
}

/// The page.
#[component]
pub fn RecordPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let id = parameter("id");
    let answer = RwSignal::new(Answer::Asking);
    let copies = RwSignal::new(None::<Result<(), Failure>>);
    let ask_copies = move |id: String| {
        copies.set(None);
        task::begin(async move {
            let heard = state::load_holdings(vec![id], true).await;
            copies.try_set(Some(heard));
        });
    };
    let ask = move |id: String| {
        answer.set(Answer::Asking);
        task::begin(async move {
            let heard = client::record(&id, language().tag()).await;
            let kept = || {
                let of = |all: &Vec<Record>| all.iter().find(|known| known.id == id).cloned();
                state.seen.with_untracked(of).or_else(|| state.listed.with_untracked(of))
            };
            let said = match heard {
                Ok(Some(record)) => Answer::Heard(record, format::now()),
                Ok(None) => Answer::Unknown,
                Err(failure) => kept().map_or(Answer::Failed(failure), Answer::Kept),
            };
            if let Some(record) = said.record() {
                keep::remember(state, record.clone()).await;
            }
            answer.try_set(said);
        });
    };
    Effect::new(move || {
        language();
        // What is kept must have been read, or a start without a network would know nothing.
        if state.restored.get()
            && let Some(id) = id.get()
        {
            ask(id.clone());
            ask_copies(id);
        }
    });
    let again = Callback::new(move |()| {
        if let Some(id) = id.get_untracked() {
            ask(id);
        }
    });
    let copies_again = Callback::new(move |()| {
        if let Some(id) = id.get_untracked() {
            ask_copies(id);
        }
    });
    let title = move || {
        answer
            .with(|answer| answer.record().map_or_else(|| text("library.record", &[]), full_title))
    };
    let freshness = move || match answer.get() {
        Answer::Heard(_, at) => Freshness::Live(at),
        _ => Freshness::Asking,
    };
    view! {
        <Page title=Signal::derive(title) usable=Signal::derive(move || answer.with(|answer| *answer != Answer::Asking))>
            {dynamic(move || match answer.get() {
                Answer::Asking => view! { <Loading/> }.part(),
                Answer::Unknown => view! {
                    <Alert severity=Severity::Warning title=Signal::derive(t("library.record.unknown"))>
                        <p>{t("library.record.unknown.text")}</p>
                    </Alert>
                }.part(),
                Answer::Failed(failure) => view! { <FailureBox failure again/> }.part(),
                Answer::Heard(record, _) | Answer::Kept(record) => view! {
                    <Described record/>
                    <Copies id=id.get_untracked().unwrap_or_default() heard=copies again=copies_again/>
                }.part(),
            })}
            {when(move || answer.with(|answer| matches!(answer, Answer::Kept(_))), || view! {
                <p class="age age--saved" role="status"><Icon name=IconName::Offline/><span>{t("library.record.kept")}</span></p>
            })}
            <AgeLine of=Signal::derive(freshness)/>
        </Page>
    }
}

/// What it is.
#[component]
fn Described(record: Record) -> impl IntoView {
    let state = use_library();
    let id = StoredValue::new(record.id.clone());
    let kept = record.clone();
    let toggle = Callback::new(move |()| {
        let record = kept.clone();
        task::begin(async move {
            let id = record.id.clone();
            let done = keep::toggle_listed(state, record).await;
            let key =
                match (done, state.listed.with_untracked(|all| all.iter().any(|one| one.id == id)))
                {
                    (false, _) => "library.list.full",
                    (true, true) => "library.list.added",
                    (true, false) => "library.list.removed",
                };
            announce(&text(key, &[]));
        });
    });
    let label = move || {
        let listed = keep::is_listed(state, &id.get_value());
        text(if listed { "library.list.remove" } else { "library.list.add" }, &[])
    };
    let send = Callback::new(|()| {
        share(&window().location().href().unwrap_or_default(), "share.copied");
    });
    let facts = facts(&record);
    let summary = record.summary.join(" ");
    let links = record.links.iter().map(|(link, words)| {
        let words = words.clone().unwrap_or_else(|| link.as_str().to_owned());
        view! { <li><a href=link.as_str().to_owned() rel="noopener noreferrer" target="_blank"><bdi>{words}</bdi></a></li> }
    });
    let has_links = !record.links.is_empty();
    let links = links.collect_view();
    let about = about(&record);
    view! {
        <div class="record">
            <Cover record size=CoverSize::Large/>
            <div class="stack stack--tight record__text">
                <p><bdi>{about}</bdi></p>
                {(!summary.is_empty()).then(|| view! { <p class="muted"><bdi>{summary}</bdi></p> })}
            </div>
        </div>
        <div class="row">
            <Button icon=IconName::List label=Signal::derive(label) on_press=toggle/>
            <Button look=Look::Tertiary icon=IconName::Share label=Signal::derive(t("library.share")) on_press=send/>
        </div>
        {has_links.then(|| view! { <ul class="plain-list">{links}</ul> })}
        <details class="kern-accordion">
            <summary><span>{t("library.record.more")}</span><Icon name=IconName::Down/></summary>
            <div class="kern-accordion__body"><dl class="kern-description-list">{facts}</dl></div>
        </details>
    }
}

/// The facts of a record that has them.
fn facts(record: &Record) -> Vec<impl IntoView + use<>> {
    let series = record.series.iter().map(|(name, number)| match number {
        Some(number) => [name.as_str(), " ", number].concat(),
        None => name.clone(),
    });
    let all = [
        ("library.field.authors", record.authors.join("; ")),
        ("library.field.publisher", record.publisher.clone().unwrap_or_default()),
        ("library.field.year", record.year.clone().unwrap_or_default()),
        ("library.field.extent", record.extent.clone().unwrap_or_default()),
        ("library.field.container", record.container.clone().unwrap_or_default()),
        ("library.field.series", series.collect::<Vec<_>>().join("; ")),
        ("library.field.subjects", record.subjects.join("; ")),
        ("library.field.languages", record.languages.join(", ")),
        ("library.field.isbn", record.isbn.clone().unwrap_or_default()),
    ];
    let entry = |(key, value): (&'static str, String)| {
        view! {
            <div>
                <dt class="kern-description-list-item__key">{t(key)}</dt>
                <dd class="kern-description-list-item__value"><bdi>{value}</bdi></dd>
            </div>
        }
    };
    all.into_iter().filter(|(_, value)| !value.is_empty()).map(entry).collect()
}

/// Where its copies are.
#[component]
fn Copies(
    id: String,
    /// Whether the library was heard.
    #[prop(into)]
    heard: Signal<Option<Result<(), Failure>>>,
    again: Callback<()>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    view! {
        <section class="stack stack--tight" aria-labelledby="copies">
            <h2 id="copies">{t("library.copies")}</h2>
            {when(move || heard.with(Option::is_none), || view! { <Loading/> })}
            {dynamic(move || match heard.get() {
                Some(Err(failure)) => view! { <FailureBox failure again/> }.part(),
                Some(Ok(())) => {
                    let found = state::holdings_of(&id.get_value()).unwrap_or_default();
                    let offer = request::offer(&found);
                    view! {
                        {by_branch(&found)}
                        {offer.map(|offer| view! { <request::Request offer/> })}
                    }
                    .part()
                }
                None => ().part(),
            })}
        </section>
    }
}

/// The copies under the branch in which they stand; what is nowhere, such as e-media, last.
fn by_branch(found: &[Holdings]) -> Part {
    let copies: Vec<&Copy> = found.iter().flat_map(|holdings| holdings.copies.iter()).collect();
    if copies.is_empty() {
        return view! { <p role="status">{text("library.copies.none", &[])}</p> }.part();
    }
    let mut groups: Vec<(String, Option<Branch>, Vec<&Copy>)> = Vec::new();
    for copy in copies {
        let branch = branch_of(copy);
        let name = match &branch {
            Some(branch) => names::own(&branch.name),
            None => {
                copy.department.as_ref().and_then(|place| place.name.clone()).unwrap_or_default()
            }
        };
        match groups.iter_mut().find(|(known, ..)| *known == name) {
            Some((.., copies)) => copies.push(copy),
            None => groups.push((name, branch, vec![copy])),
        }
    }
    let groups = groups.into_iter().map(|(name, branch, copies)| {
        let way = branch.as_ref().and_then(|branch| {
            transit::module::link_to(&name, branch.position?)
        });
        let page = branch.as_ref().map(|branch| branch_address(&branch.id));
        let heading = (!name.is_empty()).then(|| match page {
            Some(page) => view! { <h3><a href=page><bdi>{name}</bdi></a></h3> }.part(),
            None => view! { <h3><bdi>{name}</bdi></h3> }.part(),
        });
        let copies = copies.into_iter().map(|copy| entry(copy, branch.as_ref())).collect_view();
        view! {
            <div class="kern-card stack stack--tight">
                {heading}
                <ul class="copies">{copies}</ul>
                {way.map(|way| view! { <p><ButtonLink look=Look::Tertiary icon=IconName::Transit href=way label=Signal::derive(t("library.way"))/></p> })}
            </div>
        }
    });
    groups.collect_view().part()
}

/// The branch of a copy.
fn branch_of(copy: &Copy) -> Option<Branch> {
    let places = [copy.department.as_ref(), copy.storage.as_ref()];
    let ids = places.into_iter().flatten().filter_map(|place| place.id.as_ref());
    ids.into_iter().find_map(state::branch_of)
}

/// A copy; `within` is the branch it is shown under, which need not be said again, whatever the library calls it.
fn entry(copy: &Copy, within: Option<&Branch>) -> impl IntoView + use<> {
    let (class, words) = names::copy(copy);
    let link = match copy.state() {
        CopyState::Online(_, Some(link)) => Some(link.as_str().to_owned()),
        _ => None,
    };
    let is_branch = |place: &&Place| {
        within.zip(place.id.as_ref()).is_some_and(|(branch, id)| branch.is(id.as_str()))
    };
    let storage = copy.storage.as_ref().filter(|place| !is_branch(place));
    let storage = storage.and_then(|place| place.name.clone());
    let notes: Vec<String> = copy
        .offers
        .iter()
        .flat_map(|offer| offer.limitations.iter().filter_map(names::limitation))
        .chain(copy.about.clone())
        .chain(copy.volumes.clone())
        .collect();
    let mut once: Vec<String> = Vec::new();
    for note in notes {
        if !once.contains(&note) {
            once.push(note);
        }
    }
    view! {
        <li class="copy">
            <span class="copy__where">
                {copy.label.clone().map(|label| view! { <strong><bdi>{label}</bdi></strong> })}
                {storage.map(|storage| view! { <span class="muted"><bdi>{storage}</bdi></span> })}
                {once.into_iter().map(|note| view! { <span class="muted small"><bdi>{note}</bdi></span> }).collect_view()}
            </span>
            <span class=class>{words}</span>
            {link.map(|link| view! { <a href=link rel="noopener noreferrer" target="_blank">{t("library.copy.open")}</a> })}
        </li>
    }
}
