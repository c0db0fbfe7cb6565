//! A journey that was kept, with what is now known of its vehicles.

use crate::journey::Trip;
use crate::{Call, Journey, Leg, Moment, Ride};

impl Ride {
    /// The same ride with what is now known of the vehicle's whole way; `None` if the vehicle does not leave there
    /// at that time any more, or does not come to where one gets off.
    #[must_use]
    pub fn renewed(&self, whole: &Self) -> Option<Self> {
        let is_it = |call: &Call, known: &Call| call.stop == known.stop || call.name == known.name;
        let planned = |call: &Call| call.timing().map(|timing| timing.planned);
        let calls: Vec<&Call> = whole.calls().collect();
        let starts = |call: &&&Call| {
            is_it(call, &self.board)
                && call.departure.map(|timing| timing.planned) == planned(&self.board)
        };
        let board = calls.iter().position(|call| starts(&call))?;
        let ahead = calls.get(board + 1..)?;
        let alight = ahead.iter().position(|call| is_it(call, &self.alight))?;
        Some(Self {
            board: Call { arrival: None, ..(*calls.get(board)?).clone() },
            between: ahead.get(..alight)?.iter().map(|call| (*call).clone()).collect(),
            alight: Call { departure: None, ..(*ahead.get(alight)?).clone() },
            stay_seated: self.stay_seated,
            ..whole.clone()
        })
    }
}

impl Journey {
    /// The same journey with what is now known of its vehicles: later, cancelled, from another platform. `known` is
    /// asked for the whole way of each. Walks begin when the ride before them ends; one sets out as planned, for a
    /// delay can shrink. `None` if one of the vehicles is not known any more.
    #[must_use]
    pub fn renewed(&self, known: impl Fn(&Trip) -> Option<Ride>) -> Option<Self> {
        let mut legs = Vec::new();
        let mut arrived = None::<Moment>;
        for leg in self.legs() {
            legs.push(match leg {
                Leg::Ride(ride) => {
                    let ride = ride.renewed(&known(&ride.trip)?)?;
                    arrived = Some(ride.arrival());
                    Leg::Ride(ride)
                }
                Leg::Walk(walk) => {
                    let mut walk = walk.clone();
                    walk.start = arrived.unwrap_or(walk.start);
                    arrived = arrived.map(|_| walk.end());
                    Leg::Walk(walk)
                }
            });
        }
        Self::new(legs)
    }
}
