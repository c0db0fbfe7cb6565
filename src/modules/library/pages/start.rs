//! The first page: find something, see what is open, what is kept.
use super::super::keep::KeptSearch;
use super::super::names;
use super::super::state::{self, use_library};
use super::branches::branch_address;
use super::hits::Hits;
use super::parts::{FailureBox, SearchForm};
use super::summary;
use crate::i18n::{format, plural, t, text};
use crate::task;
use crate::ui::IntoPart;
use crate::ui::{AgeLine, Button, ButtonLink, Icon, IconName, Loading, Look, Page, dynamic, when};
use leptos::prelude::*;
use library::branch::Branch;

/// How many records seen last are shown.
const SEEN: usize = 5;
/// How many searches are.
const SEARCHES: usize = 5;

/// The page.
#[component]
pub fn Start() -> impl IntoView {
    state::look();
    let words = RwSignal::new(String::new());
    view! {
        <Page title=Signal::derive(t("library.title"))>
            <SearchForm words/>
            <MyAccount/>
            <OpenNow/>
            <Listed/>
            <Seen/>
        </Page>
    }
}

/// What is due and what is ready, or the way to sign in.
#[component]
fn MyAccount() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        if state.cards.with(Vec::is_empty) {
            return view! { <p><ButtonLink icon=IconName::Library href="/library/sign-in" label=Signal::derive(t("library.signIn"))/></p> }.part();
        }
        view! {
            <section class="kern-card stack stack--tight" aria-labelledby="my-account">
                <h2 id="my-account">{t("library.account")}</h2>
                {summary::known()}
                <p><ButtonLink look=Look::Primary href="/library/account" label=Signal::derive(t("library.account.open"))/></p>
            </section>
        }
        .part()
    })
}

/// Every branch with whether it is open.
#[component]
fn OpenNow() -> impl IntoView {
    let state = use_library();
    let clock = state.clock;
    let again = Callback::new(|()| task::begin(state::load_branches()));
    view! {
        <section class="stack stack--tight" aria-labelledby="branches-now">
            <h2 id="branches-now">{t("library.branches")}</h2>
            {when(move || state.branches.with(Vec::is_empty) && state.failure.with(Option::is_none), || view! { <Loading/> })}
            {dynamic(move || state.failure.get().map(|failure| view! { <FailureBox failure again/> }))}
            {when(move || state.branches.with(|all| !all.is_empty()), move || view! {
                <ul class="link-list kern-card">
                    {dynamic(move || {
                        let now = clock.get();
                        state.branches.with(|all| all.iter().map(|branch| entry(branch, now)).collect_view())
                    })}
                </ul>
            })}
            <AgeLine of=state.freshness/>
        </section>
    }
}

/// A branch in a list.
pub fn entry(branch: &Branch, now: dates::LocalTime) -> impl IntoView + use<> {
    let (class, words) = names::opening(branch, now, state::visitor());
    let name = names::own(&branch.name);
    view! {
        <li><a href=branch_address(&branch.id)>
            <span class="link-list__text">
                <bdi class="link-list__title">{name}</bdi>
                <span><span class=class>{words}</span></span>
            </span>
            <Icon name=IconName::Forward/>
        </a></li>
    }
}

/// What is in the list.
#[component]
fn Listed() -> impl IntoView {
    let listed = use_library().listed;
    let count = Memo::new(move |_| listed.with(Vec::len));
    when(
        move || count.get() > 0,
        move || {
            let label = move || plural("library.list.open", names::number(count.get()), &[]);
            view! { <p><ButtonLink icon=IconName::List href="/library/list" label=Signal::derive(label)/></p> }
        },
    )
}

/// What was asked and opened last; both are forgotten together.
#[component]
fn Seen() -> impl IntoView {
    let state = use_library();
    let forget = Callback::new(move |()| task::begin(super::super::keep::forget_seen(state)));
    let any = move || {
        state.seen.with(|all| !all.is_empty()) || state.searches.with(|all| !all.is_empty())
    };
    view! {
        {dynamic(move || {
            let searches: Vec<_> =
                state.searches.with(|all| all.iter().take(SEARCHES).map(asked_before).collect());
            (!searches.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="searched-last">
                        <h2 id="searched-last">{t("library.searched")}</h2>
                        <ul class="link-list kern-card">{searches}</ul>
                    </section>
                }
            })
        })}
        {dynamic(move || {
            let records: Vec<_> = state.seen.with(|all| all.iter().take(SEEN).cloned().collect());
            (!records.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="seen-last">
                        <h2 id="seen-last">{t("library.seen")}</h2>
                        <div class="kern-card"><Hits records/></div>
                    </section>
                }
            })
        })}
        {when(any, move || view! {
            <p><Button look=Look::Tertiary icon=IconName::Delete label=Signal::derive(t("library.seen.forget")) on_press=forget/></p>
        })}
    }
}

/// A search that was asked before, and the way to ask it again.
fn asked_before(search: &KeptSearch) -> impl IntoView + use<> {
    let words = if search.words.is_empty() {
        text("library.search.everything", &[])
    } else {
        search.words.clone()
    };
    let narrowed = search.narrowed.join(", ");
    let found = plural("library.search.found", names::number(search.total), &[]);
    let when = format::moment(search.at, format::Style::Moment);
    let detail = text("library.searched.detail", &[("found", &found), ("when", &when)]);
    view! {
        <li><a href=search.address.clone()>
            <span class="link-list__text">
                <bdi class="link-list__title">{words}</bdi>
                {(!narrowed.is_empty()).then(|| view! { <bdi class="small">{narrowed}</bdi> })}
                <span class="muted small">{detail}</span>
            </span>
            <Icon name=IconName::Forward/>
        </a></li>
    }
}
