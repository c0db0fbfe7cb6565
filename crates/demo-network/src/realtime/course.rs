//! How late a trip is at each of its stops.

use timetable::Day;

use crate::{
    calendar::{self, DayKind},
    lines::Kind,
    random::Random,
    schedule::Trip,
};

/// What becomes of a trip on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It runs, and its vehicle reports.
    Reported,
    /// Its vehicle does not report; nobody knows anything.
    Silent,
    /// It does not run.
    Cancelled,
}

/// What becomes of a trip on that day.
pub fn fate(random: Random, trip: &Trip, day: Day) -> Fate {
    let chance = random.of(&["fate", &trip.id, &day.to_string()]);
    let night = trip.line().is_some_and(|line| line.kind == Kind::NightBus);
    match chance.below(1000) {
        // Nobody is left standing at night.
        0..14 if !night => Fate::Cancelled,
        14..60 => Fate::Silent,
        _ => Fate::Reported,
    }
}

/// How full the streets are at a second of the day, from 0 to 1000.
pub fn rush(day: Day, second: u32) -> u32 {
    if calendar::kind(day) != DayKind::Weekday {
        return 0;
    }
    let peak = |middle: u32, width: u32| {
        width.saturating_sub(second.abs_diff(middle)).min(width) * 1000 / width
    };
    // A quarter to eight and five o'clock.
    peak(27_900, 5400).max(peak(61_200, 7200))
}

/// Seconds by which the trip is late at each stop, as it will turn out.
pub fn delays(random: Random, trip: &Trip, day: Day) -> Vec<i32> {
    let name = day.to_string();
    let own = random.of(&["own", &trip.id, &name]).below(1000);
    let line = trip.line().map_or("", |line| line.name);
    let train = trip.line().is_some_and(|line| line.kind == Kind::Train);
    let last = u32::try_from(trip.calls.len().saturating_sub(1)).unwrap_or(1).max(1);
    let mut found = Vec::with_capacity(trip.calls.len());
    for (at, call) in (0_u32..).zip(&trip.calls) {
        let hour = (call.departure / 3600).to_string();
        // One hour in twelve, something holds up a whole line.
        let held_up = random.of(&["line", line, &name, &hour]).below(12) == 0;
        let share = at * 1000 / last;
        // Delay grows over the first two thirds of the way and shrinks where the timetable has some slack.
        let along = if share < 650 { share * 1000 / 650 } else { 1000 - (share - 650) * 500 / 350 };
        let streets = if train { 200 } else { rush(day, call.departure) };
        let common = if held_up { 150 } else { 0 } + if line == "10" { streets / 4 } else { 0 };
        let seconds =
            own * own / 9000 + (streets * own / 1000 * 420 / 1000 + common) * along / 1000;
        found.push(i32::try_from(seconds / 10 * 10).unwrap_or(0));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_are_full_in_the_rush_hour_of_working_days_only() {
        let tuesday = Day(20_781);
        assert_eq!(tuesday.to_string(), "2026-11-24");
        assert_eq!(rush(tuesday, 27_900), 1000);
        assert!(rush(tuesday, 26_000) > 500 && rush(tuesday, 26_000) < 1000);
        assert_eq!(rush(tuesday, 12 * 3600), 0);
        assert_eq!(rush(tuesday.plus(4), 27_900), 0);
    }
}
