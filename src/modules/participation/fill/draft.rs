//! An answer that is not finished, sealed on this device under a key of its own, with the form it was begun on.
use crate::offline::database::{self, Change};
use crate::offline::{StorageError, Store, secret, store};

/// Where drafts begin in their store; the uuid of the answer follows.
const PREFIX: &str = "survey/";
/// Where their files begin; the uuid and the name follow.
const FILES: &str = "survey-file/";

/// What is kept beside the answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The survey.
    pub item: String,
    /// What it was called.
    pub title: String,
    /// Where its form is; the address holds the version.
    pub form: String,
    /// The sum of the form.
    pub sum: String,
    /// Where the answer goes.
    pub submit: String,
    /// The wording of the privacy notice that was agreed to or read.
    pub consent: String,
    /// The code for taking part.
    pub token: String,
    /// The page that is open.
    pub page: usize,
    /// How long a file may be, in bytes.
    pub most: u64,
}

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// About it.
    pub head: Head,
    /// The answers (`xforms::Session::draft`).
    pub answers: String,
}

impl Draft {
    /// As text: lines of a name and a value, an empty line, the answers.
    pub fn write(&self) -> String {
        let head = &self.head;
        let (page, most) = (head.page.to_string(), head.most.to_string());
        let lines = [
            ("item", &head.item),
            ("title", &head.title),
            ("form", &head.form),
            ("sum", &head.sum),
            ("submit", &head.submit),
            ("consent", &head.consent),
            ("token", &head.token),
            ("page", &page),
            ("most", &most),
        ];
        let mut text = String::new();
        for (name, value) in lines {
            text.push_str(name);
            text.push(' ');
            text.push_str(&value.replace(['\r', '\n'], " "));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.answers);
        text
    }

    /// Reads what [`Draft::write`] wrote; what is not known is passed over.
    pub fn read(text: &str) -> Option<Self> {
        let (lines, answers) = text.split_once("\n\n")?;
        let mut head = Head::default();
        for line in lines.lines() {
            let (name, value) = line.split_once(' ').unwrap_or((line, ""));
            let place = match name {
                "item" => &mut head.item,
                "title" => &mut head.title,
                "form" => &mut head.form,
                "sum" => &mut head.sum,
                "submit" => &mut head.submit,
                "consent" => &mut head.consent,
                "token" => &mut head.token,
                "page" => {
                    head.page = value.parse().unwrap_or(0);
                    continue;
                }
                "most" => {
                    head.most = value.parse().unwrap_or(0);
                    continue;
                }
                _ => continue,
            };
            value.clone_into(place);
        }
        let whole = !head.item.is_empty() && !head.submit.is_empty();
        whole.then(|| Self { head, answers: answers.to_owned() })
    }
}

/// Something that happens to a file of a draft.
#[derive(Debug, Clone)]
pub enum FileChange {
    /// It is there now, under a name.
    Put(String, Vec<u8>),
    /// It is gone.
    Remove(String),
}

/// What became of a draft that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It is on the device.
    Done,
    /// The answer was sent from another tab meanwhile: there is no draft of it any more, and none is made.
    AlreadySent,
}

