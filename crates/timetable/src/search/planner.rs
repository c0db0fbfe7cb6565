//! From a question to an answer.

use super::access::{Reached, position, reached};
use super::assemble::Parts;
use super::bounds::{Bounds, Ground, Stay};
use super::journey::Answer;
use super::net::Net;
use super::query::{MOST_RIDES, MOST_VIA, Query, Walking, When};
use super::rounds::{Frame, LATE, Rounds};
use super::run::{self, Raw};
use super::transfers::Transfers;
use crate::day::{Day, Moment};
use crate::day_table::{Access, Choice, DayTable, TAIL};
use crate::overlay::Live;
use crate::timetable::{Segments, Timetable, walked};
use std::sync::Arc;

/// Days that are kept ready.
const KEPT: usize = 6;

/// Looks for journeys in one timetable; keeps what it has worked out for the next question.
///
/// It is not shared: each thread has its own.
#[derive(Debug)]
pub struct Planner {
    timetable: Arc<Timetable>,
    live: Arc<Live>,
    tables: Vec<(Choice, bool, Arc<DayTable>)>,
    transfers: Option<(Walking, Access, Transfers, Transfers)>,
    /// Least times with real time in them, if it changes any.
    segments: Option<Segments>,
    rounds: Rounds,
    bounds: Bounds,
    targets: Vec<i32>,
}

impl Planner {
    /// For a timetable, without real time.
    #[must_use]
    pub fn new(timetable: Arc<Timetable>) -> Self {
        let targets = vec![LATE; timetable.stop_count()];
        Self {
            timetable,
            live: Arc::default(),
            tables: Vec::new(),
            transfers: None,
            segments: None,
            rounds: Rounds::default(),
            bounds: Bounds::default(),
            targets,
        }
    }

    /// The timetable.
    #[must_use]
    pub const fn timetable(&self) -> &Arc<Timetable> {
        &self.timetable
    }

    /// The newest real time.
    #[must_use]
    pub const fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// Takes newer real time, or none ([`Live::default`]).
    pub fn set_live(&mut self, live: Arc<Live>) {
        if live.stamp() != self.live.stamp() {
            self.tables.clear();
            self.segments = quicker(&self.timetable, &live);
        }
        self.live = live;
    }

    /// Every journey worth knowing.
    pub fn search(&mut self, query: &Query) -> Answer {
        let (forward, base, window) = match query.when {
            When::DepartAt(moment) => (true, moment, None),
            When::ArriveBy(moment) => (false, moment, None),
            When::DepartBetween(from, until) => (true, from, Some(until.saturating_sub(from))),
            When::ArriveBetween(from, until) => (false, until, Some(until.saturating_sub(from))),
        };
        // Within these no sum of seconds overflows.
        let longest = query.longest.min(2 * 86_400).cast_signed();
        let window =
            window.map(|seconds| i32::try_from(seconds).unwrap_or(i32::MAX).clamp(-1, 2 * 86_400));
        let base = base.clamp(-(1 << 40), 1 << 40);
        let timetable = Arc::clone(&self.timetable);
        let walking = Walking {
            to_stop: query.walking.to_stop.min(20_000),
            slack: query.walking.slack.min(86_400),
            ..query.walking
        };
        let access = query.choice.access;
        let origin = reached(&timetable, query.from, &walking, access, false);
        let destination = reached(&timetable, query.to, &walking, access, true);
        let on_foot = on_foot(&timetable, query, &walking);
        let mut answer = Answer { journeys: Vec::new(), on_foot };
        if window.is_some_and(|seconds| seconds < 0) || origin.is_empty() || destination.is_empty()
        {
            return answer;
        }
        let most = on_foot.map_or(i32::MAX, |(_, seconds)| seconds.cast_signed()).min(longest + 1);
        let net = self.net(&query.choice, base, forward, longest + window.unwrap_or(0));
        let raw = self.find(query, &net, (&origin, &destination), &walking, forward, window, most);
        let parts = Parts {
            timetable: &timetable,
            live: &self.live,
            net: &net,
            base,
            origin: &origin,
            destination: &destination,
            walking: &walking,
            access,
            forward,
        };
        answer.journeys = raw.iter().filter_map(|raw| parts.journey(raw)).collect();
        answer
            .journeys
            .sort_by_key(|journey| (journey.departure, journey.arrival, journey.transfers));
        answer
    }

