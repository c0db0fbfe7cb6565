//! What a feed is, in numbers.

use std::collections::BTreeMap;

use timetable::{
    Day, Mode, Wheelchair,
    feed::{Feed, StopKind},
};

use crate::words::{Words, grouped};

/// Numbers of a feed.
pub struct Facts {
    stops: u64,
    stations: u64,
    trips: u64,
    stop_times: u64,
    latest: u32,
    modes: BTreeMap<Mode, u64>,
    /// Trips on each day; days between without any included.
    days: BTreeMap<Day, u64>,
    stops_known: u64,
    trips_known: u64,
    repeated: u64,
}

impl Facts {
    /// Counts.
    pub fn of(feed: &Feed) -> Self {
        let known = |flag: Wheelchair| flag != Wheelchair::Unknown;
        let of_kind = |kind| feed.stops.iter().filter(move |stop| stop.kind == kind);
        let mut modes = BTreeMap::new();
        for line in &feed.lines {
            *modes.entry(Mode::from_route_type(line.route_type)).or_default() += 1;
        }
        let mut in_service = vec![0_u64; feed.services.len()];
        for trip in &feed.trips {
            if let Some(count) = in_service.get_mut(trip.service.0 as usize) {
                *count += 1;
            }
        }
        let mut days = BTreeMap::new();
        for (service, count) in feed.services.iter().zip(in_service) {
            for day in &service.days {
                *days.entry(*day).or_default() += count;
            }
        }
        let times = || feed.trips.iter().flat_map(|trip| &trip.stop_times);
        Self {
            stops: of_kind(StopKind::Stop).count() as u64,
            stations: of_kind(StopKind::Station).count() as u64,
            trips: feed.trips.len() as u64,
            stop_times: times().count() as u64,
            latest: times().map(|time| time.departure).max().unwrap_or(0),
            modes,
            days,
            stops_known: of_kind(StopKind::Stop).filter(|stop| known(stop.wheelchair)).count()
                as u64,
            trips_known: feed.trips.iter().filter(|trip| known(trip.wheelchair)).count() as u64,
            repeated: feed.trips.iter().filter(|trip| !trip.frequencies.is_empty()).count() as u64,
        }
    }

    /// The same as sentences.
    pub fn lines(&self, feed: &Feed, words: &Words, today: Day) -> Vec<String> {
        let number = |value: u64| grouped(value, words);
        let mut lines = Vec::new();
        let about = &feed.about;
        let publisher = if about.publisher.is_empty() { words.unknown } else { &about.publisher };
        lines.push(format!("{}: {publisher}", words.publisher));
        let agencies: Vec<&str> = feed.agencies.iter().map(|agency| agency.name.as_str()).collect();
        lines.push(format!("{}: {}", words.agencies, agencies.join(", ")));
        for attribution in &about.attributions {
            lines.push(format!("{}: {}", words.attribution, attribution.name));
        }
        if let (Some((first, _)), Some((last, _))) =
            (self.days.first_key_value(), self.days.last_key_value())
        {
            let end = about.last_day.unwrap_or(*last).min(*last);
            lines.push(format!(
                "{}: {first} {} {last}, {} {}, {}",
                words.valid,
                words.until,
                self.days.len(),
                words.days,
                feed.zone.name
            ));
            if end < today {
                lines.push(format!("{} ({end}).", words.expired));
            } else if end.0 - today.0 < 14 {
                lines.push(format!("{} ({end}).", words.ends_soon));
            }
        }
        let by_count = |(day, count): &(&Day, &u64)| (**count, std::cmp::Reverse(**day));
        if let Some((day, count)) = self.days.iter().max_by_key(by_count) {
            lines.push(format!("{}: {day}, {} {}", words.busiest, number(*count), words.trips));
        }
        lines.push(format!(
            "{} {} ({} {}), {} {}, {} {}, {} {}",
            number(self.stops),
            words.stops,
            number(self.stations),
            words.stations,
            number(feed.lines.len() as u64),
            words.lines,
            number(self.trips),
            words.trips,
            number(self.stop_times),
            words.stop_times,
        ));
        let modes: Vec<String> = self
            .modes
            .iter()
            .map(|(mode, count)| format!("{} {count}", words.mode(*mode)))
            .collect();
        lines.push(format!("{}: {}", words.kinds, modes.join(", ")));
        if self.repeated > 0 {
            lines.push(format!("{}: {}", words.repeated, number(self.repeated)));
        }
        lines.push(format!(
            "{}: {}:{:02}",
            words.latest,
            self.latest / 3600,
            self.latest / 60 % 60
        ));
        let share = |part: u64, whole: u64| (part * 100).checked_div(whole).unwrap_or(0);
        lines.push(format!(
            "{} {} % {}, {} % {}",
            words.wheelchair,
            share(self.stops_known, self.stops),
            words.of_stops,
            share(self.trips_known, self.trips),
            words.of_trips,
        ));
        lines
    }
}
