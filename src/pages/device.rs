//! What is stored on this device: each item, its size, its age, and the way to delete it.
use crate::app::modules_on;
use crate::i18n::{format, t, text};
use crate::offline::inventory::{self, Item};
use crate::offline::{self, persist};
use crate::task;
use crate::ui::{
    Alert, Button, Dialog, IconName, IntoPart, Loading, Look, Page, Severity, announce, dynamic,
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Device() -> impl IntoView {
    let items = RwSignal::new(None::<Vec<Item>>);
    let failed = RwSignal::new(None::<&'static str>);
    let asking = RwSignal::new(false);
    let safe = RwSignal::new(None::<bool>);
    let reload = move || {
        task::begin(async move {
            match inventory::list().await {
                Ok(list) => {
                    items.try_set(Some(list));
                }
                Err(error) => {
                    failed.try_set(Some(error.key()));
                }
            }
            safe.try_set(Some(persist::granted().await));
        });
    };
    reload();
    let delete = move |item: Item| {
        task::begin(async move {
            match inventory::delete(&item).await {
                Ok(()) => announce(&text("device.deleted", &[])),
                Err(error) => {
                    failed.try_set(Some(error.key()));
                }
            }
            reload();
        });
    };
    let everything = Callback::new(move |()| {
        task::begin(async move {
            match inventory::delete_everything().await {
                // A fresh start: nothing in memory may bring back what was deleted.
                Ok(()) => {
                    let _ = window().location().replace("/");
                }
                Err(error) => {
                    failed.try_set(Some(error.key()));
                }
            }
            asking.try_set(false);
        });
    });
    let health = offline::health();
    view! {
        <Page title=Signal::derive(t("settings.device")) lead=Signal::derive(t("settings.device.text")) usable=Signal::derive(move || items.with(Option::is_some))>
            {dynamic(move || health.get().key().map(|key| view! { <Alert severity=Severity::Warning title=Signal::derive(t(key))/> }))}
            {dynamic(move || failed.get().map(|key| view! { <Alert severity=Severity::Danger title=Signal::derive(t(key))/> }))}
            {dynamic(move || match items.get() {
                None => view! { <Loading/> }.part(),
                Some(list) if list.is_empty() => view! { <p>{t("device.empty")}</p> }.part(),
                Some(list) => view! {
                    <ul class="link-list kern-card">
                        {list.into_iter().map(|item| {
                            let label = item.label();
                            let detail = detail(&item);
                            let key = item.key.clone();
                            view! {
                                <li class="row row--spread stored">
                                    <span class="link-list__text">
                                        <span class="link-list__title">{t(label)}</span>
                                        <span class="muted small">{detail}</span>
                                    </span>
                                    <button
                                        type="button" class="kern-btn kern-btn--tertiary"
                                        aria-label=move || text("device.delete.label", &[("what", &t(label)()), ("key", &key)])
                                        on:click=move |_| delete(item.clone())
                                    >{t("device.delete")}</button>
                                </li>
                            }
                        }).collect_view()}
                    </ul>
                }.part(),
            })}
            {dynamic(move || safe.get().map(|safe| view! {
                <p class="muted">{t(if safe { "device.safe" } else { "device.notSafe" })}</p>
            }))}
            <section class="stack stack--tight" aria-labelledby="kept">
                <h2 id="kept">{t("device.kept")}</h2>
                <ul>
                    {modules_on().iter().flat_map(|module| module.keeps).map(|keeps| view! { <li>{t(keeps.what)}</li> }).collect_view()}
                </ul>
                {modules_on().iter().map(|module| view! { <p class="muted">{t(module.offline)}</p> }).collect_view()}
            </section>
            <p><Button look=Look::Danger icon=IconName::Delete label=Signal::derive(t("device.everything")) on_press=Callback::new(move |()| asking.set(true))/></p>
            <Dialog open=asking title=Signal::derive(t("device.everything.question"))>
                <p>{t("device.everything.text")}</p>
                <p class="row">
                    <Button look=Look::Danger label=Signal::derive(t("device.everything.yes")) on_press=everything/>
                    <Button label=Signal::derive(t("device.everything.no")) on_press=Callback::new(move |()| asking.set(false))/>
                </p>
            </Dialog>
        </Page>
    }
}

/// Size and age in words, as far as they are known.
fn detail(item: &Item) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a size for people")]
    let size = item.size.map(|bytes| format::size(bytes as f64));
    let age = item.at.map(|at| format::moment(at, format::Style::Moment));
    [size, age].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
