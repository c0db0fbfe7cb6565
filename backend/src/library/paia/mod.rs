//! PAIA 1.4 core and auth, spoken from the embedded library's database.

pub mod auth;
pub mod core;
pub mod documents;

use ::library::server::Refusal;

/// Key of the sentence for a refusal.
pub const fn words(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Blocked => "library.refused.blocked",
        Refusal::Expired => "library.refused.expired",
        Refusal::Fees => "library.refused.fees",
        Refusal::TooManyLoans => "library.refused.tooManyLoans",
        Refusal::TooManyReservations => "library.refused.tooManyReservations",
        Refusal::HasIt => "library.refused.hasIt",
        Refusal::OnShelf => "library.refused.onShelf",
        Refusal::NotForLoan => "library.refused.notForLoan",
        Refusal::NotTheirs => "library.refused.notTheirs",
        Refusal::Reserved => "library.refused.reserved",
        Refusal::LimitReached => "library.refused.limitReached",
        Refusal::Overdue => "library.refused.overdue",
        Refusal::KindNotRenewed => "library.refused.kindNotRenewed",
        Refusal::NotFree => "library.refused.notFree",
        Refusal::Choose => "library.refused.choose",
    }
}
