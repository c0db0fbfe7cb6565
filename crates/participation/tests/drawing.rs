//! The drawing of a city and the window through which a person looks at it.
#![allow(clippy::unwrap_used)]

use participation::drawing::{Drawing, Frame, Kind, Place, Plane, Spot, View, drawing, labels};
use proptest::prelude::*;

const MAP: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"kind": "street", "name": "Lange Gasse"},
   "geometry": {"type": "LineString", "coordinates": [[10.0, 51.0], [10.01, 51.0], [10.01, 51.01]]}},
  {"type": "Feature", "properties": {"kind": "district", "name": "Mitte"},
   "geometry": {"type": "Polygon", "coordinates": [[[9.9, 50.9], [10.1, 50.9], [10.1, 51.1], [9.9, 51.1], [9.9, 50.9]]]}},
  {"type": "Feature", "properties": {"kind": "water", "name": "See"},
   "geometry": {"type": "MultiPolygon", "coordinates": [[[[10.05, 51.05], [10.06, 51.05], [10.06, 51.06], [10.05, 51.05]]]]}},
  {"type": "Feature", "properties": {"kind": "place", "name": " Rathausplatz "}, "geometry": {"type": "Point", "coordinates": [10.0, 51.001]}},
  {"type": "Feature", "properties": {"kind": "park"}, "geometry": {"type": "MultiLineString", "coordinates": [[[10.0, 51.0], [10.02, 51.02]]]}},
  {"type": "Feature", "properties": {"kind": "volcano", "name": "?"}, "geometry": {"type": "Point", "coordinates": [10.0, 51.0]}},
  {"type": "Feature", "properties": {"kind": "street", "name": "?"}, "geometry": {"type": "LineString", "coordinates": [[10.0, 51.0], [10.0, 95.0]]}},
  {"type": "Feature", "properties": {"kind": "street", "name": "?"}, "geometry": {"type": "LineString", "coordinates": [[10.0, 51.0], "x"]}},
  {"type": "Feature", "properties": {"kind": "street", "name": "?"}, "geometry": {"type": "LineString", "coordinates": []}},
  {"type": "Feature", "properties": {"kind": "street", "name": "?"}, "geometry": null},
  7
]}"#;

fn read() -> Drawing {
    let read = drawing(MAP.as_bytes()).unwrap();
    assert_eq!(read.skipped, 6);
    read.value
}

fn place(latitude: f64, longitude: f64) -> Place {
    Place::from_degrees(latitude, longitude).unwrap()
}

