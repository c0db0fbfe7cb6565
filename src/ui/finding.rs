//! A list of things that lead on: a title, perhaps one more line, an arrow.
use super::{Icon, IconName};
use crate::module::Finding;
use leptos::prelude::*;

/// A list of links.
#[component]
pub fn FindingList(
    /// What is in it.
    of: Vec<Finding>,
) -> impl IntoView {
    let entry = |finding: Finding| {
        let detail = finding.detail.filter(|detail| !detail.is_empty());
        view! {
            <li>
                <a href=finding.href>
                    <span class="link-list__text">
                        <span class="link-list__title">{finding.title}</span>
                        {detail.map(|detail| view! { <span class="muted small">{detail}</span> })}
                    </span>
                    <Icon name=IconName::Forward/>
                </a>
            </li>
        }
    };
    view! { <ul class="link-list">{of.into_iter().map(entry).collect_view()}</ul> }
}