    #[allow(clippy::too_many_arguments)]
    fn find(
        &mut self,
        query: &Query,
        net: &Net,
        (origin, destination): (&[Reached], &[Reached]),
        walking: &Walking,
        forward: bool,
        window: Option<i32>,
        most: i32,
    ) -> Vec<Raw> {
        let access = query.choice.access;
        let known = self.transfers.take().filter(|(w, a, ..)| (w, a) == (walking, &access));
        let (_, _, onward, back) = self.transfers.insert(known.unwrap_or_else(|| {
            let transfers = |forward| Transfers::new(&self.timetable, walking, access, forward);
            (*walking, access, transfers(true), transfers(false))
        }));
        let (transfers, against) = if forward { (&*onward, &*back) } else { (&*back, &*onward) };
        let (sources, targets) =
            if forward { (origin, destination) } else { (destination, origin) };
        let stays = self.timetable.stays(query, forward);
        let ends: Vec<(u32, i32)> =
            targets.iter().map(|target| (target.stop, target.seconds.cast_signed())).collect();
        let segments = self.segments.as_ref().unwrap_or(&self.timetable.segments);
        let stops = self.timetable.stop_count();
        let ground = Ground { stops, segments, against, forward };
        self.bounds.start(&ground, &ends, &stays, most);
        if window.is_some() && stays.is_empty() {
            self.bounds.extend(&ground, most);
        }
        let rides = (usize::from(query.transfers) + 1).min(MOST_RIDES);
        for (stop, seconds) in &ends {
            if let Some(target) = self.targets.get_mut(*stop as usize) {
                *target = *seconds;
            }
        }
        let frame = Frame {
            timetable: &self.timetable,
            net,
            transfers,
            stays: &stays,
            targets: &self.targets,
            ends: &ends,
            rides,
        };
        let (rounds, bounds) = (&mut self.rounds, &mut self.bounds);
        let raw = match (forward, window) {
            (true, None) => run::at::<true>(rounds, bounds, &ground, &frame, sources, most),
            (false, None) => run::at::<false>(rounds, bounds, &ground, &frame, sources, most),
            (true, Some(end)) => {
                run::between::<true>(rounds, bounds, &frame, sources, (0, end), most)
            }
            (false, Some(end)) => {
                run::between::<false>(rounds, bounds, &frame, sources, (0, end), most)
            }
        };
        for (stop, _) in &ends {
            if let Some(target) = self.targets.get_mut(*stop as usize) {
                *target = LATE;
            }
        }
        raw
    }

    /// What runs on the days of a question.
    fn net(&mut self, choice: &Choice, base: Moment, forward: bool, seconds: i32) -> Net {
        let span = i64::from(seconds);
        let (from, until) = if forward { (base, base + span) } else { (base - span, base) };
        let timetable = Arc::clone(&self.timetable);
        let mut net = Net::default();
        let news = self.live.trips().iter().map(|trip| trip.day);
        // A late vehicle may still be running after everything planned for its day.
        let extra = self.live.added().iter().map(|trip| trip.day).chain(news);
        let mut days: Vec<Day> = timetable.days_between(from, until).chain(extra).collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            let shift = timetable.day_start(day) - base;
            // A day far away has nothing to do with the question.
            if let Ok(shift) = i32::try_from(shift).map_err(drop)
                && shift.abs() < 60 * 86_400
            {
                let begin = if forward { 0 } else { -seconds };
                net.push(self.table(day, choice, shift + TAIL <= begin), shift);
            }
        }
        net
    }

    fn table(&mut self, day: Day, choice: &Choice, tail: bool) -> Arc<DayTable> {
        let known = self
            .tables
            .iter()
            .position(|(c, t, table)| table.day == day && *t == tail && c == choice);
        let entry = if let Some(at) = known {
            self.tables.remove(at)
        } else {
            let table = DayTable::new(&self.timetable, day, choice, &self.live, tail);
            (choice.clone(), tail, Arc::new(table))
        };
        let table = Arc::clone(&entry.2);
        self.tables.insert(0, entry);
        self.tables.truncate(KEPT);
        table
    }
}

/// Metres and seconds for walking all the way, if it is near enough. With places on the way nobody does.
fn on_foot(timetable: &Timetable, query: &Query, walking: &Walking) -> Option<(u32, u32)> {
    let (from, to) = (position(timetable, query.from)?, position(timetable, query.to)?);
    let metres = if query.from == query.to { 0 } else { walked(from.metres(to)) };
    (metres <= walking.all_the_way && query.via.is_empty())
        .then(|| (metres, walking.seconds(metres)))
}

impl Timetable {
    /// Places on the way, in the direction of the search.
    fn stays(&self, query: &Query, forward: bool) -> Vec<Stay> {
        let stay = |via: &super::Via| {
            let mut stops = vec![false; self.stop_count()];
            for stop in &via.stops {
                if let Some(inside) = stops.get_mut(stop.0 as usize) {
                    *inside = true;
                }
            }
            Stay { stops, seconds: via.stay.min(2 * 86_400).cast_signed() }
        };
        let mut stays: Vec<Stay> = query.via.iter().take(MOST_VIA).map(stay).collect();
        if !forward {
            stays.reverse();
        }
        stays
    }
}

/// Least times with those of vehicles that run otherwise than planned; `None` if there are none.
fn quicker(timetable: &Timetable, live: &Live) -> Option<Segments> {
    let mut more = Vec::new();
    for trip in live.trips() {
        for pair in trip.calls.windows(2) {
            if let (Some(from), Some(to)) = (pair.first(), pair.last()) {
                let seconds = to.arrival.saturating_sub(from.departure).max(0);
                more.push((from.stop.0, to.stop.0, seconds.cast_unsigned()));
            }
        }
    }
    for trip in live.added() {
        for pair in trip.calls.windows(2) {
            if let (Some(from), Some(to)) = (pair.first(), pair.last()) {
                let seconds = to.arrival.saturating_sub(from.departure).max(0);
                more.push((from.stop.0, to.stop.0, seconds.cast_unsigned()));
            }
        }
    }
    if more.is_empty() {
        return None;
    }
    more.extend(timetable.segments.triples());
    Some(Segments::new(timetable.stop_count(), &more))
}
