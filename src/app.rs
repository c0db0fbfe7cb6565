//! Shell and routes; the only place that lists the modules.
use crate::i18n::t;
use crate::module::Module;
use crate::modules::appointments;
use crate::pages;
use crate::ui::{Alert, Button, Icon, IconName, Look, Severity};
use crate::{boot, city, i18n, navigation, offline};
use crate::ui::{dynamic, when};
use leptos::prelude::*;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::{StaticSegment, path};
use messages::Catalogue;
use wasm_bindgen_futures::spawn_local;

/// Every module this build knows. The city chooses which of them, and in which order.
pub const MODULES: &[Module] = &[appointments::module::MODULE];

/// Loads city and texts, then puts the app in the place of the skeleton.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| boot::crash(&panic.to_string())));
    spawn_local(async {
        let city = match city::load().await {
            Ok(city) => city,
            Err(error) => return boot::crash(&error.to_string()),
        };
        let language = i18n::first_choice(&city);
        let early = boot::file("texts")
            .await
            .filter(|_| boot::language().as_deref() == Some(language.tag()));
        let catalogue = match early.map(|early| Catalogue::from_json(early.text.as_bytes())) {
            Some(Ok(catalogue)) => catalogue,
            _ => match i18n::fetch(language).await {
                Ok(catalogue) => catalogue,
                Err(error) => return boot::crash(&error.to_string()),
            },
        };
        if let Some(skeleton) = document().get_element_by_id("skeleton") {
            skeleton.remove();
        }
        mount_to_body(move || {
            i18n::provide(language, catalogue);
            navigation::watch();
            offline::start();
            for module in modules_on() {
                (module.start)();
            }
            view! { <Shell/> }
        });
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
                    <Routes fallback=pages::Elsewhere>
                        <Route path=StaticSegment("") view=pages::Home/>
                        <Route path=path!("/settings") view=pages::Settings/>
                        <Route path=path!("/settings/device") view=pages::Device/>
                        <Route path=path!("/legal/:page") view=pages::Legal/>
                        <appointments::Pages/>
                    </Routes>
                    <Footer/>
                </main>
                <Navigation/>
            </div>
            <p id="announcements" class="hidden-visually" aria-live="polite"></p>
        </Router>
    }
}

#[component]
fn Header() -> impl IntoView {
    let logo = city::with(|city| {
        let logo = city.brand.logo_dark.as_ref().unwrap_or(&city.brand.logo);
        city::file(logo.as_str())
    });
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        crate::ui::focus_heading();
    };
    view! {
        <header class="header">
            <a class="skip" href="#main" on:click=skip>{t("shell.skip")}</a>
            <div class="header__inner">
                <A href="/" attr:class="header__home">
                    {logo.map(|logo| view! { <img src=logo alt=""/> })}
                    <span class="header__name">{city::name}</span>
                </A>
                <div class="header__tools">
                    <A href="/settings" attr:class="kern-btn icon-button" attr:aria-label=t("shell.language")>
                        <Icon name=IconName::Language/>
                    </A>
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
    let update = Callback::new(|()| offline::apply_update());
    view! {
        <div class="banners">
            <div role="status">
                {when(move || !online.get(), move || view! { <div class="banner"><p><Icon name=IconName::Offline/><span>{t("shell.offline")}</span></p></div> })}
                {when(move || ready.get(), move || view! { <div class="banner">
                        <p>{t("shell.update")}</p>
                        <Button look=Look::Secondary label=t("shell.update.now") on_press=update/>
                    </div> })}
            </div>
        </div>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let entry = |href: String, icon: IconName, label: &'static str, exact: bool| {
        view! {
            <li><A href=href exact=exact><Icon name=icon/><span>{t(label)}</span></A></li>
        }
    };
    view! {
        <nav class="navigation" aria-label=t("shell.navigation")>
            <ul>
                {entry("/".to_owned(), IconName::Home, "home.short", true)}
                {modules_on().into_iter().map(|module| {
                    entry(module.address(), module.icon, module.short_title, false)
                }).collect_view()}
                {entry("/settings".to_owned(), IconName::Settings, "settings.short", false)}
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
                        <li><A href=format!("/legal/{}", page.slug())>{t(pages::legal_title(page))}</A></li>
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
