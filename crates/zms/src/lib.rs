//! The ZMS citizen API.
