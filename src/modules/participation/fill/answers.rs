//! Everything that this device has sent or keeps.
use super::draft::{self, Draft};
use crate::i18n::{format, language, t, text};
use crate::modules::participation::source;
use crate::offline::outbox;
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, IntoPart, Look, Page, Part, Severity, bytes_address, dynamic, when,
};
use ::outbox::{Entry, Reason, State};
use leptos::prelude::*;
use participation::Item;

/// Everything this device has sent or keeps.
pub fn answers() -> Part {
    outbox::start();
    let drafts: Drafts = RwSignal::new(Vec::new());
    let entries: RwSignal<Option<Vec<Entry>>> = RwSignal::new(None);
    // What the surveys are called, as this device knows it.
    let items: RwSignal<Vec<Item>> = RwSignal::new(Vec::new());
    task::begin(async move {
        let _ = items.try_set(source::kept().await.map(|(items, _)| items).unwrap_or_default());
    });
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
            {dynamic(move || {
                let items = items.get();
                entries.get().unwrap_or_default().iter().map(|entry| sent(entry, &items)).collect_view()
            })}
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

fn sent(entry: &Entry, items: &[Item]) -> Part {
    let id = entry.id().clone();
    let name = name_of(entry.url());
    let known = items.iter().find(|item| item.id == name);
    let title = known.map_or(name, |item| item.title.text(language().tag())).to_owned();
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
            <h2><bdi>{title}</bdi></h2>
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
    let address = bytes_address(&bytes, kind);
    let Ok(link) = document().create_element("a") else { return };
    if let Ok(link) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlAnchorElement>(link) {
        link.set_href(&address);
        link.set_download(&[id.as_str(), ".txt"].concat());
        link.click();
    }
    // The browser has taken the file over when the click returns.
    let _ = web_sys::Url::revoke_object_url(&address);
}
