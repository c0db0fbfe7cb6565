//! One edition: its copies, and those who wait, in the order in which they came.

use super::house::{House, Kind, Member, Refusal};
use crate::{Money, PatronId, Uri};
use dates::Day;

/// An edition in circulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its URI.
    pub id: Uri,
    /// Title and maker, in the form "title / who (year)".
    pub about: String,
    /// Its kind.
    pub kind: Kind,
    /// Its copies.
    pub copies: Vec<Copy>,
    /// Who waits, the first first.
    pub queue: Vec<Waiting>,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its URI.
    pub id: Uri,
    /// Call number.
    pub label: String,
    /// The branch that owns it: id and name.
    pub branch: (Uri, String),
    /// Where it is.
    pub state: CopyState,
}

/// Where a copy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyState {
    /// On the shelf.
    OnShelf,
    /// On loan.
    Lent {
        /// By whom.
        patron: PatronId,
        /// Since when.
        since: Day,
        /// Until when.
        due: Day,
        /// How often renewed.
        renewals: u32,
        /// How often was reminded.
        reminders: u32,
    },
    /// Waits at a desk for the member who reserved it.
    Ready {
        /// For whom.
        patron: PatronId,
        /// Since when.
        since: Day,
        /// Until when, inclusive.
        until: Day,
        /// At which desk.
        desk: Uri,
    },
}

/// Somebody who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Who.
    pub patron: PatronId,
    /// Since when.
    pub since: Day,
    /// Where it shall be picked up.
    pub desk: Uri,
}

impl Copy {
    /// Who has it or for whom it is ready.
    #[must_use]
    pub fn patron(&self) -> Option<&PatronId> {
        match &self.state {
            CopyState::OnShelf => None,
            CopyState::Lent { patron, .. } | CopyState::Ready { patron, .. } => Some(patron),
        }
    }
}

impl Edition {
    /// Whether the member has, awaits or may pick up a copy.
    #[must_use]
    pub fn concerns(&self, patron: &PatronId) -> bool {
        self.copies.iter().any(|copy| copy.patron() == Some(patron)) || self.place(patron).is_some()
    }

    /// The place in the queue, from 1.
    #[must_use]
    pub fn place(&self, patron: &PatronId) -> Option<usize> {
        self.queue.iter().position(|waiting| waiting.patron == *patron).map(|at| at + 1)
    }

    /// Lends a copy: from the shelf, or what is ready for this member.
    ///
    /// # Errors
    /// Why not.
    pub fn lend(
        &mut self,
        copy: &Uri,
        to: &Member,
        house: &House,
        today: Day,
    ) -> Result<Day, Refusal> {
        house.admits(to, today)?;
        if self.kind == Kind::Reference {
            return Err(Refusal::NotForLoan);
        }
        if to.loans >= house.most_loans {
            return Err(Refusal::TooManyLoans);
        }
        let due = today.plus_days(house.loan_days(self.kind));
        let found = self.copies.iter_mut().find(|known| known.id == *copy);
        let copy = found.ok_or(Refusal::NotFree)?;
        match &copy.state {
            CopyState::OnShelf => {}
            CopyState::Ready { patron, .. } if *patron == to.id => {}
            _ => return Err(Refusal::NotFree),
        }
        let lent =
            CopyState::Lent { patron: to.id.clone(), since: today, due, renewals: 0, reminders: 0 };
        copy.state = lent;
        // Whoever takes one home waits no longer for another.
        self.release(&to.id);
        self.serve(house, today);
        Ok(due)
    }

    /// Renews a loan. Those who wait come first, as long as no other copy is free for them.
    ///
    /// # Errors
    /// Why not.
    pub fn renew(
        &mut self,
        copy: &Uri,
        by: &Member,
        house: &House,
        today: Day,
    ) -> Result<Day, Refusal> {
        house.admits(by, today)?;
        let waiting = !self.queue.is_empty();
        let kind = self.kind;
        let found = self.copies.iter_mut().find(|known| known.id == *copy);
        let Some(CopyState::Lent { patron, due, renewals, .. }) = found.map(|copy| &mut copy.state)
        else {
            return Err(Refusal::NotTheirs);
        };
        if *patron != by.id {
            return Err(Refusal::NotTheirs);
        }
        if house.not_renewed.contains(&kind) {
            return Err(Refusal::KindNotRenewed);
        }
        if waiting {
            return Err(Refusal::Reserved);
        }
        if *renewals >= house.most_renewals {
            return Err(Refusal::LimitReached);
        }
        if *due < today {
            return Err(Refusal::Overdue);
        }
        // Never earlier than it was.
        *due = (*due).max(today.plus_days(house.loan_days(kind)));
        *renewals += 1;
        Ok(*due)
    }

