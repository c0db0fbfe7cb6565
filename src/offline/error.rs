//! Why something could not be kept or read back.

use wasm_bindgen::JsValue;

use super::browser;

/// Why the device's storage did not do what was asked. The app works on; what was typed is still on the page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// No more room.
    #[error("the device has no more room")]
    Full,
    /// The browser has no safe place for a key (no secure connection, or too old).
    #[error("the browser offers no encryption here")]
    NoCrypto,
    /// The value cannot be written as JSON. A mistake in the calling code.
    #[error("the value has no text form: {0}")]
    NoText(String),
    /// Anything else the browser said.
    #[error("the browser refused: {0}")]
    Refused(String),
}

impl StorageError {
    /// The message key of a sentence with a next step.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Full => "storage.error.full",
            Self::NoCrypto => "storage.error.crypto",
            Self::NoText(_) | Self::Refused(_) => "storage.error.refused",
        }
    }

    /// Reads what a browser throws: a `DOMException` or an `Error`.
    pub(super) fn of(thrown: &JsValue) -> Self {
        let name = browser::get(thrown, "name").as_string().unwrap_or_default();
        if name == "QuotaExceededError" {
            return Self::Full;
        }
        let message = browser::get(thrown, "message").as_string().unwrap_or_default();
        Self::Refused(format!("{name}: {message}"))
    }
}
