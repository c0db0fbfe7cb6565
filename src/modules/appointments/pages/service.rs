//! One service: what it is, what to bring, how often, together with what, and in which way.
use super::super::names;
use super::super::state::{choose, use_appointments};
use super::failure::CatalogueFailure;
use super::frame::{Documents, Steps};
use crate::i18n::{format, t, text};
use crate::navigation;
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, Freshness, Icon, IconName, IntoPart, Loading, Look, Page, Part,
    Severity, dynamic, either, when,
};
use leptos::prelude::*;
use zms::catalogue::Selection;
use zms::{OfficeId, ServiceId};

/// How many services to book together are shown before "show all".
const FIRST: usize = 3;

/// What can be said about a service.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Here,
    Asking,
    Failed,
    Gone,
}

/// The page of a service.
pub fn service_page(id: ServiceId) -> Part {
    let state = use_appointments();
    // Settled, so that a fresh catalogue does not draw the page anew under the person's hands.
    let known = Memo::new(move |_| {
        if state.catalogue.with(|all| all.service(id).is_some()) {
            return Known::Here;
        }
        match state.freshness.get() {
            Freshness::Asking => Known::Asking,
            Freshness::Unavailable => Known::Failed,
            Freshness::Live(_) | Freshness::Saved(_) => Known::Gone,
        }
    });
    let title = Signal::derive(t("appointments.choose.title"));
    dynamic(move || match known.get() {
        Known::Here => view! { <Service id/> }.part(),
        Known::Asking => view! { <Page title=title><Loading/></Page> }.part(),
        Known::Failed => view! { <Page title=title><CatalogueFailure/></Page> }.part(),
        Known::Gone => view! {
            <Page title=Signal::derive(t("appointments.service.gone"))>
                <p>{t("appointments.service.gone.text")}</p>
                <p><ButtonLink look=Look::Primary href="/appointments" label=title/></p>
            </Page>
        }
        .part(),
    })
    .part()
}

#[component]
fn Service(id: ServiceId) -> impl IntoView {
    let state = use_appointments();
    // What comes next is fetched while the person reads this page.
    task::begin(async {
        // What is not there by then is asked for again by the next page, which also says so.
        let _ = (super::BOOKING.fetch)().await;
    });
    // A link may name the one office that counts. Read when it is needed: the address may still
    // be on its way when the page is drawn.
    let only = || navigation::query("office").and_then(|id| id.parse::<OfficeId>().ok());
    let selection = RwSignal::new(Selection::of(id));
    let variants = state.catalogue.with_untracked(|all| {
        all.variants(id)
            .into_iter()
            .map(|(variant, service)| (variant, service.id))
            .collect::<Vec<_>>()
    });
    let combinable = state.catalogue.with_untracked(|all| {
        all.combinable(id)
            .map(|(service, _)| service.id)
            .filter(|other| *other != id)
            .collect::<Vec<_>>()
    });
    let duration = move || {
        state
            .catalogue
            .with(|all| all.duration(&selection.get()))
            .filter(|d| d.0 > 0)
            .map(names::duration)
    };
    let fee = move || {
        let cents = state.guide.with(|guide| {
            selection.with(|chosen| {
                chosen
                    .items()
                    .iter()
                    .filter_map(|(id, count)| Some(guide.fee(*id)? * f64::from(*count)))
                    .sum::<f64>()
            })
        });
        (cents > 0.0).then(|| format::money(cents))
    };
    let nowhere = move || state.catalogue.with(|all| all.offices_for(&selection.get()).is_empty());
    let go = Callback::new(move |()| {
        let chosen = selection.get_untracked();
        choose(match only() {
            Some(office) => chosen.only_at(office),
            None => chosen,
        });
        navigation::go("/appointments/times");
    });
    view! {
        <Page title=Signal::derive(move || names::service(id)) usable=Signal::stored(true)>
            <Steps at=1/>
            {dynamic(move || state.guide.with(|guide| guide.short(id).map(str::to_owned)).map(|short| view! { <p>{short}</p> }))}
            <p class="row">
                {dynamic(move || duration().map(|duration| view! {
                    <span class="kern-badge"><Icon name=IconName::Clock/>{text("appointments.about", &[("duration", &duration)])}</span>
                }))}
                {dynamic(move || fee().map(|fee| view! { <span class="kern-badge">{fee}</span> }))}
            </p>
            <Documents services=Signal::derive(move || selection.with(|chosen| chosen.items().iter().map(|(id, _)| *id).collect()))/>
            {when({let many = variants.len() > 1; move || many}, move || view! { <Variants variants=variants.clone() selection/> })}
            <section class="kern-card stack" aria-labelledby="how-many">
                <h2 id="how-many">{t("appointments.service.count")}</h2>
                <Counter id=id selection least=1/>
            </section>
            <Together services=combinable selection/>
            {either(move || !nowhere(), move || view! { <p><Button look=Look::Primary icon=IconName::Calendar label=Signal::derive(t("appointments.service.find")) on_press=go/></p> }, move || view! { <Alert severity=Severity::Warning title=Signal::derive(t("appointments.service.nowhere"))/> })}
        </Page>
    }
}

