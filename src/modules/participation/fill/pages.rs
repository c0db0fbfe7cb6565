//! The pages: before, question by question, review; and everything this device has sent or keeps.
use super::draft::{self, Draft};
use super::matrix::{self, Block};
use super::multipart::{self, Part as BodyPart};
use super::state::{Filling, Kept, moment};
use super::{before, label, questions, source};
use crate::i18n::{format, t, text};
use crate::navigation;
use crate::offline::{StorageError, outbox};
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, IntoPart, Loading, Look, Page, Part, Severity, dynamic, either,
    file_address, when,
};
use ::outbox::{Entry, Reason, State};
use dates::Timestamp;
use leptos::prelude::*;
use participation::{External, Offer};
use std::sync::Arc;
use xforms::{Asks, Form, QuestionId, Session, markdown};

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

fn review(filling: Filling) -> Part {
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
        _ => value,
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
    let (xml, files) = (response.write(&form), response.files(&form));
    let head = filling.head.get_untracked();
    let uuid = filling.uuid();
    let plain = |name: &str, value: &str| BodyPart {
        name: name.to_owned(),
        file: None,
        kind: "text/plain".to_owned(),
        bytes: value.as_bytes().to_vec(),
    };
    let mut parts = vec![BodyPart {
        name: "xml_submission_file".to_owned(),
        file: Some("submission.xml".to_owned()),
        kind: "text/xml".to_owned(),
        bytes: xml.into_bytes(),
    }];
    for (name, value) in [("consent_version", &head.consent), ("participation_token", &head.token)]
    {
        if !value.is_empty() {
            parts.push(plain(name, value));
        }
    }
    for name in files {
        // An answer that names a file without it would be refused for ever.
        let bytes = filling.file(&name).await.ok_or_else(|| {
            // not translated: for whoever reads the page's own sentence beside it
            StorageError::Refused("a file of the answer is not there".to_owned())
        })?;
        let picture = name.rsplit_once('.').is_some_and(|(_, ending)| ending == "jpg");
        let kind = if picture { "image/jpeg" } else { "application/octet-stream" };
        parts.push(BodyPart { name: name.clone(), file: Some(name), kind: kind.to_owned(), bytes });
    }
    let (body, kind) = multipart::body(&uuid, &parts);
    let removal = draft::removal(&uuid).await?;
    outbox::enqueue_as(&uuid, &head.submit, &kind, &body, &removal).await?;
    outbox::start();
    Ok(())
}

/// Everything this device has sent or keeps.
pub fn answers() -> Part {
    outbox::start();
    let drafts: Drafts = RwSignal::new(Vec::new());
    let entries: RwSignal<Option<Vec<Entry>>> = RwSignal::new(None);
    let changed = outbox::changed();
    Effect::new(move || {
        changed.track();
        task::begin(async move {
            // A device that cannot be read has nothing that could be listed; the shell says how the storage is.
            let _ = drafts.try_set(draft::all().await.unwrap_or_default());
            let all = outbox::entries().await.unwrap_or_default();
            let ours =
                all.into_iter().filter(|entry| entry.url().starts_with("/api/participation/"));
            let _ = entries.try_set(Some(ours.rev().collect()));
        });
    });
    let nothing = move || {
        drafts.with(Vec::is_empty) && entries.with(|all| all.as_ref().is_some_and(Vec::is_empty))
    };
    view! {
        <Page title=Signal::derive(t("participation.answers.title")) usable=Signal::derive(move || entries.with(Option::is_some))>
            <p class="muted">{t("participation.answers.lead")}</p>
            {when(nothing, || view! { <p>{t("participation.answers.none")}</p> })}
            {dynamic(move || drafts.get().into_iter().map(|draft| begun(draft, drafts)).collect_view())}
            {dynamic(move || entries.get().unwrap_or_default().iter().map(sent).collect_view())}
        </Page>
    }
    .part()
}

/// The drafts of this device: uuid, draft, when it was kept.
type Drafts = RwSignal<Vec<(String, Draft, i64)>>;

