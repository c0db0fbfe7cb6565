//! Choosing what an appointment is for: my own first, then search, life situations, everything.
use super::super::module::finding;
use super::super::names;
use super::super::state::{recent, use_appointments};
use super::failure::CatalogueFailure;
use super::frame::Steps;
use crate::i18n::{t, text};
use crate::ui::{
    AgeLine, ButtonLink, FindingList, IconName, IntoPart, Loading, Page, SearchField, dynamic, when,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use zms::ServiceId;

/// The first page of a booking.
#[component]
pub fn Choose() -> impl IntoView {
    let state = use_appointments();
    let words = RwSignal::new(String::new());
    let usable = move || state.catalogue.with(|all| !all.services().is_empty());
    let failed = move || !usable() && state.failure.with(Option::is_some);
    let mine = move || state.kept.with(|all| !all.is_empty());
    view! {
        <Page title=Signal::derive(t("appointments.choose.title")) usable=Signal::derive(usable)>
            <Steps at=1/>
            {when(mine, move || view! { <p><ButtonLink icon=IconName::Appointment href="/appointments/mine" label=Signal::derive(t("appointments.mine.title"))/></p> })}
            {when(failed, || view! { <CatalogueFailure/> })}
            {when(move || !usable() && !failed(), move || view! { <Loading/> })}
            {when(usable, move || view! { <SearchField id="service-search" label="appointments.choose.search" words=words/>
                <Services words=words/>
                <AgeLine of=state.freshness/> })}
        </Page>
    }
}

/// The services: those found, or the life situations and all of them.
#[component]
fn Services(words: RwSignal<String>) -> impl IntoView {
    let state = use_appointments();
    let query = use_query_map();
    let situation = move || query.with(|all| all.get("situation"));
    let searching = move || words.with(|words| !words.trim().is_empty());
    let found = move || words.with(|words| (super::super::module::MODULE.search)(words));
    let all = Memo::new(move |_| {
        let wanted = situation().and_then(|id| {
            state.guide.with(|guide| guide.situations().into_iter().find(|s| s.id == id))
        });
        if let Some(situation) = wanted {
            return situation.services;
        }
        let mut all: Vec<ServiceId> =
            state.catalogue.with(|all| all.services_for_start().map(|s| s.id).collect());
        all.sort_by_cached_key(|id| zms::search::fold(&names::service(*id)));
        all
    });
    let heading = move || {
        if searching() {
            return text("appointments.choose.found", &[]);
        }
        situation()
            .and_then(|id| {
                state.guide.with(|guide| guide.situations().into_iter().find(|s| s.id == id))
            })
            .map_or_else(|| text("appointments.choose.all", &[]), |situation| situation.title)
    };
    view! {
        {when(move || !searching(), move || view! { <Recent/><Situations/> })}
        <section class="kern-card stack stack--tight" aria-labelledby="all-services">
            <h2 id="all-services">{heading}</h2>
            {dynamic(move || {
                if searching() {
                    let found = found();
                    if found.is_empty() {
                        return view! { <p role="status">{text("appointments.choose.nothing", &[])}</p> }.part();
                    }
                    return view! { <FindingList of=found/> }.part();
                }
                let known = |id: &ServiceId| state.catalogue.with(|all| all.service(*id).is_some());
                let all = all.get().into_iter().filter(known).map(finding).collect();
                view! { <FindingList of=all/> }.part()
            })}
        </section>
    }
}

/// What was chosen last on this device.
#[component]
fn Recent() -> impl IntoView {
    let state = use_appointments();
    dynamic(move || {
        let known = |id: &ServiceId| state.catalogue.with(|all| all.service(*id).is_some());
        let recent: Vec<ServiceId> = recent().into_iter().filter(known).collect();
        (!recent.is_empty()).then(|| view! {
            <section class="stack stack--tight" aria-labelledby="recent">
                <h2 id="recent">{t("appointments.choose.recent")}</h2>
                <ul class="plain-list row">
                    {recent.into_iter().map(|id| view! {
                        <li><a class="chip" href=["/appointments/service/", &id.to_string()].concat()>{names::service(id)}</a></li>
                    }).collect_view()}
                </ul>
            </section>
        })
    })
}

/// Life situations as links, so that Back leads out of them again.
#[component]
fn Situations() -> impl IntoView {
    let state = use_appointments();
    let query = use_query_map();
    let chosen = move || query.with(|all| all.get("situation"));
    let situations = Memo::new(move |_| state.guide.with(super::super::guide::Guide::situations));
    view! {
        {when(move || situations.with(|all| !all.is_empty()), move || view! { <section class="stack stack--tight" aria-labelledby="situations">
                <h2 id="situations">{t("appointments.choose.situations")}</h2>
                <ul class="plain-list row">
                    {dynamic(move || situations.get().into_iter().map(|situation| {
                        let current = chosen().as_deref() == Some(situation.id.as_str());
                        // The chosen one leads back to everything.
                        let href = if current { "/appointments".to_owned() } else { format!("/appointments?situation={}", situation.id) };
                        view! {
                            <li><a class="chip" href=href aria-current=current.then_some("true")>{situation.title}</a></li>
                        }
                    }).collect_view())}
                </ul>
            </section> })}
    }
}
