//! Before the first question: who asks, what for, by which law, for how long; and the person's yes.
use crate::i18n::{language, t, text};
use crate::modules::participation::message;
use crate::navigation;
use crate::offline::outbox;
use crate::task;
use crate::ui::{Alert, Button, IntoPart, Look, Page, Part, Severity, dynamic, when};
use leptos::prelude::*;
use participation::{Item, Mode, Once};
use std::sync::Arc;
use xforms::{Form, Session, Start};

use super::draft::{self, Draft, Head};
use super::state::moment;

/// The notice of a survey, and the button that begins it.
pub fn before(item: Item, form: Arc<Form>, xml: String) -> Part {
    let agreed = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let token = RwSignal::new(token_of_address());
    let answered = RwSignal::new(false);
    let id = item.id.clone();
    if item.rules.once == Once::Device {
        task::begin(async move {
            let _ = answered.try_set(message::is_answered(&id).await);
        });
    }
    let wants_token = item.rules.mode == Mode::Token;
    let wants_consent = item.privacy.as_ref().is_some_and(|privacy| privacy.consent_required);
    let notice = item.privacy.clone().map(notice);
    let title = item.title.clone();
    let head = Head {
        item: item.id.clone(),
        title: item.title.text(untrack(language).tag()).to_owned(),
        form: item.definition.as_ref().map(|form| form.url.clone()).unwrap_or_default(),
        sum: form.sum().to_owned(),
        submit: item.submit.as_ref().map(|submit| submit.url.clone()).unwrap_or_default(),
        most: item.submit.as_ref().map_or(0, |submit| submit.most_file_bytes),
        consent: item.privacy.as_ref().map(|privacy| privacy.version.clone()).unwrap_or_default(),
        ..Head::default()
    };
    let missing = move || {
        (wants_consent && !agreed.get()) || (wants_token && token.with(|t| t.trim().is_empty()))
    };
    let begin = Callback::new(move |()| {
        if untrack(missing) {
            tried.set(true);
            return;
        }
        busy.set(true);
        let (form, xml, mut head) = (form.clone(), xml.clone(), head.clone());
        head.token = token.with_untracked(|token| token.trim().to_owned());
        task::begin(async move {
            let begun = begin_draft(form, &xml, head).await;
            let _ = busy.try_set(false);
            match begun {
                Some(address) => navigation::replace(&address),
                None => {
                    let _ = failed.try_set(true);
                }
            }
        });
    });
    view! {
        <Page title=Signal::derive(move || title.text(language().tag()).to_owned()) usable=Signal::stored(true)>
            {when(move || answered.get(), || view! {
                <Alert severity=Severity::Information title=Signal::derive(t("participation.fill.once"))/>
            })}
            {when(move || failed.get(), || view! {
                <Alert severity=Severity::Danger title=Signal::derive(t("participation.fill.failed"))/>
            })}
            {notice}
            <p>{t("participation.fill.device")}</p>
            {when(move || tried.get() && missing(), || view! {
                <Alert severity=Severity::Danger title=Signal::derive(t("participation.fill.before.missing"))/>
            })}
            {wants_token.then(|| view! {
                <div class="kern-form-input">
                    <label class="kern-label" for="token">{t("participation.fill.token")}</label>
                    <input class="kern-form-input__input" id="token" type="text" autocomplete="off" dir="ltr" prop:value=token
                        on:input:target=move |event| token.set(event.target().value())/>
                </div>
            })}
            {wants_consent.then(|| view! {
                <label class="kern-form-check">
                    <input id="consent" type="checkbox" prop:checked=agreed
                        on:change:target=move |event| agreed.set(event.target().checked())/>
                    <span>{t("participation.fill.consent")}</span>
                </label>
            })}
            <div><Button look=Look::Primary label=Signal::derive(t("participation.fill.begin")) busy=busy on_press=begin/></div>
        </Page>
    }
    .part()
}

/// Makes the draft and says where it is filled in; `None` where the browser can make no uuid or keep nothing.
async fn begin_draft(form: Arc<Form>, xml: &str, head: Head) -> Option<String> {
    let uuid = outbox::new_uuid().ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..2^32")]
    let seed = (js_sys::Math::random() * 4_294_967_296.0) as u64;
    let instance_id = ["uuid:", &uuid].concat();
    let session = Session::start(form, Start { now: moment(), seed, instance_id });
    let address = ["/participation/", &head.item, "/fill/", &uuid].concat();
    let draft = Draft { head, answers: session.draft() };
    draft::keep(&uuid, &draft, Some(xml), &[]).await.ok()?;
    Some(address)
}

fn notice(privacy: participation::Privacy) -> Part {
    let line = |key: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <div class="kern-description-list-item">
                    <dt class="kern-description-list-item__key">{text(key, &[])}</dt>
                    <dd class="kern-description-list-item__value"><bdi>{value}</bdi></dd>
                </div>
            }
        })
    };
    dynamic(move || {
        let tag = language().tag();
        view! {
            <section class="kern-card stack stack--tight" aria-labelledby="privacy">
                <h2 id="privacy">{text("participation.fill.privacy", &[])}</h2>
                <dl class="kern-description-list">
                    {line("participation.fill.controller", privacy.controller.clone())}
                    {line("participation.fill.purpose", privacy.purpose.text(tag).to_owned())}
                    {line("participation.fill.basis", privacy.legal_basis.clone())}
                    {line("participation.fill.retention", privacy.retention.text(tag).to_owned())}
                </dl>
                {super::label::text(privacy.text.text(tag))}
            </section>
        }
    })
    .part()
}

/// The code that came with the address, `#token=…`: behind the hash no server sees it.
fn token_of_address() -> String {
    let hash = window().location().hash().unwrap_or_default();
    let query = web_sys::UrlSearchParams::new_with_str(hash.trim_start_matches('#')).ok();
    query.and_then(|query| query.get("token")).unwrap_or_default()
}
