//! Shell and routes; the only place that lists the modules.
use crate::boot::{self, Crash};
use crate::i18n::t;
use crate::later;
use crate::module::Module;
use crate::modules::{appointments, library, participation, transit};
use crate::pages;
use crate::task;
use crate::ui::{Alert, Button, Icon, IconName, IntoPart, Look, Part, Severity, dynamic, when};
use crate::{city, i18n, navigation, offline};
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};
use messages::Catalogue;

/// Every module this build knows. The city chooses which of them, and in which order.
pub const MODULES: &[Module] = &[
    appointments::module::MODULE,
    transit::module::MODULE,
    library::module::MODULE,
    participation::module::MODULE,
];

/// Loads city and texts, then puts the app in the place of the skeleton.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| boot::crash(Crash::Stopped, &panic.to_string())));
    task::begin(async {
        let city = match city::load().await {
            Ok(city) => city,
            Err(error) => return boot::crash(Crash::Unreachable, &error.to_string()),
        };
        let language = i18n::first_choice(&city);
        let early = boot::file("texts")
            .await
            .and_then(boot::Answer::file)
            .filter(|_| boot::language().as_deref() == Some(language.tag()));
        let catalogue = match early.map(|early| Catalogue::from_json(early.as_bytes())) {
            Some(Ok(catalogue)) => catalogue,
            _ => match i18n::fetch(&i18n::address("", language)).await {
                Ok(catalogue) => catalogue,
                Err(error) => return boot::crash(Crash::Unreachable, &error.to_string()),
            },
        };
        if let Some(skeleton) = document().get_element_by_id("skeleton") {
            skeleton.remove();
        }
        mount_to_body(move || {
            i18n::provide(language, catalogue);
            navigation::watch();
            offline::start();
            keep_texts();
            for module in modules_on() {
                (module.start)();
            }
            view! { <Shell/> }
        });
    });
}

/// Keeps the texts of the pages that nobody has opened yet, so that these open without a network.
fn keep_texts() {
    Effect::new(|| {
        let language = i18n::language();
        let modules = modules_on().into_iter().filter(|module| module.own_texts);
        offline::keep(modules.map(|module| i18n::address(module.slug, language)).collect());
    });
}

/// The modules in the city's order, those that are on.
pub fn modules_on() -> Vec<Module> {
    city::with(|city| {
        city.modules
            .iter()
            .filter(|module| module.on)
            .filter_map(|module| MODULES.iter().find(|known| known.slug == module.slug).copied())
            .collect()
    })
    .unwrap_or_default()
}

#[component]
fn Shell() -> impl IntoView {
    view! {
        <Router>
            <div class="shell">
                <Header/>
                <Banners/>
                <main class="main" id="main">
                    <CurrentPage/>
                    <Footer/>
                </main>
                <Navigation/>
            </div>
            <p id="announcements" class="hidden-visually" aria-live="polite"></p>
        </Router>
    }
}

/// The page of the address. No table of routes: the modules say themselves which pages they have,
/// and the router's own would cost 7 KB more on the wire to find the one entry it has.
#[component]
fn CurrentPage() -> impl IntoView {
    navigation::learn();
    let location = use_location();
    let path = location.pathname;
    // The router writes the new address into the window when it hears that the page stands.
    let router = use_context::<BrowserUrl>();
    Effect::new(move || {
        path.track();
        if let Some(router) = &router {
            router.ready_to_complete();
        }
    });
    // A link of the city's own system arrives at the front page with everything in its fragment.
    Effect::new(move || {
        let (hash, search) = (location.hash.get(), location.search.get());
        if path.get() == "/" && !hash.is_empty() {
            for module in modules_on() {
                let link = (module.link)((hash.clone(), search.clone()));
                task::begin(async move {
                    if let Ok(Some(address)) = link.await {
                        navigation::replace(&address);
                    }
                });
            }
        }
    });
    dynamic(move || page(&path.get()))
}

/// The page of a path.
fn page(path: &str) -> Part {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let slug = segments.first().copied().unwrap_or_default();
    let own = match *segments {
        [] => Some(view! { <pages::Home/> }.part()),
        ["settings" | "legal", ..] => Some(later::page(pages::RARE, "", &segments)),
        _ => None,
    };
    let of_module = || {
        let module = modules_on().into_iter().find(|module| module.slug == slug)?;
        (module.page)(segments.get(1..).unwrap_or_default())
    };
    own.or_else(of_module).unwrap_or_else(|| pages::elsewhere(slug))
}

