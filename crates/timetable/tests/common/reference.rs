//! The same questions, answered the slow and obvious way.
//!
//! For every number of vehicles, every stop and every number of places already visited: the set of pairs
//! (when one left, when one is ready) of which none beats another. In each round every vehicle is ridden
//! from its first stop to its last, picking up at each stop whoever is ready. No order of events, no bounds, no
//! pruning but that. What runs and when comes from `Timetable::calls`.

use std::collections::{BTreeMap, BTreeSet};
use timetable::overlay::Live;
use timetable::search::*;
use timetable::{Between, Mode, Moment, StopNumber, Timetable, Wheelchair};

/// A vehicle's way: stop, arrival, departure, whether one can get on and off.
#[derive(Debug, Clone)]
struct Vehicle(Vec<(u32, Moment, Moment, bool, bool)>);

/// Pairs of leaving and being ready; later leaving and earlier being ready are better.
#[derive(Debug, Clone, Default)]
struct Front(Vec<(Moment, Moment)>);

impl Front {
    fn add(&mut self, left: Moment, ready: Moment) {
        if self.0.iter().any(|(l, r)| *l >= left && *r <= ready) {
            return;
        }
        self.0.retain(|(l, r)| !(left >= *l && ready <= *r));
        self.0.push((left, ready));
    }
}

/// Labels by stop and places visited.
type Labels = BTreeMap<(u32, usize), Front>;

/// What the search needs, in one direction.
struct Network {
    vehicles: Vec<Vehicle>,
    /// Seconds between getting off at the first and on at the second stop.
    changes: BTreeMap<u32, Vec<(u32, Moment)>>,
    sources: Vec<(u32, Moment)>,
    targets: BTreeMap<u32, Moment>,
    via: Vec<(BTreeSet<u32>, Moment)>,
}

/// An answer: leaving, being there, changes.
pub type Found = BTreeSet<(Moment, Moment, u8)>;

/// All answers that are not beaten. For a single moment the leaving is that moment.
pub fn search(timetable: &Timetable, live: &Live, query: &Query) -> Found {
    let network = network(timetable, live, query);
    let walk = walk_all_the_way(timetable, query);
    let longest = Moment::from(query.longest.min(172_800));
    let quick = |left: Moment, there: Moment| {
        there - left <= longest && walk.is_none_or(|w| there - left < w)
    };
    match query.when {
        When::DepartAt(moment) => {
            forward(&network, query.transfers, Some(moment), (moment, Moment::MAX), &quick)
        }
        When::DepartBetween(from, until) => {
            forward(&network, query.transfers, None, (from, until), &quick)
        }
        When::ArriveBy(moment) => turn(&forward(
            &reversed(network),
            query.transfers,
            Some(-moment),
            (-moment, Moment::MAX),
            &quick,
        )),
        When::ArriveBetween(from, until) => {
            turn(&forward(&reversed(network), query.transfers, None, (-until, -from), &quick))
        }
    }
}

fn turn(found: &Found) -> Found {
    found.iter().map(|(left, there, changes)| (-there, -left, *changes)).collect()
}

fn forward(
    network: &Network,
    transfers: u8,
    at: Option<Moment>,
    (from, until): (Moment, Moment),
    quick: &dyn Fn(Moment, Moment) -> bool,
) -> Found {
    let mut on = Labels::new();
    for (stop, walk) in &network.sources {
        if let Some(moment) = at {
            wait(network, &mut on, *stop, 0, moment, moment + walk);
            continue;
        }
        for vehicle in &network.vehicles {
            for (calls, _, departure, can_get_on, _) in &vehicle.0 {
                if calls == stop && *can_get_on {
                    leave(network, &mut on, *stop, 0, (*departure, *walk), (from, until));
                }
            }
        }
    }
    let mut all: Vec<(Moment, Moment, u8)> = Vec::new();
    for changes in 0..=transfers.min(6) {
        let mut off = Labels::new();
        for vehicle in &network.vehicles {
            // Who leaves for a vehicle takes it: waiting for a later one would be leaving too early.
            ride(network, vehicle, &on, &mut off, at.is_none() && changes == 0);
        }
        on = Labels::new();
        for ((stop, visited), front) in &off {
            for (left, moment) in &front.0 {
                if let Some(more) = network.targets.get(stop)
                    && *visited == network.via.len()
                    && quick(*left, moment + more)
                {
                    all.push((*left, moment + more, changes));
                }
                for (other, seconds) in network.changes.get(stop).into_iter().flatten() {
                    wait(network, &mut on, *other, *visited, *left, moment + seconds);
                }
            }
        }
    }
    let beats = |a: &(Moment, Moment, u8), b: &(Moment, Moment, u8)| {
        a != b && a.0 >= b.0 && a.1 <= b.1 && a.2 <= b.2
    };
    all.iter().filter(|one| !all.iter().any(|other| beats(other, one))).copied().collect()
}

