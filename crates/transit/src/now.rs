//! What to do now on a journey.

use crate::journey::Reach;
use crate::{Call, Journey, Leg, Moment, Ride, Walk};

/// The next action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action<'j> {
    /// There is time: set out at this moment.
    SetOut(Moment),
    /// Walk.
    Walk(&'j Walk),
    /// Be at the stop: the vehicle comes.
    Board(&'j Ride),
    /// Stay in the vehicle.
    Ride {
        /// The ride.
        ride: &'j Ride,
        /// The next stop.
        next: &'j Call,
        /// How many stops until one gets off, the last one counted.
        stops: usize,
    },
    /// Get off at the next stop.
    Alight(&'j Ride),
    /// There.
    Arrived,
}

impl Journey {
    /// What to do at a moment, if everything goes as is known.
    #[must_use]
    pub fn action(&self, now: Moment) -> Action<'_> {
        let Some(leg) = self.legs().find(|leg| now < leg.end()) else { return Action::Arrived };
        let is_first = self.legs().next() == Some(leg);
        match leg {
            Leg::Walk(walk) if is_first && now < walk.start => Action::SetOut(walk.start),
            Leg::Walk(walk) => Action::Walk(walk),
            Leg::Ride(ride) if now < ride.departure() => Action::Board(ride),
            Leg::Ride(ride) => riding(ride, now),
        }
    }

    /// The first ride ahead that will not work: it is cancelled, or gone before one is there. Another way should
    /// be looked for, the earlier the better.
    #[must_use]
    pub fn broken_ahead(&self, now: Moment) -> Option<&Ride> {
        let transfers = self.transfers();
        let ahead = self.rides().enumerate().filter(|(_, ride)| now < ride.arrival());
        let mut broken = ahead.filter(|(at, ride)| {
            let change = at.checked_sub(1).and_then(|change| transfers.get(change));
            let missed = change.is_some_and(|change| change.reach() == Reach::Missed);
            ride.is_cancelled() || (missed && now < ride.departure())
        });
        broken.next().map(|(_, ride)| ride)
    }
}

fn riding(ride: &Ride, now: Moment) -> Action<'_> {
    let passed = |call: &&Call| call.timing().is_some_and(|timing| timing.expected() <= now);
    // Cancelled stops are passed by.
    let stops_at = |call: &&Call| call.timing().is_none_or(|timing| !timing.is_cancelled());
    let mut ahead = ride.between.iter().skip_while(passed).filter(stops_at);
    match ahead.next() {
        Some(next) => Action::Ride { ride, next, stops: ahead.count() + 2 },
        None => Action::Alight(ride),
    }
}
