//! What is so, in the types of PAIA and DAIA.

use super::edition::{Copy, CopyState, Edition};
use super::house::{House, Kind, Member, Refusal};
use crate::condition::{Condition, ConditionOption, Confirm, FEE, STORAGE};
use crate::life::Status;
use crate::wire::shapes::{Many, Map};
use crate::wire::{daia, paia};
use crate::{PatronId, Uri};
use dates::Day;

/// Everything this edition is to a member: a document for each copy they have or may pick up, one for a place in
/// the queue.
#[must_use]
pub fn documents(
    edition: &Edition,
    member: &Member,
    house: &House,
    today: Day,
) -> Vec<paia::Document> {
    let theirs = edition.copies.iter().filter(|copy| copy.patron() == Some(&member.id));
    let mut documents: Vec<_> =
        theirs.map(|copy| of_copy(edition, copy, member, house, today)).collect();
    if let Some(place) = edition.place(&member.id) {
        let waiting = edition.queue.get(place - 1);
        documents.push(paia::Document {
            status: Some(Status::Reserved.number().into()),
            queue: i64::try_from(place).ok(),
            starttime: waiting.map(|waiting| waiting.since.to_string()),
            storage: waiting.and_then(|waiting| desk(house, &waiting.desk)),
            storageid: waiting.map(|waiting| waiting.desk.to_string()),
            cancancel: Some(true),
            ..base(edition)
        });
    }
    documents
}

fn base(edition: &Edition) -> paia::Document {
    paia::Document {
        edition: Some(edition.id.to_string()),
        about: Some(edition.about.clone()),
        ..paia::Document::default()
    }
}

fn desk(house: &House, id: &Uri) -> Option<String> {
    house.desks.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone())
}

fn of_copy(
    edition: &Edition,
    copy: &Copy,
    member: &Member,
    house: &House,
    today: Day,
) -> paia::Document {
    let known = paia::Document {
        item: Some(copy.id.to_string()),
        label: Some(copy.label.clone()),
        ..base(edition)
    };
    match &copy.state {
        CopyState::OnShelf => {
            paia::Document { status: Some(Status::NoRelation.number().into()), ..known }
        }
        CopyState::Lent { since, due, renewals, reminders, .. } => paia::Document {
            status: Some(Status::Held.number().into()),
            starttime: Some(since.to_string()),
            endtime: Some(due.to_string()),
            renewals: Some((*renewals).into()),
            reminder: Some((*reminders).into()),
            queue: i64::try_from(edition.queue.len()).ok(),
            // What a renewal would say, without doing it.
            canrenew: Some(edition.clone().renew(&copy.id, member, house, today).is_ok()),
            cancancel: Some(false),
            storage: Some(copy.branch.1.clone()),
            storageid: Some(copy.branch.0.to_string()),
            ..known
        },
        CopyState::Ready { since, until, desk: at, .. } => paia::Document {
            status: Some(Status::Provided.number().into()),
            starttime: Some(since.to_string()),
            endtime: Some(until.to_string()),
            cancancel: Some(true),
            canrenew: Some(false),
            storage: desk(house, at),
            storageid: Some(at.to_string()),
            ..known
        },
    }
}

/// The answer for a document with which something failed: as it is, with the server's words.
#[must_use]
pub fn refused(
    edition: &Edition,
    copy: Option<&Uri>,
    member: &Member,
    words: String,
    house: &House,
    today: Day,
) -> paia::Document {
    let now = documents(edition, member, house, today);
    let item = copy.map(Uri::to_string);
    let found = now.into_iter().find(|document| item.is_none() || document.item == item);
    let none =
        paia::Document { status: Some(Status::NoRelation.number().into()), item, ..base(edition) };
    paia::Document { error: Some(words), ..found.unwrap_or(none) }
}

/// What must be chosen and agreed to for a reservation. `words` names the fee.
#[must_use]
pub fn conditions(house: &House, words: &str) -> Vec<Condition> {
    let desks = house.desks.iter().map(|(id, name)| ConditionOption {
        id: id.clone(),
        about: name.clone(),
        amount: None,
    });
    let storage = Uri::new(STORAGE).map(|id| Condition {
        id,
        options: desks.collect(),
        multiple: false,
        default: None,
    });
    let fee = house.reservation_fee.zip(Uri::new(FEE)).and_then(|(amount, id)| {
        let option = Uri::new("http://purl.org/ontology/dso#Reservation")?;
        let option = ConditionOption { id: option, about: words.to_owned(), amount: Some(amount) };
        // No default: nobody pays without having said so.
        Some(Condition { id, options: vec![option], multiple: false, default: None })
    });
    storage.into_iter().chain(fee).collect()
}