fn begun((uuid, draft, at): (String, Draft, i64), all: Drafts) -> Part {
    let href = ["/participation/", &draft.head.item, "/fill/", &uuid].concat();
    let when = format::moment(at, format::Style::Moment);
    let delete = Callback::new(move |()| {
        let uuid = uuid.clone();
        task::begin(async move {
            if draft::delete(&uuid).await.is_ok() {
                let _ = all.try_update(|all| all.retain(|(other, ..)| *other != uuid));
            }
        });
    });
    view! {
        <section class="kern-card stack stack--tight">
            <h2>{draft.head.title}</h2>
            <p>{text("participation.answers.draft", &[("time", &when)])}</p>
            <div class="row">
                <ButtonLink look=Look::Secondary href=href label=Signal::derive(t("participation.answers.go-on"))/>
                <Button look=Look::Danger label=Signal::derive(t("participation.answers.delete")) on_press=delete/>
            </div>
        </section>
    }
    .part()
}

/// The survey's name in the address of an answer.
fn name_of(url: &str) -> &str {
    url.split("/items/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

fn sent(entry: &Entry) -> Part {
    let id = entry.id().clone();
    let time = |at: i64| format::moment(at, format::Style::Moment);
    let (severity, words) = match &entry.state {
        State::Waiting { tries: 0, .. } => {
            (Severity::Information, text("participation.answers.waiting", &[]))
        }
        State::Waiting { next_try, .. } => (
            Severity::Information,
            text("participation.answers.next-try", &[("time", &time(*next_try))]),
        ),
        State::Sending { .. } => {
            (Severity::Information, text("participation.answers.sending", &[]))
        }
        State::Sent { receipt, at } => {
            let number = receipt.clone().unwrap_or_else(|| id.as_str().to_owned());
            let day = format::local(*at).map(|(day, _)| format::day(day, format::Style::FullDay));
            let day = day.unwrap_or_default();
            let given = [("number", number.as_str()), ("day", day.as_str())];
            (Severity::Success, text("participation.answers.sent", &given))
        }
        State::NeedsAttention { reason: Reason::Closed, .. } => {
            (Severity::Information, text("participation.answers.reason.closed", &[]))
        }
        State::NeedsAttention { reason, .. } => (
            Severity::Warning,
            text(&["participation.answers.reason.", reason.code()].concat(), &[]),
        ),
    };
    let may_try = matches!(entry.state, State::Waiting { .. } | State::NeedsAttention { .. });
    let may_delete = entry.state.may_be_deleted();
    let again = {
        let id = id.clone();
        Callback::new(move |()| {
            let id = id.clone();
            task::begin(async move { drop(outbox::retry(&id).await) });
        })
    };
    let export = {
        let (id, kind) = (id.clone(), entry.content_type().to_owned());
        Callback::new(move |()| {
            let (id, kind) = (id.clone(), kind.clone());
            task::begin(async move { export(&id, &kind).await });
        })
    };
    let has_bytes = !matches!(entry.state, State::Sent { .. });
    let delete = Callback::new(move |()| {
        let id = id.clone();
        task::begin(async move { drop(outbox::delete(id.as_str()).await) });
    });
    view! {
        <section class="kern-card stack stack--tight">
            <h2><bdi>{name_of(entry.url()).to_owned()}</bdi></h2>
            <Alert severity=severity title=Signal::stored(words)/>
            <div class="row">
                {may_try.then(|| view! { <Button label=Signal::derive(t("participation.answers.try")) on_press=again/> })}
                {has_bytes.then(|| view! { <Button label=Signal::derive(t("participation.answers.export")) on_press=export/> })}
                {may_delete.then(|| view! { <Button look=Look::Danger label=Signal::derive(t("participation.answers.delete")) on_press=delete/> })}
            </div>
        </section>
    }
    .part()
}

/// Hands the frozen message to the person as a file, as it would be sent.
async fn export(id: &::outbox::EntryId, kind: &str) {
    let Ok(Some(bytes)) = outbox::body(id).await else { return };
    let address = file_address(&String::from_utf8_lossy(&bytes), kind);
    let Ok(link) = document().create_element("a") else { return };
    if let Ok(link) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlAnchorElement>(link) {
        link.set_href(&address);
        link.set_download(&[id.as_str(), ".txt"].concat());
        link.click();
    }
    // The browser has taken the file over when the click returns.
    let _ = web_sys::Url::revoke_object_url(&address);
}