/// Keeps a draft, with its form and what happened to its files in the same moment: it can be gone on with wherever
/// the network is, and no answer names a file that is not there. What was sent has no draft: the outbox is asked in
/// the same transaction, so that no other tab can send in between.
///
/// # Errors
/// [`StorageError`]; then nothing was kept.
pub async fn keep(
    uuid: &str,
    draft: &Draft,
    form: Option<&str>,
    files: &[FileChange],
) -> Result<Keeping, StorageError> {
    let text = draft.write();
    let mut changes =
        vec![secret::sealed_change(Store::Drafts, &key(uuid), text.as_bytes()).await?];
    if let Some(form) = form {
        let key = crate::modules::participation::source::form_key(&draft.head.sum);
        changes.push(Change::Put(Store::Package, key, store::text_record(form)));
    }
    for file in files {
        changes.push(match file {
            FileChange::Put(name, bytes) => {
                secret::sealed_change(Store::Drafts, &file_key(uuid, name), bytes).await?
            }
            FileChange::Remove(name) => Change::Remove(Store::Drafts, file_key(uuid, name)),
        });
    }
    let mut keeping = Keeping::Done;
    let stores = [Store::Outbox, Store::Drafts, Store::Package];
    database::update(&stores, (Store::Outbox, uuid), &mut |sent| {
        keeping = if sent.is_some() { Keeping::AlreadySent } else { Keeping::Done };
        if sent.is_some() { Vec::new() } else { changes.clone() }
    })
    .await?;
    Ok(keeping)
}

/// Whether the answer was sent, from whichever tab. A device that cannot be read says no.
pub async fn is_sent(uuid: &str) -> bool {
    store::has(Store::Outbox, uuid).await.unwrap_or(false)
}

/// A file of a draft; `None` if it is not there or cannot be opened.
///
/// # Errors
/// [`StorageError`].
pub async fn file(uuid: &str, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let found = secret::open_sealed(Store::Drafts, &file_key(uuid, name)).await?;
    Ok(found.map(|(bytes, _)| bytes))
}

/// A draft of this device.
///
/// # Errors
/// [`StorageError`].
pub async fn read(uuid: &str) -> Result<Option<Draft>, StorageError> {
    let found = secret::open_sealed(Store::Drafts, &key(uuid)).await?;
    Ok(found.and_then(|(plain, _)| Draft::read(&String::from_utf8(plain).ok()?)))
}

/// The changes that remove a draft with its files: made together with what takes its place.
///
/// # Errors
/// [`StorageError`].
pub async fn removal(uuid: &str) -> Result<Vec<Change>, StorageError> {
    let files = [FILES, uuid, "/"].concat();
    let all = store::list(Store::Drafts).await?;
    let keys = all.into_iter().map(|listed| listed.key).filter(|key| key.starts_with(&files));
    Ok(keys.chain([key(uuid)]).map(|key| Change::Remove(Store::Drafts, key)).collect())
}

/// Deletes a draft, at the person's word.
///
/// # Errors
/// [`StorageError`].
pub async fn delete(uuid: &str) -> Result<(), StorageError> {
    database::commit(&removal(uuid).await?).await
}

/// Every draft of this device with its uuid and when it was kept, the newest first.
///
/// # Errors
/// [`StorageError`].
pub async fn all() -> Result<Vec<(String, Draft, i64)>, StorageError> {
    let mut drafts = Vec::new();
    for listed in store::list(Store::Drafts).await? {
        let Some(uuid) = listed.key.strip_prefix(PREFIX) else { continue };
        if let Some(draft) = read(uuid).await? {
            drafts.push((uuid.to_owned(), draft, listed.at));
        }
    }
    drafts.sort_by_key(|(_, _, at)| std::cmp::Reverse(*at));
    Ok(drafts)
}

fn file_key(uuid: &str, name: &str) -> String {
    [FILES, uuid, "/", name].concat()
}

fn key(uuid: &str) -> String {
    [PREFIX, uuid].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_draft_comes_back_as_it_was() {
        let head = Head {
            item: "library-2026".to_owned(),
            title: "Two\nlines".to_owned(),
            submit: "/api/x".to_owned(),
            page: 3,
            ..Head::default()
        };
        let draft = Draft { head, answers: "stadtkern-draft 1\n\n= /a b\n".to_owned() };
        let mut expected = draft.clone();
        expected.head.title = "Two lines".to_owned();
        assert_eq!(Draft::read(&draft.write()), Some(expected));
        assert_eq!(Draft::read("nonsense"), None);
        assert_eq!(Draft::read("page 1\n\n"), None);
    }
}
