//! Distances. A city is small: the earth is flat in it, and east and north are at right angles.

/// Metres of a degree of latitude, on a sphere of 6,371,009 m (IUGG mean radius).
pub const METRES_PER_DEGREE: f64 = 111_195.08;

/// Cosine of an angle in degrees, between -90 and 90. The same on every machine: a phone and a server must
/// agree on every walk, and a library's cosine may differ in the last digit.
#[must_use]
pub fn cosine(degrees: f64) -> f64 {
    let angle = degrees.clamp(-90.0, 90.0).to_radians();
    let square = angle * angle;
    // Taylor's series to the sixteenth power: right to nine digits up to a right angle.
    let mut sum = 1.0;
    let mut term = 1.0;
    for step in 1..=8_u8 {
        let even = f64::from(2 * step);
        term *= -square / (even * (even - 1.0));
        sum += term;
    }
    f64::max(sum, 0.0)
}

/// A place on the earth.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Position {
    /// Degrees north, WGS 84.
    pub latitude: f64,
    /// Degrees east, WGS 84.
    pub longitude: f64,
}

impl Position {
    /// Metres to another place as the crow flies.
    #[must_use]
    pub fn metres(self, other: Self) -> f64 {
        let middle = f64::midpoint(self.latitude, other.latitude);
        let north = (self.latitude - other.latitude) * METRES_PER_DEGREE;
        let east = (self.longitude - other.longitude) * METRES_PER_DEGREE * cosine(middle);
        (north * north + east * east).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        for degrees in -90..=90 {
            let degrees = f64::from(degrees);
            assert!((cosine(degrees) - degrees.to_radians().cos()).abs() < 1e-9, "{degrees}");
        }
        let berlin = Position { latitude: 52.5251, longitude: 13.3694 };
        let tower = Position { latitude: 52.5208, longitude: 13.4094 };
        assert!((berlin.metres(tower) - 2750.0).abs() < 20.0, "{}", berlin.metres(tower));
    }
}
