//! The first page: greeting, search, notices, one tile per module.
use crate::app::{MODULES, Notices, modules_on};
use crate::city;
use crate::i18n::{plural, t, text};
use crate::module::{Finding, Module};
use crate::ui::{AgeLine, FindingList, Icon, IconName, IntoPart, Page, SearchField, dynamic, when};
use leptos::prelude::*;

/// The home page.
#[component]
pub fn Home() -> impl IntoView {
    let words = RwSignal::new(String::new());
    let searching = move || words.with(|words| !words.trim().is_empty());
    let claim = move || city::with(|city| city::localised(&city.claim)).unwrap_or_default();
    view! {
        <Page title=Signal::derive(city::name) lead=Signal::derive(claim) usable=Signal::stored(true)>
            <SearchField id="search" label="home.search" words=words/>
            {when(searching, move || view! { <Findings words=words/> })}
            <NoticesWithAge/>
            <section class="stack" aria-labelledby="services">
                <h2 id="services">{t("home.services")}</h2>
                <div class="tiles">
                    {modules_on().into_iter().map(|module| view! { <Tile module/> }).collect_view()}
                    <SwitchedOff/>
                </div>
            </section>
            <Contact/>
        </Page>
    }
}

/// What the city has to say, and how old that is when it comes from the device.
#[component]
fn NoticesWithAge() -> impl IntoView {
    // Drawn anew only when another notice hangs there: a link in it may have the focus.
    let notices = Memo::new(|_| city::notices());
    let any = move || notices.with(|all| !all.is_empty());
    view! {
        {dynamic(move || {
            notices.track();
            view! { <Notices/> }
        })}
        {when(any, || view! { <AgeLine of=Signal::derive(city::notices_freshness)/> })}
    }
}

#[component]
fn Tile(module: Module) -> impl IntoView {
    view! {
        <article class="tile">
            <div class="tile__head">
                <span class="tile__icon"><Icon name=module.icon/></span>
                <h3><a href=module.address()>{t(module.title)}</a></h3>
            </div>
            {(module.tile)()}
        </article>
    }
}

/// Services the city has switched off, each with its reason and what to use instead.
#[component]
fn SwitchedOff() -> impl IntoView {
    let modules = city::with(|city| {
        city.modules.iter().filter(|module| !module.on).cloned().collect::<Vec<_>>()
    })
    .unwrap_or_default();
    modules
        .into_iter()
        .filter(|module| title_of(&module.slug).is_some())
        .map(|module| {
            let (title, icon) =
                title_of(&module.slug).unwrap_or(("home.services", IconName::Information));
            let reason = module.reason.clone();
            view! {
                <article class="tile tile--off">
                    <div class="tile__head">
                        <span class="muted"><Icon name=icon/></span>
                        <h3><a href=format!("/{}", module.slug)>{t(title)}</a></h3>
                    </div>
                    <p class="muted small">{dynamic(move || reason.as_ref().map(city::localised))}</p>
                </article>
            }
        })
        .collect_view()
}

/// Title and icon of a service the app's format knows, whether this build has it or not.
pub fn title_of(slug: &str) -> Option<(&'static str, IconName)> {
    let module = MODULES.iter().find(|module| module.slug == slug)?;
    Some((module.title, module.icon))
}

#[component]
fn Findings(words: RwSignal<String>) -> impl IntoView {
    dynamic(move || {
        let words = words.get();
        let found: Vec<Finding> =
            modules_on().iter().flat_map(|module| (module.search)(&words)).collect();
        #[allow(clippy::cast_precision_loss, reason = "a handful of findings")]
        let count = plural("search.found", found.len() as f64, &[]);
        let empty = found.is_empty();
        view! {
            <section class="kern-card" aria-labelledby="findings">
                <div role="status"><h2 id="findings">{count}</h2></div>
                {empty.then(|| view! { <p>{text("search.nothing", &[])}</p> })}
                <FindingList of=found/>
            </section>
        }
    })
}

/// How to reach the city.
#[component]
fn Contact() -> impl IntoView {
    let Some(contact) = city::with(|city| city.contact.clone()) else { return ().part() };
    let organisation = contact.organisation.clone();
    let telephone_link = contact.telephone_link();
    let mail_link = ["mailto:", &contact.email].concat();
    view! {
        <section class="stack stack--tight" aria-labelledby="contact">
            <h2 id="contact">{t("home.contact")}</h2>
            <address class="stack stack--tight">
                <p>{dynamic(move || city::localised(&organisation))}<br/><bdi>{contact.street}</bdi><br/><bdi>{contact.postal_code}" "{contact.place}</bdi></p>
                <p class="row">
                    <a class="chip" href=telephone_link><Icon name=IconName::Telephone/><bdi>{contact.telephone}</bdi></a>
                    <a class="chip" href=mail_link><bdi>{contact.email}</bdi></a>
                </p>
            </address>
        </section>
    }
    .part()
}
