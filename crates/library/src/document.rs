//! A document and what it is to the patron.

use crate::condition::Condition;
use crate::life::Status;
use crate::patron::{said, uri};
use crate::scope::{Scope, Scopes};
use crate::{Uri, When, wire::paia as wire};
use json::keep::Keep;

/// A document of an account, or of an answer to request, renew and cancel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What it is to the patron; `None` for a number the standard does not know.
    pub status: Option<Status>,
    /// The copy.
    pub item: Option<Uri>,
    /// The edition.
    pub edition: Option<Uri>,
    /// What was asked for, where it is another one.
    pub requested: Option<Uri>,
    /// Title and more, in one text.
    pub about: Option<String>,
    /// Call number or the like.
    pub label: Option<String>,
    /// The patron's remark.
    pub comment: Option<String>,
    /// How many wait for it. For a reservation: the place in the queue.
    pub queue: Option<u32>,
    /// How often it was renewed.
    pub renewals: Option<u32>,
    /// How often was reminded.
    pub reminders: Option<u32>,
    /// Reserved, ordered, lent or provided since.
    pub start: Option<When>,
    /// Expected, due, or to be picked up by: see [`Status`].
    pub end: Option<When>,
    /// Whether it can be cancelled; `None` is unknown, not no.
    pub can_cancel: Option<bool>,
    /// Whether it can be renewed; `None` is unknown, not no.
    pub can_renew: Option<bool>,
    /// Why an action failed, in the server's words.
    pub error: Option<String>,
    /// What must be chosen first.
    pub conditions: Vec<Condition>,
    /// Where it is or is fetched, in the library's words.
    pub storage: Option<String>,
    /// The same as a URI.
    pub storage_id: Option<Uri>,
}

json::keep! { Document {
    status, item, edition, requested, about, label, comment, queue, renewals, reminders, start, end,
    can_cancel, can_renew, error, conditions, storage, storage_id
} }

/// Whether something can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Possible {
    /// The server says so.
    Yes,
    /// Nobody knows before it is tried.
    Perhaps,
    /// No.
    No,
}

fn count(number: Option<i64>) -> Option<u32> {
    number?.try_into().ok()
}

impl Document {
    /// Out of an answer.
    #[must_use]
    pub fn from_wire(answer: wire::Document) -> Self {
        let when = |text: Option<String>| text.as_deref().and_then(When::parse);
        let conditions = answer.condition.unwrap_or_default().0;
        Self {
            status: answer.status.and_then(Status::from_number),
            item: uri(answer.item),
            edition: uri(answer.edition),
            requested: uri(answer.requested),
            about: said(answer.about),
            label: said(answer.label),
            comment: said(answer.comment),
            queue: count(answer.queue),
            renewals: count(answer.renewals),
            reminders: count(answer.reminder),
            start: when(answer.starttime),
            end: when(answer.endtime).or_else(|| when(answer.duedate)),
            can_cancel: answer.cancancel,
            can_renew: answer.canrenew,
            error: said(answer.error),
            conditions: conditions
                .into_iter()
                .filter_map(|(kind, condition)| Condition::from_wire(&kind, condition))
                .collect(),
            storage: said(answer.storage),
            storage_id: uri(answer.storageid),
        }
    }

    /// All documents of an answer.
    #[must_use]
    pub fn all(answer: wire::Documents) -> Vec<Self> {
        answer.doc.into_iter().map(Self::from_wire).collect()
    }

    /// By what it is known again: the copy, else the edition.
    #[must_use]
    pub fn key(&self) -> Option<&Uri> {
        self.item.as_ref().or(self.edition.as_ref())
    }