#[test]
fn what_can_be_read_is_read() {
    let map = read();
    let kinds: Vec<Kind> = map.features.iter().map(|feature| feature.kind).collect();
    assert_eq!(kinds, [Kind::Street, Kind::District, Kind::Water, Kind::Place, Kind::Park]);
    let names: Vec<&str> = map.features.iter().map(|feature| feature.name.as_str()).collect();
    assert_eq!(names, ["Lange Gasse", "Mitte", "See", "Rathausplatz", ""]);
    let middles: Vec<Place> = map.features.iter().map(|f| f.middle().unwrap()).collect();
    assert_eq!(middles.first(), Some(&place(51.0, 10.01)));
    assert_eq!(middles.get(1), Some(&place(51.0, 10.0)));
    assert!(drawing(b"[]").is_err());
    assert!(drawing(b"{").is_err());
    assert_eq!(drawing(b"{}").unwrap().value, Drawing::default());
    let deep = [r#"{"features": [{"properties": {"kind": "park"}, "geometry": {"type": "Polygon", "coordinates": "#, &"[".repeat(100), &"]".repeat(100), "}}]}"].concat();
    assert_eq!(drawing(deep.as_bytes()).unwrap().value, Drawing::default());
}

#[test]
fn what_is_near() {
    let map = read();
    let near = |latitude, longitude| {
        map.near(place(latitude, longitude))
            .map(|near| (near.feature.name.as_str(), near.metres > 0.0))
    };
    assert_eq!(
        near(51.0005, 10.0),
        Some(("Rathausplatz", true)),
        "not the street at the same distance"
    );
    assert_eq!(near(51.0002, 10.008), Some(("Lange Gasse", true)));
    assert_eq!(near(51.053, 10.058), Some(("See", false)));
    assert_eq!(near(50.95, 9.95), Some(("Mitte", false)));
    assert_eq!(near(52.0, 10.0), None);
}

#[test]
fn names_stand_beside_each_other() {
    let map = read();
    let plane = Plane::around(place(51.0, 10.0));
    let all = map.features.iter().flat_map(|f| f.places().collect::<Vec<_>>());
    let frame = Frame::around(all.map(|place| plane.spot(place))).unwrap();
    let far = View::fit(frame, 320.0, 320.0);
    let names = |view: &View| -> Vec<String> {
        labels(&map, plane, view, 14.0).iter().map(|l| l.feature.name.clone()).collect()
    };
    assert_eq!(names(&far), ["Mitte", "See"], "too far away for streets");
    let near = far.centred(plane.spot(place(51.001, 10.0))).zoomed(40.0, 160.0, 160.0);
    assert_eq!(names(&near), ["Rathausplatz", "Lange Gasse"]);
}

fn frame_and_view() -> impl Strategy<Value = (Frame, View)> {
    let side = || 10.0..20_000.0;
    (side(), side(), side(), side(), 1.0..2_000.0, 1.0..2_000.0).prop_map(
        |(west, north, east, south, width, height): (f64, f64, f64, f64, f64, f64)| {
            let from = Spot { east: -west, south: -north };
            let frame = Frame { from, to: Spot { east, south } };
            (frame, View::fit(frame, width, height))
        },
    )
}

proptest! {
    #[test]
    fn there_and_back(
        north in -80.0..80.0, east in -170.0..170.0, up in -0.3..0.3, across in -0.3..0.3
    ) {
        let plane = Plane::around(place(north, east));
        let there = place(north + up, east + across);
        prop_assert_eq!(plane.place(plane.spot(there)), Some(there));
    }

    #[test]
    fn all_of_the_frame_is_seen_at_first((frame, view) in frame_and_view()) {
        for corner in [frame.from, frame.to] {
            let (x, y) = view.pixel(corner);
            prop_assert!(x > -1e-6 && y > -1e-6 && x < view.width + 1e-6 && y < view.height + 1e-6);
        }
        let farther = view.zoomed(0.01, 3.0, 4.0).scale;
        prop_assert!((farther - view.scale).abs() < 1e-9, "no farther than that");
        prop_assert!(!view.ways().1);
    }

    #[test]
    fn what_is_under_a_finger_stays_there(
        (frame, view) in frame_and_view(), times in 1.0..40.0, x in 0.0..1.0, y in 0.0..1.0
    ) {
        let (x, y) = (x * view.width, y * view.height);
        let nearer = view.zoomed(times, x, y);
        prop_assert!(nearer.scale <= view.scale && nearer.scale >= 0.5);
        let held = view.spot(x, y);
        let (now_x, now_y) = nearer.pixel(held);
        // What a finger holds outside of the frame may be lost, because the middle stays in it.
        let moved = (now_x - x).abs() > 1e-6 || (now_y - y).abs() > 1e-6;
        prop_assert!(!(moved && frame.holds(held)), "{now_x} {now_y} instead of {x} {y}");
    }

    #[test]
    fn the_middle_stays_in_the_frame(
        (frame, view) in frame_and_view(),
        moves in proptest::collection::vec((-9e3..9e3, -9e3..9e3, 0.0..9.0), 0..20)
    ) {
        let mut now = view;
        for (x, y, times) in moves {
            now = now.moved(x, y).zoomed(times, x, y).resized(300.0, 200.0);
            prop_assert!(now.scale.is_finite() && now.scale >= 0.5);
            prop_assert!(frame.holds(now.middle));
        }
    }

    #[test]
    fn no_file_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = drawing(&body);
    }
}
