//! JSON without derived decoders, which weigh a machine of their own for each type on the phone.
//!
//! What others send is read tolerantly ([`Read`]): a number may stand in a text, a missing field is the same
//! as `null`, one bad entry does not lose the others. What we keep ourselves is read strictly
//! ([`keep::Keep`]): as exactly what was written, or not at all.

pub mod keep;

mod read;

pub use read::{Decoded, Fields, NotReadable, Read, decode, decode_tree, member, parse};
pub use serde_json::Value;
