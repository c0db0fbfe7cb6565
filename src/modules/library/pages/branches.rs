//! The branches, and one of them: is it open, for whom, until when, and the weeks ahead.
use super::super::names;
use super::super::state::{self, use_library};
use super::door::Door;
use super::parts::{FailureBox, parameter};
use super::{occupancy, start};
use crate::i18n::{format, t, text};
use crate::modules::transit;
use crate::task;
use crate::ui::{
    AgeLine, Alert, ButtonLink, Icon, IconName, IntoPart, Loading, Look, Page, Part, Severity,
    dynamic, when,
};
use dates::{Day, LocalTime};
use leptos::prelude::*;
use library::branch::{Branch, BranchDay, Entry, Mode, Span};
use library::opening::{self, State};

/// How many days the week has, from today on.
const WEEK: i32 = 7;
/// For how many days hours are shown at most: eight weeks.
const AHEAD: i32 = 56;

/// Where a branch is.
pub fn branch_address(id: &str) -> String {
    ["/library/branch?id=", &state::encoded(id)].concat()
}

/// All branches.
#[component]
pub fn BranchesPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let clock = state.clock;
    view! {
        <Page title=Signal::derive(t("library.branches"))>
            <Missing/>
            <ul class="link-list kern-card">
                {dynamic(move || {
                    let now = clock.get();
                    state.branches.with(|all| all.iter().map(|branch| start::entry(branch, now)).collect_view())
                })}
            </ul>
            <AgeLine of=state.freshness/>
        </Page>
    }
}

/// What is said while nothing is known, or when the newest could not be had.
#[component]
fn Missing() -> impl IntoView {
    let state = use_library();
    let again = Callback::new(|()| task::begin(state::load_branches()));
    view! {
        {when(move || state.branches.with(Vec::is_empty) && state.failure.with(Option::is_none), || view! { <Loading/> })}
        {dynamic(move || state.failure.get().map(|failure| view! { <FailureBox failure again/> }))}
    }
}

/// One branch.
#[component]
pub fn BranchPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let id = parameter("id");
    let clock = state.clock;
    let branch = Memo::new(move |_| {
        let id = id.get()?;
        state.branches.with(|all| all.iter().find(|branch| branch.id == id).cloned())
    });
    let title = move || {
        branch.with(|branch| match branch {
            Some(branch) => names::own(&branch.name),
            None => text("library.branches", &[]),
        })
    };
    let today = Memo::new(move |_| clock.get().day);
    occupancy::follow();
    let unknown =
        move || branch.with(Option::is_none) && state.branches.with(|all| !all.is_empty());
    view! {
        <Page title=Signal::derive(title)>
            <Missing/>
            {when(unknown, || view! {
                <Alert severity=Severity::Warning title=Signal::derive(t("library.branch.unknown"))>
                    <p><a href="/library/branches">{t("library.branch.all")}</a></p>
                </Alert>
            })}
            // Each part is drawn anew only when what it shows changes: not every minute what may be open or have the focus.
            {dynamic(move || {
                let now = clock.get();
                branch.with(|branch| branch.as_ref().map(|branch| shown(branch, now)))
            })}
            {dynamic(move || branch.get().map(|branch| view! { <Door branch/> }))}
            {dynamic(move || {
                let today = today.get();
                branch.with(|branch| branch.as_ref().map(|branch| week(branch, today)))
            })}
            {dynamic(move || branch.with(|branch| branch.as_ref().map(contact)))}
            <AgeLine of=state.freshness/>
        </Page>
    }
}

fn shown(branch: &Branch, now: LocalTime) -> Part {
    let (class, words) = names::opening(branch, now, state::visitor());
    let open = opening::state(branch, now);
    let special = branch.day(now.day).and_then(|day| day.info.as_ref()).map(names::own);
    view! {
        <section class="kern-card stack stack--tight" aria-labelledby="open-now">
            <h2 id="open-now">{t("library.now")}</h2>
            <p><span class=class>{words}</span></p>
            {occupancy::shown(branch)}
            {special.map(|special| view! { <p><bdi>{special}</bdi></p> })}
            {inside(branch, open)}
        </section>
    }
    .part()
}

/// Who may be inside now, and what runs.
fn inside(branch: &Branch, open: State<'_>) -> Option<Part> {
    let span = open.open()?;
    let entry = entry_words(span);
    let barrier = state::visitor().may(span).err().map(|barrier| {
        let age = span.minimum_age.unwrap_or_default();
        text(barrier.message_key(), &[("age", &age.to_string())])
    });
    let info = span.info.as_ref().map(names::own);
    let stop = span.stop.as_ref().map(|stop| stop.name.clone());
    let without: Vec<String> = branch
        .services
        .iter()
        .filter(|(id, _)| span.without.contains(id))
        .map(|(_, name)| names::own(name))
        .collect();
    let running: Vec<String> = branch.running(span).map(|(_, name)| names::own(name)).collect();
    Some(
        view! {
            {info.map(|info| view! { <p><bdi>{info}</bdi></p> })}
            {stop.map(|stop| view! { <p><Icon name=IconName::Place/> <bdi>{stop}</bdi></p> })}
            <p>{entry}</p>
            {barrier.map(|barrier| view! { <p>{barrier}</p> })}
            {(!running.is_empty()).then(|| view! { <p>{text("library.services.running", &[("services", &format::list(&running))])}</p> })}
            {(!without.is_empty()).then(|| view! { <p>{text("library.services.without", &[("services", &format::list(&without))])}</p> })}
        }
        .part(),
    )
}

