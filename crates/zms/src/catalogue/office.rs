//! Offices.

use crate::contact::ContactRules;
use crate::keep::Keep;
use crate::{Minutes, OfficeId, ScopeId, ServiceId};

/// An office: the place one goes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// Its number.
    pub id: OfficeId,
    /// The name to show.
    pub name: String,
    /// Where it is.
    pub address: Option<Address>,
    /// Where it is on the map.
    pub position: Option<Position>,
    /// Length of one slot, if known.
    pub slot_time: Option<Minutes>,
    /// Most slots of one appointment, 1 to 25.
    pub most_slots: u32,
    /// Higher comes first.
    pub priority: i64,
    /// Whether other offices may be offered beside it.
    pub show_alternatives: bool,
    /// Its queue.
    pub scope: Option<ScopeId>,
    /// What its contact form asks.
    pub contact: ContactRules,
    /// Whether it wants a solved captcha.
    pub captcha: bool,
    /// How long it keeps a reservation, if it says so.
    pub reservation: Option<Minutes>,
    /// How long the link in its mail works, if it says so.
    pub activation: Option<Minutes>,
    /// HTML of the city: when new appointments are published.
    pub info_for_all: Option<String>,
    /// HTML of the city: what to know about an appointment.
    pub info_for_appointment: Option<String>,
    /// HTML of the city: how to find it.
    pub hint: Option<String>,
    /// Services it does not take on their own.
    pub disabled_by_services: Vec<ServiceId>,
    /// The group of offices of which only one is asked; sorted, empty if none.
    pub mix_group: Vec<OfficeId>,
    /// The group of offices that share one calendar; sorted, with itself; empty if none.
    pub shared_booking: Vec<OfficeId>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Street and house number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
}

crate::keep! { Address { street, postal_code, city } }

/// A position on the earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// The degrees as their bits: exact, and writing numbers with a point would weigh kilobytes in the app.
impl Keep for Position {
    fn write(&self, text: &mut String) {
        let bits = |degrees: f64| degrees.to_bits().cast_signed();
        (bits(self.latitude), bits(self.longitude)).write(text);
    }
    fn read(value: &serde_json::Value) -> Option<Self> {
        let (latitude, longitude) = Keep::read(value)?;
        let degrees = |bits: i64| f64::from_bits(bits.cast_unsigned());
        Self::new(degrees(latitude), degrees(longitude))
    }
}

impl Position {
    /// `None` if it is nowhere on the earth. Zero and zero is what systems write that do not know.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let unknown = latitude == 0.0 && longitude == 0.0;
        (on_earth && !unknown).then_some(Self { latitude, longitude })
    }

    /// Distance in metres, good to one per cent within a hundred kilometres: the map taken as flat, which
    /// needs no trigonometry but one cosine.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        const METRES_PER_DEGREE: f64 = 111_195.08;
        let north = self.latitude - other.latitude;
        let east = (self.longitude - other.longitude).abs();
        let east = east.min(360.0 - east) * cosine(self.latitude.midpoint(other.latitude));
        METRES_PER_DEGREE * (north * north + east * east).sqrt()
    }
}

/// The cosine of -90 to 90 degrees, to four digits: the beginning of its series. The whole function would
/// weigh 8 KB in the app.
fn cosine(degrees: f64) -> f64 {
    let square = degrees.to_radians() * degrees.to_radians();
    1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marienplatz_to_brandenburg_gate() {
        let munich = Position::new(48.137_154, 11.575_382).unwrap();
        let berlin = Position::new(52.516_275, 13.377_704).unwrap();
        assert!(
            (munich.distance(berlin) - 503_600.0).abs() < 1500.0,
            "{}",
            munich.distance(berlin)
        );
    }

    /// The exact one, on a sphere.
    fn haversine(a: Position, b: Position) -> f64 {
        let half = |a: f64, b: f64| ((a - b).to_radians() / 2.0).sin();
        let (north, east) = (half(a.latitude, b.latitude), half(a.longitude, b.longitude));
        let cosines = a.latitude.to_radians().cos() * b.latitude.to_radians().cos();
        2.0 * 6_371_008.8 * (north * north + cosines * east * east).clamp(0.0, 1.0).sqrt().asin()
    }

    proptest! {
        #[test]
        fn distance_is_one(a in (-90.0..90.0, -180.0..180.0), b in (-90.0..90.0, -180.0..180.0)) {
            let (a, b) = (Position::new(a.0, a.1).unwrap(), Position::new(b.0, b.1).unwrap());
            prop_assert!(a.distance(a) < 0.001);
            prop_assert!((a.distance(b) - b.distance(a)).abs() < 0.001);
            prop_assert!(a.distance(b).is_finite());
            prop_assert!((cosine(a.latitude) - a.latitude.to_radians().cos()).abs() < 0.0001);
            prop_assert_eq!(crate::keep::load(&crate::keep::save(&a)), Some(a));
        }

        #[test]
        fn good_to_one_per_cent_around_a_city(
            city in (-70.0..70.0_f64, -180.0..180.0_f64), north in -0.5..0.5, east in -0.5..0.5_f64,
        ) {
            let here = Position::new(city.0, city.1).unwrap();
            let east = (city.1 + east + 540.0_f64).rem_euclid(360.0) - 180.0;
            let there = Position::new(city.0 + north, east).unwrap();
            let exact = haversine(here, there);
            prop_assert!((here.distance(there) - exact).abs() <= exact / 100.0 + 0.001);
        }
    }
}
