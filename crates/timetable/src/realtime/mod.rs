//! What really runs: GTFS-Realtime protobuf (GTFS Realtime reference, version 2.0).

pub mod wire;
