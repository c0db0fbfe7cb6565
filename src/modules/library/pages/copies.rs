//! The copies of a record by branch, with shelf mark and state.
use super::super::{names, state};
use super::branches::branch_address;
use super::parts::FailureBox;
use super::request;
use crate::i18n::{t, text};
use crate::modules::transit;
use crate::ui::{ButtonLink, IconName, IntoPart, Loading, Look, Part, dynamic, when};
use leptos::prelude::*;
use library::availability::{Copy, CopyState, Holdings, Place};
use library::branch::Branch;
use library::failure::Failure;

/// Where its copies are.
#[component]
pub fn Copies(
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
