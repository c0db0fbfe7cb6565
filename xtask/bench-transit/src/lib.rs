//! What `cargo xtask bench transit` measures with: feeds to measure on and, compiled to wasm, the search.

#[cfg(not(target_arch = "wasm32"))]
mod footpaths;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
mod new_york;
mod planner;

#[cfg(not(target_arch = "wasm32"))]
pub use native::{Trouble, run};
pub use planner::Measured;
