//! Small things that several pages show.
use super::super::state::{Answer, today, use_transit};
use super::super::{names, supply};
use crate::i18n::{format, t, text};
use crate::module::Finding;
use crate::ui::{Alert, Button, Icon, IconName, IntoPart, Loading, Look, Severity, dynamic};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use transit::answer::{FoundStop, Kind};
use transit::line::Line;
use transit::source::Freshness;
use transit::supply::Supply;
use transit::url::{self, Parameters};
use transit::{Moment, Source, Spot, Timing, Trouble, query};

/// The parameters of the address, followed.
pub fn parameters() -> Memo<Parameters> {
    let search = use_location().search;
    Memo::new(move |_| Parameters::parse(&search.get()))
}

/// The sign of a line, in its colour. A screen reader hears it elsewhere.
#[component]
pub fn LineSign(line: Line) -> impl IntoView {
    let colour = line.colour;
    let class = match colour {
        Some(colour) if colour.wants_black() => "line line--light",
        Some(_) => "line line--dark",
        None => "line",
    };
    view! {
        <span class=class style:--line-colour=colour.map(transit::line::Colour::hex) aria-hidden="true"><bdi>{line.name}</bdi></span>
    }
}

/// Plan and reality beside each other: the plan struck through where it no longer holds. Words for a screen reader
/// stand elsewhere.
pub fn times(timing: Timing) -> impl IntoView {
    let planned = names::time(timing.planned);
    let real = names::time(timing.expected());
    let changed = timing.is_cancelled() || timing.delay().is_some_and(|delay| delay != 0);
    let known = timing.delay().is_some();
    view! {
        <span class=names::state_of(timing)>
            {if changed { view! { <s>{planned}</s> }.part() } else { view! { <span>{planned}</span> }.part() }}
            {(changed && known).then(|| view! { " " <strong>{real}</strong> })}
            {names::delay(timing).map(|delay| view! { " " <span class="time__note">{delay}</span> })}
        </span>
    }
}

/// Where what is shown comes from and how fresh it is; whose data it is.
#[component]
pub fn SourceLine(
    /// The source; nothing while it is not known.
    #[prop(into)]
    of: Signal<Option<Source>>,
) -> impl IntoView {
    let now = super::super::state::minute();
    dynamic(move || {
        let source = of.get()?;
        let now = now.get();
        let fresh = source.freshness(now, today());
        let (class, icon) = match fresh {
            Freshness::Live(_) => ("age age--live", IconName::Clock),
            Freshness::Timetable => ("age", IconName::Calendar),
            Freshness::Stale(_) | Freshness::Expired(_) => ("age age--saved", IconName::Warning),
        };
        let ends = source.ends_on(today()).then(|| {
            view! { <p class="age age--saved"><Icon name=IconName::Warning/><span>{text("transit.ends.today", &[])}</span></p> }
        });
        let holds = source.last.filter(|last| *last > today());
        let holds = holds.map(|last| {
            view! { <p class="small muted">{text("transit.valid", &[("day", &names::day(last))])}</p> }
        });
        let attribution = source.attribution.clone().into_iter().map(|whose| match whose.link {
            Some(link) if link.starts_with("https://") => {
                view! { <li><a href=link rel="noopener">{whose.text}</a></li> }.part()
            }
            _ => view! { <li>{whose.text}</li> }.part(),
        });
        Some(view! {
            <div class="stack stack--tight">
                <p class=class><Icon name=icon/><span>{names::freshness(&source, now)}</span></p>
                {ends}
                {holds}
                <ul class="plain-list row small muted" aria-label=t("transit.attribution")>{attribution.collect_view()}</ul>
            </div>
        })
    })
}

