//! The first page: find something, see what is open, what is kept.
use super::super::names;
use super::super::state::zone;
use super::super::state::{self, use_library};
use super::account::freshness;
use super::branches::branch_address;
use super::hits::Hits;
use super::parts::{FailureBox, SearchForm};
use crate::i18n::{plural, t, text};
use crate::task;
use crate::ui::IntoPart;
use crate::ui::{AgeLine, Button, ButtonLink, Icon, IconName, Loading, Look, Page, dynamic, when};
use leptos::prelude::*;
use library::account::{self, Entry, Urgency};
use library::branch::Branch;

/// How many records seen last are shown.
const SEEN: usize = 5;

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
    let now = state.clock;
    let entries = move || {
        let today = now.get().day;
        state.accounts.with(|all| {
            let ready = account::ready(all, &zone).len();
            let due = account::due(all, &zone);
            let is_over =
                |entry: &&Entry<'_>| matches!(entry.urgency(today, &zone), Urgency::Over(_));
            let over = due.iter().filter(is_over).count();
            let next =
                due.iter().find(|entry| !is_over(entry)).and_then(|entry| entry.document.end);
            let mut lines = Vec::new();
            if over > 0 {
                lines.push(plural("library.summary.over", names::number(over), &[]));
            }
            if ready > 0 {
                lines.push(plural("library.summary.ready", names::number(ready), &[]));
            }
            let loans = plural("library.summary.loans", names::number(due.len()), &[]);
            lines.push(match next {
                Some(next) => {
                    text("library.summary.next", &[("loans", &loans), ("day", &names::when(next))])
                }
                None if due.is_empty() => text("library.loans.none", &[]),
                None => loans,
            });
            lines
        })
    };
    dynamic(move || {
        if state.cards.with(Vec::is_empty) {
            return view! { <p><ButtonLink icon=IconName::Library href="/library/sign-in" label=Signal::derive(t("library.signIn"))/></p> }.part();
        }
        view! {
            <section class="kern-card stack stack--tight" aria-labelledby="my-account">
                <h2 id="my-account">{t("library.account")}</h2>
                <ul class="plain-list">{entries().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                <AgeLine of=freshness()/>
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

/// The records opened last.
#[component]
fn Seen() -> impl IntoView {
    let state = use_library();
    let forget = Callback::new(move |()| task::begin(super::super::keep::forget_seen(state)));
    dynamic(move || {
        let records: Vec<_> = state.seen.with(|all| all.iter().take(SEEN).cloned().collect());
        (!records.is_empty()).then(|| {
            view! {
                <section class="stack stack--tight" aria-labelledby="seen-last">
                    <h2 id="seen-last">{t("library.seen")}</h2>
                    <div class="kern-card"><Hits records/></div>
                    <p><Button look=Look::Tertiary icon=IconName::Delete label=Signal::derive(t("library.seen.forget")) on_press=forget/></p>
                </section>
            }
        })
    })
}
