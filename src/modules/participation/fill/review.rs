//! Everything that was answered, once more, and the button that sends it.
use super::draft;
use super::state::{Filling, Kept, moment};
use super::{label, place};
use crate::i18n::{t, text};
use crate::modules::participation::message::Message;
use crate::navigation;
use crate::offline::{StorageError, outbox};
use crate::task;
use crate::ui::{Alert, Button, IntoPart, Look, Part, Severity, dynamic, when};
use leptos::prelude::*;
use std::sync::Arc;
use xforms::{Asks, QuestionId, Session, markdown};

/// The review.
pub fn review(filling: Filling) -> Part {
    let busy = RwSignal::new(false);
    let failed: RwSignal<Option<String>> = RwSignal::new(None);
    let send = Callback::new(move |()| {
        let wrong = filling.session.with_untracked(Session::check_all);
        if let Some(first) = wrong.first() {
            let page = filling.pages.with_value(|pages| {
                pages.iter().position(|page| page.questions.contains(&first.question))
            });
            filling.open(page.unwrap_or(0));
            filling.tried.set(true);
            return;
        }
        busy.set(true);
        task::begin(async move {
            match freeze(filling).await {
                Ok(()) => navigation::replace("/participation/answers"),
                Err(error) => {
                    if draft::is_sent(&filling.uuid()).await {
                        let _ = filling.kept.try_set(Kept::AlreadySent);
                    } else {
                        let _ = failed.try_set(Some(error.to_string()));
                    }
                    let _ = busy.try_set(false);
                }
            }
        });
    });
    let shown = untrack(|| filling.shown());
    view! {
        {when(move || failed.with(Option::is_some), || view! {
            <Alert severity=Severity::Danger title=Signal::derive(t("participation.fill.failed"))/>
        })}
        {shown.into_iter().map(|page| summary(filling, page)).collect_view()}
        <div class="row"><Button look=Look::Primary label=Signal::derive(t("participation.fill.send")) busy=busy on_press=send/></div>
    }
    .part()
}

fn summary(filling: Filling, at: usize) -> Part {
    let page = filling.pages.with_value(|pages| pages.get(at).cloned());
    let Some(page) = page else { return ().part() };
    let change = Callback::new(move |()| filling.open(at));
    let lines = move || {
        filling.session.with(|session| {
            let asked = page.questions.iter().copied().filter(|question| {
                session.is_relevant(*question) && session.form().asks(*question).is_question()
            });
            asked.map(|question| line(session, question)).collect_view()
        })
    };
    view! {
        <section class="kern-card stack stack--tight">
            <dl class="kern-description-list">{dynamic(lines)}</dl>
            <div><Button look=Look::Tertiary label=Signal::derive(t("participation.fill.change")) on_press=change/></div>
        </section>
    }
    .part()
}

fn line(session: &Session, question: QuestionId) -> Part {
    let chosen: Vec<String> = session
        .choices(question)
        .into_iter()
        .filter(|choice| choice.chosen)
        .map(|choice| markdown::plain(&choice.label.text))
        .collect();
    let ranked = matches!(session.form().asks(question), Asks::Rank);
    let value = match chosen.is_empty() {
        true => session.field(question).to_owned(),
        false if ranked => {
            let all = session.choices(question);
            let order = session.value(question).split_ascii_whitespace();
            let name = |value| all.iter().find(|choice| choice.value == value);
            let names = order.filter_map(name).map(|choice| markdown::plain(&choice.label.text));
            names.collect::<Vec<_>>().join(", ")
        }
        false => chosen.join(", "),
    };
    let value = match value.as_str() {
        "" => text("participation.fill.empty", &[]),
        "OK" => text("participation.fill.yes", &[]),
        _ if matches!(session.form().asks(question), Asks::Photo { .. } | Asks::File { .. }) => {
            text("participation.photo.there", &[])
        }
        _ => match place::figure(session.form().asks(question)) {
            Some(figure) => place::words(figure, &value),
            None => value,
        },
    };
    view! {
        <div class="kern-description-list-item">
            <dt class="kern-description-list-item__key">{label::text(&session.label(question).text)}</dt>
            <dd class="kern-description-list-item__value"><bdi>{value}</bdi></dd>
        </div>
    }
    .part()
}

/// Freezes the answer and lets the sender begin: the draft goes in the moment in which the bytes are in the outbox.
async fn freeze(filling: Filling) -> Result<(), outbox::OutboxError> {
    let mut session = filling.session.get_untracked();
    let form = Arc::clone(session.form());
    let response = session.finish(moment());
    let mut files = Vec::new();
    for name in response.files(&form) {
        // An answer that names a file without it would be refused for ever.
        let bytes = filling.file(&name).await.ok_or_else(|| {
            // not translated: for whoever reads the page's own sentence beside it
            StorageError::Refused("a file of the answer is not there".to_owned())
        })?;
        files.push((name, bytes));
    }
    let head = filling.head.get_untracked();
    let message =
        Message { xml: response.write(&form), consent: head.consent, token: head.token, files };
    let uuid = filling.uuid();
    message.send(&uuid, &head.submit, &draft::removal(&uuid).await?).await
}
