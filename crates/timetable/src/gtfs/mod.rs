//! GTFS
