//! The house rules, and what a member may under them.

use crate::patron::AccountState;
use crate::scope::{Scope, Scopes};
use crate::{Money, PatronId, Uri};
use dates::Day;

/// Kinds of media with periods of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Books and everything without a rule of its own.
    Book,
    /// Audio books and music.
    Audio,
    /// Board games.
    Game,
    /// Films.
    Film,
    /// Magazines: not renewed.
    Magazine,
    /// Used in the house only.
    Reference,
}

/// The rules of a house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Days of a loan by kind.
    pub days: Vec<(Kind, u16)>,
    /// Days of a loan of any other kind.
    pub other_days: u16,
    /// Kinds that are not renewed.
    pub not_renewed: Vec<Kind>,
    /// How often a loan can be renewed.
    pub most_renewals: u32,
    /// Loans a member may have.
    pub most_loans: usize,
    /// Reservations a member may have.
    pub most_reservations: usize,
    /// Days in which what is ready must be picked up.
    pub pickup_days: u16,
    /// What a reservation costs; `None` is nothing.
    pub reservation_fee: Option<Money>,
    /// What each begun week after the due date costs.
    pub late_fee: Money,
    /// From how much on fees block an account.
    pub fees_from: Money,
    /// Where reservations can be picked up: id and name.
    pub desks: Vec<(Uri, String)>,
}

/// A member of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: PatronId,
    /// Last day of the card.
    pub expires: Day,
    /// What is owed, in the house's currency.
    pub fees: Money,
    /// Blocked by the library for another reason.
    pub blocked: bool,
    /// Loans on all editions.
    pub loans: usize,
    /// Reservations on all editions, ready ones too.
    pub reservations: usize,
}

/// Why something is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The account is blocked.
    #[error("the account is blocked")]
    Blocked,
    /// The card has expired.
    #[error("the card has expired")]
    Expired,
    /// Fees must be paid first.
    #[error("fees are open")]
    Fees,
    /// As many loans as allowed.
    #[error("too many loans")]
    TooManyLoans,
    /// As many reservations as allowed.
    #[error("too many reservations")]
    TooManyReservations,
    /// The member has it already.
    #[error("the member has it already")]
    HasIt,
    /// A copy is on the shelf: it need not be reserved.
    #[error("a copy is on the shelf")]
    OnShelf,
    /// No copy is ever lent.
    #[error("not for loan")]
    NotForLoan,
    /// The member does not have it.
    #[error("the member does not have it")]
    NotTheirs,
    /// Others wait for it.
    #[error("others wait for it")]
    Reserved,
    /// Renewed as often as allowed.
    #[error("renewed as often as allowed")]
    LimitReached,
    /// Overdue.
    #[error("overdue")]
    Overdue,
    /// This kind is not renewed.
    #[error("this kind is not renewed")]
    KindNotRenewed,
    /// There is no such copy, or another member has it.
    #[error("no such copy is free")]
    NotFree,
    /// Something must be chosen or agreed to first.
    #[error("something must be chosen first")]
    Choose,
}

impl House {
    /// Days of a loan.
    #[must_use]
    pub fn loan_days(&self, kind: Kind) -> i32 {
        let own = self.days.iter().find(|(known, _)| *known == kind);
        i32::from(own.map_or(self.other_days, |(_, days)| *days))
    }

    /// What a loan costs that is brought back so late.
    #[must_use]
    pub fn late_fee(&self, due: Day, back: Day) -> Option<Money> {
        let weeks = (i64::from(back.days_since(due)) + 6).div_euclid(7);
        (weeks > 0).then(|| self.late_fee.times(weeks))
    }

    /// The state of an account, as PAIA numbers it.
    #[must_use]
    pub fn state(&self, member: &Member, today: Day) -> AccountState {
        let (expired, owes) = (member.expires < today, member.fees.cents >= self.fees_from.cents);
        match (member.blocked, expired, owes) {
            (true, ..) => AccountState::Inactive,
            (_, true, true) => AccountState::ExpiredAndFees,
            (_, true, false) => AccountState::Expired,
            (_, false, true) => AccountState::Fees,
            _ => AccountState::Active,
        }
    }

    /// What a sign-in may: of what was asked for, without changes where the account is not active. Nothing
    /// asked for is the standard's own list.
    #[must_use]
    pub fn scopes(&self, member: &Member, wanted: Option<&str>, today: Day) -> Scopes {
        let asked = wanted.map_or_else(Scopes::standard, Scopes::parse);
        match self.state(member, today) {
            AccountState::Active => asked,
            _ => asked.without(Scope::WriteItems),
        }
    }

    /// Whether an account may change anything.
    ///
    /// # Errors
    /// Why not.
    pub fn admits(&self, member: &Member, today: Day) -> Result<(), Refusal> {
        match self.state(member, today) {
            AccountState::Active => Ok(()),
            AccountState::Inactive => Err(Refusal::Blocked),
            AccountState::Expired | AccountState::ExpiredAndFees => Err(Refusal::Expired),
            AccountState::Fees => Err(Refusal::Fees),
        }
    }
}
