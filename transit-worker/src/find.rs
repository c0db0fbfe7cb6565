//! Stops by name, typed with slips; around a place; and found again when their id is gone.

use crate::desk::Known;
use crate::tell;
use timetable::{PlaceNumber, Timetable};
use transit::answer::{FoundStop, Stops};
use transit::query::{FindStops, StopsNear};
use transit::{Position, Spot};

/// Every place's name in comparable letters.
pub struct Names {
    places: Vec<Named>,
    /// A quarter of the places have this weight or more: they are the important ones.
    important: u32,
}

struct Named {
    place: PlaceNumber,
    words: Vec<Vec<char>>,
    weight: u32,
}

/// What is typed beyond this is not looked at.
const LONGEST: usize = 80;
/// How far a distance of words weighs against being unimportant.
const UNIMPORTANT: u32 = 1;

fn words_of(text: &str) -> Vec<Vec<char>> {
    let text: String = text.chars().take(LONGEST).collect();
    let folded = words::fold(&text);
    folded.split(' ').filter(|word| !word.is_empty()).map(|word| word.chars().collect()).collect()
}

impl Names {
    /// Folds all names once.
    pub fn new(timetable: &Timetable) -> Self {
        let places: Vec<Named> = timetable
            .places()
            .map(|place| Named {
                place: place.number,
                words: words_of(place.name),
                weight: place.weight,
            })
            .collect();
        let mut weights: Vec<u32> = places.iter().map(|named| named.weight).collect();
        weights.sort_unstable();
        let important = weights.get(weights.len() * 3 / 4).copied().unwrap_or_default();
        Self { places, important }
    }

    /// Places whose name fits what was typed, the best first: every typed word must be near to a word of the name.
    fn find(&self, typed: &str) -> Vec<(PlaceNumber, u32)> {
        let wanted = words_of(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let distance = |named: &Named| -> Option<u32> {
            let mut sum = 0;
            for word in &wanted {
                let near = named.words.iter().filter_map(|known| words::word_distance(word, known));
                // "haupt bahnhof" for "Hauptbahnhof" and the other way round are found by the parts.
                sum += near.min()?;
            }
            // What was not typed counts a little: "Markt" before "Markt Süd".
            let left = u32::try_from(named.words.len().saturating_sub(wanted.len())).unwrap_or(9);
            let dull = if named.weight < self.important { UNIMPORTANT } else { 0 };
            Some(sum * 8 + left.min(7) + dull)
        };
        let fits = |named: &Named| Some((named.place, distance(named)?, named.weight));
        let mut found: Vec<(PlaceNumber, u32, u32)> = self.places.iter().filter_map(fits).collect();
        found.sort_by_key(|(place, distance, weight)| {
            (*distance, std::cmp::Reverse(*weight), *place)
        });
        found.into_iter().map(|(place, distance, _)| (place, distance)).collect()
    }
}

/// Stops by name. Of two that fit as well the nearer comes first.
pub fn by_name(known: &Known, question: &FindStops) -> Stops {
    let timetable = known.timetable();
    let mut found = known.names.find(&question.text);
    let metres = |place: PlaceNumber| {
        let near = question.near?;
        Some(near.metres_to(tell::position(timetable.place(place)?.position)))
    };
    if question.near.is_some() {
        found.sort_by_cached_key(|(place, distance)| (*distance, metres(*place)));
    }
    let stop = |(place, _): (PlaceNumber, u32)| {
        let stop = tell::place(timetable, place)?;
        Some(FoundStop { stop, metres: metres(place), fits: Vec::new() })
    };
    Stops { stops: found.into_iter().filter_map(stop).take(question.most.into()).collect() }
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
