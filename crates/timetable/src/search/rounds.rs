//! The rounds: what can be reached with one vehicle more.

// Hot: stops, routes and trips come from tables made of checked arrays; labels have a place for each.
#![allow(clippy::indexing_slicing)]
// `Timetable::open` refuses what 32 bits cannot count.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use super::bounds::{Bounds, Stay};
use super::net::{Here, Net, Rows};
use super::query::MOST_RIDES;
use super::transfers::{NEVER, Transfers};
use crate::timetable::Timetable;

/// Not reached.
pub const LATE: i32 = i32::MAX;
/// Labels of a stop: one for each number of vehicles from none.
const STRIDE: usize = MOST_RIDES + 1;
/// No stop, no position.
const NONE: u32 = u32::MAX;

/// How a stop was reached by vehicle.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ridden {
    /// Route of the net.
    pub route: u32,
    /// Trip of its table.
    pub trip: u32,
    /// Position at which one gets on, in the direction of the search.
    pub on: u32,
    /// Position at which one gets off.
    pub off: u32,
    /// Places on the way that were behind when getting on.
    pub layer: u32,
}

/// What stays the same during a search.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'s> {
    /// The timetable.
    pub timetable: &'s Timetable,
    /// What runs.
    pub net: &'s Net,
    /// Changing, in the direction of the search.
    pub transfers: &'s Transfers,
    /// Places on the way, in the direction of the search.
    pub stays: &'s [Stay],
    /// For each stop the seconds to the end; [`LATE`] if it is no target.
    pub targets: &'s [i32],
    /// The targets.
    pub ends: &'s [(u32, i32)],
    /// Most vehicles.
    pub rides: usize,
}

/// Labels, kept from search to search so that nothing is asked from the allocator.
#[derive(Debug, Default)]
pub struct Rounds {
    /// When one can get off a vehicle.
    off: Vec<i32>,
    /// When one can get on the next one.
    on: Vec<i32>,
    /// Bits of the numbers of vehicles with which `off` and `on` became what they are.
    off_set: Vec<u8>,
    on_set: Vec<u8>,
    ridden: Vec<Ridden>,
    /// From which stop one came to the next vehicle, with its layer in the highest bits.
    walked: Vec<u32>,
    /// Stops whose `on` became better in the last round, by layer.
    marked: [Vec<u32>; 3],
    is_marked: Vec<bool>,
    /// Stops whose `off` became better in this round, by layer.
    touched: [Vec<u32>; 3],
    is_touched: Vec<bool>,
    /// For each route the first position at which somebody waits, and the routes that have one.
    waiting: Vec<u32>,
    routes: Vec<u32>,
    /// Whether a route calls at a target.
    leads_there: Vec<bool>,
    /// Best arrival at the end, by number of vehicles; never later with more of them.
    pub best: [i32; STRIDE],
    /// How it was reached.
    pub found: [(u32, Ridden); STRIDE],
    /// Bits of the numbers of vehicles with which the end was reached better since they were last cleared.
    pub improved: u32,
    /// No arrival at this moment or later counts.
    pub cap: i32,
    stops: usize,
    /// Labels of a stop, and how much further the next number of vehicles is: for a single moment one label is
    /// enough, because rounds come in order; for a window each number has its own.
    stride: usize,
    step: usize,
}

impl Rounds {
    /// Forgets everything.
    pub fn clear(&mut self, frame: &Frame, window: bool) {
        (self.stride, self.step) = if window { (STRIDE, 1) } else { (1, 0) };
        let stops = frame.timetable.stop_count();
        let places = stops * (frame.stays.len() + 1);
        self.stops = stops;
        self.ridden.resize(places * STRIDE, Ridden::default());
        self.walked.resize(places * STRIDE, NONE);
        self.is_marked.clear();
        self.is_marked.resize(places, false);
        self.is_touched.clear();
        self.is_touched.resize(places, false);
        self.waiting.clear();
        self.waiting.resize(frame.net.routes as usize, NONE);
        self.routes.clear();
        self.leads_there.clear();
        self.leads_there.resize(frame.net.routes as usize, false);
        for (stop, _) in frame.ends {
            for (table, _, first) in &frame.net.days {
                for call in table.calls_at(*stop) {
                    self.leads_there[(first + call.route) as usize] = true;
                }
            }
        }
        self.marked.iter_mut().chain(&mut self.touched).for_each(Vec::clear);
        self.best = [LATE; STRIDE];
        self.improved = 0;
        self.cap = LATE;
        self.forget(frame);
    }