    /// Whether both are the same: the same copy, or, where one names none, the same edition, or one that was
    /// given for the other.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        if let (Some(item), Some(other)) = (&self.item, &other.item)
            && item == other
        {
            return true;
        }
        let both_copies = self.item.is_some() && other.item.is_some();
        let edition = self.edition.is_some() && self.edition == other.edition;
        let names = |requested: &Option<Uri>, document: &Self| {
            requested.is_some() && (*requested == document.item || *requested == document.edition)
        };
        (edition && !both_copies) || names(&self.requested, other) || names(&other.requested, self)
    }

    /// The title alone: what stands before " / " in texts of the form "title / who (year)", else all of it.
    #[must_use]
    pub fn title(&self) -> &str {
        let about = self.about.as_deref().or(self.label.as_deref()).unwrap_or_default();
        split(about).map_or(about, |(title, _)| title)
    }

    /// Who made it and when, where the text has that form.
    #[must_use]
    pub fn maker(&self) -> Option<&str> {
        split(self.about.as_deref()?).map(|(_, maker)| maker)
    }

    /// Whether "cancel" is offered.
    #[must_use]
    pub fn can_be_cancelled(&self, scopes: Scopes) -> Possible {
        let usual = matches!(self.status, Some(Status::Reserved | Status::Ordered));
        match self.can_cancel {
            _ if !scopes.has(Scope::WriteItems) || self.key().is_none() => Possible::No,
            Some(true) => Possible::Yes,
            None if usual => Possible::Perhaps,
            _ => Possible::No,
        }
    }
}

/// "Title / Maker (2011)": how German library systems join both.
fn split(about: &str) -> Option<(&str, &str)> {
    let (title, maker) = about.rsplit_once(" / ")?;
    let maker = maker.trim();
    let sound = maker.ends_with(')') && maker.contains('(') && !title.trim().is_empty();
    sound.then(|| (title.trim(), maker))
}

impl Keep for Possible {
    fn write(&self, text: &mut String) {
        (*self as u8).write(text);
    }
    fn read(value: &json::Value) -> Option<Self> {
        [Self::Yes, Self::Perhaps, Self::No].get(usize::from(u8::read(value)?)).copied()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn document(text: &str) -> Document {
        Document::from_wire(json::decode(text.as_bytes()).unwrap().value)
    }

    #[test]
    fn omitted_is_unknown_and_old_names_are_read() {
        let old = document(r#"{"status":"3","item":"a:1","duedate":"2026-12-01","canrenew":0}"#);
        assert_eq!(old.status, Some(Status::Held));
        assert_eq!(old.end, When::parse("2026-12-01"));
        assert_eq!((old.can_renew, old.can_cancel), (Some(false), None));
        let odd = document(r#"{"status":7,"edition":"a:1","queue":-1,"about":" "}"#);
        assert_eq!((odd.status, odd.queue, odd.about), (None, None, None));
    }

    #[test]
    fn known_again_by_copy_edition_or_request() {
        let copy = document(r#"{"status":3,"item":"a:1","edition":"e:1"}"#);
        let other_copy = document(r#"{"status":3,"item":"a:2","edition":"e:1"}"#);
        let edition = document(r#"{"status":1,"edition":"e:1"}"#);
        let given = document(r#"{"status":2,"item":"a:9","requested":"e:1"}"#);
        assert!(copy.is_same(&copy) && copy.is_same(&edition) && edition.is_same(&given));
        assert!(!copy.is_same(&other_copy));
        assert!(!document("{}").is_same(&document("{}")));
    }

    #[test]
    fn title_and_maker() {
        let about = |about: &str| Document { about: Some(about.to_owned()), ..Document::default() };
        let book = about("Unsere Gärten : Band 1 / Lutze, Margot (1986)");
        assert_eq!(
            (book.title(), book.maker()),
            ("Unsere Gärten : Band 1", Some("Lutze, Margot (1986)"))
        );
        let none = about("Maurice Sendak (1963): Where the wild things are");
        assert_eq!((none.title(), none.maker()), (none.about.as_deref().unwrap(), None));
        assert_eq!(about("AC/DC / live").title(), "AC/DC / live");
    }

    #[test]
    fn cancelling_needs_the_right_and_something_to_cancel() {
        let write = Scopes::default().with(Scope::WriteItems);
        let reserved = document(r#"{"status":1,"edition":"e:1"}"#);
        assert_eq!(reserved.can_be_cancelled(write), Possible::Perhaps);
        assert_eq!(reserved.can_be_cancelled(Scopes::default()), Possible::No);
        let ready = document(r#"{"status":4,"item":"e:1","cancancel":true}"#);
        assert_eq!(ready.can_be_cancelled(write), Possible::Yes);
        assert_eq!(document(r#"{"status":3,"item":"e:1"}"#).can_be_cancelled(write), Possible::No);
    }
}