    /// Takes a copy back, and gives it to the first who waits. Says what the delay costs.
    ///
    /// # Errors
    /// It is not on loan.
    pub fn take_back(
        &mut self,
        copy: &Uri,
        house: &House,
        today: Day,
    ) -> Result<Option<Money>, Refusal> {
        let found = self.copies.iter_mut().find(|known| known.id == *copy);
        let copy = found.ok_or(Refusal::NotFree)?;
        let CopyState::Lent { due, .. } = copy.state else { return Err(Refusal::NotFree) };
        copy.state = CopyState::OnShelf;
        self.serve(house, today);
        Ok(house.late_fee(due, today))
    }

    /// Puts a member into the queue. Costs and desk are agreed before, see [`super::answer::conditions`].
    ///
    /// # Errors
    /// Why not.
    pub fn reserve(
        &mut self,
        by: &Member,
        desk: &Uri,
        house: &House,
        today: Day,
    ) -> Result<(), Refusal> {
        self.may_reserve(by, house, today)?;
        if !house.desks.iter().any(|(known, _)| known == desk) {
            return Err(Refusal::Choose);
        }
        let waiting = Waiting { patron: by.id.clone(), since: today, desk: desk.clone() };
        self.queue.push(waiting);
        Ok(())
    }

    /// Whether a member could reserve it.
    ///
    /// # Errors
    /// Why not.
    pub fn may_reserve(&self, by: &Member, house: &House, today: Day) -> Result<(), Refusal> {
        house.admits(by, today)?;
        if self.kind == Kind::Reference || self.copies.is_empty() {
            return Err(Refusal::NotForLoan);
        }
        if self.concerns(&by.id) {
            return Err(Refusal::HasIt);
        }
        if self.copies.iter().any(|copy| copy.state == CopyState::OnShelf) {
            return Err(Refusal::OnShelf);
        }
        if by.reservations >= house.most_reservations {
            return Err(Refusal::TooManyReservations);
        }
        Ok(())
    }

    /// Takes a member out of the queue, or gives back what was ready for them.
    ///
    /// # Errors
    /// They reserved nothing.
    pub fn cancel(&mut self, patron: &PatronId, house: &House, today: Day) -> Result<(), Refusal> {
        let found = self.release(patron);
        self.serve(house, today);
        if found { Ok(()) } else { Err(Refusal::NotTheirs) }
    }

    /// Takes a member out of the queue and off the desk; whether there was anything.
    fn release(&mut self, patron: &PatronId) -> bool {
        let before = self.queue.len();
        self.queue.retain(|waiting| waiting.patron != *patron);
        let mut found = self.queue.len() < before;
        for copy in &mut self.copies {
            if matches!(&copy.state, CopyState::Ready { patron: whose, .. } if whose == patron) {
                copy.state = CopyState::OnShelf;
                found = true;
            }
        }
        found
    }

    /// What the night brings: what was not picked up goes to the next.
    pub fn night(&mut self, house: &House, today: Day) {
        for copy in &mut self.copies {
            if matches!(copy.state, CopyState::Ready { until, .. } if until < today) {
                copy.state = CopyState::OnShelf;
            }
        }
        self.serve(house, today);
    }

    /// Lays what stands on the shelf ready for those who wait.
    fn serve(&mut self, house: &House, today: Day) {
        for copy in &mut self.copies {
            if copy.state == CopyState::OnShelf && !self.queue.is_empty() {
                let Waiting { patron, desk, .. } = self.queue.remove(0);
                let until = today.plus_days(i32::from(house.pickup_days));
                copy.state = CopyState::Ready { patron, since: today, until, desk };
            }
        }
    }
}