/// The desk that a request chose, where it meets all conditions.
///
/// # Errors
/// [`Refusal::Choose`]: answer with the conditions.
pub fn chosen(conditions: &[Condition], confirm: Option<&Confirm>) -> Result<Uri, Refusal> {
    let mut desk = None;
    for condition in conditions {
        let options = condition.judge(confirm).ok_or(Refusal::Choose)?;
        if condition.id.as_str() == STORAGE {
            desk = options.first().map(|option| option.id.clone());
        }
    }
    desk.ok_or(Refusal::Choose)
}

/// Conditions on the wire.
#[must_use]
pub fn conditions_on_the_wire(conditions: &[Condition]) -> Map<paia::Condition> {
    let option = |option: &ConditionOption| paia::ConditionOption {
        id: option.id.to_string(),
        about: Some(option.about.clone()),
        amount: option.amount.map(|amount| amount.to_string()),
    };
    let condition = |condition: &Condition| {
        let default = condition.default.as_ref();
        let answer = paia::Condition {
            option: condition.options.iter().map(option).collect(),
            multiple: condition.multiple.then_some(true),
            default: default.map(|ids| Many(ids.iter().map(Uri::to_string).collect())),
        };
        (condition.id.to_string(), answer)
    };
    Map(conditions.iter().map(condition).collect())
}

/// The copies for DAIA. `order` gives the address under which this edition is reserved.
#[must_use]
pub fn availability(edition: &Edition, requested: &str, order: Option<&str>) -> daia::Document {
    let item = |copy: &Copy| {
        let storage = daia::Entity {
            id: Some(copy.branch.0.to_string()),
            content: Some(copy.branch.1.clone()),
            href: None,
        };
        let (mut available, mut unavailable) = (Vec::new(), Vec::new());
        let service =
            |name: &str| daia::Available { service: name.to_owned(), ..Default::default() };
        let lacking =
            |name: &str| daia::Unavailable { service: name.to_owned(), ..Default::default() };
        match (&copy.state, edition.kind) {
            (CopyState::OnShelf, Kind::Reference) => {
                available.push(service("presentation"));
                unavailable.push(lacking("loan"));
            }
            (CopyState::OnShelf, _) => available.extend(["presentation", "loan"].map(service)),
            (state, _) => {
                unavailable.push(lacking("presentation"));
                let expected = match state {
                    CopyState::Lent { due, .. } => due.to_string(),
                    _ => "unknown".to_owned(),
                };
                unavailable.push(daia::Unavailable {
                    expected: Some(expected),
                    // The schema wants at least one.
                    queue: i64::try_from(edition.queue.len()).ok().filter(|queue| *queue > 0),
                    href: order.map(str::to_owned),
                    ..lacking("loan")
                });
            }
        }
        daia::Item {
            id: Some(copy.id.to_string()),
            label: Some(copy.label.clone()),
            storage: Some(storage),
            available: Many(available),
            unavailable: Many(unavailable),
            ..daia::Item::default()
        }
    };
    daia::Document {
        id: edition.id.to_string(),
        requested: (requested != edition.id.as_str()).then(|| requested.to_owned()),
        about: Some(edition.about.clone()),
        item: Many(edition.copies.iter().map(item).collect()),
        href: None,
    }
}

/// The patron, as PAIA says it.
#[must_use]
pub fn patron(member: &Member, name: &str, house: &House, today: Day) -> paia::Patron {
    paia::Patron {
        name: Some(name.to_owned()),
        expires: Some(member.expires.to_string()),
        status: Some(house.state(member, today).number().into()),
        ..paia::Patron::default()
    }
}

/// What PAIA calls the service status of an edition for a patron, the nearest relation first.
#[must_use]
pub fn status(edition: &Edition, patron: &PatronId) -> Status {
    let theirs = edition.copies.iter().filter(|copy| copy.patron() == Some(patron));
    let states: Vec<&CopyState> = theirs.map(|copy| &copy.state).collect();
    if states.iter().any(|state| matches!(state, CopyState::Lent { .. })) {
        Status::Held
    } else if !states.is_empty() {
        Status::Provided
    } else if edition.place(patron).is_some() {
        Status::Reserved
    } else {
        Status::NoRelation
    }
}