/// Everything that gets on at a stop, perhaps after staying there, within the window.
fn leave(
    network: &Network,
    on: &mut Labels,
    stop: u32,
    visited: usize,
    (departure, before): (Moment, Moment),
    (from, until): (Moment, Moment),
) {
    let left = departure - before;
    if (from..=until).contains(&left) {
        on.entry((stop, visited)).or_default().add(left, departure);
    }
    if let Some((stops, stay)) = network.via.get(visited)
        && stops.contains(&stop)
    {
        leave(network, on, stop, visited + 1, (departure, before + stay), (from, until));
    }
}

/// Waits at a stop; if it is a place to visit, perhaps longer.
fn wait(
    network: &Network,
    on: &mut Labels,
    stop: u32,
    visited: usize,
    left: Moment,
    ready: Moment,
) {
    on.entry((stop, visited)).or_default().add(left, ready);
    if let Some((stops, stay)) = network.via.get(visited)
        && stops.contains(&stop)
    {
        wait(network, on, stop, visited + 1, left, ready + stay);
    }
}

/// Gets off at a stop; if it is a place to visit, perhaps to stay.
fn get_off(
    network: &Network,
    off: &mut Labels,
    stop: u32,
    visited: usize,
    left: Moment,
    moment: Moment,
) {
    off.entry((stop, visited)).or_default().add(left, moment);
    if let Some((stops, stay)) = network.via.get(visited)
        && stops.contains(&stop)
    {
        get_off(network, off, stop, visited + 1, left, moment + stay);
    }
}

fn ride(network: &Network, vehicle: &Vehicle, on: &Labels, off: &mut Labels, this_one: bool) {
    // For each number of places visited, the latest leaving of whoever sits in the vehicle.
    let mut aboard: Vec<Option<Moment>> = vec![None; network.via.len() + 1];
    for (stop, arrival, departure, can_get_on, can_get_off) in &vehicle.0 {
        for (visited, left) in aboard.clone().into_iter().enumerate() {
            if let Some(left) = left.filter(|_| *can_get_off) {
                get_off(network, off, *stop, visited, left, *arrival);
            }
        }
        for visited in 0..network.via.len() {
            let (stops, stay) = &network.via[visited];
            if *stay == 0 && stops.contains(stop) {
                aboard[visited + 1] = aboard[visited + 1].max(aboard[visited]);
            }
        }
        if *can_get_on {
            for (visited, aboard) in aboard.iter_mut().enumerate() {
                for (left, ready) in
                    on.get(&(*stop, visited)).into_iter().flat_map(|front| &front.0)
                {
                    if ready == departure || (ready < departure && !this_one) {
                        *aboard = (*aboard).max(Some(*left));
                    }
                }
            }
        }
    }
}

fn network(timetable: &Timetable, live: &Live, query: &Query) -> Network {
    let stops = || (0..timetable.stop_count() as u32).map(StopNumber);
    let mut changes: BTreeMap<u32, Vec<(u32, Moment)>> = BTreeMap::new();
    for from in stops() {
        let known = timetable.changes(from);
        let list = changes.entry(from.0).or_default();
        if !known.iter().any(|between| between.stop == from.0) {
            list.push((from.0, Moment::from(query.walking.slack)));
        }
        for between in known {
            list.extend(change(query, from.0, &between).map(|seconds| (between.stop, seconds)));
        }
    }
    Network {
        vehicles: vehicles(timetable, live, query),
        changes,
        sources: around(timetable, query, query.from, false).into_iter().collect(),
        targets: around(timetable, query, query.to, true),
        via: query
            .via
            .iter()
            .map(|via| (via.stops.iter().map(|stop| stop.0).collect(), Moment::from(via.stay)))
            .collect(),
    }
}

