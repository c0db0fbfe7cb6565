//! A question in the direction of the search: one moment, or every moment of a window.

// Hot: every index comes from checked arrays.
#![allow(clippy::indexing_slicing)]
// `Timetable::open` refuses what 32 bits cannot count.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use super::access::Reached;
use super::bounds::{Bounds, Ground};
use super::rounds::{Frame, Ridden, Rounds};
use super::transfers::NEVER;

/// A journey as the search knows it.
#[derive(Debug, Clone)]
pub struct Raw {
    /// When one leaves, in seconds of the search.
    pub departure: i32,
    /// When one is there.
    pub arrival: i32,
    /// The rides in the direction of the search.
    pub rides: Vec<Ridden>,
}

/// A trip that can be the first one.
#[derive(Debug, Clone, Copy)]
struct Event {
    departure: i32,
    ridden: Ridden,
}

/// Everything that leaves at moment 0 or later, as early as possible there.
///
/// The first attempt looks no further than where a way is likely to be found. All within that is then known;
/// only ways with fewer vehicles can still be missing, so each further attempt looks twice as far, but
/// with fewer vehicles.
pub fn at<const FORWARD: bool>(
    rounds: &mut Rounds,
    bounds: &mut Bounds,
    ground: &Ground,
    frame: &Frame,
    sources: &[Reached],
    most: i32,
) -> Vec<Raw> {
    let mut within = if frame.stays.is_empty() {
        let places = sources.iter().map(|source| (source.stop, source.seconds.cast_signed()));
        let least = bounds.reach(ground, &places);
        if least >= most {
            return Vec::new();
        }
        first_guess::<FORWARD>(frame, bounds, sources, least).min(most)
    } else {
        most
    };
    rounds.clear(frame, false);
    let mut found = Vec::new();
    let mut rides = frame.rides;
    loop {
        if frame.stays.is_empty() {
            bounds.extend(ground, within);
        }
        let frame = Frame { rides, ..*frame };
        rounds.forget(&frame);
        rounds.improved = 0;
        rounds.cap = within;
        for source in sources {
            rounds.start(&frame, bounds, source.stop, source.seconds.cast_signed());
        }
        rounds.run::<FORWARD>(&frame, bounds, 1);
        found.extend(collect(rounds, &frame));
        rides = if rounds.improved == 0 {
            rides
        } else {
            rounds.improved.trailing_zeros() as usize - 1
        };
        if within == most || rides == 0 {
            break;
        }
        within = within.saturating_mul(2).min(most);
    }
    for raw in &mut found {
        tighten::<FORWARD>(frame, sources, raw);
    }
    found
}

/// Everything that leaves between two moments and is not beaten.
pub fn between<const FORWARD: bool>(
    rounds: &mut Rounds,
    bounds: &Bounds,
    frame: &Frame,
    sources: &[Reached],
    (start, end): (i32, i32),
    most: i32,
) -> Vec<Raw> {
    rounds.clear(frame, true);
    let events = events::<FORWARD>(frame, bounds, sources, (start, end), most);
    let mut all = Vec::new();
    for group in events.chunk_by(|one, other| one.departure == other.departure) {
        let Some(departure) = group.first().map(|event| event.departure) else { continue };
        rounds.cap = departure.saturating_add(most);
        rounds.improved = 0;
        for event in group {
            rounds.start_in::<FORWARD>(frame, bounds, event.ridden);
        }
        rounds.go_on::<FORWARD>(frame, bounds);
        all.extend(collect(rounds, frame).into_iter().map(|raw| Raw { departure, ..raw }));
    }
    all
}

/// Seconds within which there is likely to be a way: the quickest imaginable one between the first vehicle that
/// comes here and the next one that comes there, and something for changing.
fn first_guess<const FORWARD: bool>(
    frame: &Frame,
    bounds: &Bounds,
    sources: &[Reached],
    least: i32,
) -> i32 {
    let source = sources.iter().min_by_key(|source| {
        bounds.least[source.stop as usize].saturating_add_unsigned(source.seconds)
    });
    let target = frame.ends.iter().min_by_key(|(_, seconds)| *seconds);
    let walk = source.map_or(0, |source| source.seconds.cast_signed());
    let first = source.map_or(0, |source| next::<FORWARD>(frame, source.stop, walk) - walk);
    let there = target.map_or(0, |(stop, _)| next::<FORWARD>(frame, *stop, first + least));
    there + there / 4 + 1200
}

