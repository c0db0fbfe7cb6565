//! One answer being filled in: the session, the page that is open, and what of it is on the device.
use super::attach::MOST;
use super::draft::{self, Draft, FileChange, Head, Keeping};
use crate::i18n::{format, language};
use crate::offline::{self, StorageError};
use crate::task;
use crate::ui::announce;
use leptos::prelude::*;
use xforms::{Complaint, Moment, Page, QuestionId, Session};

/// Whether what is on the page is on the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was changed yet.
    Nothing,
    /// It is being written.
    Writing,
    /// It is written, at this moment.
    At(i64),
    /// The device cannot keep it.
    Not(StorageError),
    /// It was sent from another tab: nothing that is changed here goes anywhere.
    AlreadySent,
}

/// One answer being filled in.
#[derive(Clone, Copy)]
pub struct Filling {
    /// The session.
    pub session: RwSignal<Session>,
    /// What is kept beside it.
    pub head: RwSignal<Head>,
    /// Every page of the form.
    pub pages: StoredValue<Vec<Page>>,
    /// Whether the review is open.
    pub review: RwSignal<bool>,
    /// Whether the person wanted to go on from this page: only then errors are shown.
    pub tried: RwSignal<bool>,
    /// What of it is on the device.
    pub kept: RwSignal<Kept>,
    uuid: StoredValue<String>,
    form: StoredValue<String>,
    writing: StoredValue<bool>,
    due: StoredValue<bool>,
    /// What happened to files and is not on the device yet.
    files: StoredValue<Vec<FileChange>>,
}

/// The time now, with the device's offset.
#[allow(clippy::cast_possible_truncation, reason = "milliseconds and minutes of any date fit")]
pub fn moment() -> Moment {
    let date = js_sys::Date::new_0();
    Moment { unix_ms: date.get_time() as i64, offset_minutes: -(date.get_timezone_offset() as i16) }
}

impl Filling {
    /// Takes up a session.
    pub fn new(session: Session, head: Head, uuid: String, form: String) -> Self {
        let pages = session.form().pages();
        let filling = Self {
            session: RwSignal::new(session),
            head: RwSignal::new(head),
            pages: StoredValue::new(pages),
            review: RwSignal::new(false),
            tried: RwSignal::new(false),
            kept: RwSignal::new(Kept::Nothing),
            uuid: StoredValue::new(uuid),
            form: StoredValue::new(form),
            writing: StoredValue::new(false),
            due: StoredValue::new(false),
            files: StoredValue::new(Vec::new()),
        };
        // The first page may have nothing to ask yet, and one that a draft was left on may have gone.
        let shown = untrack(|| filling.shown());
        let at = filling.head.with_untracked(|head| head.page);
        if let Some(page) = shown.iter().find(|page| **page >= at).or(shown.last()) {
            filling.head.update_untracked(|head| head.page = *page);
        }
        // The form follows the language of the app, and the answers stay.
        Effect::new(move || {
            let tag = language().tag();
            filling.session.update(|session| speak(session, tag));
        });
        filling
    }

    /// The uuid of the answer.
    pub fn uuid(&self) -> String {
        self.uuid.get_value()
    }

    /// Which pages have something to show now.
    pub fn shown(&self) -> Vec<usize> {
        self.session.with(|session| {
            self.pages.with_value(|pages| {
                let shown =
                    pages.iter().enumerate().filter(|(_, page)| session.is_page_shown(page));
                shown.map(|(at, _)| at).collect()
            })
        })
    }

    /// The questions of the open page that are asked now.
    pub fn questions(&self) -> Vec<QuestionId> {
        let at = self.head.with(|head| head.page);
        let page = self.pages.with_value(|pages| pages.get(at).cloned());
        let Some(page) = page else { return Vec::new() };
        self.session.with(|session| {
            page.questions.into_iter().filter(|question| session.is_relevant(*question)).collect()
        })
    }

    /// What is wrong on the open page.
    pub fn complaints(&self) -> Vec<Complaint> {
        let questions = self.questions();
        self.session.with(|session| session.check(&questions))
    }

    /// Takes an answer and keeps it.
    pub fn answer(&self, question: QuestionId, value: &str) {
        let before = untrack(|| self.questions().len());
        self.session.update(|session| {
            session.set_now(moment());
            // What cannot be changed now is not drawn as something to change.
            let _ = session.set(question, value);
        });
        let after = untrack(|| self.questions().len());
        if after > before {
            #[allow(clippy::cast_precision_loss, reason = "a handful of questions")]
            announce(&crate::i18n::plural(
                "participation.fill.appeared",
                (after - before) as f64,
                &[],
            ));
        }
        self.keep();
    }

