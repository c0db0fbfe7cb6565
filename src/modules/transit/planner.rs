//! The city's planner beside the device's own answers: better where it knows what really runs, and never needed.
use super::client;
use super::state::{Answer, answer_to, minute, offers};
use crate::navigation;
use crate::task;
use leptos::prelude::*;
use transit::answer::Kind;
use transit::json::Json;
use transit::{Moment, Question, Trouble};

/// Asks the planner; `None` where there is none, or no network to ask it.
pub async fn ask<T: Json>(question: &Question) -> Option<Result<T, Trouble>> {
    if !navigation::online().get_untracked() || !offers(|status| status.planner).await {
        return None;
    }
    Some(client::ask(question).await)
}

/// What is to be said of a planner's refusal: only that it failed, not that it does not know what the device knows.
pub fn failure(trouble: Trouble) -> Option<Trouble> {
    matches!(trouble.kind, Kind::Busy | Kind::Unreachable | Kind::Garbled).then_some(trouble)
}

/// An answer that a planner may have made better.
pub struct Both<T: Clone + Send + Sync + 'static> {
    /// What is shown.
    pub answer: Signal<Answer<T>>,
    /// Why the planner did not answer, where the device's own answer stands in its place.
    pub failed: Signal<Option<Trouble>>,
}

/// The device's own answer, or that of the city's planner where the device has none or does not know what really
/// runs and the planner does. The planner is asked once a minute at most; when it fails, the device's answer stands
/// and the page says so.
pub fn answer_to_both<T>(
    question: Signal<Option<Question>>,
    real: fn(&T) -> Option<Moment>,
) -> Both<T>
where
    T: Json + PartialEq + Clone + Send + Sync + 'static,
{
    let own = answer_to::<T>(question);
    let theirs = RwSignal::new(None::<(Question, T)>);
    let failed = RwSignal::new(None::<Trouble>);
    let asked = StoredValue::new(None::<(Question, Moment)>);
    let minute = minute();
    Effect::new(move || {
        let (Some(question), minute) = (question.get(), minute.get()) else { return };
        let wanted = own.with(|own| match own {
            Answer::Asking => false,
            Answer::Here(own) => real(own).is_none(),
            Answer::Trouble(_) => true,
        });
        let this = Some((question.clone(), minute));
        if !wanted || asked.with_value(|asked| *asked == this) {
            return;
        }
        asked.set_value(this);
        task::begin(async move {
            // The page may be gone meanwhile.
            match ask::<T>(&question).await {
                None => {}
                Some(Ok(found)) => {
                    failed.try_set(None);
                    theirs.try_set(Some((question, found)));
                }
                Some(Err(trouble)) => {
                    failed.try_set(failure(trouble));
                }
            }
        });
    });
    let answer = Signal::derive(move || {
        let asked = question.get();
        let found = theirs.with(|theirs| {
            let (question, found) = theirs.as_ref()?;
            (asked.as_ref() == Some(question)).then(|| found.clone())
        });
        own.with(|own| match (own, found) {
            (Answer::Here(own), Some(found)) if real(&found) > real(own) => Answer::Here(found),
            (Answer::Trouble(_), Some(found)) => Answer::Here(found),
            (own, _) => own.clone(),
        })
    });
    let failed = Signal::derive(move || {
        failed.get().filter(|_| answer.with(|answer| matches!(answer, Answer::Here(_))))
    });
    Both { answer, failed }
}