/// When the next vehicle comes to a stop; the moment itself if none does any more.
fn next<const FORWARD: bool>(frame: &Frame, stop: u32, moment: i32) -> i32 {
    let mut least = i32::MAX;
    for (table, _, first) in &frame.net.days {
        for call in table.calls_at(stop) {
            let here = frame.net.here(first + call.route);
            let nth =
                here.first_after::<FORWARD>(frame.timetable, call.position, moment, here.count());
            if nth < here.count() {
                let trip = here.nth::<FORWARD>(nth);
                least = least.min(here.on::<FORWARD>(frame.timetable, trip, call.position));
            }
        }
    }
    if least == i32::MAX { moment } else { least }
}

/// First trips, the last one first: whoever leaves earlier has to be there earlier to be worth it.
fn events<const FORWARD: bool>(
    frame: &Frame,
    bounds: &Bounds,
    sources: &[Reached],
    (start, end): (i32, i32),
    most: i32,
) -> Vec<Event> {
    let mut events = Vec::new();
    for source in sources {
        let mut before = source.seconds.cast_signed();
        let mut layer = 0;
        loop {
            at_stop::<FORWARD>(
                frame,
                source.stop,
                (start + before, end + before),
                layer,
                |on, ridden| {
                    let departure = on - before;
                    let least =
                        bounds.least[layer * frame.timetable.stop_count() + source.stop as usize];
                    if before + least < most {
                        events.push(Event { departure, ridden });
                    }
                },
            );
            match frame.stays.get(layer).filter(|stay| stay.stops[source.stop as usize]) {
                Some(stay) => before += stay.seconds,
                None => break,
            }
            layer += 1;
        }
    }
    events.sort_unstable_by_key(|event| {
        std::cmp::Reverse((event.departure, event.ridden.route, event.ridden.trip))
    });
    events
}

fn at_stop<const FORWARD: bool>(
    frame: &Frame,
    stop: u32,
    (start, end): (i32, i32),
    layer: usize,
    mut found: impl FnMut(i32, Ridden),
) {
    for (table, _, first) in &frame.net.days {
        for call in table.calls_at(stop) {
            let (route, position) = (first + call.route, &call.position);
            let here = frame.net.here(route);
            if !here.bits::<FORWARD>(*position).0 {
                continue;
            }
            let from = here.first_after::<FORWARD>(frame.timetable, *position, start, here.count());
            for nth in from..here.count() {
                let trip = here.nth::<FORWARD>(nth);
                let on = here.on::<FORWARD>(frame.timetable, trip, *position);
                if on > end {
                    break;
                }
                found(
                    on,
                    Ridden { route, trip, on: *position, off: *position, layer: layer as u32 },
                );
            }
        }
    }
}

fn collect(rounds: &Rounds, frame: &Frame) -> Vec<Raw> {
    (1..=frame.rides)
        .filter(|rides| rounds.improved >> rides & 1 == 1)
        .map(|rides| Raw {
            departure: 0,
            arrival: rounds.best[rides],
            rides: rounds.rides(frame, rides),
        })
        .collect()
}

/// Leaves as late as the same routes allow, and says when.
fn tighten<const FORWARD: bool>(frame: &Frame, sources: &[Reached], raw: &mut Raw) {
    let timetable = frame.timetable;
    if frame.stays.is_empty() {
        for at in (1..raw.rides.len()).rev() {
            let (next, here) = (raw.rides[at], frame.net.here(raw.rides[at - 1].route));
            let next_here = frame.net.here(next.route);
            let ridden = &mut raw.rides[at - 1];
            let (from, to) = (here.stop(ridden.off), next_here.stop(next.on));
            let need = change(frame, from, to);
            let latest = next_here
                .on::<FORWARD>(timetable, next.trip, next.on)
                .saturating_sub_unsigned(need);
            loop {
                let later = if FORWARD { ridden.trip + 1 } else { ridden.trip.wrapping_sub(1) };
                let known = (here.route.from..here.route.to).contains(&later);
                if !known || here.off::<FORWARD>(timetable, later, ridden.off) > latest {
                    break;
                }
                ridden.trip = later;
            }
        }
    }
    if let Some(first) = raw.rides.first() {
        let here = frame.net.here(first.route);
        let stop = here.stop(first.on);
        let walk =
            sources.iter().find(|source| source.stop == stop).map_or(0, |source| source.seconds);
        // Places at which one stays before the first ride.
        let stays: i32 =
            frame.stays.iter().take(first.layer as usize).map(|stay| stay.seconds).sum();
        let on = here.on::<FORWARD>(timetable, first.trip, first.on);
        raw.departure = on - walk.cast_signed() - stays;
    }
}

/// Seconds between getting off at one stop and getting on at another.
fn change(frame: &Frame, from: u32, to: u32) -> u32 {
    if from == to {
        return frame.transfers.same[from as usize];
    }
    let known = frame.transfers.from(from).iter().find(|(stop, _)| *stop == to);
    known.map_or(NEVER, |(_, seconds)| *seconds)
}
