//! What several pages show.
use super::super::{client, names, state};
use super::scan::Scan;
use crate::i18n::t;
use crate::navigation;
use crate::ui::{Alert, Button, Icon, IconName, Look, Severity, dynamic, when};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use library::account::CardId;
use library::catalogue::Record;
use library::failure::Failure;
use library::request::CoverSize;
use wasm_bindgen::JsCast;

/// One parameter of the address, followed.
pub fn parameter(name: &'static str) -> Memo<Option<String>> {
    let search = use_location().search;
    Memo::new(move |_| {
        let search = search.get();
        web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
    })
}

/// Puts the focus on what came of something, once it stands: what was pressed is gone with what it changed.
pub fn focus(selector: &'static str) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
            // What cannot take the focus leaves it where it was: nothing is lost.
            let _ = found.focus();
        }
    });
}

/// Where a record is.
pub fn record_address(id: &str) -> String {
    ["/library/record?id=", &state::encoded(id)].concat()
}

/// The field in which one looks for something, and the button that begins.
#[component]
pub fn SearchForm(
    /// What is in it at first.
    words: RwSignal<String>,
) -> impl IntoView {
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = words.get_untracked();
        navigation::go(&["/library/search?q=", &state::encoded(words.trim())].concat());
    };
    let found = Callback::new(|isbn: String| {
        navigation::go(&["/library/search?q=", &isbn].concat());
    });
    view! {
        <search>
            <form class="library-search" on:submit=begin>
                <label class="hidden-visually" for="catalogue-search">{t("library.search")}</label>
                <input
                    id="catalogue-search" type="search" class="kern-form-input__input" autocomplete="off"
                    enterkeyhint="search" placeholder=t("library.search") prop:value=words
                    on:input:target=move |event| words.set(event.target().value())
                />
                <Button look=Look::Primary icon=IconName::Search submit=true label=Signal::derive(t("library.search.go"))/>
            </form>
            <Scan found/>
        </search>
    }
}

/// The cover of a record, over a place that shows without one.
#[component]
pub fn Cover(record: Record, size: CoverSize) -> impl IntoView {
    let gone = RwSignal::new(false);
    let address = client::cover(&record, size);
    let class = if size == CoverSize::Small { "cover" } else { "cover cover--large" };
    view! {
        <span class=class aria-hidden="true">
            <Icon name=names::MEDIUM/>
            {when(move || !gone.get(), move || {
                view! { <img src=address.clone() alt="" loading="lazy" on:error=move |_| gone.set(true)/> }
            })}
        </span>
    }
}

/// What failed, the library's own words and what to do next.
#[component]
pub fn FailureBox(
    /// What failed.
    failure: Failure,
    /// Asks again, where that is not the button of a form beside it.
    #[prop(optional, into)]
    again: Option<Callback<()>>,
) -> impl IntoView {
    let key = failure.message_key();
    let own = failure.text().map(str::to_owned);
    view! {
        <Alert severity=Severity::Warning title=Signal::derive(t(key))>
            {own.clone().map(|own| view! { <p><bdi>{own}</bdi></p> })}
            <p>{dynamic(move || names::next_step(&failure))}</p>
            {again.map(|again| view! { <div><Button label=Signal::derive(t("library.again")) on_press=again/></div> })}
        </Alert>
    }
}

/// Which card, where there are several.
#[component]
pub fn CardChoice(
    /// The key of the question.
    label: &'static str,
    /// The one that was chosen.
    card: RwSignal<Option<CardId>>,
) -> impl IntoView {
    dynamic(move || {
        let cards = state::use_library().cards.get();
        (cards.len() > 1).then(|| {
            let options = cards.into_iter().map(|one| {
                let (id, shown) = (one.id.clone(), one.id.clone());
                let on = move || card.with(|card| card.as_ref() == Some(&shown)).to_string();
                view! {
                    <li><button type="button" class="chip" aria-pressed=on on:click=move |_| card.set(Some(id.clone()))><bdi>{one.name}</bdi></button></li>
                }
            });
            view! {
                <p id="which-card">{t(label)}</p>
                <ul class="plain-list row" aria-labelledby="which-card">{options.collect_view()}</ul>
            }
        })
    })
}

/// What this card may not do now: it is not signed in, or the library does not allow it.
#[component]
pub fn NotHere() -> impl IntoView {
    view! {
        <Alert severity=Severity::Information title=Signal::derive(t("library.notAllowed"))>
            <p>{t("library.notAllowed.text")}</p>
            <p><a href="/library/account">{t("library.account")}</a></p>
        </Alert>
    }
}

/// Persons, year and kind of a record in one line.
pub fn about(record: &Record) -> String {
    let authors = record.authors.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
    let formats = record.formats.last().map(|format| format.name.clone());
    [Some(authors), record.year.clone(), formats]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}
