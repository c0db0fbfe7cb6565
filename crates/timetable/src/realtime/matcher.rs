//! From the ids of a feed to the numbers of a timetable.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    added, calls,
    ignored::{Ignored, Reason},
    trips,
    wire::{FeedMessage, TripUpdate, trip_relationship},
};
use crate::{
    Day, LineNumber, Moment, StopNumber, Timetable, TripNumber,
    overlay::{AddedTrip, News, Overlay, TripChange},
};

/// Knows the ids of one timetable. Made once for each; it takes a moment for a large one.
#[derive(Debug)]
pub struct Matcher {
    fingerprint: u64,
    /// Repeated trips share an id.
    pub(super) trips: HashMap<String, Vec<TripNumber>>,
    /// For descriptors that name no trip: by line and planned start.
    pub(super) starts: HashMap<(LineNumber, i32), Vec<TripNumber>>,
    pub(super) stops: HashMap<String, StopNumber>,
    /// Stations and other places; their first stop.
    pub(super) places: HashMap<String, Vec<StopNumber>>,
    pub(super) lines: HashMap<String, LineNumber>,
}

/// What one update comes to.
pub(super) enum Meaning {
    Change(TripChange),
    Added(AddedTrip),
    /// A trip is replaced by another one.
    Replaced(TripChange, AddedTrip),
}

impl Matcher {
    /// Learns the ids of a timetable.
    #[must_use]
    pub fn new(timetable: &Timetable) -> Self {
        let mut matcher = Self {
            fingerprint: timetable.fingerprint(),
            trips: HashMap::with_capacity(timetable.trip_count()),
            starts: HashMap::new(),
            stops: timetable.stops().map(|(number, stop)| (stop.id.to_owned(), number)).collect(),
            places: HashMap::new(),
            lines: timetable.lines().map(|(number, line)| (line.id.to_owned(), number)).collect(),
        };
        for place in timetable.places() {
            let stops = timetable.stops_of_place(place.number).collect();
            matcher.places.insert(place.id.to_owned(), stops);
        }
        for number in (0..u32::try_from(timetable.trip_count()).unwrap_or(u32::MAX)).map(TripNumber)
        {
            let Some(trip) = timetable.trip(number) else { continue };
            matcher.trips.entry(timetable.trip_id(number)).or_default().push(number);
            if let Some((_, start)) = timetable.times_of(number).next() {
                matcher.starts.entry((trip.line, start)).or_default().push(number);
            }
        }
        matcher
    }

    /// What several feeds say of the trips of the timetable that this was made for; of another one, nothing.
    /// Where two speak of the same trip, the first counts.
    #[must_use]
    pub fn overlay(&self, timetable: &Timetable, feeds: &[FeedMessage]) -> (Overlay, Ignored) {
        let mut ignored = Ignored::default();
        let mut overlay = Overlay { timetable: self.fingerprint, ..Overlay::default() };
        if timetable.fingerprint() != self.fingerprint {
            return (overlay, ignored);
        }
        let mut changes: HashMap<(TripNumber, Day), News> = HashMap::new();
        let mut added: HashMap<(String, Day), AddedTrip> = HashMap::new();
        for feed in feeds {
            let made_at = timestamp(feed);
            overlay.made_at = overlay.made_at.max(made_at);
            let updates = feed
                .entity
                .iter()
                .filter(|entity| entity.is_deleted != Some(true))
                .filter_map(|entity| entity.trip_update.as_ref());
            for update in updates {
                let id = named(update);
                let mut change = |change: TripChange, ignored: &mut Ignored| {
                    let key = (change.trip, change.day);
                    match changes.entry(key) {
                        Entry::Occupied(_) => ignored.note(Reason::Twice, id),
                        Entry::Vacant(free) => {
                            free.insert(change.news);
                        }
                    }
                };
                let extra = match self.meaning(timetable, update, made_at, &mut ignored) {
                    Some(Meaning::Change(news)) => {
                        change(news, &mut ignored);
                        continue;
                    }
                    Some(Meaning::Added(trip)) => trip,
                    Some(Meaning::Replaced(news, trip)) => {
                        change(news, &mut ignored);
                        trip
                    }
                    None => continue,
                };
                let key = (extra.id.clone(), extra.day);
                match added.entry(key) {
                    Entry::Occupied(_) => ignored.note(Reason::Twice, id),
                    Entry::Vacant(free) => {
                        free.insert(extra);
                    }
                }
            }
        }
        let change = |((trip, day), news)| TripChange { trip, day, news };
        overlay.changes = changes.into_iter().map(change).collect();
        overlay.changes.sort_by_key(|change| (change.day, change.trip));
        overlay.added = added.into_values().collect();
        overlay.added.sort_by(|one, other| (one.day, &one.id).cmp(&(other.day, &other.id)));
        (overlay, ignored)
    }

    fn meaning(
        &self,
        timetable: &Timetable,
        update: &TripUpdate,
        made_at: Moment,
        ignored: &mut Ignored,
    ) -> Option<Meaning> {
        let relationship =
            update.trip.as_ref()?.schedule_relationship.unwrap_or(trip_relationship::SCHEDULED);
        match relationship {
            trip_relationship::NEW => {
                return added::from_times(self, timetable, update, ignored).map(Meaning::Added);
            }
            trip_relationship::DUPLICATED => {
                return added::duplicate(self, timetable, update, ignored).map(Meaning::Added);
            }
            _ => {}
        }
        let found = trips::find(self, timetable, update, made_at);
        if relationship == trip_relationship::ADDED && found.is_err() {
            return added::from_times(self, timetable, update, ignored).map(Meaning::Added);
        }
        let (trip, day) = match found {
            Ok(found) => found,
            Err(reason) => {
                ignored.note(reason, named(update));
                return None;
            }
        };
        let change = |news| TripChange { trip, day, news };
        Some(match relationship {
            trip_relationship::CANCELED => Meaning::Change(change(News::Cancelled)),
            trip_relationship::DELETED => Meaning::Change(change(News::Deleted)),
            trip_relationship::REPLACEMENT => {
                let mut replacement = added::from_times(self, timetable, update, ignored)?;
                replacement.day = replacement.day.min(day);
                Meaning::Replaced(change(News::Deleted), replacement)
            }
            _ => {
                let news = calls::news(self, timetable, trip, day, update, ignored);
                Meaning::Change(change(News::Runs(news)))
            }
        })
    }

    /// The stop of an id; a station stands for the first of its platforms.
    pub(super) fn stop(&self, id: &str) -> Option<StopNumber> {
        self.stops.get(id).copied().or_else(|| self.places.get(id)?.first().copied())
    }
}

/// When a feed was made, or 0 if it does not say.
pub(super) fn timestamp(feed: &FeedMessage) -> Moment {
    let stamp = feed.header.as_ref().and_then(|header| header.timestamp);
    stamp.and_then(|stamp| Moment::try_from(stamp).ok()).unwrap_or(0)
}

/// What a report calls an update.
fn named(update: &TripUpdate) -> &str {
    let trip = update.trip.as_ref();
    let id = trip.and_then(|trip| trip.trip_id.as_deref().or(trip.route_id.as_deref()));
    id.unwrap_or_default()
}
