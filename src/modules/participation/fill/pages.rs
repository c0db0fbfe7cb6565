//! The pages: before, and question by question.
use super::draft::{self, Draft};
use super::matrix::{self, Block};
use super::review::review;
use super::state::{Filling, Kept, moment};
use super::{before, questions};
use crate::i18n::{format, t, text};
use crate::modules::participation::source;
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, IntoPart, Loading, Look, Page, Part, Severity, dynamic, either, when,
};
use dates::Timestamp;
use leptos::prelude::*;
use participation::{External, Offer};
use std::sync::Arc;
use xforms::{Form, QuestionId, Session, markdown};

/// What was made ready.
type Ready = RwSignal<Option<Result<StoredValue<Option<Part>, LocalStorage>, Refusal>>>;

/// Why nothing can be filled in here, and where it can.
#[derive(Clone)]
struct Refusal {
    /// The message key of the reason.
    reason: &'static str,
    elsewhere: Option<External>,
}

impl From<&'static str> for Refusal {
    fn from(reason: &'static str) -> Self {
        Self { reason, elsewhere: None }
    }
}

/// Filling in: a survey that is begun, or a draft that is gone on with.
pub fn fill(item: &str, uuid: Option<&str>) -> Part {
    let (item, uuid) = (item.to_owned(), uuid.map(str::to_owned));
    let ready: Ready = RwSignal::new(None);
    let owner = Owner::current();
    task::begin(async move {
        let made = match uuid {
            None => begin(&item).await.map(|(item, form, xml)| {
                let make = move || before::before(item, form, xml);
                with(owner.as_ref(), make)
            }),
            Some(uuid) => go_on(&uuid).await.map(|(session, draft, xml)| {
                let make = move || asking(Filling::new(session, draft.head, uuid, xml));
                with(owner.as_ref(), make)
            }),
        };
        let _ = ready.try_set(Some(made.map(|part| StoredValue::new_local(Some(part)))));
    });
    dynamic(move || match ready.get() {
        None => view! { <Loading/> }.part(),
        Some(Ok(part)) => part.try_update_value(Option::take).flatten().part(),
        Some(Err(Refusal { reason, elsewhere })) => view! {
            <Page title=Signal::derive(t("participation.title"))>
                <Alert severity=Severity::Warning title=Signal::derive(t(reason))/>
                {elsewhere.map(|External { url, provider }| view! {
                    <p>{text("participation.item.elsewhere", &[("provider", &provider)])}</p>
                    <div><a class="kern-btn kern-btn--primary" href=url target="_blank" rel="noopener noreferrer">
                        <span>{text("participation.item.open-elsewhere", &[("provider", &provider)])}</span>
                    </a></div>
                })}
                <div><ButtonLink href="/participation" label=Signal::derive(t("participation.title"))/></div>
            </Page>
        }
        .part(),
    })
    .part()
}

/// Makes something that belongs to the page that asked for it, after a wait.
fn with(owner: Option<&Owner>, make: impl FnOnce() -> Part) -> Part {
    match owner {
        Some(owner) => owner.with(make),
        None => make(),
    }
}

async fn begin(id: &str) -> Result<(participation::Item, Arc<Form>, String), Refusal> {
    let item = source::item(id).await.map_err(why)?;
    let elsewhere = item.external.clone();
    let not_here = |reason| Refusal { reason, elsewhere: elsewhere.clone() };
    match item.offer(Timestamp(format::now())) {
        Offer::FillIn | Offer::Vote => {}
        Offer::Elsewhere => return Err(not_here("participation.fill.no-form")),
        Offer::Wait(_) => return Err("participation.fill.soon".into()),
        Offer::Full => return Err("participation.fill.full".into()),
        Offer::Look | Offer::Read => return Err("participation.fill.closed".into()),
    }
    let definition = item.definition.clone().ok_or("participation.fill.no-form")?;
    let xml = source::form(&definition).await.map_err(why)?;
    let form = Form::read(&xml).map_err(|_| not_here("participation.fill.no-form"))?;
    Ok((item, Arc::new(form), xml))
}

async fn go_on(uuid: &str) -> Result<(Session, Draft, String), Refusal> {
    let draft = draft::read(uuid).await.map_err(|error| error.key())?;
    let draft = draft.ok_or("participation.fill.no-draft")?;
    let xml = source::form_at(&draft.head.form, &draft.head.sum).await.map_err(why)?;
    let form = Form::read(&xml).map_err(|_| "participation.fill.no-form")?;
    let (session, _) = xforms::draft::restore(&Arc::new(form), &draft.answers, moment())
        .map_err(|_| "participation.fill.no-draft")?;
    Ok((session, draft, xml))
}

const fn why(missing: source::Missing) -> &'static str {
    match missing {
        source::Missing::NotHere => "participation.fill.not-here",
        source::Missing::Unknown => "participation.fill.unknown",
    }
}

