//! One question, answered where it stands: without the forms engine, once from this device.
use super::words;
use crate::i18n::{t, text};
use crate::modules::participation::message::{self, Message};
use crate::offline::outbox;
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, IntoPart, Look, Part, Severity, announce, dynamic, when,
};
use leptos::prelude::*;
use participation::{Item, Policy, Poll};

/// How far the person has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Whether this device has answered is not known yet.
    Looking,
    /// Nothing is sent.
    Asked,
    /// The button was pressed with nothing chosen.
    Nothing,
    /// It is being kept.
    Keeping,
    /// It is kept, and sent as soon as that is possible.
    Answered,
    /// The device could not keep it.
    Failed,
}

/// Whether an item can be answered in one press: what has to be agreed to first has a page of its own.
pub fn is_quick(item: &Item) -> bool {
    item.poll.is_some() && !item.privacy.as_ref().is_some_and(|privacy| privacy.consent_required)
}

/// The question with its answers; after it a word of thanks and the way to the results.
pub fn poll(item: &Item) -> Part {
    let (Some(poll), Some(to)) = (item.poll.clone(), item.submit.clone()) else {
        return ().part();
    };
    let step = RwSignal::new(Step::Looking);
    let chosen = RwSignal::new(String::new());
    let id = item.id.clone();
    task::begin({
        let id = id.clone();
        async move {
            let answered = message::is_answered(&id).await;
            let _ = step.try_set(if answered { Step::Answered } else { Step::Asked });
        }
    });
    let consent = item.privacy.as_ref().map(|privacy| privacy.version.clone()).unwrap_or_default();
    let send = {
        let poll = poll.clone();
        Callback::new(move |()| {
            let value = chosen.get_untracked();
            if value.is_empty() {
                step.set(Step::Nothing);
                return;
            }
            if step.get_untracked() == Step::Keeping {
                return;
            }
            step.set(Step::Keeping);
            let (poll, to, consent) = (poll.clone(), to.url.clone(), consent.clone());
            task::begin(async move {
                let kept = keep(&poll, &value, &to, consent).await;
                let _ = step.try_set(if kept { Step::Answered } else { Step::Failed });
                if kept {
                    announce(&text("participation.poll.thanks", &[]));
                }
            });
        })
    };
    let controller = item.privacy.as_ref().map(|privacy| privacy.controller.clone());
    let controller = controller.filter(|name| !name.is_empty());
    let after = StoredValue::new((id.clone(), item.results.policy));
    let question = StoredValue::new((id, poll, controller));
    let answered = Memo::new(move |_| step.get() == Step::Answered);
    dynamic(move || {
        if answered.get() {
            let (id, policy) = after.get_value();
            return thanks(&id, policy);
        }
        let (id, poll, controller) = question.get_value();
        let name = ["poll-", &id].concat();
        let legend = words::own(&poll.label);
        let options = poll.options.into_iter().map(|option| {
            let (value, group) = (option.value, name.clone());
            let given = value.clone();
            view! {
                <label class="choice">
                    <input type="radio" name=group prop:checked=move || chosen.with(|chosen| *chosen == given)
                        on:change=move |_| {
                            chosen.set(value.clone());
                            step.set(Step::Asked);
                        }/>
                    <span><bdi>{words::own(&option.label)}</bdi></span>
                </label>
            }
        });
        let options: Vec<_> = options.collect();
        let notice = ["/participation/", &id].concat();
        view! {
            <fieldset class="kern-fieldset stack stack--tight" disabled=move || step.get() == Step::Looking>
                <legend><bdi>{legend}</bdi></legend>
                {options}
            </fieldset>
            {when(move || step.get() == Step::Nothing, || view! {
                <Alert severity=Severity::Danger title=Signal::derive(t("participation.poll.choose"))/>
            })}
            {when(move || step.get() == Step::Failed, || view! {
                <Alert severity=Severity::Danger title=Signal::derive(t("participation.fill.failed"))/>
            })}
            <div><Button look=Look::Primary label=Signal::derive(t("participation.poll.send"))
                busy=Signal::derive(move || step.get() == Step::Keeping) on_press=send/></div>
            <p class="muted small">
                {t("participation.poll.anonymous")}" "
                {controller.map(|name| view! { <bdi>{name}</bdi> })}" "
                <a href=notice>{t("participation.poll.about")}</a>
            </p>
        }
        .part()
    })
    .part()
}

/// Freezes the answer; whether it is on the device.
async fn keep(poll: &Poll, value: &str, to: &str, consent: String) -> bool {
    let Ok(uuid) = outbox::new_uuid() else { return false };
    let Some(xml) = poll.answer(value, &["uuid:", &uuid].concat()) else { return false };
    Message { xml, consent, ..Message::default() }.send(&uuid, to, &[]).await.is_ok()
}

fn thanks(id: &str, policy: Policy) -> Part {
    let results = (policy == Policy::AfterSubmit).then(|| {
        let href = ["/participation/", id, "/results"].concat();
        view! { <ButtonLink href=href label=Signal::derive(t("participation.results"))/> }
    });
    view! {
        <p role="status">{t("participation.poll.thanks")}</p>
        <div class="row">
            {results}
            <ButtonLink look=Look::Tertiary href="/participation/answers" label=Signal::derive(t("participation.poll.receipt"))/>
        </div>
    }
    .part()
}
