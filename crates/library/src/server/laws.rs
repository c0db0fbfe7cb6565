//! What a librarian would insist on, under random days of circulation.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::answer::{availability, chosen, conditions, documents, status};
use super::*;
use crate::condition::{Confirm, FEE, STORAGE};
use crate::life::{Change, Status, change};
use crate::{Money, PatronId, Uri};
use dates::Day;
use proptest::prelude::*;

fn uri(text: &str) -> Uri {
    Uri::new(text).unwrap()
}

fn euro(cents: i64) -> Money {
    Money::new(cents, "EUR").unwrap()
}

fn house() -> House {
    House {
        days: vec![(Kind::Film, 7), (Kind::Magazine, 14)],
        other_days: 28,
        not_renewed: vec![Kind::Magazine],
        most_renewals: 2,
        most_loans: 30,
        most_reservations: 10,
        pickup_days: 7,
        reservation_fee: Some(euro(100)),
        late_fee: euro(150),
        fees_from: euro(2000),
        desks: vec![(uri("ex:desk"), "Theke".to_owned()), (uri("ex:west"), "Weststadt".to_owned())],
    }
}

fn today() -> Day {
    "2026-11-24".parse().unwrap()
}

fn member(name: &str) -> Member {
    Member {
        id: PatronId::new(name).unwrap(),
        expires: today().plus_days(400),
        fees: euro(0),
        blocked: false,
        loans: 0,
        reservations: 0,
    }
}

fn edition(kind: Kind, copies: usize) -> Edition {
    let copy = |at: usize| Copy {
        id: uri(&format!("ex:copy:{at}")),
        label: format!("X {at}"),
        branch: (uri("ex:z"), "Zentralbibliothek".to_owned()),
        state: CopyState::OnShelf,
    };
    Edition {
        id: uri("ex:edition"),
        about: "Momo / Ende, Michael (1973)".to_owned(),
        kind,
        copies: (0..copies).map(copy).collect(),
        queue: vec![],
    }
}

#[test]
fn the_story_of_a_reservation() {
    let (house, ada, bob) = (house(), member("ada"), member("bob"));
    let mut book = edition(Kind::Book, 1);
    let (copy, desk) = (uri("ex:copy:0"), uri("ex:desk"));
    assert_eq!(book.reserve(&bob, &desk, &house, today()), Err(Refusal::OnShelf));
    let due = book.lend(&copy, &ada, &house, today()).unwrap();
    assert_eq!(due.days_since(today()), 28);
    assert!(book.renew(&copy, &ada, &house, today().plus_days(10)).is_ok());
    assert_eq!(book.reserve(&ada, &desk, &house, today()), Err(Refusal::HasIt));
    book.reserve(&bob, &desk, &house, today()).unwrap();
    assert_eq!(book.renew(&copy, &ada, &house, today()), Err(Refusal::Reserved));
    assert_eq!(documents(&book, &ada, &house, today())[0].canrenew, Some(false));
    assert_eq!(documents(&book, &bob, &house, today())[0].queue, Some(1));
    let late = book.take_back(&copy, &house, today().plus_days(10 + 28 + 8)).unwrap();
    assert_eq!(late, Some(euro(300)), "two begun weeks");
    assert_eq!(status(&book, &bob.id), Status::Provided);
    assert_eq!(book.lend(&copy, &ada, &house, today()), Err(Refusal::NotFree));
    book.night(&house, today().plus_days(46 + 8));
    assert_eq!(status(&book, &bob.id), Status::NoRelation, "not picked up");
    assert_eq!(book.copies[0].state, CopyState::OnShelf);
}

#[test]
fn every_state_of_an_account() {
    use crate::patron::AccountState::{Active, Expired, ExpiredAndFees, Fees, Inactive};
    use crate::scope::Scope;
    let house = house();
    let of = |days: i32, cents: i64, blocked: bool| Member {
        expires: today().plus_days(days),
        fees: euro(cents),
        blocked,
        ..member("x")
    };
    for (member, state) in [
        (of(0, 1999, false), Active),
        (of(-1, 0, false), Expired),
        (of(9, 2000, false), Fees),
        (of(-1, 2000, false), ExpiredAndFees),
        (of(9, 0, true), Inactive),
    ] {
        assert_eq!(house.state(&member, today()), state);
        let scopes = house.scopes(&member, None, today());
        assert_eq!(scopes.has(Scope::WriteItems), state == Active);
        assert!(scopes.has(Scope::ReadItems) && !scopes.has(Scope::ChangePassword));
    }
}

