//! Altcha v2: a proof of work instead of a captcha.
//!
//! The server hands out a challenge: a nonce, a salt, a cost and a wanted beginning. The client counts
//! upwards and derives a key from `nonce || counter` and the salt, until the key begins as wanted. That costs
//! a phone a second and a robot farm real money, and needs no third party and no cookie.
//!
//! A key is derived in one of two ways, each with SHA-256, SHA-384 or SHA-512: by hashing `salt || password`
//! `cost` times over (`SHA-256`), or by PBKDF2 with `cost` rounds (`PBKDF2/SHA-256`). The two others of the
//! protocol (`SCRYPT`, `ARGON2ID`) want much memory; no known ZMS uses them, and they are refused.

mod challenge;
mod derive;
#[cfg(feature = "server")]
pub mod server;
mod solver;

pub use challenge::{Algorithm, Challenge, ChallengeError, Hash, Parameters, Solution, payload};
pub use solver::{Progress, Solver};
