//! How full branches are: our own small form, since no standard has one.

use super::branches::Texts;

wire! {
    /// All that are counted.
    #[derive(Debug)]
    Occupancies {
        /// One by one.
        branches: Vec<Occupancy> = "branches" (always),
    }
}

wire! {
    /// One branch.
    #[derive(Debug)]
    Occupancy {
        /// Its id, or any of its aliases.
        branch: String = "branch",
        /// When it was counted, with a time zone.
        at: String = "at",
        /// `low`, `medium`, `high`, `unknown`.
        level: Option<String> = "level",
        /// Of the places.
        percent: Option<i64> = "percent",
        /// Places in all.
        capacity: Option<i64> = "capacity",
        /// Who counts.
        source: Option<Texts> = "source",
    }
}