fn asking(filling: Filling) -> Part {
    let title = move || {
        if filling.review.get() {
            return text("participation.fill.review", &[]);
        }
        let at = filling.head.with(|head| head.page);
        let group = filling.pages.with_value(|pages| pages.get(at).and_then(|page| page.group));
        let heading =
            group.map(|group| filling.session.with(|session| session.heading(group).text));
        let heading = heading.map(|heading| markdown::plain(&heading)).unwrap_or_default();
        if heading.is_empty() { filling.head.with(|head| head.title.clone()) } else { heading }
    };
    view! {
        <Page title=Signal::derive(title) usable=Signal::stored(true)>
            {either(move || filling.review.get(), move || review(filling), move || page(filling))}
            {kept(filling)}
        </Page>
    }
    .part()
}

fn kept(filling: Filling) -> Part {
    let words = move || match filling.kept.get() {
        Kept::Nothing | Kept::Writing | Kept::AlreadySent => String::new(),
        Kept::At(at) => {
            text("participation.fill.saved", &[("time", &format::moment(at, format::Style::Time))])
        }
        Kept::Not(error) => text(error.key(), &[]),
    };
    let sent = move || filling.kept.with(|kept| *kept == Kept::AlreadySent);
    view! {
        <p class="age" role="status">{words}</p>
        {when(sent, || view! {
            <Alert severity=Severity::Warning title=Signal::derive(t("participation.fill.already-sent"))/>
        })}
        <div><ButtonLink look=Look::Tertiary href="/participation/answers" label=Signal::derive(t("participation.fill.later"))/></div>
    }
    .part()
}

fn page(filling: Filling) -> Part {
    let progress = move || {
        let shown = filling.shown();
        let at = filling.head.with(|head| head.page);
        let place = shown.iter().position(|page| *page == at).unwrap_or(0) + 1;
        let (at, of) = (place.to_string(), shown.len().to_string());
        text("participation.fill.step", &[("at", &at), ("of", &of)])
    };
    let visible = Memo::new(move |_| blocks(filling));
    let back = Callback::new(move |()| {
        if let Some(page) = untrack(|| filling.before()) {
            filling.open(page);
        }
    });
    let next = Callback::new(move |()| filling.next());
    view! {
        <p class="muted small">{progress}</p>
        {errors(filling)}
        <div class="stack">
            <For each=move || visible.get() key=Clone::clone children=move |block| match block {
                Block::Question(question) => questions::question(filling, question),
                Block::Matrix(all) => matrix::matrix(filling, &all),
            }/>
        </div>
        <div class="row">
            {when(move || filling.before().is_some(), move || view! {
                <Button label=Signal::derive(t("participation.fill.back")) on_press=back/>
            })}
            <Button look=Look::Primary label=Signal::derive(t("participation.fill.next")) on_press=next/>
        </div>
    }
    .part()
}

/// What stands on the open page now. A matrix stays the same while rows come and go, and does so only with its rows.
fn blocks(filling: Filling) -> Vec<Block> {
    let at = filling.head.with(|head| head.page);
    filling.session.with(|session| {
        let form = session.form();
        let all = filling.pages.with_value(|pages| {
            pages.get(at).map(|page| matrix::blocks(form, &page.questions)).unwrap_or_default()
        });
        let is_asked = |question: &QuestionId| session.is_relevant(*question);
        let is_row = |question: &QuestionId| {
            session.is_relevant(*question) && form.asks(*question).is_question()
        };
        let is_shown = |block: &Block| match block {
            Block::Question(question) => is_asked(question),
            Block::Matrix(all) => all.iter().any(is_row),
        };
        all.into_iter().filter(is_shown).collect()
    })
}

/// What is wrong on this page, each a link to its question.
fn errors(filling: Filling) -> Part {
    let wrong = move || if filling.tried.get() { filling.complaints() } else { Vec::new() };
    let any = move || !wrong().is_empty();
    let entry = move |complaint: xforms::Complaint| {
        let id = questions::id_of(filling, complaint.question);
        let address = ["#", &id].concat();
        let name = filling.session.with(|session| session.label(complaint.question).text);
        let words = [markdown::plain(&name), questions::advice(&complaint)].join(": ");
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            if let Some(field) = document().get_element_by_id(&id) {
                field.scroll_into_view();
                if let Ok(field) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(field) {
                    let _ = field.focus();
                }
            }
        };
        view! { <li><a href=address on:click=go>{words}</a></li> }
    };
    when(any, move || {
        view! {
            <Alert severity=Severity::Danger title=Signal::derive(t("participation.fill.errors"))>
                <ul>{dynamic(move || wrong().into_iter().map(entry).collect_view())}</ul>
            </Alert>
        }
    })
    .part()
}
