//! Language, theme, text size, and the way to what is stored.
use crate::city;
use crate::i18n::{self, t, text};
use crate::preferences;
use crate::task;
use crate::ui::{Alert, ButtonLink, IconName, Page, Severity, announce, when};
use ::city::Language;
use leptos::prelude::*;

/// The settings page.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <Page title=Signal::derive(t("settings.title")) usable=Signal::stored(true)>
            <LanguageChoice/>
            <Choice
                name="theme" legend="settings.theme" key_of=preferences::THEME
                values=&preferences::THEMES labels=&THEME_LABELS apply=preferences::set_theme
            />
            <Choice
                name="text-size" legend="settings.textSize" key_of=preferences::TEXT_SIZE
                values=&preferences::TEXT_SIZES labels=&SIZE_LABELS apply=preferences::set_text_size
            />
            <section class="stack stack--tight" aria-labelledby="stored">
                <h2 id="stored">{t("settings.device")}</h2>
                <p class="muted">{t("settings.device.text")}</p>
                <p><ButtonLink icon=IconName::Document href="/settings/device" label=Signal::derive(t("settings.device.open"))/></p>
            </section>
        </Page>
    }
}

const THEME_LABELS: [&str; 4] = [
    "settings.theme.system",
    "settings.theme.light",
    "settings.theme.dark",
    "settings.theme.contrast",
];
const SIZE_LABELS: [&str; 4] = [
    "settings.textSize.100",
    "settings.textSize.125",
    "settings.textSize.150",
    "settings.textSize.200",
];

#[component]
fn LanguageChoice() -> impl IntoView {
    let failed = RwSignal::new(false);
    let offered = city::with(|city| city.languages.clone()).unwrap_or_default();
    let choose = move |language: Language| {
        failed.set(false);
        task::begin(async move {
            if i18n::change(language).await.is_ok() {
                announce(&text("settings.language.changed", &[]));
            } else {
                failed.try_set(true);
            }
        });
    };
    view! {
        <fieldset class="kern-fieldset stack stack--tight">
            <legend>{t("settings.language")}</legend>
            {offered.into_iter().map(|language| view! {
                <label class="choice">
                    <input
                        type="radio" name="language" value=language.tag()
                        prop:checked=move || i18n::language() == language
                        on:change=move |_| choose(language)
                    />
                    <span lang=language.family() dir=language.direction().attribute()>{language.own_name()}</span>
                </label>
            }).collect_view()}
            {when(move || failed.get(), move || view! { <Alert severity=Severity::Warning title=Signal::derive(t("settings.language.failed"))/> })}
        </fieldset>
    }
}

#[component]
fn Choice(
    name: &'static str,
    legend: &'static str,
    key_of: &'static str,
    values: &'static [&'static str; 4],
    labels: &'static [&'static str; 4],
    apply: fn(&str),
) -> impl IntoView {
    let now = preferences::read(key_of).unwrap_or_default();
    let chosen = values.iter().position(|value| *value == now).unwrap_or_default();
    view! {
        <fieldset class="kern-fieldset stack stack--tight">
            <legend>{t(legend)}</legend>
            {values.iter().zip(labels).enumerate().map(|(at, (value, label))| view! {
                <label class="choice">
                    <input type="radio" name=name value=*value checked=at == chosen on:change=move |_| apply(value)/>
                    <span>{t(label)}</span>
                </label>
            }).collect_view()}
        </fieldset>
    }
}
