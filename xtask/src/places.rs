//! Where things are.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo's build folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The built app.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The backend's program, built with the profile `native`.
pub fn backend() -> PathBuf {
    target().join("native/stadtkern-backend")
}

/// Notes of our own: stamps and logs of past steps.
pub fn notes() -> PathBuf {
    target().join("xtask")
}

/// Tools that are compiled once per user, not once per clone.
pub fn tools() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(target);
    cache.join("stadtkern/tools")
}
