//! Which names are written on the map: what matters most first, and none over another.

use super::{Drawing, Feature, Kind, Place, Plane, Spot, View};

/// A name on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label<'a> {
    /// What it names.
    pub feature: &'a Feature,
    /// The middle of the name, in pixels.
    pub at: (f64, f64),
}

/// More names nobody reads.
const MOST: usize = 24;

/// The names that have room in a view, for letters of so many pixels.
#[must_use]
pub fn labels<'a>(drawing: &'a Drawing, plane: Plane, view: &View, letter: f64) -> Vec<Label<'a>> {
    let mut taken: Vec<(Label<'a>, f64)> = Vec::new();
    for kind in [Kind::Place, Kind::District, Kind::Water, Kind::Park, Kind::Street] {
        // From far away a street is a line without a name; from near the district is around everything.
        let shown = match kind {
            Kind::Street | Kind::Park => view.scale < 12.0,
            Kind::District => view.scale > 3.0,
            Kind::Place => view.scale < 45.0,
            _ => true,
        };
        let of_kind = drawing
            .features
            .iter()
            .filter(|feature| feature.kind == kind && !feature.name.is_empty());
        for feature in of_kind.filter(|_| shown) {
            #[allow(clippy::cast_precision_loss, reason = "letters of a name")]
            let half = feature.name.chars().count() as f64 * letter * 0.29;
            let Some(middle) = anchor(feature, plane, view) else { continue };
            let (x, y) = view.pixel(plane.spot(middle));
            // A place has a dot, and its name stands below.
            let y = if feature.parts.iter().flatten().count() == 1 { y + letter } else { y };
            let inside =
                x > half && x < view.width - half && y > letter && y < view.height - letter;
            let free = taken.iter().all(|(other, other_half)| {
                (other.at.0 - x).abs() > half + other_half + letter / 2.0
                    || (other.at.1 - y).abs() > letter * 1.4
            });
            if inside && free && taken.len() < MOST {
                taken.push((Label { feature, at: (x, y) }, half));
            }
        }
    }
    taken.into_iter().map(|(label, _)| label).collect()
}

/// Where a name stands: at the middle of an area, and on a way at the place that is nearest to the middle of the view.
fn anchor(feature: &Feature, plane: Plane, view: &View) -> Option<Place> {
    if feature.is_area {
        return feature.middle();
    }
    let away = |place: &Place| {
        let Spot { east, south } = plane.spot(*place);
        (east - view.middle.east).abs() + (south - view.middle.south).abs()
    };
    let mut best: Option<(f64, Place)> = None;
    for place in feature.places() {
        let away = away(&place);
        if best.is_none_or(|(known, _)| away < known) {
            best = Some((away, place));
        }
    }
    best.map(|(_, place)| place)
}
