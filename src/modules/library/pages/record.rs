//! One record: what it is, where its copies are, the list, sharing it.
use super::super::state::{self, use_library};
use super::super::{client, keep};
use super::copies::Copies;
use super::hits::full_title;
use super::parts::{Cover, FailureBox, about, parameter};
use crate::i18n::{format, language, t, text};
use crate::task;
use crate::ui::{
    AgeLine, Alert, Button, Freshness, Icon, IconName, IntoPart, Loading, Look, Page, Severity,
    announce, dynamic, share, when,
};
use leptos::prelude::*;
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
