//! `geocode` and `reverse-geocode` as stops.

use transit::answer::{FoundStop, Stops};
use transit::{Position, StopId, StopPlace, Wheelchair};

use super::{Told, Translated};
use crate::wire::{Match, MatchType, Matches};

/// The stops among the places that were found, each once; `near` is where the person is.
pub fn stops(told: &Told, matches: &Matches, near: Option<Position>) -> Translated<Stops> {
    let mut stops: Vec<FoundStop> = Vec::new();
    let mut left_out = 0;
    for found in matches.0.iter().filter(|found| found.kind == MatchType::Stop) {
        match told.found(found, near) {
            Some(found) if stops.iter().any(|known| known.stop.id == found.stop.id) => {}
            Some(found) => stops.push(found),
            None => left_out += 1,
        }
    }
    Translated { answer: Stops { stops }, left_out }
}

impl Told {
    fn found(&self, found: &Match, near: Option<Position>) -> Option<FoundStop> {
        let position = Position::from_degrees(found.lat?, found.lon?)?;
        let name = found.name.as_deref()?.trim();
        let named = |unique: bool| {
            let fits =
                move |area: &&crate::wire::Area| if unique { area.unique } else { area.default };
            found.areas.iter().find(fits).and_then(|area| area.name.clone())
        };
        let stop = StopPlace {
            id: StopId(self.own(found.id.as_deref()?).to_owned()),
            name: name.to_owned(),
            area: named(true).or_else(|| named(false)).filter(|area| area != name),
            position,
            wheelchair: Wheelchair::Unknown,
            lines: Vec::new(),
        };
        let metres = near.map(|near| near.metres_to(position));
        Some(FoundStop { stop, metres, fits: Vec::new() })
    }
}
