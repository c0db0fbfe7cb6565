//! The shared backend.
fn main() {}