    /// Forgets how to get anywhere but to the end.
    pub fn forget(&mut self, frame: &Frame) {
        let places = self.stops * (frame.stays.len() + 1);
        for all in [&mut self.off, &mut self.on] {
            all.clear();
            all.resize(places * self.stride, LATE);
        }
        for all in [&mut self.off_set, &mut self.on_set] {
            all.clear();
            all.resize(places, 0);
        }
    }

    /// Begins at a stop.
    pub fn start(&mut self, frame: &Frame, bounds: &Bounds, stop: u32, moment: i32) {
        self.get_on(frame, bounds, 0, 0, stop, moment, NONE);
    }

    /// All rounds from what is marked; `first` is the number of vehicles of the first one.
    pub fn run<const FORWARD: bool>(&mut self, frame: &Frame, bounds: &Bounds, first: usize) {
        for rides in first..=frame.rides {
            self.ride::<FORWARD>(frame, bounds, rides);
            if rides < frame.rides {
                self.change(frame, bounds, rides);
            }
        }
    }

    /// Rides in one vehicle from where it is got on, and goes on from there.
    pub fn start_in<const FORWARD: bool>(
        &mut self,
        frame: &Frame,
        bounds: &Bounds,
        ridden: Ridden,
    ) {
        self.ride_on::<FORWARD>(frame, bounds, ridden, ridden.on, 1, ridden.layer as usize);
    }

    /// What follows after [`Rounds::start_in`].
    pub fn go_on<const FORWARD: bool>(&mut self, frame: &Frame, bounds: &Bounds) {
        if frame.rides > 1 {
            self.change(frame, bounds, 1);
            self.run::<FORWARD>(frame, bounds, 2);
        }
    }

    /// Where the label of a place for so many vehicles is.
    #[inline]
    const fn label(&self, at: usize, rides: usize) -> usize {
        at * self.stride + rides * self.step
    }

    /// No label of so many vehicles matters at this moment or later, if it takes at least one vehicle more.
    #[inline]
    fn limit(&self, rides: usize) -> i32 {
        self.best[rides + 1].min(self.cap)
    }

    /// A round: every route at which somebody waits.
    fn ride<const FORWARD: bool>(&mut self, frame: &Frame, bounds: &Bounds, rides: usize) {
        let net = frame.net;
        for layer in 0..=frame.stays.len() {
            let base = layer * self.stops;
            let mut marked = std::mem::take(&mut self.marked[layer]);
            for stop in marked.drain(..) {
                let at = base + stop as usize;
                self.is_marked[at] = false;
                let ready = self.on[self.label(at, rides - 1)];
                // The end may have been reached since the stop was marked.
                let (least, limit) = (bounds.least[at], self.limit(rides - 1));
                if ready + least >= limit {
                    continue;
                }
                for (table, shift, first) in &net.days {
                    for call in table.calls_at(stop) {
                        let (early, last) = if FORWARD {
                            (shift + call.first, shift + call.last)
                        } else {
                            (-(shift + call.last), -(shift + call.first))
                        };
                        if last < ready || early + least >= limit {
                            continue;
                        }
                        let (route, position) = (first + call.route, call.position);
                        if rides == frame.rides && !self.leads_there[route as usize] {
                            continue;
                        }
                        let waiting = &mut self.waiting[route as usize];
                        if *waiting == NONE {
                            self.routes.push(route);
                            *waiting = position;
                        } else if (FORWARD && position < *waiting)
                            || (!FORWARD && position > *waiting)
                        {
                            *waiting = position;
                        }
                    }
                }
            }
            self.marked[layer] = marked;
            let mut routes = std::mem::take(&mut self.routes);
            for route in routes.drain(..) {
                let from = std::mem::replace(&mut self.waiting[route as usize], NONE);
                self.scan::<FORWARD>(frame, bounds, route, from, rides, layer);
            }
            self.routes = routes;
        }
    }