#[test]
fn nobody_pays_or_goes_somewhere_without_having_said_so() {
    let house = house();
    let all = conditions(&house, "Vormerkgebühr");
    assert_eq!(chosen(&all, None), Err(Refusal::Choose));
    assert_eq!(chosen(&all, Some(&Confirm::nothing())), Err(Refusal::Choose));
    let desk = Confirm::nothing().with(uri(STORAGE), vec![uri("ex:west")]);
    assert_eq!(chosen(&all, Some(&desk)), Err(Refusal::Choose));
    let agreed = desk.with(uri(FEE), vec![all[1].options[0].id.clone()]);
    assert_eq!(chosen(&all, Some(&agreed)), Ok(uri("ex:west")));
    assert_eq!(agreed.cost(&all), Some(euro(100)));
}

#[test]
fn magazines_and_reference_books() {
    let (house, ada) = (house(), member("ada"));
    let mut magazine = edition(Kind::Magazine, 1);
    magazine.lend(&uri("ex:copy:0"), &ada, &house, today()).unwrap();
    let renewed = magazine.renew(&uri("ex:copy:0"), &ada, &house, today());
    assert_eq!(renewed, Err(Refusal::KindNotRenewed));
    let mut reference = edition(Kind::Reference, 1);
    assert_eq!(reference.lend(&uri("ex:copy:0"), &ada, &house, today()), Err(Refusal::NotForLoan));
}

proptest! {
    #[test]
    fn a_year_of_circulation(steps in proptest::collection::vec((0u8..6, 0usize..3, 0usize..4, 0i32..12), 0..80)) {
        let house = house();
        let members: Vec<Member> = ["ada", "bob", "cem", "dua"].map(member).to_vec();
        let (mut book, mut now) = (edition(Kind::Book, 3), today());
        for (what, copy, who, days) in steps {
            let (copy, who) = (uri(&format!("ex:copy:{copy}")), &members[who]);
            let before = book.clone();
            let changed = match what {
                0 => book.lend(&copy, who, &house, now).is_ok(),
                1 => book.renew(&copy, who, &house, now).is_ok(),
                2 => book.take_back(&copy, &house, now).is_ok(),
                3 => book.reserve(who, &uri("ex:desk"), &house, now).is_ok(),
                4 => book.cancel(&who.id, &house, now).is_ok(),
                _ => {
                    now = now.plus_days(days);
                    book.night(&house, now);
                    true
                }
            };
            prop_assert!(changed || book == before, "a refusal changes nothing");
            // Nothing stands on the shelf while somebody waits.
            let free = book.copies.iter().any(|copy| copy.state == CopyState::OnShelf);
            prop_assert!(!free || book.queue.is_empty());
            // Nobody waits twice, or for what they may pick up.
            for who in &members {
                let waits = book.queue.iter().filter(|waiting| waiting.patron == who.id).count();
                let ready = book.copies.iter().filter(|copy| {
                    matches!(&copy.state, CopyState::Ready { patron, .. } if *patron == who.id)
                });
                prop_assert!(waits + ready.count() <= 1);
                // PAIA's table explains every change that a member sees.
                let (was, is) = (status(&before, &who.id), status(&book, &who.id));
                let night = what == 5;
                prop_assert!(night || change(was, is) != Change::Unusual, "{was:?} -> {is:?}");
            }
            // Those who stay in the queue keep their order.
            let order = |edition: &Edition| edition.queue.iter().map(|w| w.patron.clone()).collect::<Vec<_>>();
            let kept: Vec<_> = order(&before).into_iter().filter(|p| book.place(p).is_some()).collect();
            prop_assert!(order(&book).starts_with(&kept));
            // What is shown agrees with what is so.
            let answer = availability(&book, "ex:edition", None);
            let lendable = answer.item.0.iter().filter(|item| item.available.0.iter().any(|a| a.service == "loan"));
            let shelf = book.copies.iter().filter(|copy| copy.state == CopyState::OnShelf);
            prop_assert_eq!(lendable.count(), shelf.count());
        }
    }
}
