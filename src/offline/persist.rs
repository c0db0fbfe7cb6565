//! Asking the browser not to clear what is kept, and how much that is.

use super::browser;

/// What the browser counts for this app, in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Used.
    pub used: f64,
    /// Allowed at most.
    pub allowed: f64,
}

/// Asks that the browser keeps the data even when room gets scarce. To be called when there is something worth
/// keeping; some browsers ask the person. `false` means "as long as there is room".
pub async fn ask() -> bool {
    answer("persisted").await || answer("persist").await
}

/// Whether the browser has agreed before.
pub async fn granted() -> bool {
    answer("persisted").await
}

async fn answer(method: &str) -> bool {
    let Some(manager) = browser::part(&["navigator", "storage"]) else { return false };
    browser::call_and_wait(&manager, method, &[]).await.is_ok_and(|answer| answer.is_truthy())
}

/// How much is used, where the browser tells.
pub async fn estimate() -> Option<Estimate> {
    let manager = browser::part(&["navigator", "storage"])?;
    let answer = browser::call_and_wait(&manager, "estimate", &[]).await.ok()?;
    Some(Estimate {
        used: browser::get(&answer, "usage").as_f64()?,
        allowed: browser::get(&answer, "quota").as_f64()?,
    })
}
