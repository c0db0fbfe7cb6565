//! What is on loan when the demo begins: invented readers have a quarter of everything, the demo's patrons what
//! [`super::people`] says. The house's rules hold: nothing stands on the shelf while somebody waits for it.

use std::collections::BTreeMap;

use ::library::server::{Copy, CopyState, Edition, Kind, Waiting};
use ::library::{PatronId, Uri};
use dates::Day;

use super::chance::below;
use super::house;
use super::people::{Loan, PEOPLE, Person};
use crate::library::catalogue::title::{Format, Title};

/// An edition as it is when nothing is on loan. What is lent over the network has no copies.
pub fn at_rest(title: &Title) -> Option<Edition> {
    let copy = |(at, branch): (usize, &usize)| {
        Some(Copy {
            id: Uri::new(&title.copy_uri(at))?,
            label: title.mark.clone(),
            branch: house::branch(*branch)?,
            state: CopyState::OnShelf,
        })
    };
    Some(Edition {
        id: Uri::new(&title.uri())?,
        about: title.about(),
        kind: title.format.kind().unwrap_or(Kind::Reference),
        copies: title.copies.iter().enumerate().map(copy).collect::<Option<_>>()?,
        queue: Vec::new(),
    })
}

/// The name of an invented reader; no patron has such a number.
pub fn reader(number: u32) -> Option<PatronId> {
    PatronId::new(&format!("reader-{number}"))
}

/// Whether this is an invented reader.
pub fn is_reader(patron: &PatronId) -> bool {
    patron.expose().starts_with("reader-")
}

/// Everything that is not at rest, by the titles' numbers.
pub struct Plan<'a> {
    titles: &'a [Title],
    today: Day,
    editions: BTreeMap<u32, Edition>,
    next: BTreeMap<(Format, &'static str), usize>,
}

/// What is on loan, lies ready and is waited for on the first day.
pub fn plan(titles: &[Title], today: Day) -> BTreeMap<u32, Edition> {
    let mut plan = Plan { titles, today, editions: BTreeMap::new(), next: BTreeMap::new() };
    for person in PEOPLE {
        plan.of_person(person);
    }
    for title in titles {
        plan.of_readers(title);
    }
    plan.editions
}

impl Plan<'_> {
    fn of_person(&mut self, person: &Person) {
        let Some(id) = PatronId::new(person.card) else { return };
        for loan in person.loans {
            self.lend(&id, loan);
        }
        for number in 0..person.many {
            let due = i32::try_from(below(24, &[number, 71])).unwrap_or(0);
            let format = [Format::Book, Format::Comic, Format::Audiobook, Format::Game];
            let format = format.get(usize::try_from(number % 4).unwrap_or(0)).copied();
            let loan = Loan {
                format: format.unwrap_or(Format::Book),
                language: "de",
                due,
                renewals: number % 3,
                waiting: 0,
            };
            self.lend(&id, &loan);
        }
        for (format, desk, until) in person.ready {
            let (today, desk) = (self.today, house::branch(*desk));
            let Some((edition, (desk, _))) = self.take(*format, "de").zip(desk) else { continue };
            if let Some(copy) = edition.copies.first_mut() {
                let until = today.plus_days(*until);
                copy.state = CopyState::Ready {
                    patron: id.clone(),
                    since: until.plus_days(-7).min(today),
                    until,
                    desk,
                };
            }
            edition.lend_rest(today, 0);
        }
        for (format, place) in person.waits {
            let (today, place) = (self.today, *place);
            let Some(edition) = self.take(*format, "de") else { continue };
            edition.lend_rest(today, 0);
            edition.wait(today, place - 1);
            let desk = house::branch(0);
            if let Some((desk, _)) = desk {
                edition.queue.push(Waiting {
                    patron: id.clone(),
                    since: today.plus_days(-3),
                    desk,
                });
            }
        }
    }

    fn lend(&mut self, patron: &PatronId, loan: &Loan) {
        let today = self.today;
        let Some(edition) = self.take(loan.format, loan.language) else { return };
        let due = today.plus_days(loan.due);
        let days = house::rules().loan_days(edition.kind);
        if let Some(copy) = edition.copies.first_mut() {
            copy.state = CopyState::Lent {
                patron: patron.clone(),
                since: due
                    .plus_days(-days * (1 + i32::try_from(loan.renewals).unwrap_or(0)))
                    .min(today),
                due,
                renewals: loan.renewals,
                reminders: reminders(due, today),
            };
        }
        if loan.waiting > 0 {
            edition.lend_rest(today, 4);
            edition.wait(today, loan.waiting);
        }
    }

    /// The next edition of this kind that nobody has.
    fn take(&mut self, format: Format, language: &'static str) -> Option<&mut Edition> {
        let next = self.next.entry((format, language)).or_insert(3);
        let fits = |title: &&Title| {
            title.format == format && title.language == language && !title.copies.is_empty()
        };
        let title = self.titles.iter().filter(fits).nth(*next)?;
        *next += 7;
        self.editions.insert(title.number, at_rest(title)?);
        self.editions.get_mut(&title.number)
    }

    fn of_readers(&mut self, title: &Title) {
        let lent = title.format.kind().is_some_and(|kind| kind != Kind::Reference);
        if !lent || self.editions.contains_key(&title.number) {
            return;
        }
        let Some(mut edition) = at_rest(title) else { return };
        // Every twentieth is what everybody wants.
        if below(20, &[title.number, 61]) == 0 {
            edition.lend_rest(self.today, 0);
            let waiting = usize::try_from(below(4, &[title.number, 67])).unwrap_or(0);
            edition.wait(self.today, waiting);
        } else {
            for (at, copy) in (0..).zip(&mut edition.copies) {
                if below(100, &[title.number, 73, at]) < 22 {
                    copy.state = by_reader(title.number, at, self.today, 0);
                }
            }
        }
        if edition.copies.iter().any(|copy| copy.state != CopyState::OnShelf) {
            self.editions.insert(title.number, edition);
        }
    }
}

