//! Reserve, renew, cancel: document by document, so that one that fails does not keep the others.

use ::library::Uri;
use ::library::condition::{Confirm, STORAGE};
use ::library::life::Status;
use ::library::server::answer as told;
use ::library::server::{Edition, Member, Refusal, document_requests};
use ::library::wire::paia::{Document, DocumentRequest, Documents};
use sqlx::AnyConnection;

use super::core::Counter;
use super::words;
use crate::library::catalogue::title;
use crate::library::reply::{Problem, Reply};
use crate::library::route::Core;
use crate::store::is_transient;

/// More documents at once are a mistake.
const MOST: usize = 200;
/// How often a change is tried again that another one got in the way of.
const TRIES: usize = 4;

/// What a document of a request means here.
struct Meant {
    number: u32,
    copy: Option<Uri>,
}

fn meant(request: &DocumentRequest) -> Option<Meant> {
    if let Some(item) = &request.item
        && let Some((number, _)) = title::copy(item)
    {
        return Some(Meant { number, copy: Uri::new(item) });
    }
    let edition = request.edition.as_ref().or(request.item.as_ref())?;
    Some(Meant { number: title::number(edition)?, copy: None })
}

/// Answers one of the three.
pub(super) async fn answer(counter: &Counter<'_>, core: &Core) -> Result<Reply, Problem> {
    let sent = document_requests(&counter.asked.body).map_err(|_| {
        let is_json = serde_json::from_slice::<serde_json::Value>(&counter.asked.body).is_ok();
        if is_json { Problem::unprocessable() } else { Problem::request() }
    })?;
    let named = |request: &DocumentRequest| request.item.is_some() || request.edition.is_some();
    // Half of what was sent is not what was meant.
    if sent.skipped > 0
        || sent.value.doc.is_empty()
        || sent.value.doc.len() > MOST
        || !sent.value.doc.iter().all(named)
    {
        return Err(Problem::unprocessable());
    }
    let mut tries = 0;
    loop {
        match all(counter, core, &sent.value.doc).await {
            Ok(doc) => return Ok(Reply::of(&Documents { doc })),
            Err(error) if tries < TRIES && is_transient(&error) => tries += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

async fn all(
    counter: &Counter<'_>,
    core: &Core,
    requests: &[DocumentRequest],
) -> Result<Vec<Document>, sqlx::Error> {
    let mut transaction = counter.asked.app.store.write().await?;
    counter.circulation.take_turn(&mut transaction).await?;
    let mut documents = Vec::new();
    for request in requests {
        documents.push(one(counter, &mut transaction, core, request).await?);
    }
    transaction.commit().await?;
    Ok(documents)
}

async fn one(
    counter: &Counter<'_>,
    connection: &mut AnyConnection,
    core: &Core,
    request: &DocumentRequest,
) -> Result<Document, sqlx::Error> {
    let circulation = counter.circulation;
    let member = circulation.member(connection, &counter.account).await?;
    let meant = meant(request);
    let number = meant.as_ref().map_or(0, |meant| meant.number);
    let found = circulation.edition(connection, number).await?;
    let (Some(meant), Some(before)) = (meant, found) else {
        return Ok(Document {
            status: Some(Status::NoRelation.number().into()),
            item: request.item.clone(),
            edition: request.edition.clone(),
            error: Some(counter.asked.words().text("library.error.notFound", &[])),
            ..Document::default()
        });
    };
    let mut after = before.clone();
    let change = Change { counter, request, member: &member, meant: &meant };
    let outcome = match core {
        Core::Renew => change.renew(&mut after),
        Core::Cancel => after.cancel(&member.id, circulation.house, circulation.today),
        _ => change.reserve(&mut after),
    };
    let mut document = match outcome {
        Ok(()) => {
            circulation.save(connection, number, &before, &after).await?;
            if let (Core::Request, Some(fee)) = (core, circulation.house.reservation_fee) {
                let patron = &counter.account.id;
                circulation.charge(connection, patron, fee.cents, "reservation", number).await?;
            }
            // The numbers of loans and reservations have changed with it.
            let member = circulation.member(connection, &counter.account).await?;
            Change { member: &member, ..change }.done(&after, core)
        }
        Err(refusal) => change.refused(&before, refusal),
    };
    let asked_for = request.item.as_ref().or(request.edition.as_ref());
    let known = [&document.item, &document.edition];
    if asked_for.is_some() && !known.iter().any(|id| id.as_ref() == asked_for) {
        document.requested = asked_for.cloned();
    }
    document.comment.clone_from(&request.comment);
    Ok(document)
}

struct Change<'a> {
    counter: &'a Counter<'a>,
    request: &'a DocumentRequest,
    member: &'a Member,
    meant: &'a Meant,
}

impl Change<'_> {
    /// The copy that is meant; of an edition the one that the member has.
    fn copy(&self, edition: &Edition) -> Option<Uri> {
        let theirs = |copy: &&::library::server::Copy| copy.patron() == Some(&self.member.id);
        let found = || edition.copies.iter().find(theirs).map(|copy| copy.id.clone());
        self.meant.copy.clone().or_else(found)
    }

    fn renew(&self, edition: &mut Edition) -> Result<(), Refusal> {
        let circulation = self.counter.circulation;
        let copy = self.copy(edition).ok_or(Refusal::NotTheirs)?;
        edition.renew(&copy, self.member, circulation.house, circulation.today).map(|_| ())
    }

    fn reserve(&self, edition: &mut Edition) -> Result<(), Refusal> {
        let circulation = self.counter.circulation;
        let (house, today) = (circulation.house, circulation.today);
        // What can never be is said before anything is to be chosen.
        edition.may_reserve(self.member, house, today)?;
        let confirm = self.request.confirm.as_ref().map(Confirm::from_wire);
        // Before 1.4 the place was a field of its own.
        let old = || {
            let desk = Uri::new(self.request.storageid.as_ref()?)?;
            Some(Confirm::nothing().with(Uri::new(STORAGE)?, vec![desk]))
        };
        let desk = told::chosen(&self.conditions(), confirm.or_else(old).as_ref())?;
        edition.reserve(self.member, &desk, house, today)
    }

    fn conditions(&self) -> Vec<::library::condition::Condition> {
        let fee = self.counter.asked.words().text("library.fee.reservation", &[]);
        told::conditions(self.counter.circulation.house, &fee)
    }

    fn refused(&self, edition: &Edition, refusal: Refusal) -> Document {
        let circulation = self.counter.circulation;
        let text = self.counter.asked.words().text(words(refusal), &[]);
        let (house, today) = (circulation.house, circulation.today);
        let copy = self.meant.copy.as_ref();
        let document = told::refused(edition, copy, self.member, text, house, today);
        let condition =
            (refusal == Refusal::Choose).then(|| told::conditions_on_the_wire(&self.conditions()));
        Document { condition, ..document }
    }

    fn done(&self, edition: &Edition, core: &Core) -> Document {
        let circulation = self.counter.circulation;
        let now = told::documents(edition, self.member, circulation.house, circulation.today);
        let copy = self.copy(edition).map(|copy| copy.to_string());
        let wanted = |document: &Document| match core {
            Core::Renew => document.item == copy,
            _ => true,
        };
        let found = now.into_iter().find(wanted);
        found.unwrap_or_else(|| Document {
            status: Some(Status::NoRelation.number().into()),
            item: self.request.item.clone(),
            edition: Some(edition.id.to_string()),
            about: Some(edition.about.clone()),
            ..Document::default()
        })
    }
}
