//! Points, traces and shapes as texts (section 30, "Data types"): latitude and longitude in degrees, perhaps altitude
//! and accuracy in metres, with a space between; between points `;`.

use crate::xpath::number;

/// A point on Earth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub latitude: f64,
    pub longitude: f64,
    altitude: Option<f64>,
    accuracy: Option<f64>,
}

impl Point {
    /// Reads a text; `None` if it is no point on Earth.
    pub fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split_whitespace().map(number::from_text);
        let (latitude, longitude) = (numbers.next()?, numbers.next()?);
        let (altitude, accuracy) = (numbers.next(), numbers.next());
        let sound = latitude.abs() <= 90.0
            && longitude.abs() <= 180.0
            && altitude.unwrap_or(0.0).is_finite()
            && accuracy.unwrap_or(0.0).is_finite()
            && numbers.next().is_none();
        sound.then_some(Self { latitude, longitude, altitude, accuracy })
    }

    /// Whether both are at the same place, whatever their altitude.
    #[allow(clippy::float_cmp)] // a shape ends where it begins, digit by digit
    pub fn is_at(&self, other: &Self) -> bool {
        self.latitude == other.latitude && self.longitude == other.longitude
    }
}

/// The points of a trace or a shape, perhaps with a `;` behind the last.
pub(crate) fn read(text: &str) -> Option<Vec<Point>> {
    let mut points = Vec::new();
    for point in text.trim().trim_end_matches([';', ' ']).split(';') {
        points.push(Point::read(point)?);
    }
    Some(points)
}

/// Points as they are stored.
pub(crate) fn write(points: &[Point]) -> String {
    let mut text = String::new();
    for (place, point) in points.iter().enumerate() {
        text.push_str(if place > 0 { ";" } else { "" });
        text.push_str(&number::to_decimal(point.latitude));
        for number in [Some(point.longitude), point.altitude, point.accuracy].into_iter().flatten()
        {
            text.push(' ');
            text.push_str(&number::to_decimal(number));
        }
    }
    text
}

/// Whether the last of the points is the first again.
pub(crate) fn are_closed(points: &[Point]) -> bool {
    match (points.first(), points.last()) {
        (Some(first), Some(last)) => first.is_at(last),
        _ => true,
    }
}
