//! From bytes to messages.

use prost::Message;

use super::wire::FeedMessage;

/// More than any agency sends; protobuf cannot grow much while it is decoded.
const MOST: usize = 64 << 20;

/// Why bytes are no GTFS-Realtime.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RealtimeError {
    /// No protobuf, or cut.
    #[error(
        "This is no GTFS-Realtime protobuf ({0}). Check the address: a page or JSON may have come instead."
    )]
    NoProtobuf(String),
    /// A message without a header: empty, or another kind of message.
    #[error("The GTFS-Realtime message has no header. Check the address, or ask the agency.")]
    NoHeader,
    /// Only changes since the last message, which nobody can join without having heard all.
    #[error("The feed sends changes only (DIFFERENTIAL). Ask the agency for a full feed.")]
    OnlyChanges,
    /// More than any agency sends.
    #[error("The message has {0} bytes; more than {MOST} are not read. Check the address.")]
    TooLarge(usize),
}

/// Decodes one answer of a server.
///
/// # Errors
/// The bytes are something else, or not a full feed.
pub fn decode(bytes: &[u8]) -> Result<FeedMessage, RealtimeError> {
    if bytes.len() > MOST {
        return Err(RealtimeError::TooLarge(bytes.len()));
    }
    let message =
        FeedMessage::decode(bytes).map_err(|error| RealtimeError::NoProtobuf(error.to_string()))?;
    let header = message.header.as_ref().ok_or(RealtimeError::NoHeader)?;
    if header.incrementality == Some(1) {
        return Err(RealtimeError::OnlyChanges);
    }
    Ok(message)
}
