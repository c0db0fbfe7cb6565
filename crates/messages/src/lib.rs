//! Message lookup.
