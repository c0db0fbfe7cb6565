//! Imprint, privacy, accessibility: the city's own words.
use crate::city;
use crate::i18n::{language, t};
use crate::task;
use crate::ui::{Alert, IntoPart, Loading, Page, Part, Severity, dynamic};
use ::city::{City, LegalPage};
use gloo_net::http::Request;
use leptos::prelude::*;

/// The key of a legal page's title.
pub const fn legal_title(page: LegalPage) -> &'static str {
    match page {
        LegalPage::Imprint => "legal.imprint",
        LegalPage::Privacy => "legal.privacy",
        LegalPage::Accessibility => "legal.accessibility",
    }
}

/// A legal page; `None` for a name that is none.
pub fn legal(slug: &str) -> Option<Part> {
    let page = LegalPage::ALL.into_iter().find(|page| page.slug() == slug)?;
    Some(view! { <LegalText page/> }.part())
}

#[component]
fn LegalText(page: LegalPage) -> impl IntoView {
    // `None` while it is asked for, `Some(None)` when it could not be had.
    let words = RwSignal::new(None::<Option<String>>);
    Effect::new(move || {
        let language = language();
        task::begin(async move {
            words.try_set(Some(fetch(page, language).await));
        });
    });
    view! {
        <Page title=Signal::derive(t(legal_title(page)))>
            {dynamic(move || match words.get() {
                None => view! { <Loading/> }.part(),
                Some(Some(words)) => render(&words).part(),
                Some(None) => view! {
                    <Alert severity=Severity::Warning title=Signal::derive(t("legal.unreachable"))/>
                }
                .part(),
            })}
        </Page>
    }
}

async fn fetch(page: LegalPage, language: ::city::Language) -> Option<String> {
    let first = city::with(City::default_language).unwrap_or(language);
    for language in [language, first] {
        let answer = Request::get(&city::file(&page.file(language))).send().await.ok()?;
        if answer.ok() {
            return answer.text().await.ok();
        }
    }
    None
}

/// The little Markdown a legal page needs: headings, lists, paragraphs, links. Everything else
/// is shown as it is written; nothing is ever read as HTML.
fn render(words: &str) -> Vec<Part> {
    words
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
        .filter_map(|block| {
            let hashes = block.len() - block.trim_start_matches('#').len();
            match hashes {
                // The page's own heading says it already.
                1 => None,
                2 => Some(view! { <h2>{inline(block.trim_start_matches('#').trim())}</h2> }.part()),
                3.. => {
                    Some(view! { <h3>{inline(block.trim_start_matches('#').trim())}</h3> }.part())
                }
                0 => Some(body(block)),
            }
        })
        .collect()
}

fn body(block: &str) -> Part {
    if block.lines().all(|line| line.starts_with("- ") || line.starts_with("  ")) {
        let items = block.split("\n- ").map(|item| item.trim_start_matches("- ").to_owned());
        return view! { <ul>{items.map(|item| view! { <li>{inline(&item)}</li> }).collect_view()}</ul> }
            .part();
    }
    view! { <p>{inline(block)}</p> }.part()
}

/// Links `[words](address)` and line breaks in a paragraph.
fn inline(words: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(label, tail)| {
            let (address, tail) = tail.split_once(')')?;
            Some((label, ::city::Link::new(address)?, tail))
        });
        let Some((label, link, tail)) = link else { break };
        parts.push(before.to_owned().part());
        parts.push(view! { <a href=link.to_string()>{label.to_owned()}</a> }.part());
        rest = tail;
    }
    parts.push(rest.to_owned().part());
    parts
}
