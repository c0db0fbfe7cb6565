//! A drawing of a journey: lines and stops where they are, north above. The same in words stands beside it.
use super::super::names;
use crate::i18n::{t, text};
use crate::ui::IntoPart;
use leptos::prelude::*;
use std::fmt::Write;
use transit::{Journey, Leg, Position};

/// The inner size of the drawing.
const SIZE: f64 = 300.0;
/// The room around it, for dots and lines.
const MARGIN: f64 = 14.0;

/// How positions become places on the drawing.
struct Frame {
    west: f64,
    north: f64,
    scale: f64,
    /// How much narrower a degree to the east is than one to the north.
    narrow: f64,
}

impl Frame {
    fn around(all: &[Position]) -> Self {
        let degrees = || all.iter().map(|position| position.degrees());
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::NEG_INFINITY, f64::max);
        let (south, north) =
            (least(&mut degrees().map(|at| at.0)), most(&mut degrees().map(|at| at.0)));
        let (west, east) =
            (least(&mut degrees().map(|at| at.1)), most(&mut degrees().map(|at| at.1)));
        let square = f64::midpoint(south, north).to_radians().powi(2);
        let narrow = 1.0 - square / 2.0 * (1.0 - square / 12.0);
        // A journey within one spot still has a drawing.
        let extent = (north - south).max((east - west) * narrow).max(1e-5);
        Self { west, north, scale: SIZE / extent, narrow }
    }

    fn place(&self, position: Position) -> (f64, f64) {
        let (latitude, longitude) = position.degrees();
        let across = (longitude - self.west) * self.narrow * self.scale + MARGIN;
        ((across).round(), ((self.north - latitude) * self.scale + MARGIN).round())
    }
}

fn points(frame: &Frame, all: &[Position]) -> String {
    let mut points = String::new();
    for position in all {
        let (across, down) = frame.place(*position);
        // Writing to a text cannot fail.
        let _ = write!(points, "{across},{down} ");
    }
    points
}

/// The drawing.
#[component]
pub fn Drawing(journey: Journey) -> impl IntoView {
    let path = |leg: &Leg| -> Vec<Position> {
        match leg {
            Leg::Ride(ride) => ride.calls().map(|call| call.position).collect(),
            Leg::Walk(walk) => vec![walk.from.position, walk.to.position],
        }
    };
    let all: Vec<Position> = journey.legs().flat_map(path).collect();
    let frame = Frame::around(&all);
    let (mut width, mut height) = (0.0_f64, 0.0_f64);
    for position in &all {
        let (across, down) = frame.place(*position);
        (width, height) = (width.max(across), height.max(down));
    }
    let lines = journey.legs().map(|leg| {
        let points = points(&frame, &path(leg));
        let (class, colour) = match leg {
            Leg::Ride(ride) => ("drawing__ride", ride.line.colour.map(transit::line::Colour::hex)),
            Leg::Walk(_) => ("drawing__walk", None),
        };
        view! { <polyline class=class points=points style:--line-colour=colour></polyline> }
    });
    let dots = journey.rides().flat_map(|ride| {
        let last = ride.between.len() + 1;
        ride.calls()
            .map(|call| call.position)
            .enumerate()
            .map(move |(at, position)| (at == 0 || at == last, position))
    });
    let dots = dots.map(|(end, position)| {
        let (across, down) = frame.place(position);
        let (class, radius) = if end { ("drawing__end", "6") } else { ("drawing__stop", "3") };
        view! { <circle class=class cx=across.to_string() cy=down.to_string() r=radius></circle> }
    });
    let words = journey.legs().filter_map(|leg| match leg {
        Leg::Ride(ride) => Some(text(
            "transit.drawing.ride",
            &[
                ("line", &names::line(&ride.line)),
                ("from", &ride.board.name),
                ("to", &ride.alight.name),
            ],
        )),
        Leg::Walk(walk) if walk.metres > 0 => Some(names::walk(walk.metres, walk.seconds)),
        Leg::Walk(_) => None,
    });
    let words: Vec<String> = words.collect();
    let size = format!("0 0 {} {}", width + MARGIN, height + MARGIN);
    view! {
        <details class="kern-accordion">
            <summary><span>{t("transit.drawing")}</span><crate::ui::Icon name=crate::ui::IconName::Down/></summary>
            <figure class="drawing kern-accordion__body">
                <svg viewBox=size role="img" aria-label=t("transit.drawing.label")>
                    {lines.collect_view()}
                    {dots.collect_view()}
                </svg>
                <figcaption><ol>{words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ol></figcaption>
            </figure>
        </details>
    }
    .part()
}
