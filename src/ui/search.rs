//! The search field: one on the home page, one over the services.
use super::{Icon, IconName};
use crate::i18n::t;
use leptos::prelude::*;

/// A field that searches while one types.
#[component]
pub fn SearchField(
    /// Its id.
    id: &'static str,
    /// The key of its label, which is also its hint.
    label: &'static str,
    /// What is in it.
    words: RwSignal<String>,
) -> impl IntoView {
    view! {
        <search class="search">
            <label class="hidden-visually" for=id>{t(label)}</label>
            <Icon name=IconName::Search/>
            <input
                id=id type="search" class="kern-form-input__input" autocomplete="off"
                placeholder=t(label) prop:value=words
                on:input:target=move |event| words.set(event.target().value())
            />
        </search>
    }
}
