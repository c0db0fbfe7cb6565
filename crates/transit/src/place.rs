//! Where: positions, stops, and the ends of a journey.

use crate::json::{Json, inside, object};
use crate::{Line, Wheelchair};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// A position on the earth, in millionths of a degree (WGS 84): a tenth of a metre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Position {
    latitude: i32,
    longitude: i32,
}

impl Position {
    /// A position, in millionths of a degree; `None` beyond the poles or the date line.
    #[must_use]
    pub const fn new(latitude: i32, longitude: i32) -> Option<Self> {
        let inside =
            latitude.unsigned_abs() <= 90_000_000 && longitude.unsigned_abs() <= 180_000_000;
        if inside { Some(Self { latitude, longitude }) } else { None }
    }

    /// A position, in degrees; `None` if they are none.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a cast from a float saturates and is checked then"
    )]
    pub fn from_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        if !latitude.is_finite() || !longitude.is_finite() {
            return None;
        }
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        Self::new(millionths(latitude), millionths(longitude))
    }

    /// Millionths of a degree to the north.
    #[must_use]
    pub const fn latitude(self) -> i32 {
        self.latitude
    }

    /// Millionths of a degree to the east.
    #[must_use]
    pub const fn longitude(self) -> i32 {
        self.longitude
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / 1e6, f64::from(self.longitude) / 1e6)
    }

    /// Distance in metres as the crow flies, the map taken as flat: good to one per cent within a hundred
    /// kilometres, away from the poles. The cosine is a short series because trigonometry weighs kilobytes.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast from a float saturates"
    )]
    pub fn metres_to(self, other: Self) -> u32 {
        const METRES_PER_DEGREE: f64 = 111_195.0;
        let ((north, east), (other_north, other_east)) = (self.degrees(), other.degrees());
        let middle = f64::midpoint(north, other_north).to_radians();
        let square = middle * middle;
        let cosine = 1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0));
        let across = (east - other_east).abs();
        let across = if across > 180.0 { 360.0 - across } else { across } * cosine;
        let up = north - other_north;
        (METRES_PER_DEGREE * (up * up + across * across).sqrt()).round() as u32
    }
}

impl Json for Position {
    fn write(&self, text: &mut String) {
        vec![self.latitude, self.longitude].write(text);
    }
    fn read(value: &Value) -> Option<Self> {
        Self::new(i32::read(value.get(0)?)?, i32::read(value.get(1)?)?)
    }
}

/// Degrees with six decimals, as addresses have them: `52.100000,9.100000`.
impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |value: i32| {
            let (sign, value) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
            format!("{sign}{}.{:06}", value / 1_000_000, value % 1_000_000)
        };
        write!(formatter, "{},{}", degrees(self.latitude), degrees(self.longitude))
    }
}

/// The text is no position of the form `52.1,9.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPosition;

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let (latitude, longitude) = text.split_once(',').ok_or(NoPosition)?;
        let position = millionths(latitude).zip(millionths(longitude));
        position.and_then(|(north, east)| Self::new(north, east)).ok_or(NoPosition)
    }
}

/// Millionths out of a decimal number, read by hand because the general way weighs kilobytes; digits beyond the
/// sixth are left out.
fn millionths(text: &str) -> Option<i32> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !numeric(whole) || !numeric(part) {
        return None;
    }
    let mut value: i32 = whole.parse().ok()?;
    for place in 0..6 {
        let digit = part.as_bytes().get(place).map_or(0, |byte| i32::from(byte - b'0'));
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some(if negative { -value } else { value })
}

/// The id of a stop, as whoever computed the answer names it. Ids change with every timetable: what is kept for
/// longer is a [`Spot`], with name and position beside the id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StopId(pub String);

inside! { StopId }

/// A stop as people know it: all platforms of one name at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopPlace {
    /// Its id.
    pub id: StopId,
    /// Its name.
    pub name: String,
    /// Its town or quarter, where the name alone is not enough to tell it from another.
    pub area: Option<String>,
    /// Where it is.
    pub position: Position,
    /// Whether it can be used with a wheelchair.
    pub wheelchair: Wheelchair,
    /// The lines that serve it. Empty means that none does, on no day of the timetable, where the device says so; a
    /// planner does not know.
    pub lines: Vec<Line>,
}

