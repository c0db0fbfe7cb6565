//! What a search found, by what it can be narrowed, and the way to the next hits.
use super::super::keep::{self, KeptSearch};
use super::super::state::{self, use_library};
use super::super::{client, names};
use super::before::FromDevice;
use super::hits::Hits;
use super::parts::{FailureBox, SearchForm};
use crate::i18n::{format, language, plural, t, text};
use crate::navigation;
use crate::task;
use crate::ui::{ButtonLink, Icon, IconName, IntoPart, Loading, Page, Part, dynamic, when};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use library::catalogue::{Facet, FacetValue, Found};
use library::failure::Failure;
use library::request::Search;

/// Hits of a page.
const HITS: u32 = 20;
/// The facets that are asked for, the most useful first.
const FACETS: [&str; 3] = ["building", "format", "language"];
/// The orders that a catalogue of this kind knows.
const ORDERS: [&str; 3] = ["relevance", "year", "title"];
/// Of a facet so many values are shown.
const MOST_VALUES: usize = 12;

/// What the address asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Asked {
    words: String,
    filters: Vec<(String, String)>,
    sort: String,
    page: u32,
}

impl Asked {
    fn read(search: &str) -> Self {
        let Ok(given) = web_sys::UrlSearchParams::new_with_str(search) else {
            return Self::default();
        };
        let filters = given.get_all("filter");
        let filters = filters.iter().filter_map(|filter| {
            let filter = filter.as_string()?;
            let (field, value) = filter.split_once(':')?;
            FACETS.contains(&field).then(|| (field.to_owned(), value.to_owned()))
        });
        let sort = given.get("sort").filter(|sort| ORDERS.contains(&sort.as_str()));
        Self {
            words: given.get("q").unwrap_or_default(),
            filters: filters.collect(),
            sort: sort.unwrap_or_default(),
            page: given.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    fn address(&self) -> String {
        let mut address = ["/library/search?q=", &state::encoded(&self.words)].concat();
        for (field, value) in &self.filters {
            address.push_str("&filter=");
            address.push_str(&state::encoded(&[field.as_str(), ":", value].concat()));
        }
        if !self.sort.is_empty() {
            address.push_str("&sort=");
            address.push_str(&self.sort);
        }
        if self.page > 1 {
            address.push_str("&page=");
            address.push_str(&self.page.to_string());
        }
        address
    }

    fn has(&self, field: &str, value: &str) -> bool {
        self.filters.iter().any(|(a, b)| a == field && b == value)
    }

    /// The same, with a value of a facet taken up in the place of another, or given up if it had been. Two values of
    /// one facet would ask for what is both.
    fn toggled(&self, field: &str, value: &str) -> Self {
        let mut other = Self { page: 1, ..self.clone() };
        other.filters.retain(|(known, _)| known != field);
        if !self.has(field, value) {
            other.filters.push((field.to_owned(), value.to_owned()));
        }
        other
    }

    fn question(&self) -> Search {
        Search {
            words: self.words.clone(),
            filters: self.filters.clone(),
            facets: FACETS.map(str::to_owned).to_vec(),
            sort: self.sort.clone(),
            page: self.page,
            hits: HITS,
            language: language().tag().to_owned(),
            ..Search::default()
        }
    }
}

/// What is kept of a search: its first page, if it found something.
fn to_keep(asked: &Asked, found: &Found) -> Option<KeptSearch> {
    if asked.page > 1 || found.records.is_empty() {
        return None;
    }
    let values = found.facets.iter().flat_map(|facet| {
        facet.values.iter().filter(|value| asked.has(&facet.field, &value.named.value))
    });
    Some(KeptSearch {
        address: asked.address(),
        words: asked.words.clone(),
        narrowed: values.map(|value| value.named.name.clone()).collect(),
        total: found.total.try_into().unwrap_or(u32::MAX),
        records: found.records.clone(),
        at: format::now(),
    })
}

/// The page.
#[component]
pub fn SearchPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let search = use_location().search;
    let asked = Memo::new(move |_| Asked::read(&search.get()));
    let words = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<Result<Found, Failure>>);
    let count = StoredValue::new(0_u32);
    let ask = move || {
        answer.set(None);
        count.update_value(|count| *count += 1);
        let (mine, question) = (count.get_value(), asked.get_untracked().question());
        task::begin(async move {
            let found = client::search(&question).await;
            // The page may be gone, or something else may have been asked meanwhile.
            if count.try_get_value() == Some(mine) {
                let kept =
                    found.as_ref().ok().and_then(|found| to_keep(&asked.get_untracked(), found));
                answer.set(Some(found));
                if let Some(kept) = kept {
                    keep::remember_search(state, kept).await;
                }
            }
        });
    };
    Effect::new(move |before: Option<Asked>| {
        let now = asked.get();
        words.set(now.words.clone());
        language();
        ask();
        if before.is_some_and(|before| before != now) {
            // What was pressed is gone with the hits before.
            navigation::top();
        }
        now
    });
    let again = Callback::new(move |()| ask());
    view! {
        <Page title=Signal::derive(t("library.search.title"))>
            <SearchForm words/>
            {when(move || answer.with(Option::is_none), || view! { <Loading/> })}
            {dynamic(move || match answer.get() {
                None => ().part(),
                Some(Ok(found)) => shown(&asked.get_untracked(), found),
                Some(Err(failure)) => view! {
                    <FailureBox failure again/>
                    <FromDevice address=asked.get_untracked().address() words=asked.get_untracked().words/>
                }.part(),
            })}
        </Page>
    }
}

