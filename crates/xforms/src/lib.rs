//! A survey as its person meets it: ODK XForms read, asked, checked and written down.
//!
//! | question | where |
//! |---|---|
//! | can this form be shown here, and if not, why? | [`Form::read`], [`Finding`] |
//! | what is asked, on which page, and how? | [`Form::pages`], [`Asks`] |
//! | an answer, and what follows from it | [`Session::set`], [`Changes`] |
//! | what a page shows | [`Session::label`], [`Session::choices`], [`Session::field`] |
//! | may it be sent, and what is missing? | [`Session::check`], [`Session::check_all`] |
//! | put aside and taken up again | [`Session::draft`], [`draft::restore`] |
//! | what is sent | [`Session::finish`], [`Response`] |
//! | marks in texts | [`markdown`] |
//! | a number as it was typed or stored | [`number`] |
//!
//! Nothing here does input or output, knows the time or has chance of its own, or contains a word that a citizen
//! reads: those come from the caller, reasons are keys.
//!
//! Specification: ODK XForms (getodk.github.io/xforms-spec); section numbers are those of its sources. What of it is
//! understood, and where the reference decides otherwise, is in `docs/forms.md`.

mod answer;
pub mod draft;
mod finding;
mod form;
pub mod markdown;
mod pages;
mod places;
mod response;
mod session;
mod tree;
mod xml;
mod xpath;

pub use answer::{Unreadable, number};
pub use finding::{Finding, Part, Problem, Unusable, Weight};
pub use form::{Asks, DateParts, Form, GroupId, Item, Language, Look, QuestionId};
pub use pages::Page;
pub use response::{Mismatch, Response};
pub use session::{Changes, Choice, Complaint, Refused, Session, Start, Violation, Wording};
pub use xpath::Standalone;
pub use xpath::moment::Moment;
