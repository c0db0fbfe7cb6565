#![no_main]

use libfuzzer_sys::fuzz_target;
use participation::drawing::{Figure, Frame, Marks, Place, Plane, View, drawing, labels};

fuzz_target!(|body: &[u8]| {
    let text = String::from_utf8_lossy(body);
    let _ = Place::typed(&text);
    for figure in [Figure::Point, Figure::Line, Figure::Area] {
        let marks = Marks::read(figure, &text);
        assert!(marks.size() >= 0.0);
        assert_eq!(Marks::read(figure, &marks.written()).written(), marks.written());
    }
    let Ok(read) = drawing(body) else { return };
    let map = read.value;
    let Some(first) = map.features.first().and_then(|feature| feature.middle()) else { return };
    let plane = Plane::around(first);
    let places = map.features.iter().flat_map(|feature| feature.places());
    let Some(frame) = Frame::around(places.map(|place| plane.spot(place))) else { return };
    let view = View::fit(frame, 320.0, 240.0).zoomed(4.0, 10.0, 10.0);
    let _ = labels(&map, plane, &view, 14.0);
    let _ = map.near(first);
});