fn shown(asked: &Asked, found: Found) -> Part {
    let total = names::number(found.total);
    if found.records.is_empty() {
        let narrowed = !asked.filters.is_empty();
        let wider = Asked { filters: Vec::new(), page: 1, ..asked.clone() }.address();
        let words = asked.words.clone();
        return view! {
            <p role="status">{text("library.search.nothing", &[("words", &words)])}</p>
            {narrowed.then(|| view! { <p><ButtonLink href=wider label=Signal::derive(t("library.search.wider"))/></p> })}
        }
        .part();
    }
    let pages = found.total.div_ceil(u64::from(HITS));
    let step = |page: u32| Asked { page, ..asked.clone() }.address();
    let back = (asked.page > 1).then(|| step(asked.page - 1));
    let on = (u64::from(asked.page) < pages).then(|| step(asked.page + 1));
    let place = text(
        "library.search.page",
        &[
            ("page", &format::number(names::number(asked.page))),
            ("pages", &format::number(names::number(pages))),
        ],
    );
    view! {
        <p role="status"><strong>{plural("library.search.found", total, &[])}</strong></p>
        {narrowing(asked, &found.facets)}
        <div class="kern-card"><Hits records=found.records/></div>
        {(pages > 1).then(move || view! {
            <nav class="row row--spread" aria-label=t("library.search.pages")>
                {back.map(|href| view! { <ButtonLink icon=IconName::Back href label=Signal::derive(t("library.search.back"))/> })}
                <span class="muted">{place}</span>
                {on.map(|href| view! { <ButtonLink icon=IconName::Forward href label=Signal::derive(t("library.search.on"))/> })}
            </nav>
        })}
    }
    .part()
}

/// By what the hits can be narrowed, and their order.
fn narrowing(asked: &Asked, facets: &[Facet]) -> Part {
    let orders = ORDERS.map(|order| {
        let current = asked.sort == order || (asked.sort.is_empty() && order == "relevance");
        let href = Asked { sort: order.to_owned(), page: 1, ..asked.clone() }.address();
        let label = text(&["library.order.", order].concat(), &[]);
        view! { <li><a class="chip" href=href aria-current=current.then_some("true")>{label}</a></li> }
    });
    let groups: Vec<_> = FACETS
        .iter()
        .filter_map(|field| facets.iter().find(|facet| facet.field == *field))
        .filter(|facet| !facet.values.is_empty())
        .map(|facet| group(asked, facet))
        .collect();
    // Who narrows or sorts once may want to do so again.
    let open = !asked.filters.is_empty() || !asked.sort.is_empty();
    view! {
        <details class="kern-accordion" open=open>
            <summary><span>{t("library.narrow")}</span><Icon name=IconName::Down/></summary>
            <div class="kern-accordion__body stack">
                <div class="stack stack--tight">
                    <h2 class="small">{t("library.order")}</h2>
                    <ul class="plain-list row">{orders.into_iter().collect_view()}</ul>
                </div>
                {groups}
            </div>
        </details>
    }
    .part()
}

fn group(asked: &Asked, facet: &Facet) -> impl IntoView + use<> {
    let title = text(&["library.facet.", &facet.field].concat(), &[]);
    let field = facet.field.clone();
    // A value that is taken up stays in sight, wherever it stands.
    let taken = |value: &&FacetValue| asked.has(&field, &value.named.value);
    let first = facet.values.iter().take(MOST_VALUES);
    let further = facet.values.iter().skip(MOST_VALUES).filter(taken);
    let values = first.chain(further).map(|value| {
        let on = asked.has(&field, &value.named.value);
        let href = asked.toggled(&field, &value.named.value).address();
        let count = format::number(names::number(value.count));
        let name = value.named.name.clone();
        view! {
            <li><a class="chip" href=href aria-current=on.then_some("true")>
                <bdi>{name}</bdi> <span class="chip__count">{count}</span>
                {on.then(|| view! { <Icon name=IconName::Close/> })}
            </a></li>
        }
    });
    view! {
        <div class="stack stack--tight">
            <h2 class="small">{title}</h2>
            <ul class="plain-list row">{values.collect_view()}</ul>
        </div>
    }
}