object! { StopPlace { id, name, area, position, wheelchair, lines } }

impl StopPlace {
    /// As an end of a journey, or to be kept.
    #[must_use]
    pub fn spot(&self) -> Spot {
        Spot { stop: Some(self.id.clone()), name: self.name.clone(), position: self.position }
    }
}

/// One end of a journey, or a stop that is kept: by name and position, and by its id where it is a stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The stop's id, if it is a stop.
    pub stop: Option<StopId>,
    /// What it is called; empty for a place that only has a position.
    pub name: String,
    /// Where it is.
    pub position: Position,
}

object! { Spot { stop, name, position } }

/// How far a stop may have moved between two timetables and still be the same, in metres.
pub const MOVED_AT_MOST: u32 = 300;
/// How near another stop must be to take the place of one whose name is gone, in metres.
pub const REPLACED_WITHIN: u32 = 120;

impl Spot {
    /// Whether a stop is this one, as far as its name and place tell: what remains when ids have changed.
    #[must_use]
    pub fn looks_like(&self, name: &str, position: Position) -> bool {
        let metres = self.position.metres_to(position);
        metres <= REPLACED_WITHIN || (metres <= MOVED_AT_MOST && self.name == name)
    }

    /// Whether two ends are so near that there is nothing to travel: the same stop, or the same place.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        match (&self.stop, &other.stop) {
            (Some(stop), Some(other)) => stop == other,
            _ => self.position.metres_to(other.position) < 20,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Position {
        text.parse().unwrap()
    }

    #[test]
    fn distances_are_those_of_the_map() {
        // Kassel-Wilhelmshöhe to Kassel Hauptbahnhof, by the great circle 3,300 m.
        let metres = at("51.312836,9.447047").metres_to(at("51.318273,9.490111"));
        assert!((3_000..3_120).contains(&metres), "{metres}");
        // One degree on the equator, across the date line.
        assert_eq!(at("0,179.5").metres_to(at("0,-179.5")), 111_195);
        assert_eq!(at("52,9").metres_to(at("52,9")), 0);
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for bad in
            ["", "52", "52,", "a,b", "91,0", "0,181", "52.1,9.1,1", "1e1,2", "--1,2", "52. 1,9"]
        {
            assert_eq!(bad.parse::<Position>(), Err(NoPosition), "{bad}");
        }
        assert_eq!(Position::from_degrees(f64::NAN, 0.0), None);
        assert_eq!(Position::from_degrees(1e300, 0.0), None);
        assert_eq!(Position::from_degrees(52.1, -9.1), Some(at("52.1,-9.1")));
    }

    #[test]
    fn a_kept_stop_is_found_by_name_and_place() {
        let kept = Spot {
            stop: Some(StopId("old".into())),
            name: "Markt".into(),
            position: at("52.1,9.1"),
        };
        assert!(kept.looks_like("Markt", at("52.102,9.1")), "moved two hundred metres");
        assert!(kept.looks_like("Marktplatz", at("52.1005,9.1")), "renamed");
        assert!(!kept.looks_like("Marktplatz", at("52.102,9.1")), "another one");
        assert!(!kept.looks_like("Markt", at("52.2,9.1")), "in another town");
    }

    proptest! {
        #[test]
        fn a_position_is_read_as_it_is_written(north in -90_000_000_i32..=90_000_000, east in -180_000_000_i32..=180_000_000) {
            let position = Position::new(north, east).unwrap();
            prop_assert_eq!(position.to_string().parse(), Ok(position));
        }

        #[test]
        fn reading_a_position_never_panics(text in "[-0-9.,]{0,24}") {
            let _ = text.parse::<Position>();
        }

        #[test]
        fn distance_does_not_depend_on_the_direction(a in -60_000_000_i32..60_000_000, b in -180_000_000_i32..180_000_000, c in -60_000_000_i32..60_000_000, d in -180_000_000_i32..180_000_000) {
            let (one, two) = (Position::new(a, b).unwrap(), Position::new(c, d).unwrap());
            prop_assert_eq!(one.metres_to(two), two.metres_to(one));
        }
    }
}
