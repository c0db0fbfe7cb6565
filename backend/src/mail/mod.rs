//! Mails to citizens: written in their language, queued with what they tell about, sent later.

pub mod compose;
pub mod guide;
pub mod local_page;
pub mod outbox;
pub mod read;
pub mod sender;
pub mod words;

pub use compose::{Letter, Message};
pub use guide::Guide;

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Please confirm: holds the link.
    Preconfirm,
    /// It is booked: holds the calendar file.
    Confirm,
    /// It is cancelled.
    Cancel,
}

impl Kind {
    /// In the database and in message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preconfirm => "preconfirm",
            Self::Confirm => "confirm",
            Self::Cancel => "cancel",
        }
    }
}
