//! What a client sends, and how the server checks it.
//!
//! Each request serialises to the body ZMS expects, and `check` reads one as ZMS does, with its error codes
//! in its order; the embedded backend answers with them.

mod calendar;
mod key;
mod reserve;
mod update;

pub use calendar::CalendarQuery;
pub use reserve::Reserve;
pub use update::Update;

use crate::ServiceId;
use crate::error::ErrorCode;
use crate::keep;
use crate::wire::{CaptchaToken, Decoded, decode};

/// A service and how often it is wanted (1..25).
pub type ServiceCount = (ServiceId, u32);

/// Most of one service that may be asked for.
pub const MOST_OF_ONE: u32 = 25;

fn token(text: Option<String>) -> Option<CaptchaToken> {
    text.filter(|text| !text.is_empty()).map(CaptchaToken)
}

/// The body of `POST /captcha-verify/`.
#[must_use]
pub fn captcha_verify_body(payload: &str) -> String {
    let mut text = "{".to_owned();
    keep::name(&mut text, "payload");
    keep::quote(&mut text, payload);
    text.push('}');
    text
}

/// A body that is no JSON object is an empty one to PHP, except when there is none at all.
fn post_body<T: crate::wire::Read>(body: &[u8]) -> Result<Decoded<T>, Vec<ErrorCode>> {
    let invalid = || vec![ErrorCode::InvalidRequest];
    match decode::<T>(body) {
        Ok(decoded) => Ok(decoded),
        Err(_) if body.trim_ascii() == b"[]" => decode::<T>(b"{}").map_err(|_| invalid()),
        Err(_) => Err(invalid()),
    }
}
