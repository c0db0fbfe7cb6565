//! The city as a plane in metres, and the window through which a person looks at it.

use super::Place;
use super::place::METRES_PER_DEGREE;

/// A point of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spot {
    /// Metres to the east of the plane's middle.
    pub east: f64,
    /// Metres to the south of it.
    pub south: f64,
}

impl Spot {
    /// How far it is to another one, in metres.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        let (east, south) = (self.east - other.east, self.south - other.south);
        (east * east + south * south).sqrt()
    }

    /// How far it is to the straight way between two others, in metres.
    #[must_use]
    pub fn distance_to_way(self, from: Self, to: Self) -> f64 {
        let (east, south) = (to.east - from.east, to.south - from.south);
        let square = east * east + south * south;
        let along = (self.east - from.east) * east + (self.south - from.south) * south;
        let share = if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 };
        self.distance(Self { east: from.east + share * east, south: from.south + share * south })
    }
}

/// The Earth taken as flat around a place: good to one in a thousand within thirty kilometres, away from the poles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    latitude: f64,
    longitude: f64,
    /// How much shorter a degree of longitude is here than at the equator.
    cosine: f64,
}

impl Plane {
    /// Around a place. The cosine is a short series because trigonometry weighs kilobytes.
    #[must_use]
    pub fn around(middle: Place) -> Self {
        let (latitude, longitude) = middle.degrees();
        let angle = latitude.to_radians();
        let square = angle * angle;
        let cosine = 1.0
            - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)));
        Self { latitude, longitude, cosine: cosine.max(0.01) }
    }

    /// Where a place is.
    #[must_use]
    pub fn spot(&self, place: Place) -> Spot {
        let (latitude, longitude) = place.degrees();
        Spot {
            east: (longitude - self.longitude) * METRES_PER_DEGREE * self.cosine,
            south: (self.latitude - latitude) * METRES_PER_DEGREE,
        }
    }

    /// Which place is there; `None` beyond the poles or the date line.
    #[must_use]
    pub fn place(&self, spot: Spot) -> Option<Place> {
        let latitude = self.latitude - spot.south / METRES_PER_DEGREE;
        Place::from_degrees(latitude, self.longitude + spot.east / METRES_PER_DEGREE / self.cosine)
    }
}

/// A rectangle of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Its corner in the north-west.
    pub from: Spot,
    /// Its corner in the south-east.
    pub to: Spot,
}

impl Frame {
    /// Around some spots; `None` without any.
    pub fn around(spots: impl IntoIterator<Item = Spot>) -> Option<Self> {
        spots.into_iter().fold(None, |frame: Option<Self>, spot| {
            let Self { from, to } = frame.unwrap_or(Self { from: spot, to: spot });
            Some(Self {
                from: Spot { east: from.east.min(spot.east), south: from.south.min(spot.south) },
                to: Spot { east: to.east.max(spot.east), south: to.south.max(spot.south) },
            })
        })
    }

    /// Its middle.
    #[must_use]
    pub const fn middle(&self) -> Spot {
        Spot {
            east: self.from.east.midpoint(self.to.east),
            south: self.from.south.midpoint(self.to.south),
        }
    }

    /// Whether a spot is in it.
    #[must_use]
    pub fn holds(&self, spot: Spot) -> bool {
        (self.from.east..=self.to.east).contains(&spot.east)
            && (self.from.south..=self.to.south).contains(&spot.south)
    }

    /// The spot itself, or the nearest in the frame.
    fn nearest(&self, spot: Spot) -> Spot {
        Spot {
            east: spot.east.max(self.from.east).min(self.to.east),
            south: spot.south.max(self.from.south).min(self.to.south),
        }
    }
}

/// Nearer one cannot look: half a metre in a pixel.
const NEAREST: f64 = 0.5;

/// What of the plane is seen in a window of some pixels. Its middle stays in the frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    frame: Frame,
    /// The spot in the middle.
    pub middle: Spot,
    /// Metres in a pixel.
    pub scale: f64,
    /// Pixels across.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
}

impl View {
    /// All of a frame.
    #[must_use]
    pub fn fit(frame: Frame, width: f64, height: f64) -> Self {
        let (width, height) = (width.max(1.0), height.max(1.0));
        let view = Self { frame, middle: frame.middle(), scale: 0.0, width, height };
        Self { scale: view.farthest(), ..view }
    }

    /// The scale at which the whole frame is seen.
    fn farthest(&self) -> f64 {
        let Frame { from, to } = self.frame;
        let across = (to.east - from.east) / self.width;
        across.max((to.south - from.south) / self.height).max(NEAREST)
    }

    /// In a window of another size, with the same middle.
    #[must_use]
    pub fn resized(self, width: f64, height: f64) -> Self {
        let is_whole = self.scale >= self.farthest();
        let view = Self { width: width.max(1.0), height: height.max(1.0), ..self };
        let farthest = view.farthest();
        Self { scale: if is_whole { farthest } else { view.scale.min(farthest) }, ..view }
    }

    /// What lies under a pixel.
    #[must_use]
    pub fn spot(&self, x: f64, y: f64) -> Spot {
        Spot {
            east: self.middle.east + (x - self.width / 2.0) * self.scale,
            south: self.middle.south + (y - self.height / 2.0) * self.scale,
        }
    }

    /// At which pixel a spot is.
    #[must_use]
    pub fn pixel(&self, spot: Spot) -> (f64, f64) {
        (
            (spot.east - self.middle.east) / self.scale + self.width / 2.0,
            (spot.south - self.middle.south) / self.scale + self.height / 2.0,
        )
    }

    /// What is seen.
    #[must_use]
    pub fn seen(&self) -> Frame {
        Frame { from: self.spot(0.0, 0.0), to: self.spot(self.width, self.height) }
    }

    /// So many times nearer, and what lies under a pixel stays there as far as the frame allows.
    #[must_use]
    pub fn zoomed(self, times: f64, x: f64, y: f64) -> Self {
        let held = self.spot(x, y);
        let farthest = self.farthest();
        let scale = if times > 0.0 { self.scale / times } else { self.scale };
        let scale = scale.max(NEAREST).min(farthest);
        let middle = Spot {
            east: held.east - (x - self.width / 2.0) * scale,
            south: held.south - (y - self.height / 2.0) * scale,
        };
        Self { scale, ..self }.centred(middle)
    }

    /// Moved under the finger by so many pixels.
    #[must_use]
    pub fn moved(self, x: f64, y: f64) -> Self {
        self.centred(self.spot(self.width / 2.0 - x, self.height / 2.0 - y))
    }

    /// With a spot in the middle, or the nearest in the frame.
    #[must_use]
    pub fn centred(self, spot: Spot) -> Self {
        Self { middle: self.frame.nearest(spot), ..self }
    }

    /// Whether one can go nearer, and farther.
    #[must_use]
    pub fn ways(&self) -> (bool, bool) {
        (self.scale > NEAREST, self.scale < self.farthest())
    }
}