fn vehicles(timetable: &Timetable, live: &Live, query: &Query) -> Vec<Vehicle> {
    let (first, last) = timetable.about().service_days;
    let asked = match query.when {
        When::DepartAt(moment)
        | When::ArriveBy(moment)
        | When::DepartBetween(moment, _)
        | When::ArriveBetween(moment, _) => moment,
    };
    let mut trips: Vec<(TripRef, timetable::Day)> = Vec::new();
    for trip in (0..timetable.trip_count() as u32).map(timetable::TripNumber) {
        for day in (first.0..=last.0).map(timetable::Day) {
            // Trips last two days at most, journeys too.
            let near = (timetable.day_start(day) - asked).abs() < 5 * 86_400;
            if near && timetable.runs(trip, day) {
                trips.push((TripRef::Planned(trip), day));
            }
        }
    }
    for (number, added) in (0..).zip(live.added()) {
        trips.push((TripRef::Added(number), added.day));
    }
    let allowed = |wheelchair: Wheelchair| match query.choice.access {
        Access::Any => true,
        Access::Wheelchair => wheelchair != Wheelchair::No,
        Access::WheelchairKnown => wheelchair == Wheelchair::Yes,
    };
    let mut vehicles = Vec::new();
    for (trip, day) in trips {
        let line = timetable.line_of(live, trip);
        let mode =
            line.and_then(|line| timetable.line(line)).map_or(Mode::Other, |line| line.row.mode);
        let wheelchair = match trip {
            TripRef::Planned(trip) => timetable.trip(trip).unwrap().wheelchair,
            TripRef::Added(number) => live.added()[number as usize].wheelchair,
        };
        let excluded = line.is_some_and(|line| query.choice.excluded.contains(&line));
        if excluded || !query.choice.modes.contains(mode) || !allowed(wheelchair) {
            continue;
        }
        let calls = timetable.calls(live, trip, day).into_iter().map(|call| {
            let here = allowed(timetable.stop(call.stop).unwrap().wheelchair) && !call.cancelled;
            (call.stop.0, call.arrival, call.departure, call.pickup && here, call.drop_off && here)
        });
        vehicles.push(Vehicle(calls.collect()));
    }
    vehicles
}

fn seconds(query: &Query, metres: u32) -> Moment {
    (Moment::from(metres) * 100 + Moment::from(query.walking.speed) - 1)
        / Moment::from(query.walking.speed)
}

fn scaled(query: &Query, seconds: u32) -> Moment {
    (Moment::from(seconds) * 120 + Moment::from(query.walking.speed) - 1)
        / Moment::from(query.walking.speed)
}

/// Seconds of a walk between two stops.
fn walk(query: &Query, between: &Between, most: u32) -> Option<Moment> {
    if between.forbidden {
        return None;
    }
    match (between.way, query.choice.access) {
        (None, _) if between.metres <= most || between.minimum.is_some() => {
            Some(seconds(query, between.metres))
        }
        (None, _) => None,
        (Some(way), Access::Any) => Some(scaled(query, way)),
        (Some(_), _) => between.step_free.map(|way| scaled(query, way)),
    }
}

fn change(query: &Query, from: u32, between: &Between) -> Option<Moment> {
    let slack = Moment::from(query.walking.slack);
    let on_the_spot = between.stop == from;
    let between = Between { metres: if on_the_spot { 0 } else { between.metres }, ..*between };
    let walk = walk(query, &between, query.walking.between)?;
    Some(match between.minimum {
        None => walk + slack,
        Some(minimum) if on_the_spot => slack.max(minimum.into()),
        Some(minimum) => slack.max(minimum.into()).max(scaled(query, minimum)),
    })
}

fn around(
    timetable: &Timetable,
    query: &Query,
    endpoint: Endpoint,
    to: bool,
) -> BTreeMap<u32, Moment> {
    let all = || (0..timetable.stop_count() as u32).map(StopNumber);
    let mut found: BTreeMap<u32, Moment> = BTreeMap::new();
    let mut add = |stop: u32, seconds: Moment| {
        let known = found.entry(stop).or_insert(seconds);
        *known = seconds.min(*known);
    };
    let own: Vec<StopNumber> = match endpoint {
        Endpoint::Position(position) => {
            for stop in all() {
                let metres =
                    (position.metres(timetable.position(stop).unwrap()) * 1.3).ceil() as u32;
                if metres <= query.walking.to_stop {
                    add(stop.0, seconds(query, metres));
                }
            }
            Vec::new()
        }
        Endpoint::Stop(stop) => vec![stop],
        Endpoint::Place(place) => {
            all().filter(|stop| timetable.stop(*stop).unwrap().place == place).collect()
        }
    };
    for stop in own {
        add(stop.0, 0);
        for other in all().filter(|other| *other != stop) {
            let (one, two) = if to { (other, stop) } else { (stop, other) };
            for between in timetable.changes(one).iter().filter(|between| between.stop == two.0) {
                if let Some(seconds) = walk(query, between, query.walking.to_stop) {
                    add(other.0, seconds);
                }
            }
        }
    }
    found
}

/// Seconds for walking all the way, if that is near enough.
pub fn walk_all_the_way(timetable: &Timetable, query: &Query) -> Option<Moment> {
    let position = |endpoint: Endpoint| match endpoint {
        Endpoint::Position(position) => position,
        Endpoint::Stop(stop) => timetable.position(stop).unwrap(),
        Endpoint::Place(place) => timetable.place(place).unwrap().position,
    };
    let metres = (position(query.from).metres(position(query.to)) * 1.3).ceil() as u32;
    let metres = if query.from == query.to { 0 } else { metres };
    (metres <= query.walking.all_the_way && query.via.is_empty()).then(|| seconds(query, metres))
}

