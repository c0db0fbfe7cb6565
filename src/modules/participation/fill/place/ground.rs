//! What lies under every map question of this city: its drawing, its bounds, and what can be searched for.
use crate::city;
use crate::http;
use crate::i18n::text;
use crate::modules::participation::source::MAP;
use crate::task;
use gloo_net::http::Request;
use leptos::prelude::*;
use participation::drawing::{Drawing, Feature, Frame, Mark, Place, Plane, drawing};
use std::sync::Arc;
use zms::search::Index;

/// The city as a plane.
#[derive(Debug)]
pub struct Ground {
    /// What is drawn; without features the city has no drawing, or none could be had.
    pub drawing: Drawing,
    /// The plane on which it is drawn.
    pub plane: Plane,
    /// Where the city is.
    pub bounds: Frame,
    /// The names on the drawing, by their place in its list.
    names: Index<usize>,
}

#[derive(Clone, Default)]
enum Loaded {
    #[default]
    Not,
    Asking,
    Here(Option<Arc<Ground>>),
}

thread_local! {
    static GROUND: ArcRwSignal<Loaded> = ArcRwSignal::new(Loaded::Not);
}

/// What lies under the questions, as soon as it is there; `None` before, and where nothing is known of the city.
pub fn ground() -> Option<Arc<Ground>> {
    match GROUND.with(ArcRwSignal::get) {
        Loaded::Here(ground) => ground,
        _ => None,
    }
}

/// Whether it was asked for and nothing came of it, or no drawing.
pub fn is_bare() -> bool {
    match GROUND.with(ArcRwSignal::get) {
        Loaded::Here(Some(ground)) => ground.drawing.features.is_empty(),
        Loaded::Here(None) => true,
        _ => false,
    }
}

/// Asks for it, and `again` if no drawing came the last time.
pub fn ask(again: bool) {
    let has_come = GROUND.with(|loaded| match loaded.get_untracked() {
        Loaded::Not => false,
        Loaded::Asking => true,
        Loaded::Here(ground) => {
            !again || ground.is_some_and(|ground| !ground.drawing.features.is_empty())
        }
    });
    if has_come {
        return;
    }
    GROUND.with(|loaded| loaded.set(Loaded::Asking));
    task::begin(async {
        let address = city::file(MAP);
        let answer = http::send(Request::get(&address), None).await;
        let body = answer.ok().filter(|answer| answer.status == 200).map(|answer| answer.body);
        let read = body.and_then(|body| drawing(&body).ok());
        let ground = Ground::new(read.map(|read| read.value).unwrap_or_default());
        GROUND.with(|loaded| loaded.set(Loaded::Here(ground.map(Arc::new))));
    });
}

impl Ground {
    fn new(drawing: Drawing) -> Option<Self> {
        let bounds = city::with(|city| city.map.as_ref().map(|map| map.bounds)).flatten();
        let corner = |latitude, longitude| Place::from_degrees(latitude, longitude);
        let corners = bounds
            .map(|b| [corner(b.south, b.west), corner(b.north, b.east)])
            .into_iter()
            .flatten()
            .flatten();
        let mut places: Vec<Place> = corners.collect();
        if places.is_empty() {
            places = drawing.features.iter().flat_map(Feature::places).collect();
        }
        let first = Plane::around(*places.first()?);
        let middle = Frame::around(places.iter().map(|place| first.spot(*place)))?.middle();
        let plane = Plane::around(first.place(middle)?);
        let bounds = Frame::around(places.iter().map(|place| plane.spot(*place)))?;
        let all = drawing.features.iter().enumerate().filter(|(_, one)| !one.name.is_empty());
        let names = Index::new(all.map(|(at, one)| (at, &one.name, Vec::new())));
        Some(Self { drawing, plane, bounds, names })
    }

    /// What on the drawing fits some words, the best first: its name, what it is, where it is.
    pub fn find(&self, words: &str) -> impl Iterator<Item = (String, &'static str, Place)> {
        let hits = self.names.find(words).into_iter();
        hits.filter_map(|hit| {
            let feature = self.drawing.features.get(hit.key)?;
            Some((feature.name.clone(), feature.kind.wire(), feature.middle()?))
        })
    }

    /// Whether a place is in the city.
    pub fn holds(&self, place: Place) -> bool {
        self.bounds.holds(self.plane.spot(place))
    }
}

/// Where a place is, in words: what it is near to, else its coordinates.
pub fn said(ground: Option<&Arc<Ground>>, place: Place) -> String {
    let near = ground.and_then(|ground| ground.drawing.near(place));
    near.map_or_else(
        || coordinates(place),
        |near| {
            let inside = near.feature.is_area && near.metres <= 0.0;
            let key = if inside {
                "participation.fill.place.inside"
            } else {
                "participation.fill.place.near"
            };
            text(key, &[("name", &near.feature.name)])
        },
    )
}

/// Latitude and longitude.
pub fn coordinates(place: Place) -> String {
    place.to_string().replace(' ', ", ")
}

/// A mark that a person has set.
pub const fn by_hand(place: Place) -> Mark {
    Mark { place, accuracy: 0 }
}
