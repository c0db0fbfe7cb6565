//! The words of the app in the person's language.
//!
//! `t("key")` gives a text that follows the language; `text` and `plural` give a text at this
//! moment, for use inside a closure. The files are read at run time, one a language.
pub mod format;

pub use ::city::Language;

use crate::boot;
use ::city::City;
use gloo_net::http::Request;
use leptos::prelude::*;
use messages::Catalogue;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

#[derive(Clone, Copy)]
struct Words {
    language: RwSignal<Language>,
    catalogue: RwSignal<Arc<Catalogue>>,
}

thread_local! {
    static WORDS: Cell<Option<Words>> = const { Cell::new(None) };
    /// The modules whose own texts are here, by their slug.
    static BROUGHT: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Why a language is not there.
#[derive(Debug, Clone, Copy, thiserror::Error, PartialEq, Eq)]
pub enum LanguageError {
    /// Neither the network nor the device has it.
    #[error("the texts could not be loaded")]
    Unreachable,
    /// What came is no text file.
    #[error("the texts are damaged")]
    Damaged,
}

/// Sets the words up; called once, before the first view.
pub fn provide(language: Language, catalogue: Catalogue) {
    let words =
        Words { language: RwSignal::new(language), catalogue: RwSignal::new(Arc::new(catalogue)) };
    WORDS.set(Some(words));
    Effect::new(move || mark_document(words.language.get()));
}

/// Changes the language without a reload. The old one stays when the new one cannot be had.
///
/// # Errors
/// See [`LanguageError`].
pub async fn change(language: Language) -> Result<(), LanguageError> {
    let mut catalogue = fetch(&address("", language)).await?;
    for module in BROUGHT.with_borrow(Clone::clone) {
        catalogue.extend(fetch(&address(module, language)).await?);
    }
    if let Some(words) = WORDS.get() {
        words.catalogue.set(Arc::new(catalogue));
        words.language.set(language);
        crate::preferences::store(crate::preferences::LANGUAGE, language.tag());
    }
    Ok(())
}

/// Whether the texts that come with a module's pages are here. A module without such texts is named `""`.
pub fn has_module(slug: &str) -> bool {
    slug.is_empty() || BROUGHT.with_borrow(|brought| brought.contains(&slug))
}

/// Brings the texts that come with a module's pages.
///
/// # Errors
/// See [`LanguageError`].
pub async fn bring_module(slug: &'static str) -> Result<(), LanguageError> {
    while !has_module(slug) {
        let language = untrack(language);
        let texts = fetch(&address(slug, language)).await?;
        // The person may have chosen another language meanwhile: then these are not the right ones any more.
        if let Some(words) = WORDS.get().filter(|words| words.language.get_untracked() == language)
        {
            BROUGHT.with_borrow_mut(|brought| brought.push(slug));
            // Nothing on the page waits for them: who needs them is shown when they are there.
            words.catalogue.update_untracked(|catalogue| Arc::make_mut(catalogue).extend(texts));
        }
    }
    Ok(())
}

/// Where the texts of a module are; those that the first view needs where the slug is empty.
pub fn address(slug: &str, language: Language) -> String {
    let between = if slug.is_empty() { "" } else { "/" };
    ["/city/texts/", slug, between, language.tag(), ".json"].concat()
}

/// Reads a file of texts.
///
/// # Errors
/// See [`LanguageError`].
pub async fn fetch(address: &str) -> Result<Catalogue, LanguageError> {
    let answer = Request::get(address).send().await.map_err(|_| LanguageError::Unreachable)?;
    if !answer.ok() {
        return Err(LanguageError::Unreachable);
    }
    let bytes = answer.binary().await.map_err(|_| LanguageError::Unreachable)?;
    Catalogue::from_json(&bytes).map_err(|_| LanguageError::Damaged)
}

/// The language of this moment; followed when read inside a reactive closure.
pub fn language() -> Language {
    WORDS.get().map_or(Language::De, |words| words.language.get())
}

/// A text that follows the language.
pub fn t(key: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || text(key, &[])
}

/// The text of a key now, with its placeholders filled.
pub fn text(key: &str, arguments: &[(&str, &str)]) -> String {
    match WORDS.get() {
        Some(words) => words.catalogue.with(|catalogue| catalogue.text(key, arguments)),
        None => key.to_owned(),
    }
}

/// The text for a number; `{n}` is the number as the language writes it.
pub fn plural(key: &str, number: f64, arguments: &[(&str, &str)]) -> String {
    let Some(words) = WORDS.get() else { return key.to_owned() };
    let category = format::plural_category(number);
    let written = format::number(number);
    let mut all = vec![("n", written.as_str())];
    all.extend_from_slice(arguments);
    words.catalogue.with(|catalogue| catalogue.plural(key, &category, &all))
}

fn mark_document(language: Language) {
    if let Some(root) = document().document_element() {
        // A page without the attributes is still readable, so a refusal is no reason to stop.
        // Easy German is German to a screen reader.
        let _ = root.set_attribute("lang", language.family());
        let _ = root.set_attribute("dir", language.direction().attribute());
        let _ = root.set_attribute("data-language", language.tag());
    }
}

/// The language to begin with: the one the loader chose, if the city offers it.
pub fn first_choice(city: &City) -> Language {
    boot::language()
        .and_then(|tag| Language::from_tag(&tag))
        .filter(|language| city.languages.contains(language))
        .unwrap_or_else(|| city.default_language())
}

/// The tag for `Intl`. Arabic keeps the digits of the city's forms, signs and telephones.
fn intl_tag() -> &'static str {
    match language() {
        Language::De | Language::DeSimple => "de",
        Language::En => "en-GB",
        Language::Tr => "tr",
        Language::Uk => "uk",
        Language::Ar => "ar-u-nu-latn",
    }
}
