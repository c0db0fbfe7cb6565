//! What is near a place, so that it can be said.

use super::{Drawing, Feature, Kind, Place, Plane, Spot};

/// Farther away than so many metres nothing is near.
const NEAR: f64 = 250.0;

/// So many metres a square or a station is taken to be nearer than it is: it says more than the street it stands in.
const LEAD: f64 = 40.0;

/// What a place is near to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near<'a> {
    /// What is there.
    pub feature: &'a Feature,
    /// How far, in metres; 0 inside an area.
    pub metres: f64,
}

impl Drawing {
    /// What has a name and is nearest; without such a thing near by, the district.
    #[must_use]
    pub fn near(&self, place: Place) -> Option<Near<'_>> {
        let around = Plane::around(place);
        let named = self.features.iter().filter(|feature| !feature.name.is_empty());
        let all = named.map(|feature| Near { feature, metres: metres(feature, around) });
        let rank = |near: &Near<'_>| match near.feature.kind {
            Kind::District if near.metres > 0.0 => None,
            Kind::District => Some(NEAR),
            Kind::Place => Some(near.metres / 2.0 - LEAD),
            _ => Some(near.metres),
        };
        let mut best: Option<(f64, Near<'_>)> = None;
        for near in all {
            if let Some(rank) = rank(&near).filter(|rank| *rank <= NEAR)
                && best.is_none_or(|(known, _)| rank < known)
            {
                best = Some((rank, near));
            }
        }
        best.map(|(_, near)| near)
    }
}

/// How far something is from the middle of a plane, in metres; 0 inside an area.
fn metres(feature: &Feature, plane: Plane) -> f64 {
    let here = Spot::default();
    let mut nearest = f64::INFINITY;
    let mut crossed = 0;
    for part in &feature.parts {
        let spots: Vec<Spot> = part.iter().map(|place| plane.spot(*place)).collect();
        if let [only] = *spots.as_slice() {
            nearest = nearest.min(here.distance(only));
        }
        for (from, to) in spots.iter().zip(spots.iter().skip(1)) {
            nearest = nearest.min(here.distance_to_way(*from, *to));
            crossed += usize::from(crosses(*from, *to));
        }
    }
    if feature.is_area && crossed % 2 == 1 { 0.0 } else { nearest }
}

/// Whether a side of a ring crosses the way from the middle of the plane to the east.
fn crosses(from: Spot, to: Spot) -> bool {
    if (from.south > 0.0) == (to.south > 0.0) {
        return false;
    }
    let share = from.south / (from.south - to.south);
    from.east + share * (to.east - from.east) > 0.0
}
