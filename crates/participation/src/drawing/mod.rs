//! The drawing of a city under its map questions: no tiles, a few lines and names, all in one small file.
//!
//! A city writes it as GeoJSON (RFC 7946), `participation/map.json`: features with `properties.kind`, one of [`Kind`],
//! and `properties.name`. What cannot be read is left out and counted.

mod labels;
mod marks;
mod near;
mod place;
mod plane;

pub use labels::{Label, labels};
pub use marks::{Figure, Mark, Marks};
pub use near::Near;
pub use place::Place;
pub use plane::{Frame, Plane, Spot, View};

use crate::parts::names;
use json::{Decoded, NotReadable, Read, Value, member};

names! {
    /// What something on the map is, what lies below first.
    Kind {
        /// A part of the city.
        District = "district",
        /// A river, a lake.
        Water = "water",
        /// Something green.
        Park = "park",
        /// Rails.
        Rail = "rail",
        /// A street.
        Street = "street",
        /// A square, a station, a school.
        Place = "place",
    }
}

/// Something on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// What it is.
    pub kind: Kind,
    /// What it is called; may be empty.
    pub name: String,
    /// One place, or ways, or the rings of areas.
    pub parts: Vec<Vec<Place>>,
    /// Whether the parts are rings.
    pub is_area: bool,
}

impl Feature {
    /// All its places.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.parts.iter().flatten().copied()
    }

    /// The place to which its name leads: the middle of an area, a place half-way along the longest way.
    #[must_use]
    pub fn middle(&self) -> Option<Place> {
        let longest = self.parts.iter().max_by_key(|part| part.len())?;
        if !self.is_area {
            return longest.get(longest.len() / 2).copied();
        }
        let plane = Plane::around(*longest.first()?);
        let frame = Frame::around(longest.iter().map(|place| plane.spot(*place)))?;
        plane.place(frame.middle())
    }
}

impl Read for Feature {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        let properties = member(value, "properties");
        let kind = Kind::read(member(properties, "kind"), &mut 0)?;
        let (geometry, name) = (member(value, "geometry"), member(properties, "name"));
        let is_area = match member(geometry, "type").as_str()? {
            "Polygon" | "MultiPolygon" => true,
            "Point" | "LineString" | "MultiLineString" => false,
            _ => return None,
        };
        let mut parts = Vec::new();
        gather(member(geometry, "coordinates"), 4, &mut parts)?;
        parts.retain(|part| !part.is_empty());
        let read = Self {
            kind,
            name: name.as_str().unwrap_or_default().trim().to_owned(),
            parts,
            is_area,
        };
        (!read.parts.is_empty()).then_some(read)
    }
}

/// The lists of places in coordinates, however deep they are nested; `None` if one of them is no place.
fn gather(value: &Value, depth: u8, parts: &mut Vec<Vec<Place>>) -> Option<()> {
    let all = value.as_array()?;
    let starts_with_list = |value: &Value| value.get(0).is_some_and(Value::is_array);
    if starts_with_list(value) && all.iter().any(starts_with_list) {
        let deeper = depth.checked_sub(1)?;
        return all.iter().try_for_each(|value| gather(value, deeper, parts));
    }
    let part = if starts_with_list(value) {
        all.iter().map(position).collect::<Option<Vec<Place>>>()?
    } else {
        vec![position(value)?]
    };
    parts.push(part);
    Some(())
}

/// GeoJSON has the longitude first.
fn position(value: &Value) -> Option<Place> {
    Place::from_degrees(value.get(1)?.as_f64()?, value.get(0)?.as_f64()?)
}

/// The drawing of a city.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// What is on it.
    pub features: Vec<Feature>,
}

impl Read for Drawing {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let features = Vec::read(member(value, "features"), skipped)?;
        value.is_object().then_some(Self { features })
    }
}

/// Reads a city's `map.json`.
///
/// # Errors
/// [`NotReadable`] if it is no JSON object.
pub fn drawing(body: &[u8]) -> Result<Decoded<Drawing>, NotReadable> {
    json::decode(body)
}