#[component]
fn Header() -> impl IntoView {
    // Both are there and the theme's style shows one: an image cannot know the chosen theme.
    let logos = city::with(|city| {
        let light = &city.brand.logo;
        let dark = city.brand.logo_dark.as_ref().unwrap_or(light);
        [("logo logo--light", light.as_str()), ("logo logo--dark", dark.as_str())]
            .map(|(class, path)| (class, city::file(path)))
    });
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        crate::ui::focus_heading();
    };
    view! {
        <header class="header">
            <a class="skip" href="#main" on:click=skip>{t("shell.skip")}</a>
            <div class="header__inner">
                <a href="/" class="header__home" aria-label=Signal::derive(city::name)>
                    {logos.into_iter().flatten().map(|(class, address)| {
                        view! { <img class=class src=address alt=""/> }
                    }).collect_view()}
                </a>
                <div class="header__tools">
                    <a href="/settings" class="kern-btn icon-button" aria-label=t("shell.language")>
                        <Icon name=IconName::Language/>
                    </a>
                </div>
            </div>
        </header>
    }
}

/// What holds for every page: no network, a new version, storage that does not work.
#[component]
fn Banners() -> impl IntoView {
    let online = navigation::online();
    let ready = offline::update_ready();
    let health = offline::health();
    let update = Callback::new(|()| offline::apply_update());
    view! {
        <div class="banners">
            <div role="status">
                {when(move || !online.get(), move || view! { <div class="banner"><p><Icon name=IconName::Offline/><span>{t("shell.offline")}</span></p></div> })}
                {dynamic(move || health.get().key().map(|key| view! { <div class="banner"><p>{t(key)}</p></div> }))}
                {when(move || ready.get(), move || view! { <div class="banner">
                        <p>{t("shell.update")}</p>
                        <Button look=Look::Secondary label=t("shell.update.now") on_press=update/>
                    </div> })}
            </div>
        </div>
    }
}

/// Whether a path is an address of the navigation, or stands below it.
fn is_below(path: &str, address: &str) -> bool {
    match path.strip_prefix(address) {
        Some(rest) => rest.is_empty() || (address != "/" && rest.starts_with('/')),
        None => false,
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let path = use_location().pathname;
    let entry = |href: String, icon: IconName, label: &'static str| {
        let address = href.clone();
        let current = move || path.with(|path| is_below(path, &address)).then_some("page");
        view! {
            <li><a href=href aria-current=current><Icon name=icon/><span>{t(label)}</span></a></li>
        }
    };
    view! {
        <nav class="navigation" aria-label=t("shell.navigation")>
            <ul>
                {entry("/".to_owned(), IconName::Home, "home.short")}
                {modules_on().into_iter().map(|module| {
                    entry(module.address(), module.icon, module.short_title)
                }).collect_view()}
                {entry("/settings".to_owned(), IconName::Settings, "settings.short")}
            </ul>
        </nav>
    }
}

#[component]
fn Footer() -> impl IntoView {
    let pages = city::with(|city| city.legal.clone()).unwrap_or_default();
    view! {
        <footer class="footer">
            <nav aria-label=t("shell.legal")>
                <ul>
                    {pages.into_iter().map(|page| view! {
                        <li><a href=format!("/legal/{}", page.slug())>{t(pages::legal_title(page))}</a></li>
                    }).collect_view()}
                </ul>
            </nav>
        </footer>
    }
}

/// Shows the gravest notices of the city.
#[component]
pub fn Notices() -> impl IntoView {
    city::notices()
        .into_iter()
        .map(|notice| {
            let severity = match notice.severity {
                ::city::Severity::Info => Severity::Information,
                ::city::Severity::Warning => Severity::Warning,
                ::city::Severity::Danger => Severity::Danger,
            };
            let title = notice.title.clone();
            view! {
                <Alert severity=severity title=Signal::derive(move || city::localised(&title))>
                    <p>{dynamic(move || city::localised(&notice.text))}</p>
                    {notice.link.as_ref().map(|link| view! { <p><a href=link.to_string()>{t("notice.more")}</a></p> })}
                </Alert>
            }
        })
        .collect_view()
}
