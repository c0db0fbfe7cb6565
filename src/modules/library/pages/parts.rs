//! What several pages show.
use super::super::{client, names, state};
use crate::i18n::t;
use crate::navigation;
use crate::ui::{Alert, Button, Icon, IconName, Look, Severity, dynamic, when};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use library::catalogue::Record;
use library::failure::Failure;
use library::request::CoverSize;

/// One parameter of the address, followed.
pub fn parameter(name: &'static str) -> Memo<Option<String>> {
    let search = use_location().search;
    Memo::new(move |_| {
        let search = search.get();
        web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
    })
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
