//! Places on Earth (section 30, "Geographic functions"): a sphere of the equator's radius, no altitude.

use super::machine::{acos, cos, sin};
use crate::places::{self, Point};

/// Metres.
const RADIUS: f64 = 6_378_100.0;

/// A trace or shape, or one point an argument.
fn line(texts: &[String]) -> Option<Vec<Point>> {
    let mut points = Vec::new();
    if let [one] = texts {
        points = places::read(one)?;
    } else {
        for text in texts {
            points.push(Point::read(text)?);
        }
    }
    (points.len() >= 2).then_some(points)
}

fn to_hundredths(metres: f64) -> f64 {
    super::number::round(metres * 100.0).abs() / 100.0
}

/// Metres along the points in their order.
pub(crate) fn distance(texts: &[String]) -> f64 {
    let Some(points) = line(texts) else { return f64::NAN };
    let leg = |pair: &[Point]| match pair {
        [from, to] => {
            let (south, north) = (from.latitude.to_radians(), to.latitude.to_radians());
            let turn = (from.longitude - to.longitude).to_radians();
            let cosine = sin(south) * sin(north) + cos(south) * cos(north) * cos(turn);
            // Rounding may leave the range of the arc cosine when both points are one.
            acos(cosine.clamp(-1.0, 1.0)) * RADIUS
        }
        _ => 0.0,
    };
    to_hundredths(points.windows(2).map(leg).sum())
}

/// Square metres inside the points; the last is joined to the first.
pub(crate) fn area(texts: &[String]) -> f64 {
    let Some(points) = line(texts).filter(|points| points.len() >= 3) else { return 0.0 };
    let next = points.iter().skip(1).chain(points.first());
    let sum: f64 = points
        .iter()
        .zip(next)
        .map(|(from, to)| {
            let (south, north) = (from.latitude.to_radians(), to.latitude.to_radians());
            (to.longitude - from.longitude).to_radians() * (2.0 + sin(north) + sin(south))
        })
        .sum();
    to_hundredths(sum * RADIUS * RADIUS / 2.0)
}

/// Whether the first, a point, lies inside the second, a shape.
pub(crate) fn geofence(texts: &[String]) -> bool {
    let [at, shape] = texts else { return false };
    let (Some(at), Some(points)) = (Point::read(at), line(std::slice::from_ref(shape))) else {
        return false;
    };
    if !places::are_closed(&points) {
        return false;
    }
    let (north, east) = (at.latitude, at.longitude);
    let crosses = |pair: &&[Point]| match pair {
        [from, to] if (to.latitude > north) != (from.latitude > north) => {
            let (eastward, northward) =
                (from.longitude - to.longitude, from.latitude - to.latitude);
            east < eastward * (north - to.latitude) / northward + to.longitude
        }
        _ => false,
    };
    points.windows(2).filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[&str]) -> Vec<String> {
        all.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_degree_of_the_equator() {
        let metres = distance(&texts(&["0 0", "0 1"]));
        assert!((metres - 111_318.85).abs() < 0.01, "{metres}");
        assert!((distance(&texts(&["0 0; 0 1;"])) - metres).abs() < 0.01);
        assert!(distance(&texts(&["0 0"])).is_nan() && distance(&texts(&["x", "y"])).is_nan());
        assert!(distance(&texts(&["48.4 9.9 0 0", "48.4 9.9"])).abs() < 0.01);
    }

    #[test]
    fn inside_and_outside() {
        let square = "0 0;0 2;2 2;2 0;0 0";
        assert!(geofence(&texts(&["1 1 0 5", square])));
        assert!(!geofence(&texts(&["3 1", square])) && !geofence(&texts(&["1 1", "0 0;0 2;2 2"])));
        assert!((area(&texts(&[square])) - 49_570_000_000.0).abs() < 1e8);
    }
}