/// Who may enter.
fn entry_words(span: &Span) -> String {
    let key = match span.entry {
        Entry::Anyone => "library.entry.anyone",
        Entry::CardHolders => "library.entry.cardHolders",
        Entry::Registered => "library.entry.registered",
    };
    let words = text(key, &[]);
    match span.minimum_age {
        Some(age) => {
            let from = text("library.entry.age", &[("age", &age.to_string())]);
            [words.as_str(), " ", &from].concat()
        }
        None => words,
    }
}

/// The week from today on, and the weeks behind it.
fn week(branch: &Branch, today: Day) -> Part {
    let first = today.plus_days(WEEK);
    let last = today.plus_days(AHEAD);
    let (near, far): (Vec<&BranchDay>, Vec<&BranchDay>) = branch
        .days
        .iter()
        .filter(|day| day.date >= today && day.date < last)
        .partition(|day| day.date < first);
    if near.is_empty() {
        return view! { <p role="status">{text("library.week.unknown", &[])}</p> }.part();
    }
    let rows = |days: Vec<&BranchDay>| days.into_iter().map(|day| row(day, today)).collect_view();
    let (near, far_count, far) = (rows(near), far.len(), rows(far));
    view! {
        <section class="stack stack--tight" aria-labelledby="week">
            <h2 id="week">{t("library.week")}</h2>
            <dl class="hours kern-card">{near}</dl>
            {(far_count > 0).then(|| view! {
                <details class="kern-accordion">
                    <summary><span>{t("library.week.later")}</span><Icon name=IconName::Down/></summary>
                    <div class="kern-accordion__body"><dl class="hours">{far}</dl></div>
                </details>
            })}
        </section>
    }
    .part()
}

fn row(day: &BranchDay, today: Day) -> impl IntoView + use<> {
    let name = if day.date == today {
        text("library.today", &[])
    } else {
        format::day(day.date, format::Style::ShortDay)
    };
    let spans = day.spans.iter().map(|span| {
        let times = text(
            "library.span",
            &[
                ("from", &format::clock(span.from % 1440)),
                ("until", &format::clock(span.until % 1440)),
            ],
        );
        let mode = match span.mode {
            Mode::Staffed => None,
            Mode::Supervised => Some("library.opening.supervised"),
            Mode::CardAccess => Some("library.opening.cardAccess"),
            Mode::TemporarilyClosed => Some("library.opening.temporarilyClosed"),
        };
        let stop = span.stop.as_ref().map(|stop| stop.name.clone());
        let info = span.info.as_ref().map(names::own);
        view! {
            <dd>
                <span class="hours__times">{times}</span>
                {stop.map(|stop| view! { <bdi>{stop}</bdi> })}
                {mode.map(|key| view! { <span class="muted small">{text(key, &[])}</span> })}
                {info.map(|info| view! { <bdi class="muted small">{info}</bdi> })}
            </dd>
        }
    });
    let spans = spans.collect_view();
    let closed =
        day.spans.is_empty().then(|| view! { <dd>{text("library.opening.closed", &[])}</dd> });
    let info = day.info.as_ref().map(names::own);
    view! {
        <div class="hours__day" class:hours__day--today=day.date == today>
            <dt>{name}</dt>
            {spans}
            {closed}
            {info.map(|info| view! { <dd class="muted small"><bdi>{info}</bdi></dd> })}
        </div>
    }
}

/// Where it is and how to reach it.
fn contact(branch: &Branch) -> Part {
    let name = names::own(&branch.name);
    let way = branch.position.and_then(|position| transit::module::link_to(&name, position));
    let line = |icon, link: Option<String>, words: String| {
        view! {
            <p class="row row--icon"><Icon name=icon/>
                {match link {
                    Some(link) => view! { <a href=link><bdi>{words}</bdi></a> }.part(),
                    None => view! { <bdi>{words}</bdi> }.part(),
                }}
            </p>
        }
    };
    let address = branch.address.clone().map(|address| line(IconName::Place, None, address));
    let telephone = branch.telephone.clone().map(|number| {
        let plain: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        line(IconName::Telephone, Some(["tel:", &plain].concat()), number)
    });
    let email = branch
        .email
        .clone()
        .map(|email| line(IconName::Document, Some(["mailto:", &email].concat()), email));
    let website = branch.website.as_ref().map(|website| {
        line(IconName::Forward, Some(website.as_str().to_owned()), website.as_str().to_owned())
    });
    view! {
        <section class="stack stack--tight" aria-labelledby="contact">
            <h2 id="contact">{t("library.contact")}</h2>
            {address}
            {telephone}
            {email}
            {website}
            {way.map(|way| view! { <p><ButtonLink look=Look::Secondary icon=IconName::Transit href=way label=Signal::derive(t("library.way"))/></p> })}
        </section>
    }
    .part()
}
