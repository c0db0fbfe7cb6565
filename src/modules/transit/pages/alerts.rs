//! Alerts: of a stop, a line, a journey, and all of them.
use super::super::state::{learn_lines, use_transit};
use super::super::{names, supply};
use crate::i18n::{t, text};
use crate::task;
use crate::ui::{Icon, IconName, IntoPart, Loading, Page, dynamic};
use leptos::prelude::*;
use transit::alert::{self, Severity};
use transit::{Alert, Moment};

/// Alerts, the gravest first, each to be opened.
#[component]
pub fn AlertList(
    /// The alerts.
    #[prop(into)]
    of: Signal<Vec<Alert>>,
) -> impl IntoView {
    let now = use_transit().now;
    Effect::new(move || {
        if of.with(|alerts| alerts.iter().any(|alert| !alert.lines.is_empty())) {
            task::begin(learn_lines());
        }
    });
    dynamic(move || {
        let mut alerts = of.get();
        let now = Moment(now.get_untracked());
        alert::sort(&mut alerts, now);
        (!alerts.is_empty()).then(|| {
            let entries = alerts.into_iter().map(|alert| one(alert, now)).collect_view();
            view! { <div class="stack stack--tight" role="group" aria-label=t("transit.alerts")>{entries}</div> }
        })
    })
}

fn one(alert: Alert, now: Moment) -> impl IntoView {
    let (class, icon) = match alert.severity {
        Severity::Severe => ("alert-entry alert-entry--danger", IconName::Danger),
        Severity::Warning => ("alert-entry alert-entry--warning", IconName::Warning),
        Severity::Info | Severity::Unknown => ("alert-entry", IconName::Information),
    };
    let effect = text(&["transit.effect.", alert.effect.word()].concat(), &[]);
    let severity = text(&["transit.severity.", alert.severity.word()].concat(), &[]);
    let validity = if alert.holds_at(now) {
        alert.ends(now).map(|until| text("transit.alert.until", &[("time", &names::moment(until))]))
    } else {
        alert.begins(now).map(|from| text("transit.alert.from", &[("time", &names::moment(from))]))
    };
    let lines = (!alert.lines.is_empty()).then(|| {
        let known = use_transit().lines.get();
        let name = |line: &transit::line::LineId| {
            known.iter().find(|(id, _)| *id == line.0).map(|(_, name)| name.clone())
        };
        let mut names: Vec<String> = alert.lines.iter().filter_map(name).collect();
        names.sort();
        names.dedup();
        text("transit.alert.lines", &[("lines", &names.join(", "))])
    });
    // Until the names are known nothing is better than ids.
    let lines = lines.filter(|_| !use_transit().lines.with(Vec::is_empty));
    let title = if alert.title.is_empty() { effect.clone() } else { alert.title.clone() };
    let language = alert.language.clone();
    // A name in Latin letters at its beginning does not turn an Arabic sentence around.
    let direction = match language.as_deref() {
        Some("ar" | "fa" | "he" | "ur") => "rtl",
        _ => "auto",
    };
    let paragraphs: Vec<String> = alert.text.lines().map(str::to_owned).collect();
    let link = alert.link.filter(|link| link.starts_with("https://"));
    view! {
        <details class=class>
            <summary>
                <Icon name=icon/>
                <span><span class="hidden-visually">{severity} ": "</span><bdi lang=language.clone() dir=direction>{title}</bdi></span>
            </summary>
            <div class="stack stack--tight">
                <p class="small muted">{names::join([Some(effect), validity, lines])}</p>
                <div lang=language dir=direction class="stack stack--tight">
                    {paragraphs.into_iter().map(|paragraph| view! { <p>{paragraph}</p> }).collect_view()}
                </div>
                {link.map(|link| view! { <p><a href=link rel="noopener">{text("transit.alert.more", &[])}</a></p> })}
            </div>
        </details>
    }
}

/// All alerts.
#[component]
pub fn AlertsPage() -> impl IntoView {
    supply::look();
    let state = use_transit();
    let all =
        Signal::derive(move || state.alerts.get().map(|alerts| alerts.alerts).unwrap_or_default());
    let told = move || {
        state
            .alerts
            .with(|alerts| alerts.as_ref().map(|alerts| (alerts.alerts.is_empty(), alerts.at)))
    };
    view! {
        <Page title=Signal::derive(t("transit.alerts")) usable=Signal::derive(move || told().is_some())>
            {dynamic(move || match told() {
                None if crate::navigation::online().get() && !state.unheard.get() => view! { <Loading/> }.part(),
                None => view! { <p role="status">{text("transit.alerts.offline", &[])}</p> }.part(),
                Some((true, _)) => view! { <p role="status">{text("transit.alerts.none", &[])}</p> }.part(),
                Some(_) => ().part(),
            })}
            <AlertList of=all/>
            {dynamic(move || told().and_then(|(_, at)| at).map(|at| view! {
                <p class="age"><Icon name=IconName::Clock/><span>{text("transit.alerts.at", &[("time", &names::moment(at))])}</span></p>
            }))}
        </Page>
    }
}
