//! "May I enter?": what the reader beside the door will say to a card, why, and what to do about it.
use super::super::names;
use super::super::state::{self, use_library};
use super::super::{account, client};
use super::parts::{CardChoice, FailureBox, focus};
use crate::i18n::{t, text};
use crate::task;
use crate::ui::{Alert, Button, ButtonLink, IntoPart, Severity, dynamic, when};
use leptos::prelude::*;
use library::branch::{Branch, Mode};
use library::door::{Permission, Refusal};
use library::failure::Failure;

/// The question, where the city answers it and the branch has hours for which a card is needed.
#[component]
pub fn Door(
    /// At which branch.
    branch: Branch,
) -> impl IntoView {
    let state = use_library();
    let today = state::today();
    let mut ahead = branch.days.iter().filter(|day| day.date >= today);
    let has_reader = ahead.any(|day| day.spans.iter().any(|span| span.mode == Mode::CardAccess));
    let id = StoredValue::new(branch.id);
    when(
        move || has_reader && state.settings.with(|settings| settings.door),
        move || view! { <Asked branch=id.get_value()/> },
    )
}

#[component]
fn Asked(branch: String) -> impl IntoView {
    let state = use_library();
    let first = state.cards.with_untracked(|all| all.first().map(|card| card.id.clone()));
    let card = RwSignal::new(first);
    // The cards may come from the device a moment later.
    Effect::new(move || {
        let first = state.cards.with(|all| all.first().map(|card| card.id.clone()));
        if card.with_untracked(Option::is_none) {
            card.set(first);
        }
    });
    let answer = RwSignal::new(None::<Result<Permission, Failure>>);
    let busy = RwSignal::new(false);
    let back = ["/library/branch?id=", &state::encoded(&branch)].concat();
    let sign_in = move || {
        let again = card.get().map(|card| ["&card=", &card.0].concat()).unwrap_or_default();
        ["/library/sign-in?back=", &state::encoded(&back), &again].concat()
    };
    let ask = Callback::new(move |()| {
        let session =
            card.get_untracked().and_then(|card| untrack(|| account::session(state, &card)));
        let (Some(session), branch) = (session, branch.clone()) else { return };
        busy.set(true);
        task::begin(async move {
            let said = client::door(&session, &branch).await;
            busy.try_set(false);
            answer.try_set(Some(said));
            focus("#door-said");
        });
    });
    let is_signed_in =
        move || card.get().is_some_and(|card| account::session(state, &card).is_some());
    view! {
        <section class="kern-card stack stack--tight" aria-labelledby="door">
            <h2 id="door">{t("library.door")}</h2>
            <p>{t("library.door.lead")}</p>
            <CardChoice label="library.door.card" card/>
            {dynamic(move || if is_signed_in() {
                view! { <p><Button busy label=Signal::derive(t("library.door.ask")) on_press=ask/></p> }.part()
            } else {
                view! { <p><ButtonLink href=sign_in() label=Signal::derive(t("library.signIn"))/></p> }.part()
            })}
            <div id="door-said" class="said" role="status" tabindex="-1">{dynamic(move || match answer.get() {
                None => ().part(),
                Some(Err(failure)) => view! { <FailureBox failure/> }.part(),
                Some(Ok(said)) => {
                    let look = if said == Permission::Granted { Severity::Success } else { Severity::Warning };
                    let next = next_step(said);
                    view! {
                        <Alert severity=look title=Signal::derive(t(said.message_key()))><p>{next}</p></Alert>
                    }.part()
                }
            })}</div>
        </section>
    }
}

/// What to do about it, with the times and days that the door told.
fn next_step(said: Permission) -> String {
    match said {
        Permission::Refused(Refusal::NotNow(Some((from, until)))) => text(
            "library.door.notNow.hours",
            &[("from", &names::time(from)), ("until", &names::time(until))],
        ),
        Permission::Refused(Refusal::CardExpired(day)) => {
            text(said.next_key(), &[("day", &names::when(day))])
        }
        _ => text(said.next_key(), &[]),
    }
}