/// How often was reminded of something due then.
pub fn reminders(due: Day, today: Day) -> u32 {
    u32::try_from((today.days_since(due) + 6).div_euclid(7)).unwrap_or(0).min(3)
}

fn by_reader(title: u32, copy: u32, today: Day, at_least: i32) -> CopyState {
    let days = i32::try_from(below(27, &[title, 79, copy])).unwrap_or(0) + at_least;
    let due = today.plus_days(days);
    // A reader always exists; the name is not empty.
    let Some(patron) = reader(below(600, &[title, 83, copy])) else { return CopyState::OnShelf };
    CopyState::Lent { patron, since: due.plus_days(-28), due, renewals: 0, reminders: 0 }
}

trait Busy {
    fn lend_rest(&mut self, today: Day, at_least: i32);
    fn wait(&mut self, today: Day, number: usize);
}

impl Busy for Edition {
    /// Readers have all copies that are on the shelf.
    fn lend_rest(&mut self, today: Day, at_least: i32) {
        let seed = u32::try_from(self.about.len()).unwrap_or(0);
        for (at, copy) in (0..).zip(&mut self.copies) {
            if copy.state == CopyState::OnShelf {
                copy.state = by_reader(seed, at, today, at_least);
            }
        }
    }

    /// So many readers wait.
    fn wait(&mut self, today: Day, number: usize) {
        for at in (0..).take(number) {
            if let (Some(patron), Some((desk, _))) = (reader(1000 + at), house::branch(0)) {
                self.queue.push(Waiting { patron, since: today.plus_days(-9), desk });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::library::demo::{shelves, titles};

    #[test]
    fn the_first_day_keeps_the_rules() {
        let today: Day = "2026-11-24".parse().unwrap();
        let titles = titles::generate(&shelves::read().unwrap(), 2026);
        let editions = plan(&titles, today);
        let mut out = 0;
        for edition in editions.values() {
            let free = edition.copies.iter().any(|copy| copy.state == CopyState::OnShelf);
            assert!(!free || edition.queue.is_empty(), "{edition:?}");
            out += edition.copies.iter().filter(|copy| copy.state != CopyState::OnShelf).count();
        }
        let all: usize = titles.iter().map(|title| title.copies.len()).sum();
        assert!((all / 5..all / 2).contains(&out), "{out} of {all}");
        for person in PEOPLE {
            let id = PatronId::new(person.card).unwrap();
            let theirs = |edition: &&Edition| edition.concerns(&id);
            let many = usize::try_from(person.many).unwrap();
            let expected = person.loans.len() + person.ready.len() + person.waits.len() + many;
            assert_eq!(editions.values().filter(theirs).count(), expected, "{}", person.name);
            for (format, place) in person.waits {
                let found = editions.values().any(|edition| edition.place(&id) == Some(*place));
                assert!(found, "{format:?}");
            }
        }
    }
}
