//! Marks in texts.
