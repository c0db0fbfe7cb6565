//! Coming by a link: confirming out of the mail, or opening an appointment of another device.
use super::super::client;
use super::super::engine::finish;
use super::super::keep;
use super::super::state::use_appointments;
use super::failure::FailureAlert;
use super::mine::Details;
use crate::i18n::{format, t};
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, IconName, IntoPart, Loading, Look, Page, Severity, dynamic,
    focus_heading, when,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use zms::Timestamp;
use zms::booking::{Visit, VisitEffect, VisitEvent, visit};
use zms::link::{self, Wish};

/// A visit, and how it goes on.
#[derive(Clone, Copy)]
struct Visiting(RwSignal<Visit>);

impl Visiting {
    fn begin((start, effect): (Visit, VisitEffect)) -> Self {
        let visiting = Self(RwSignal::new(start));
        visiting.carry_out(effect);
        visiting
    }

    fn dispatch(self, event: VisitEvent) {
        // The page may be gone when an answer comes.
        let Some(now) = self.0.try_get_untracked() else { return };
        let (after, effect) = visit(now, event);
        self.0.set(after);
        focus_heading();
        if let Some(effect) = effect {
            self.carry_out(effect);
        }
    }

    fn carry_out(self, effect: VisitEffect) {
        let state = use_appointments();
        task::begin(async move {
            let event = match effect {
                VisitEffect::Confirm(key) => {
                    let answer = client::confirm(&key).await;
                    if let Ok(appointment) = &answer {
                        keep::add(state, appointment.clone()).await;
                        // After it is among the kept: a draft that is only being read now is then ended by its reader.
                        finish(appointment.key.process_id);
                    }
                    VisitEvent::Confirmed(answer)
                }
                VisitEffect::Load(key) => VisitEvent::Loaded(client::appointment(&key).await),
                VisitEffect::Cancel(key) => {
                    let answer = client::cancel(&key).await;
                    if answer.is_ok() {
                        keep::remove(state, key.process_id).await;
                    }
                    VisitEvent::Cancelled(answer.map(|_| ()))
                }
            };
            self.dispatch(event);
        });
    }
}

/// The link of the mail: confirms at once, as the mail says.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let hash = use_location().hash;
    dynamic(move || match link::decode(hash.get().trim_start_matches('#')) {
        Some((key, _)) => {
            view! { <VisitPage visiting=Visiting::begin(Visit::confirm(key))/> }.part()
        }
        None => view! { <BrokenLink/> }.part(),
    })
}

/// A link to an appointment: shows it; a wish to cancel leads to a question, never further.
#[component]
pub fn OpenPage() -> impl IntoView {
    let hash = use_location().hash;
    dynamic(move || match link::decode(hash.get().trim_start_matches('#')) {
        Some((key, wish)) => {
            let ask = wish == Wish::Cancel;
            view! { <VisitPage visiting=Visiting::begin(Visit::open(key, ask))/> }.part()
        }
        None => view! { <BrokenLink/> }.part(),
    })
}

#[component]
fn BrokenLink() -> impl IntoView {
    view! {
        <Page title=Signal::derive(t("appointments.link.broken"))>
            <p>{t("appointments.link.broken.text")}</p>
            <p class="row">
                <ButtonLink look=Look::Primary href="/appointments/mine" label=Signal::derive(t("appointments.mine.title"))/>
                <ButtonLink href="/appointments" label=Signal::derive(t("appointments.choose.title"))/>
            </p>
        </Page>
    }
}

#[component]
fn VisitPage(visiting: Visiting) -> impl IntoView {
    let state = use_appointments();
    let title = move || {
        let key = visiting.0.with(|visit| match visit {
            Visit::Confirming(_) | Visit::Deciding(_) => "appointments.visit.confirming",
            Visit::Confirmed(_) => "appointments.booked.title",
            Visit::AlreadyConfirmed(_) => "appointments.visit.already",
            Visit::Expired => "appointments.visit.expired",
            Visit::AskCancel(_) => "appointments.cancel.question",
            Visit::Cancelled(_) => "appointments.cancel.done",
            Visit::NotFound => "appointments.visit.notFound",
            Visit::Loading { .. } | Visit::Shown(_) | Visit::Cancelling(_) => {
                "appointments.visit.title"
            }
            Visit::Failed { .. } | Visit::CancelFailed(..) => "appointments.visit.failed",
        });
        t(key)()
    };
    let event =
        move |event: fn() -> VisitEvent| Callback::new(move |()| visiting.dispatch(event()));
    let link = |key: &'static str, href: &'static str| {
        view! {
            <ButtonLink look=Look::Primary href=href label=Signal::derive(t(key))/>
        }
    };
    view! {
        <Page title=Signal::derive(title)>
            {dynamic(move || match visiting.0.get() {
                Visit::Confirming(_) | Visit::Deciding(_) | Visit::Loading { .. } | Visit::Cancelling(_) => view! { <Loading/> }.part(),
                Visit::Confirmed(appointment) => view! {
                    <Alert severity=Severity::Success title=Signal::derive(t("appointments.booked.text"))/>
                    <Details appointment/>
                    <p>{link("appointments.mine.title", "/appointments/mine")}</p>
                }.part(),
                Visit::AlreadyConfirmed(appointment) | Visit::Shown(appointment) => {
                    let keep = appointment.clone();
                    let id = appointment.key.process_id;
                    let kept = move || state.kept.with(|all| all.iter().any(|kept| kept.appointment.key.process_id == id));
                    view! {
                        <Details appointment/>
                        <p class="row">
                            {when(move || !kept(), move || view! { <Button
                                    look=Look::Primary label=Signal::derive(t("appointments.visit.keep"))
                                    on_press={let keep = keep.clone(); Callback::new(move |()| { let keep = keep.clone(); task::begin(async move { keep::add(state, keep).await }); })}
                                /> })}
                            <Button look=Look::Danger icon=IconName::Delete label=Signal::derive(t("appointments.cancel")) on_press=event(|| VisitEvent::WantCancel)/>
                        </p>
                    }.part()
                }
                Visit::AskCancel(appointment) => view! {
                    <Details appointment/>
                    <p>{t("appointments.cancel.text")}</p>
                    <p class="row">
                        <Button look=Look::Danger label=Signal::derive(t("appointments.cancel.yes")) on_press=event(|| VisitEvent::ReallyCancel(Timestamp(format::now())))/>
                        <Button label=Signal::derive(t("appointments.cancel.no")) on_press=event(|| VisitEvent::KeepAppointment)/>
                    </p>
                }.part(),
                Visit::Cancelled(_) => view! {
                    <Alert severity=Severity::Success title=Signal::derive(t("appointments.cancel.done.text"))/>
                    <p>{link("appointments.cancel.again", "/appointments")}</p>
                }.part(),
                Visit::Expired => view! {
                    <p>{t("appointments.visit.expired.text")}</p>
                    <p>{link("appointments.cancel.again", "/appointments")}</p>
                }.part(),
                Visit::NotFound => view! {
                    <p>{t("appointments.visit.notFound.text")}</p>
                    <p>{link("appointments.cancel.again", "/appointments")}</p>
                }.part(),
                Visit::Failed { failure, .. } => view! { <FailureAlert failure retry=event(|| VisitEvent::TryAgain)/> }.part(),
                Visit::CancelFailed(appointment, failure) => view! {
                    <FailureAlert failure retry=event(|| VisitEvent::WantCancel)/>
                    <Details appointment/>
                }.part(),
            })}
        </Page>
    }
}
