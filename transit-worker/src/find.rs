//! Stops by name, typed with slips; around a place; and found again when their id is gone.

use crate::desk::Known;
use crate::tell;
use timetable::PlaceNumber;
use transit::answer::{FoundStop, Stops};
use transit::query::{FindStops, StopsNear};
use transit::{Position, Spot};

/// Stops by name. Of two that fit as well the nearer comes first.
pub fn by_name(known: &Known, question: &FindStops) -> Stops {
    let timetable = known.timetable();
    let most = usize::from(question.most);
    // Some more, so that the nearer of two alike is among them.
    let mut found = known.names.find(&question.text, most * 3);
    let metres = |place: PlaceNumber| {
        let near = question.near?;
        Some(near.metres_to(tell::position(timetable.place(place)?.position)))
    };
    if question.near.is_some() {
        found.sort_by_cached_key(|found| (found.distance, metres(found.place)));
    }
    let stop = |found: timetable::Found| {
        let stop = tell::place(timetable, found.place)?;
        Some(FoundStop { stop, metres: metres(found.place), fits: Vec::new() })
    };
    Stops { stops: found.into_iter().filter_map(stop).take(most).collect() }
}

/// Stops around a place, the nearest first; those that nothing serves are left out, for nobody looks for them.
pub fn near(known: &Known, question: &StopsNear) -> Stops {
    let timetable = known.timetable();
    let metres = f64::from(question.metres.min(20_000));
    let found = timetable.near(degrees(question.position), metres);
    let stop = |(place, _): (PlaceNumber, f64)| {
        let stop = tell::place(timetable, place)?;
        let metres = Some(question.position.metres_to(stop.position));
        (!stop.lines.is_empty()).then_some(FoundStop { stop, metres, fits: Vec::new() })
    };
    Stops { stops: found.into_iter().filter_map(stop).take(question.most.into()).collect() }
}

/// As the timetable has it.
pub fn degrees(position: Position) -> timetable::Position {
    let (latitude, longitude) = position.degrees();
    timetable::Position { latitude, longitude }
}

/// Further away than this an id must have been given to another stop, in metres.
const ID_MOVED: u32 = 3_000;

/// The stop that is meant: by its id, else by name and place.
pub fn again(known: &Known, spot: &Spot) -> Option<PlaceNumber> {
    let timetable = known.timetable();
    let id = spot.stop.as_ref()?;
    let by_id = timetable.place_by_id(&id.0).filter(|number| {
        let place = timetable.place(*number);
        place.is_some_and(|place| {
            spot.position.metres_to(tell::position(place.position)) <= ID_MOVED
        })
    });
    by_id.or_else(|| {
        let around =
            timetable.near(degrees(spot.position), f64::from(transit::place::MOVED_AT_MOST));
        let place = |number: PlaceNumber| timetable.place(number);
        let named = around
            .iter()
            .map(|(number, _)| *number)
            .find(|number| place(*number).is_some_and(|place| place.name == spot.name));
        named.or_else(|| {
            let nearest = around.first().map(|(number, _)| *number)?;
            let at = tell::position(place(nearest)?.position);
            spot.looks_like(place(nearest)?.name, at).then_some(nearest)
        })
    })
}