/// The network seen from the end: vehicles run backwards, and time with them.
fn reversed(network: Network) -> Network {
    let mut changes: BTreeMap<u32, Vec<(u32, Moment)>> = BTreeMap::new();
    for (from, list) in &network.changes {
        for (to, seconds) in list {
            changes.entry(*to).or_default().push((*from, *seconds));
        }
    }
    let back = |vehicle: Vehicle| {
        let calls = vehicle.0.into_iter().rev();
        Vehicle(
            calls
                .map(|(stop, arrival, departure, on, off)| (stop, -departure, -arrival, off, on))
                .collect(),
        )
    };
    Network {
        vehicles: network.vehicles.into_iter().map(back).collect(),
        changes,
        sources: network.targets.into_iter().collect(),
        targets: network.sources.into_iter().collect(),
        via: network.via.into_iter().rev().collect(),
    }
}

/// Whether a journey is what it says: every ride exists, every change can be made, sums are right.
pub fn check(
    timetable: &Timetable,
    live: &Live,
    query: &Query,
    journey: &Journey,
) -> Result<(), String> {
    let rides: Vec<&Ride> = journey
        .legs
        .iter()
        .filter_map(|leg| match leg {
            Leg::Ride(ride) => Some(ride),
            Leg::Walk(_) => None,
        })
        .collect();
    let fail = |what: &str| Err(format!("{what}: {journey:#?}"));
    if rides.is_empty() || rides.len() != usize::from(journey.transfers) + 1 {
        return fail("number of rides");
    }
    for ride in &rides {
        let (first, last) = (ride.calls.first().unwrap(), ride.calls.last().unwrap());
        let runs = match ride.trip {
            TripRef::Planned(trip) => timetable.runs(trip, ride.day),
            TripRef::Added(number) => live.added()[number as usize].day == ride.day,
        };
        if !runs || !first.pickup || !last.drop_off || first.cancelled || last.cancelled {
            return fail("a ride that is none");
        }
        if timetable.calls(live, ride.trip, ride.day)[ride.board..][..ride.calls.len()]
            != ride.calls[..]
        {
            return fail("calls");
        }
    }
    for pair in rides.windows(2) {
        let (came, goes) = (pair[0].calls.last().unwrap(), pair[1].calls.first().unwrap());
        let known = timetable.changes(came.stop);
        let between = known.iter().find(|between| between.stop == goes.stop.0);
        let slack = Moment::from(query.walking.slack);
        let need = match between {
            Some(between) => change(query, came.stop.0, between),
            None => (came.stop == goes.stop).then_some(slack),
        };
        if need.is_none_or(|need| came.arrival + need > goes.departure) {
            return fail("a change that is too short");
        }
    }
    let (first, last) =
        (rides[0].calls.first().unwrap(), rides[rides.len() - 1].calls.last().unwrap());
    let before = around(timetable, query, query.from, false).get(&first.stop.0).copied();
    let after = around(timetable, query, query.to, true).get(&last.stop.0).copied();
    if before.map(|walk| first.departure - walk) != Some(journey.departure) && query.via.is_empty()
    {
        return fail("departure");
    }
    if after.map(|walk| last.arrival + walk) != Some(journey.arrival) && query.via.is_empty() {
        return fail("arrival");
    }
    Ok(())
}

/// What has to be the same in both answers: for a single moment, leaving (or arriving) then is a given.
pub fn compare(
    timetable: &Timetable,
    live: &Live,
    query: &Query,
    answer: &Answer,
) -> Result<(), String> {
    let expected = search(timetable, live, query);
    let found: Found = answer
        .journeys
        .iter()
        .map(|journey| match query.when {
            When::DepartAt(moment) => (moment, journey.arrival, journey.transfers),
            When::ArriveBy(moment) => (journey.departure, moment, journey.transfers),
            _ => (journey.departure, journey.arrival, journey.transfers),
        })
        .collect();
    if found != expected || found.len() != answer.journeys.len() {
        return Err(format!("expected {expected:?}\nfound {found:?}\nof {query:?}"));
    }
    for journey in &answer.journeys {
        let fits = match query.when {
            When::DepartAt(moment) => journey.departure >= moment,
            When::ArriveBy(moment) => journey.arrival <= moment,
            When::DepartBetween(from, until) => (from..=until).contains(&journey.departure),
            When::ArriveBetween(from, until) => (from..=until).contains(&journey.arrival),
        };
        if !fits {
            return Err(format!("outside of the window: {journey:?}"));
        }
        check(timetable, live, query, journey)?;
    }
    Ok(())
}
