//! The services of the city, each in its folder, with the same file names in every one:
//! `module.rs` (its contract with the shell), `client.rs` (one function an endpoint), `state.rs`
//! (signals and state machines), `pages/`.
pub mod appointments;
pub mod library;
pub mod participation;
pub mod transit;
