//! What every command returns when it cannot go on.

/// What happened, and what the person in front of the terminal can do about it.
#[derive(Debug, thiserror::Error)]
#[error("{what}\nWhat to do: {next}")]
pub struct Failure {
    what: String,
    next: String,
}

impl Failure {
    /// A failure from a sentence and its next step.
    pub fn new(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self { what: what.into(), next: next.into() }
    }

    /// A file or folder that could not be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("{}: {error}", path.display()),
            "Check that the path exists and that you may read and write it.",
        )
    }
}
