//! The components every service needs, after KERN UX, one a file.
mod age;
mod alert;
mod button;
mod dialog;
mod dynamic;
mod field;
mod finding;
mod icon;
mod page;
mod part;
mod qr;
mod search;
mod take_away;

pub use age::{AgeLine, Freshness, Loading};
pub use alert::{Alert, Severity};
pub use button::{Button, ButtonLink, Look};
pub use dialog::Dialog;
pub use dynamic::{Dynamic, dynamic, either, when};
pub use field::{Check, ErrorSummary, Field, FieldError};
pub use finding::FindingList;
pub use icon::{Icon, IconName};
pub use page::{Page, announce, bring_into_view, focus, focus_heading};
pub use part::{Content, ContentAgain, IntoPart, Part};
pub use qr::QrCode;
pub use search::SearchField;
pub use take_away::{bytes_address, file_address, share};
