//! An address that leads nowhere, or to a service the city has switched off.
use super::home::title_of;
use crate::app::modules_on;
use crate::city;
use crate::i18n::t;
use crate::ui::{Alert, ButtonLink, IconName, IntoPart, Look, Page, Part, Severity, dynamic};
use leptos::prelude::*;

/// The page for an address that no page has, by its first segment.
pub fn elsewhere(slug: &str) -> Part {
    match city::module(slug).filter(|module| !module.on) {
        Some(module) => view! { <SwitchedOff module/> }.part(),
        None => view! { <NotFound/> }.part(),
    }
}

/// A service that is switched off: the reason, and what to use instead.
#[component]
pub fn SwitchedOff(
    /// The module as the city has set it.
    module: ::city::Module,
) -> impl IntoView {
    let title = title_of(&module.slug).map_or("elsewhere.title", |(title, _)| title);
    let link = module.link.clone();
    view! {
        <Page title=Signal::derive(t(title))>
            <Alert severity=Severity::Information title=Signal::derive(t("elsewhere.off"))>
                <p>{dynamic(move || module.reason.as_ref().map(city::localised))}</p>
            </Alert>
            <div class="row">
                {link.map(|link| view! {
                    <a class="kern-btn kern-btn--primary" href=link.to_string()>{t("elsewhere.instead")}</a>
                })}
                <ButtonLink href="/" label=Signal::derive(t("elsewhere.home"))/>
            </div>
        </Page>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=Signal::derive(t("elsewhere.title")) lead=Signal::derive(t("elsewhere.lead"))>
            <div class="row">
                <ButtonLink look=Look::Primary icon=IconName::Home href="/" label=Signal::derive(t("elsewhere.home"))/>
                {modules_on().into_iter().map(|module| view! {
                    <ButtonLink icon=module.icon href=module.address() label=Signal::derive(t(module.title))/>
                }).collect_view()}
            </div>
        </Page>
    }
}
