//! The list of records: kept on this device, taken away as a file, brought back from one.
use super::super::keep;
use super::super::state::{self, use_library};
use super::hits::Hits;
use crate::i18n::{plural, t, text};
use crate::offline::browser;
use crate::task;
use crate::ui::{Icon, IconName, IntoPart, Page, announce, dynamic, file_address};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The page.
#[component]
pub fn ListPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let take_away = move || {
        let address = file_address(&keep::exported(state), "application/json");
        let gone = address.clone();
        on_cleanup(move || {
            // An address that was never given out needs no taking back.
            let _ = web_sys::Url::revoke_object_url(&gone);
        });
        view! {
            <a class="kern-btn kern-btn--secondary" href=address download="stadtkern-library-list.json">
                <Icon name=IconName::Share/><span>{t("library.list.export")}</span>
            </a>
        }
    };
    view! {
        <Page title=Signal::derive(t("library.list")) usable=Signal::derive(move || state.restored.get())>
            {dynamic(move || {
                let records = state.listed.get();
                if records.is_empty() {
                    return view! { <p role="status">{text("library.list.none", &[])}</p> }.part();
                }
                view! {
                    <div class="kern-card"><Hits records/></div>
                    <p>{take_away()}</p>
                }.part()
            })}
            <label class="kern-btn kern-btn--secondary library-import">
                <Icon name=IconName::Plus/><span>{t("library.list.import")}</span>
                <input type="file" accept="application/json,.json" class="hidden-visually" on:change:target=move |event| read(&event.target())/>
            </label>
        </Page>
    }
}

/// Reads the file that somebody chose.
fn read(input: &web_sys::HtmlInputElement) {
    let files = browser::get(input, "files");
    let file = browser::get(&files, "0");
    input.set_value("");
    task::begin(async move {
        let content = browser::call_and_wait(&file, "text", &[]).await.unwrap_or(JsValue::NULL);
        let content = content.as_string().unwrap_or_default();
        let words = match keep::import(use_library(), &content).await {
            Some(new) => plural("library.list.imported", super::super::names::number(new), &[]),
            None => text("library.list.noList", &[]),
        };
        announce(&words);
    });
}