/// How often a service is wanted.
#[component]
fn Counter(id: ServiceId, selection: RwSignal<Selection>, least: u32) -> impl IntoView {
    let state = use_appointments();
    let count = move || selection.with(|chosen| chosen.count(id));
    let most =
        move || state.catalogue.with(|all| selection.with(|chosen| all.max_count(chosen, id)));
    let change = move |to: u32| selection.update(|chosen| *chosen = chosen.with(id, to));
    let label = move |key: &'static str| move || text(key, &[("service", &names::service(id))]);
    view! {
        <div class="row row--spread">
            <span>{dynamic(move || names::service(id))}</span>
            <span class="counter">
                <button
                    type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=label("appointments.count.less")
                    aria-disabled=move || (count() <= least).then_some("true")
                    on:click=move |_| { if count() > least { change(count() - 1) } }
                ><Icon name=IconName::Minus/></button>
                <output class="counter__value number" aria-live="polite">{dynamic(move || format::number(f64::from(count())))}</output>
                <button
                    type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=label("appointments.count.more")
                    aria-disabled=move || (count() >= most()).then_some("true")
                    on:click=move |_| { if count() < most() { change(count() + 1) } }
                ><Icon name=IconName::Plus/></button>
            </span>
        </div>
    }
}

/// What can be done at the same appointment.
#[component]
fn Together(services: Vec<ServiceId>, selection: RwSignal<Selection>) -> impl IntoView {
    if services.is_empty() {
        return ().part();
    }
    let all = RwSignal::new(services.len() <= FIRST + 2);
    let first: Vec<ServiceId> = services.iter().copied().take(FIRST).collect();
    let rest: Vec<ServiceId> = services.iter().copied().skip(FIRST).collect();
    let row = move |id: ServiceId| view! { <li><Counter id selection least=0/></li> };
    view! {
        <section class="kern-card stack" aria-labelledby="together">
            <h2 id="together">{t("appointments.service.together")}</h2>
            <ul class="plain-list stack">
                {first.into_iter().map(row).collect_view()}
                {dynamic(move || all.get().then(|| rest.iter().copied().map(row).collect_view()))}
            </ul>
            {when(move || !all.get(), move || view! { <button type="button" class="kern-btn kern-btn--tertiary" on:click=move |_| all.set(true)>
                    {t("appointments.service.together.all")}
                </button> })}
        </section>
    }
    .part()
}

/// On site, by telephone, by video.
#[component]
fn Variants(
    variants: Vec<(zms::catalogue::Variant, ServiceId)>,
    selection: RwSignal<Selection>,
) -> impl IntoView {
    view! {
        <fieldset class="kern-fieldset stack stack--tight">
            <legend>{t("appointments.service.variant")}</legend>
            {variants.into_iter().map(|(variant, id)| view! {
                <label class="choice">
                    <input
                        type="radio" name="variant"
                        prop:checked=move || selection.with(|chosen| chosen.main() == Some(id))
                        on:change=move |_| selection.set(Selection::of(id))
                    />
                    <span>{t(variant.message_key())}</span>
                </label>
            }).collect_view()}
        </fieldset>
    }
}
