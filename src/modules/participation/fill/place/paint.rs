//! The map as SVG. The elements are made here and not by the views: it is a drawing that changes with every movement of
//! a finger, and nothing in it is read by anybody.
use super::ground::Ground;
use leptos::prelude::document;
use participation::drawing::{Feature, Figure, Kind, Marks, Place, Plane, View, labels};
use web_sys::Element;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What is painted anew at different times.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What does not change but for the part of it that is seen.
    base: Element,
    /// Names and marks.
    over: Element,
}

fn element(parent: &Element, name: &str, attributes: &[(&str, &str)]) -> Option<Element> {
    let made = document().create_element_ns(Some(SVG), name).ok()?;
    for (name, value) in attributes {
        made.set_attribute(name, value).ok()?;
    }
    parent.append_child(&made).ok()?;
    Some(made)
}

/// A whole number of a coordinate.
#[allow(clippy::cast_possible_truncation, reason = "from a float it saturates")]
fn whole(number: f64) -> String {
    (number.round() as i32).to_string()
}

/// Draws the city.
pub fn base(svg: &Element, ground: &Ground) -> Option<Paper> {
    svg.set_text_content(None);
    let base = element(svg, "svg", &[("preserveAspectRatio", "none")])?;
    for kind in Kind::ALL {
        for is_area in [true, false] {
            let of_kind = |one: &&Feature| one.kind == *kind && one.is_area == is_area;
            let mut path = String::new();
            for feature in ground.drawing.features.iter().filter(of_kind) {
                outline(&mut path, feature, ground.plane);
            }
            if !path.is_empty() {
                let end = if is_area { " map__area" } else { " map__way" };
                let class = ["map__", kind.wire(), end].concat();
                element(
                    &base,
                    "path",
                    &[("class", &class), ("d", &path), ("fill-rule", "evenodd")],
                )?;
            }
        }
    }
    let over = element(svg, "g", &[])?;
    Some(Paper { base, over })
}

/// The ways and rings of something, in decimetres.
fn outline(path: &mut String, feature: &Feature, plane: Plane) {
    for part in feature.parts.iter().filter(|part| part.len() > 1) {
        for (at, place) in part.iter().enumerate() {
            let spot = plane.spot(*place);
            path.push_str(if at == 0 { "M" } else { "L" });
            path.push_str(&whole(spot.east * 10.0));
            path.push(' ');
            path.push_str(&whole(spot.south * 10.0));
        }
    }
}

impl Paper {
    /// Draws what is seen: the part of the city, the names that have room for letters of so many pixels, the marks.
    pub fn over(&self, ground: &Ground, view: &View, letter: f64, marks: &Marks) -> Option<()> {
        let seen = view.seen();
        let (width, height) = (whole(view.width), whole(view.height));
        let tenths = [
            seen.from.east,
            seen.from.south,
            seen.to.east - seen.from.east,
            seen.to.south - seen.from.south,
        ];
        let window = tenths.map(|metres| whole(metres * 10.0)).join(" ");
        for (name, value) in [("viewBox", &window), ("width", &width), ("height", &height)] {
            self.base.set_attribute(name, value).ok()?;
        }
        self.over.set_text_content(None);
        self.dots(ground, view)?;
        for label in labels(&ground.drawing, ground.plane, view, letter) {
            let class = ["map__name map__name--", label.feature.kind.wire()].concat();
            let (x, y) = (whole(label.at.0), whole(label.at.1));
            let text = element(&self.over, "text", &[("class", &class), ("x", &x), ("y", &y)])?;
            text.set_text_content(Some(&label.feature.name));
        }
        let pixel = |place: Place| view.pixel(ground.plane.spot(place));
        self.figure(marks, &pixel)?;
        let (x, y) = (whole(view.width / 2.0), whole(view.height / 2.0));
        let cross = ["M", &x, " ", &y, "m-16 0h12m8 0h12m-16-16v12m0 8v12"].concat();
        element(&self.over, "path", &[("class", "map__cross map__cross--under"), ("d", &cross)])?;
        element(&self.over, "path", &[("class", "map__cross"), ("d", &cross)]).map(drop)
    }

    /// Places of the city that are no areas.
    fn dots(&self, ground: &Ground, view: &View) -> Option<()> {
        let seen = view.seen();
        for feature in ground.drawing.features.iter().filter(|one| one.kind == Kind::Place) {
            let Some(place) = feature.middle().filter(|_| !feature.is_area) else { continue };
            let spot = ground.plane.spot(place);
            if seen.holds(spot) {
                let (x, y) = view.pixel(spot);
                let (x, y) = (whole(x), whole(y));
                element(
                    &self.over,
                    "circle",
                    &[("class", "map__dot"), ("cx", &x), ("cy", &y), ("r", "4")],
                )?;
            }
        }
        Some(())
    }

    fn figure(&self, marks: &Marks, pixel: &dyn Fn(Place) -> (f64, f64)) -> Option<()> {
        let corners: Vec<String> = marks
            .all
            .iter()
            .map(|mark| {
                let (x, y) = pixel(mark.place);
                [&whole(x), " ", &whole(y)].concat()
            })
            .collect();
        if marks.figure != Figure::Point && corners.len() > 1 {
            let closed = marks.figure == Figure::Area && corners.len() > 2;
            let name = if closed { "polygon" } else { "polyline" };
            element(&self.over, name, &[("class", "map__figure"), ("points", &corners.join(","))])?;
        }
        for (at, corner) in corners.iter().enumerate() {
            let shift = ["translate(", corner, ")"].concat();
            let mark = element(&self.over, "g", &[("class", "map__mark"), ("transform", &shift)])?;
            if marks.figure == Figure::Point {
                // The tip stands on the place.
                element(
                    &mark,
                    "path",
                    &[("d", "M0 0C-4-8-11-14-11-21a11 11 0 0122 0C11-14 4-8 0 0z")],
                )?;
                element(&mark, "circle", &[("class", "map__hole"), ("cy", "-21"), ("r", "4")])?;
            } else {
                element(&mark, "circle", &[("r", "11")])?;
                let number = element(&mark, "text", &[("y", "4")])?;
                number.set_text_content(Some(&(at + 1).to_string()));
            }
        }
        Some(())
    }
}