    /// How long a file may be, in bytes.
    pub fn most_bytes(&self) -> u64 {
        let most = self.head.with_untracked(|head| head.most);
        if most == 0 { MOST } else { most }
    }

    /// Answers a question with a file of a new name; what was there before goes.
    pub fn attach(&self, question: QuestionId, bytes: Vec<u8>, ending: &str) {
        let Some(place) = self.session.try_with_untracked(|session| session.form().path(question))
        else {
            return;
        };
        let letters = place.rsplit('/').next().unwrap_or_default();
        let letters: String =
            letters.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
        let number = format::now().to_string();
        let name = [&letters, "-", &number, ".", ending].concat();
        self.note_removal(question, &name);
        self.files.update_value(|files| files.push(FileChange::Put(name.clone(), bytes)));
        self.answer(question, &name);
    }

    /// Takes a file back.
    pub fn detach(&self, question: QuestionId) {
        self.note_removal(question, "");
        self.answer(question, "");
    }

    fn note_removal(&self, question: QuestionId, but: &str) {
        let before = self.session.with_untracked(|session| session.field(question).to_owned());
        if !before.is_empty() && before != but {
            self.files.update_value(|files| files.push(FileChange::Remove(before)));
        }
    }

    /// The bytes of a file of this answer.
    pub async fn file(&self, name: &str) -> Option<Vec<u8>> {
        let waiting = self.files.with_value(|files| {
            files.iter().rev().find_map(|file| match file {
                FileChange::Put(of, bytes) if of == name => Some(bytes.clone()),
                _ => None,
            })
        });
        match waiting {
            Some(bytes) => Some(bytes),
            None => draft::file(&self.uuid(), name).await.ok().flatten(),
        }
    }

    /// Keeps everything as it is now; writes are one after the other, and only the newest state matters.
    pub fn keep(&self) {
        let this = *self;
        if this.kept.with_untracked(|kept| *kept == Kept::AlreadySent) {
            return;
        }
        this.due.set_value(true);
        this.kept.set(Kept::Writing);
        if this.writing.get_value() {
            return;
        }
        this.writing.set_value(true);
        task::begin(async move {
            while this.due.try_get_value() == Some(true) {
                this.due.set_value(false);
                let draft = Draft {
                    head: this.head.get_untracked(),
                    answers: this.session.with_untracked(Session::draft),
                };
                let first = this.form.with_value(|form| (!form.is_empty()).then(|| form.clone()));
                let files = this.files.get_value();
                let outcome = draft::keep(&this.uuid(), &draft, first.as_deref(), &files).await;
                if outcome.is_ok() {
                    // What came meanwhile is behind them.
                    let _ = this.files.try_update_value(|all| drop(all.drain(..files.len())));
                }
                if outcome.is_ok() && first.is_some() {
                    let _ = this.form.try_update_value(String::clear);
                    offline::persist::ask().await;
                }
                let _ = this.kept.try_set(match outcome {
                    Ok(Keeping::Done) => Kept::At(format::now()),
                    Ok(Keeping::AlreadySent) => Kept::AlreadySent,
                    Err(error) => Kept::Not(error),
                });
            }
            let _ = this.writing.try_update_value(|writing| *writing = false);
        });
    }

    /// Opens a page.
    pub fn open(&self, page: usize) {
        self.tried.set(false);
        self.review.set(false);
        self.head.update(|head| head.page = page);
        self.keep();
        crate::navigation::top();
    }

    /// The next page, or the review after the last; stays where something is wrong.
    pub fn next(&self) {
        if untrack(|| !self.complaints().is_empty()) {
            self.tried.set(true);
            return;
        }
        let at = self.head.with_untracked(|head| head.page);
        let next = untrack(|| self.shown()).into_iter().find(|page| *page > at);
        if let Some(page) = next {
            self.open(page);
        } else {
            self.tried.set(false);
            self.review.set(true);
            crate::navigation::top();
        }
    }

    /// The page before, if there is one.
    pub fn before(&self) -> Option<usize> {
        let at = self.head.with(|head| head.page);
        self.shown().into_iter().rfind(|page| *page < at)
    }
}

/// Sets the language of the form: the wanted one, else one of its family; else it stays.
fn speak(session: &mut Session, tag: &str) {
    let family = tag.split('-').next().unwrap_or_default();
    let languages = session.form().languages();
    let of = |tag: &str| languages.iter().position(|known| known.tag.as_deref() == Some(tag));
    if let Some(at) = of(tag).or_else(|| of(family)) {
        // The place was just found in this very list.
        let _ = session.set_language(at);
    }
}
