//! What leaves a stop, and when a line runs.

use crate::day::{Day, Moment};
use crate::overlay::Live;
use crate::search::{Call, TripRef};
use crate::timetable::{LineNumber, StopNumber, Timetable, TripNumber};

/// A vehicle that leaves a stop, arrives there, or should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// The trip.
    pub trip: TripRef,
    /// Its service day.
    pub day: Day,
    /// Position of the stop in the trip.
    pub position: usize,
    /// Times, platform, and whether it runs at all.
    pub call: Call,
    /// The trip ends here: it is an arrival.
    pub last: bool,
}

/// What is asked of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board {
    /// Not before.
    pub from: Moment,
    /// Not after. More than two days after `from` is cut.
    pub until: Moment,
    /// Most rows.
    pub most: usize,
    /// Arrivals instead of departures.
    pub arrivals: bool,
}

impl Timetable {
    /// What leaves some stops, by the time at which it is expected (planned where nothing is reported).
    ///
    /// Cancelled vehicles keep their place; deleted ones are not told. A vehicle that stops elsewhere today is
    /// told at both stops, with [`Call::planned_stop`], because people wait at the old one.
    #[must_use]
    pub fn departures(&self, live: &Live, stops: &[StopNumber], board: &Board) -> Vec<Departure> {
        let until = board.until.min(board.from.saturating_add(2 * 86_400));
        let mut found = Vec::new();
        // Late vehicles were planned earlier, early ones later.
        let news = live.trips().iter().map(|trip| trip.day);
        let mut days: Vec<Day> = self.days_between(board.from, until).chain(news).collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            let start = self.day_start(day);
            for stop in stops {
                for (pattern, position) in self.stop_patterns.get(stop.0) {
                    self.at_pattern(
                        live,
                        (*pattern, *position as usize),
                        day,
                        start,
                        board,
                        until,
                        &mut found,
                    );
                }
            }
            for trip in live.trips_of(day) {
                // Stops that are not where they were planned.
                for (position, call) in trip.calls.iter().enumerate() {
                    let moved = self.stops_of(trip.trip).nth(position) != Some(call.stop);
                    if moved && stops.contains(&call.stop) {
                        self.row(
                            live,
                            TripRef::Planned(trip.trip),
                            day,
                            position,
                            board,
                            until,
                            &mut found,
                        );
                    }
                }
            }
        }
        for (number, trip) in (0..).zip(live.added()) {
            for (position, call) in trip.calls.iter().enumerate() {
                if stops.contains(&call.stop) {
                    self.row(
                        live,
                        TripRef::Added(number),
                        trip.day,
                        position,
                        board,
                        until,
                        &mut found,
                    );
                }
            }
        }
        found.sort_by_key(|row| (time(&row.call, board.arrivals), row.trip, row.position));
        found.dedup_by_key(|row| (row.trip, row.day, row.position));
        found.truncate(board.most);
        found
    }

    #[allow(clippy::too_many_arguments)]
    fn at_pattern(
        &self,
        live: &Live,
        (pattern, position): (u32, usize),
        day: Day,
        start: Moment,
        board: &Board,
        until: Moment,
        found: &mut Vec<Departure>,
    ) {
        let Some(pattern) = self.patterns.get(pattern as usize) else { return };
        for number in pattern.first_trip..pattern.first_trip + pattern.count {
            let Some(row) = self.trips.get(number as usize) else { return };
            let times = if board.arrivals { row.arrive } else { row.depart };
            let seconds = self.times.get(times as usize + position).copied().unwrap_or(0);
            let planned = start + i64::from(row.start + seconds);
            // Nobody believes a delay of more than a day; see `Live`.
            let slack = if live.trips().is_empty() { 0 } else { 86_400 };
            if planned + slack < board.from || planned - slack > until {
                continue;
            }
            if self.service_runs(row.service, day) {
                let trip = TripRef::Planned(TripNumber(number));
                self.row(live, trip, day, position, board, until, found);
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn row(
        &self,
        live: &Live,
        trip: TripRef,
        day: Day,
        position: usize,
        board: &Board,
        until: Moment,
        found: &mut Vec<Departure>,
    ) {
        if let TripRef::Planned(number) = trip
            && live.trip(day, number).is_some_and(|news| news.deleted)
        {
            return;
        }
        let Some((call, last)) = self.call(live, trip, day, position) else { return };
        let moment = time(&call, board.arrivals);
        let usable =
            if board.arrivals { call.drop_off && position > 0 } else { call.pickup && !last };
        if usable && (board.from..=until).contains(&moment) {
            found.push(Departure { trip, day, position, call, last });
        }
    }

    /// The timetable of a line on a day: its trips in one direction, each with its planned calls, by the time
    /// of their first departure. Real time is left out on purpose.
    #[must_use]
    pub fn line_day(
        &self,
        line: LineNumber,
        direction: Option<u8>,
        day: Day,
    ) -> Vec<(TripNumber, Vec<Call>)> {
        let plain = Live::default();
        let mut trips = Vec::new();
        for pattern in &self.patterns {
            let direction_fits = direction.is_none_or(|direction| direction == pattern.direction);
            if pattern.line != line.0 || !direction_fits {
                continue;
            }
            for trip in (pattern.first_trip..pattern.first_trip + pattern.count).map(TripNumber) {
                if self.runs(trip, day) {
                    trips.push((trip, self.calls(&plain, TripRef::Planned(trip), day)));
                }
            }
        }
        trips
            .sort_by_key(|(trip, calls)| (calls.first().map(|call| call.planned_departure), *trip));
        trips
    }

    /// The directions of a line as the publisher numbers them; `None` among them for trips without.
    #[must_use]
    pub fn directions(&self, line: LineNumber) -> Vec<Option<u8>> {
        let of_it = self.patterns.iter().filter(|pattern| pattern.line == line.0);
        let mut all: Vec<Option<u8>> = of_it
            .map(|pattern| Some(pattern.direction).filter(|direction| *direction < 2))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The time by which rows are sorted.
const fn time(call: &Call, arrivals: bool) -> Moment {
    if arrivals { call.arrival } else { call.departure }
}