    /// Rides along a route, always in the first vehicle that can be caught.
    fn scan<const FORWARD: bool>(
        &mut self,
        frame: &Frame,
        bounds: &Bounds,
        route: u32,
        from: u32,
        rides: usize,
        layer: usize,
    ) {
        let here = frame.net.here(route);
        let base = layer * self.stops;
        let (stops, bits) = (here.stops(), here.all_bits());
        let via = layer < frame.stays.len();
        // Number of the trip in the direction of the search; all of them come after none.
        let mut nth = here.count();
        let mut rows: Option<Rows> = None;
        let mut ridden = Ridden { route, layer: layer as u32, ..Ridden::default() };
        let mut position = from as usize;
        while position < stops.len() {
            let stop = stops[position];
            let (on, off) = Here::can::<FORWARD>(bits[position]);
            if let Some(rows) = &rows {
                if off {
                    let moment = rows.off::<FORWARD>(position);
                    let at = base + stop as usize;
                    // Most stops end here, without a call.
                    let better = moment < self.off[self.label(at, rides)];
                    let goal = via || frame.targets[stop as usize] != LATE;
                    let leads_on =
                        rides < frame.rides && moment + bounds.least[at] < self.limit(rides);
                    if better && (goal || leads_on) {
                        ridden.off = position as u32;
                        self.get_off(frame, bounds, rides, layer, stop, moment, ridden);
                    }
                }
                if via {
                    self.ride_past::<FORWARD>(frame, bounds, ridden, position as u32, rides, layer);
                }
            }
            if on {
                let ready = self.on[self.label(base + stop as usize, rides - 1)];
                if ready != LATE
                    && rows.as_ref().is_none_or(|rows| ready <= rows.on::<FORWARD>(position))
                {
                    let first =
                        here.first_after::<FORWARD>(frame.timetable, position as u32, ready, nth);
                    if first < nth {
                        nth = first;
                        ridden.trip = here.nth::<FORWARD>(nth);
                        ridden.on = position as u32;
                        rows = Some(here.rows::<FORWARD>(frame.timetable, ridden.trip));
                    }
                }
            }
            // Before the first position comes none: it wraps, and the loop ends.
            position = if FORWARD { position + 1 } else { position.wrapping_sub(1) };
        }
    }

    /// Stays in a vehicle from a position on.
    pub fn ride_on<const FORWARD: bool>(
        &mut self,
        frame: &Frame,
        bounds: &Bounds,
        mut ridden: Ridden,
        from: u32,
        rides: usize,
        layer: usize,
    ) {
        let here = frame.net.here(ridden.route);
        let mut position = from;
        loop {
            if FORWARD {
                position += 1;
                if position == here.route.length {
                    break;
                }
            } else {
                if position == 0 {
                    break;
                }
                position -= 1;
            }
            let stop = here.stop(position);
            if here.bits::<FORWARD>(position).1 {
                let moment = here.off::<FORWARD>(frame.timetable, ridden.trip, position);
                ridden.off = position;
                self.get_off(frame, bounds, rides, layer, stop, moment, ridden);
            }
            if layer < frame.stays.len() {
                self.ride_past::<FORWARD>(frame, bounds, ridden, position, rides, layer);
            }
        }
    }

    /// Rides through places on the way at which one need not stay.
    #[inline]
    fn ride_past<const FORWARD: bool>(
        &mut self,
        frame: &Frame,
        bounds: &Bounds,
        ridden: Ridden,
        position: u32,
        rides: usize,
        layer: usize,
    ) {
        let stop = frame.net.here(ridden.route).stop(position);
        for (at, stay) in frame.stays.iter().enumerate().skip(layer) {
            if stay.seconds != 0 || !stay.stops[stop as usize] {
                break;
            }
            self.ride_on::<FORWARD>(frame, bounds, ridden, position, rides, at + 1);
        }
    }

    /// Gets off at a stop, perhaps at the end, perhaps at a place on the way.
    #[inline]
    #[allow(clippy::too_many_arguments)] // a call of the innermost loop
    fn get_off(
        &mut self,
        frame: &Frame,
        bounds: &Bounds,
        rides: usize,
        layer: usize,
        stop: u32,
        moment: i32,
        ridden: Ridden,
    ) {
        let at = layer * self.stops + stop as usize;
        let label = self.label(at, rides);
        // Who was here as early with as few vehicles has already been wherever this leads.
        if moment >= self.off[label] {
            return;
        }
        if layer == frame.stays.len() {
            let more = frame.targets[stop as usize];
            if more != LATE {
                self.arrive(rides, stop, moment + more, ridden);
            }
        } else {
            let stay = &frame.stays[layer];
            if stay.stops[stop as usize] {
                self.get_off(frame, bounds, rides, layer + 1, stop, moment + stay.seconds, ridden);
            }
        }
        if rides < frame.rides && moment + bounds.least[at] < self.limit(rides) {
            let end = (at + 1) * self.stride;
            self.off_set[at] = set(&mut self.off[label..end], self.off_set[at], rides, moment);
            self.ridden[at * STRIDE + rides] = ridden;
            if !self.is_touched[at] {
                self.is_touched[at] = true;
                self.touched[layer].push(stop);
            }
        }
    }

