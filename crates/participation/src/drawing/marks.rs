//! What is drawn on a map as the forms engine stores it: `lat lon alt acc`, more of them separated by semicolons.

use super::{Place, Plane};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// One place.
    Point,
    /// A way: two places or more.
    Line,
    /// An area: three places or more, and back to the first.
    Area,
}

/// A place that was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Where.
    pub place: Place,
    /// How far off it may be, in metres, if a device has measured it; else 0.
    pub accuracy: u32,
}

/// What was set so far. An area is closed when it is written and open here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Marks {
    /// What is drawn.
    pub figure: Figure,
    /// In their order.
    pub all: Vec<Mark>,
}

impl Marks {
    /// From an answer, also one that is not whole yet; what is no place is left out.
    #[must_use]
    pub fn read(figure: Figure, value: &str) -> Self {
        let mark = |text: &str| {
            let accuracy = text.split_ascii_whitespace().nth(3);
            let whole = accuracy.and_then(|number| number.split('.').next()?.parse().ok());
            Some(Mark { place: Place::stored(text)?, accuracy: whole.unwrap_or(0) })
        };
        let mut all: Vec<Mark> = value.split(';').filter_map(mark).collect();
        match figure {
            Figure::Point => all.truncate(1),
            Figure::Area if all.len() > 3 && place(all.first()) == place(all.last()) => {
                all.pop();
            }
            _ => {}
        }
        Self { figure, all }
    }

    /// The answer. Altitudes are not asked for.
    #[must_use]
    pub fn written(&self) -> String {
        let back = (self.figure == Figure::Area && self.all.len() > 2).then(|| self.all.first());
        let all = self.all.iter().chain(back.flatten());
        let one =
            |mark: &Mark| [&mark.place.to_string(), " 0 ", &mark.accuracy.to_string()].concat();
        all.map(one).collect::<Vec<_>>().join(";")
    }

    /// Sets a place: instead of the one before where one is asked for, else after the last. The same twice is once. A
    /// way that comes back to its beginning ends a metre beside it, because the specification knows no closed ones.
    pub fn set(&mut self, mut mark: Mark) {
        if self.figure == Figure::Point {
            self.all.clear();
        } else if place(self.all.last()) == Some(mark.place) {
            self.all.pop();
        } else if self.figure == Figure::Line && place(self.all.first()) == Some(mark.place) {
            mark.place = mark.place.beside();
        }
        self.all.push(mark);
    }

    /// Whether it is whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.all.len() >= self.fewest()
    }

    /// How many places it needs at least.
    #[must_use]
    pub const fn fewest(&self) -> usize {
        match self.figure {
            Figure::Point => 1,
            Figure::Line => 2,
            Figure::Area => 3,
        }
    }

    /// How long a way is, in metres, or how large an area, in square metres; 0 for what is not whole.
    #[must_use]
    pub fn size(&self) -> f64 {
        let Some(first) = self.all.first().filter(|_| self.is_whole()) else { return 0.0 };
        let plane = Plane::around(first.place);
        let spots: Vec<_> = self.all.iter().map(|mark| plane.spot(mark.place)).collect();
        let next = spots.iter().skip(1);
        match self.figure {
            Figure::Point => 0.0,
            Figure::Line => spots.iter().zip(next).map(|(from, to)| from.distance(*to)).sum(),
            Figure::Area => {
                let around = spots.iter().zip(next.chain(spots.first()));
                let twice: f64 =
                    around.map(|(from, to)| from.east * to.south - to.east * from.south).sum();
                twice.abs() / 2.0
            }
        }
    }
}

fn place(mark: Option<&Mark>) -> Option<Place> {
    mark.map(|mark| mark.place)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;

    fn mark(latitude: f64, longitude: f64) -> Mark {
        Mark { place: Place::from_degrees(latitude, longitude).unwrap(), accuracy: 0 }
    }

    fn drawn(figure: Figure, all: &[Mark]) -> Marks {
        let mut marks = Marks { figure, all: Vec::new() };
        for mark in all {
            marks.set(*mark);
        }
        marks
    }

    #[test]
    fn one_place_is_replaced() {
        let marks =
            drawn(Figure::Point, &[mark(51.0, 10.0), Mark { accuracy: 12, ..mark(51.5, 10.5) }]);
        assert_eq!(marks.written(), "51.5 10.5 0 12");
        assert_eq!(Marks::read(Figure::Point, "51.5 10.5 0.0 12.0"), marks);
        assert_eq!(Marks::read(Figure::Point, "51.5 10.5;1 1").all.len(), 1);
        assert!(Marks::read(Figure::Point, "somewhere").all.is_empty());
    }

    #[test]
    fn a_way_is_never_closed() {
        let (a, b) = (mark(51.0, 10.0), mark(51.01, 10.0));
        let marks = drawn(Figure::Line, &[a, b, b, a]);
        assert_eq!(marks.all.len(), 3);
        assert_eq!(marks.written(), "51 10 0 0;51.01 10 0 0;50.99999 10 0 0");
        let there_and_back = drawn(Figure::Line, &[a, b]).size();
        assert!((there_and_back - 1_112.0).abs() < 2.0, "{there_and_back}");
        assert_eq!(drawn(Figure::Line, &[a]).size(), 0.0);
    }

    #[test]
    fn an_area_is_closed_when_it_is_whole() {
        let corners = [mark(0.0, 0.0), mark(0.0, 0.001), mark(0.001, 0.001), mark(0.001, 0.0)];
        let two = drawn(Figure::Area, corners.get(..2).unwrap());
        assert_eq!(two.written(), "0 0 0 0;0 0.001 0 0");
        assert!(!two.is_whole());
        let square = drawn(Figure::Area, &corners);
        assert!(square.written().ends_with(";0 0 0 0"));
        assert_eq!(Marks::read(Figure::Area, &square.written()), square);
        assert!((square.size() - 111.195 * 111.195).abs() < 1.0);
    }
}
