//! The city package.