/// That the city's planner did not answer, so that what is shown is the device's own.
#[component]
pub fn PlannerFailed(
    /// Why it did not.
    #[prop(into)]
    why: Signal<Option<Trouble>>,
) -> impl IntoView {
    dynamic(move || {
        let trouble = why.get()?;
        let title = Signal::derive(move || names::trouble(&trouble));
        Some(view! {
            <Alert severity=Severity::Information title=title><p>{text("transit.planner.failed", &[])}</p></Alert>
        })
    })
}

/// That the clocks are changed between two moments, the first and the last of what is shown.
#[component]
pub fn ClockChange(
    /// The two moments.
    #[prop(into)]
    within: Signal<Option<(Moment, Moment)>>,
) -> impl IntoView {
    let within = Memo::new(move |_| within.get());
    dynamic(move || {
        let (first, last) = within.get()?;
        let at = names::clock_change(first, last)?;
        let (before, after) = (names::time(at.plus(-60)), names::time(at));
        let words = text("transit.clock", &[("before", &before), ("after", &after)]);
        Some(view! { <p class="age"><Icon name=IconName::Clock/><span>{words}</span></p> })
    })
}

/// Why there is no answer, what to do, and a button to try again where that helps.
#[component]
pub fn TroubleBox(trouble: Trouble) -> impl IntoView {
    let severity = match trouble.kind {
        Kind::SamePlace | Kind::NoJourney | Kind::NotServed => Severity::Information,
        _ => Severity::Warning,
    };
    let again = matches!(
        trouble.kind,
        Kind::NoTimetable | Kind::Unreachable | Kind::Busy | Kind::Garbled | Kind::Other
    );
    let title = trouble.clone();
    let retry = Callback::new(|()| {
        supply::want();
        use_transit().edition.update(|edition| *edition = edition.wrapping_add(1));
    });
    view! {
        <Alert severity=severity title=Signal::derive(move || names::trouble(&title))>
            <p>{dynamic(move || names::next_step(&trouble))}</p>
            {again.then(|| view! { <p><Button look=Look::Secondary label=Signal::derive(t("transit.again")) on_press=retry/></p> })}
        </Alert>
    }
}

/// What is shown while a question is not answered: that it is being asked, that the timetable is being fetched, or
/// why there is none. Nothing once there is an answer.
#[component]
pub fn Waiting<T: Clone + PartialEq + Send + Sync + 'static>(
    /// The answer that is waited for.
    #[prop(into)]
    answer: Signal<Answer<T>>,
) -> impl IntoView {
    let told = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Answer::Asking => Answer::Asking,
            Answer::Here(_) => Answer::Here(()),
            Answer::Trouble(trouble) => Answer::Trouble(trouble.clone()),
        })
    });
    view! { <Told told=told/> }
}

#[component]
fn Told(told: Memo<Answer<()>>) -> impl IntoView {
    let supply = use_transit().supply;
    let fetching = Memo::new(move |_| supply.with(|supply| *supply == Supply::Fetching));
    dynamic(move || match told.get() {
        Answer::Here(()) => ().part(),
        Answer::Asking if fetching.get() => {
            view! { <p class="loading" role="status">{text("transit.fetching", &[])}</p> }.part()
        }
        Answer::Asking => view! { <Loading/> }.part(),
        Answer::Trouble(trouble) => view! { <TroubleBox trouble/> }.part(),
    })
}

/// A stop as an entry of a list.
pub fn finding(found: &FoundStop) -> Finding {
    let stop = &found.stop;
    let lines: Vec<String> = stop.lines.iter().map(|line| line.name.clone()).collect();
    let away = found.metres.map(|metres| format::distance(f64::from(metres)));
    let lines = (!lines.is_empty()).then(|| lines.join(" · "));
    Finding {
        title: stop.name.clone(),
        detail: Some(names::join([away, stop.area.clone(), lines])),
        href: stop_address(&stop.spot()),
    }
}

/// The page of a stop.
pub fn stop_address(spot: &Spot) -> String {
    ["/transit/stop?stop=", &url::encoded(&query::spot_value(spot))].concat()
}