    fn arrive(&mut self, rides: usize, stop: u32, moment: i32, ridden: Ridden) {
        if moment >= self.best[rides].min(self.cap) {
            return;
        }
        for known in &mut self.best[rides..] {
            if *known <= moment {
                break;
            }
            *known = moment;
        }
        self.found[rides] = (stop, ridden);
        self.improved |= 1 << rides;
    }

    /// Walks to the next vehicle from every stop that was reached.
    fn change(&mut self, frame: &Frame, bounds: &Bounds, rides: usize) {
        for layer in 0..=frame.stays.len() {
            let mut touched = std::mem::take(&mut self.touched[layer]);
            for stop in touched.drain(..) {
                let at = layer * self.stops + stop as usize;
                self.is_touched[at] = false;
                let moment = self.off[self.label(at, rides)];
                let limit = self.limit(rides);
                if moment + bounds.least[at] >= limit {
                    continue;
                }
                let from = stop | (layer as u32) << 30;
                let same = frame.transfers.same[stop as usize];
                if same != NEVER {
                    self.get_on(
                        frame,
                        bounds,
                        rides,
                        layer,
                        stop,
                        moment + same.cast_signed(),
                        from,
                    );
                }
                let base = layer * self.stops;
                for (other, seconds) in frame.transfers.from(stop) {
                    let moment = moment + seconds.cast_signed();
                    if moment >= limit {
                        break;
                    }
                    if moment >= self.on[self.label(base + *other as usize, rides)] {
                        continue;
                    }
                    self.get_on(frame, bounds, rides, layer, *other, moment, from);
                }
            }
            self.touched[layer] = touched;
        }
    }

    /// Waits for a vehicle, perhaps at a place on the way.
    #[inline]
    #[allow(clippy::too_many_arguments)] // a call of the innermost loop
    fn get_on(
        &mut self,
        frame: &Frame,
        bounds: &Bounds,
        rides: usize,
        layer: usize,
        stop: u32,
        moment: i32,
        from: u32,
    ) {
        let at = layer * self.stops + stop as usize;
        let label = self.label(at, rides);
        if moment >= self.on[label] || moment + bounds.least[at] >= self.limit(rides) {
            return;
        }
        let end = (at + 1) * self.stride;
        self.on_set[at] = set(&mut self.on[label..end], self.on_set[at], rides, moment);
        self.walked[at * STRIDE + rides] = from;
        if !self.is_marked[at] {
            self.is_marked[at] = true;
            self.marked[layer].push(stop);
        }
        if let Some(stay) = frame.stays.get(layer)
            && stay.stops[stop as usize]
        {
            self.get_on(frame, bounds, rides, layer + 1, stop, moment + stay.seconds, from);
        }
    }

    /// The rides that lead to the end with so many vehicles, in the direction of the search.
    pub fn rides(&self, frame: &Frame, rides: usize) -> Vec<Ridden> {
        let mut all = Vec::with_capacity(rides);
        let mut ridden = self.found[rides].1;
        let mut rides = rides;
        loop {
            all.push(ridden);
            let stop = frame.net.here(ridden.route).stop(ridden.on);
            let at = ridden.layer as usize * self.stops + stop as usize;
            rides = with(self.on_set[at], rides - 1);
            if rides == 0 {
                break;
            }
            let from = self.walked[at * STRIDE + rides];
            let at = (from >> 30) as usize * self.stops + (from & !(3 << 30)) as usize;
            rides = with(self.off_set[at], rides);
            ridden = self.ridden[at * STRIDE + rides];
        }
        all.reverse();
        all
    }
}

/// Sets a label, and those for more vehicles that are not better; gives the new bits.
#[inline]
fn set(labels: &mut [i32], bits: u8, rides: usize, moment: i32) -> u8 {
    let mut bits = bits;
    for (more, known) in labels.iter_mut().enumerate() {
        if *known <= moment {
            break;
        }
        *known = moment;
        bits &= !(1 << (rides + more));
    }
    bits | 1 << rides
}

/// The largest number of vehicles up to `most` with which a label was set.
const fn with(bits: u8, most: usize) -> usize {
    let known = bits & (u8::MAX >> (7 - most));
    7 - (known | 1).leading_zeros() as usize
}
