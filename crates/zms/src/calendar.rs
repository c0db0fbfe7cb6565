//! When something is free.
//!
//! The server lists the bookable days of one month and the slots of one day. A day that looks bookable may
//! turn out empty when it is opened; an answer without dates means that nobody could be asked.

use crate::error::Failure;
use crate::sort_by_key;
use crate::wire::{AvailableCalendar, Decoded};
use crate::{Day, OfficeId, Timestamp, Weekday};
use serde::{Deserialize, Serialize};

/// A free slot: when, and the office that owns it. Only that office can be asked to reserve it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// Its start.
    pub start: Timestamp,
    /// Its owner.
    pub office: OfficeId,
}

crate::keep! { Slot { start, office } }

/// By time, then by office.
fn sort(slots: &mut [Slot]) {
    sort_by_key(slots, |slot| (slot.start.0, slot.office.0.into()));
}

/// A day on which something is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookableDay {
    /// Which day.
    pub day: Day,
    /// The offices that have something free.
    pub offices: Vec<OfficeId>,
    /// The slots by time, each time once per office; empty on a day that was not opened.
    pub slots: Vec<Slot>,
}

/// The calendar of some offices for some services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// First day asked for.
    pub start: Day,
    /// Last day asked for.
    pub end: Day,
    /// The day whose slots are listed; not always the one asked for.
    pub opened: Option<Day>,
    /// The nearest bookable day before the listed month.
    pub previous: Option<Day>,
    /// The nearest bookable day after the listed month.
    pub next: Option<Day>,
    /// The bookable days of the listed month, by date, each once.
    pub days: Vec<BookableDay>,
    /// List elements that could not be read.
    pub skipped: usize,
}

/// The day and the minutes since midnight in the city's time zone, which only the caller knows.
pub type LocalTime = (Day, u32);

impl Calendar {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`Failure::CouldNotAsk`] for the answer without dates that stands for an outage.
    pub fn from_wire(decoded: Decoded<AvailableCalendar>) -> Result<Self, Failure> {
        let Decoded { value, mut skipped } = decoded;
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Day>().ok());
        let (Some(start), Some(end)) = (day(&value.start_date), day(&value.end_date)) else {
            return Err(Failure::CouldNotAsk);
        };
        let mut days: Vec<BookableDay> = Vec::new();
        for wire in &value.available_days {
            let Ok(day) = wire.date.parse::<Day>() else {
                skipped += 1;
                continue;
            };
            let listed = wire.provider_ids.as_deref().unwrap_or_default().split(',');
            let mut offices: Vec<OfficeId> =
                listed.filter_map(|id| id.trim().parse().ok()).collect();
            let mut slots = Vec::new();
            for office_slots in &wire.offices {
                let Ok(office) = office_slots.office_id.trim().parse::<OfficeId>() else {
                    skipped += 1;
                    continue;
                };
                offices.push(office);
                let starts = office_slots.appointments.iter().filter(|start| **start > 0);
                slots.extend(starts.map(|start| Slot { start: Timestamp(*start), office }));
            }
            if let Some(known) = days.iter_mut().find(|known| known.day == day) {
                known.offices.append(&mut offices);
                known.slots.append(&mut slots);
            } else {
                days.push(BookableDay { day, offices, slots });
            }
        }
        for day in &mut days {
            OfficeId::sort(&mut day.offices);
            sort(&mut day.slots);
            day.slots.dedup();
        }
        sort_by_key(&mut days, |day| (day.day.epoch_days().into(), 0));
        Ok(Self {
            start,
            end,
            opened: day(&value.slots_start_date),
            previous: day(&value.prev_bookable_date),
            next: day(&value.next_bookable_date),
            days,
            skipped,
        })
    }

    /// Whether nothing is free in the whole time asked for. An outage is an error instead.
    #[must_use]
    pub fn nothing_free(&self) -> bool {
        self.days.is_empty() && self.previous.is_none() && self.next.is_none()
    }

    /// One day, if something is free on it.
    #[must_use]
    pub fn day(&self, day: Day) -> Option<&BookableDay> {
        self.days.get(self.days.binary_search_by_key(&day, |known| known.day).ok()?)
    }

    /// Whether the slots of this day are known to be none, although it was listed as bookable.
    #[must_use]
    pub fn turned_out_empty(&self, day: Day) -> bool {
        self.opened == Some(day) && self.day(day).is_some_and(|day| day.slots.is_empty())
    }

    /// All listed slots by day and time.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        self.days.iter().flat_map(|day| day.slots.iter().copied())
    }

    /// The earliest listed slot over all offices.
    #[must_use]
    pub fn earliest(&self) -> Option<Slot> {
        self.slots().min()
    }

    /// The earliest listed slot of each office, the earliest first.
    #[must_use]
    pub fn earliest_per_office(&self) -> Vec<Slot> {
        let mut earliest: Vec<Slot> = Vec::new();
        for slot in self.slots() {
            match earliest.iter_mut().find(|known| known.office == slot.office) {
                Some(known) => *known = (*known).min(slot),
                None => earliest.push(slot),
            }
        }
        sort(&mut earliest);
        earliest
    }

    /// The offices that own a listed slot at this time: the first of them is the one to ask.
    pub fn owners(&self, start: Timestamp) -> impl Iterator<Item = OfficeId> {
        self.slots().filter(move |slot| slot.start == start).map(|slot| slot.office)
    }

    /// The first bookable day after this one, in this month or after it.
    #[must_use]
    pub fn next_bookable(&self, after: Day) -> Option<Day> {
        let later = self.days.iter().map(|day| day.day).find(|day| *day > after);
        later.or(self.next.filter(|day| *day > after))
    }

    /// The last bookable day before this one, in this month or before it.
    #[must_use]
    pub fn previous_bookable(&self, before: Day) -> Option<Day> {
        let earlier = self.days.iter().rev().map(|day| day.day).find(|day| *day < before);
        earlier.or(self.previous.filter(|day| *day < before))
    }
}

/// Which slots a person wants to see. An empty list is no wish.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SlotFilter {
    /// Only these offices.
    pub offices: Vec<OfficeId>,
    /// Only these days of the week.
    pub weekdays: Vec<Weekday>,
    /// Not before this minute of the day.
    pub from: Option<u32>,
    /// Before this minute of the day.
    pub until: Option<u32>,
}

impl SlotFilter {
    /// Whether a slot is wanted.
    #[must_use]
    pub fn wants(&self, slot: Slot, local: &dyn Fn(Timestamp) -> LocalTime) -> bool {
        let (day, minute) = local(slot.start);
        (self.offices.is_empty() || self.offices.contains(&slot.office))
            && (self.weekdays.is_empty() || self.weekdays.contains(&day.weekday()))
            && self.from.is_none_or(|from| minute >= from)
            && self.until.is_none_or(|until| minute < until)
    }

    /// Whether a day that was not opened may hold a wanted slot.
    #[must_use]
    pub fn may_want(&self, day: &BookableDay) -> bool {
        (self.weekdays.is_empty() || self.weekdays.contains(&day.day.weekday()))
            && (self.offices.is_empty() || day.offices.iter().any(|id| self.offices.contains(id)))
    }
}

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayPart {
    /// Before noon.
    Morning,
    /// From noon on.
    Afternoon,
    /// The hour that begins then, 0 to 23.
    Hour(u32),
}

/// Slots of one part of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotGroup {
    /// Which part.
    pub part: DayPart,
    /// Its slots by time.
    pub slots: Vec<Slot>,
}

/// Most slots of a day that are still shown by morning and afternoon.
pub const FEW_SLOTS: usize = 18;

/// Groups the slots of one day by morning and afternoon, or by hour if there are more than [`FEW_SLOTS`].
#[must_use]
pub fn group(slots: &[Slot], local: &dyn Fn(Timestamp) -> LocalTime) -> Vec<SlotGroup> {
    let mut sorted = slots.to_vec();
    sort(&mut sorted);
    let part = |slot: Slot| {
        let (_, minute) = local(slot.start);
        match (slots.len() > FEW_SLOTS, minute < 12 * 60) {
            (true, _) => DayPart::Hour(minute / 60 % 24),
            (false, true) => DayPart::Morning,
            (false, false) => DayPart::Afternoon,
        }
    };
    let mut groups: Vec<SlotGroup> = Vec::new();
    for slot in sorted {
        let part = part(slot);
        // When the clock is set back an hour comes twice; its slots stay together.
        match groups.iter_mut().find(|group| group.part == part) {
            Some(group) => group.slots.push(slot),
            None => groups.push(SlotGroup { part, slots: vec![slot] }),
        }
    }
    groups
}

/// The slots of each office, offices in the order of their first slot.
#[must_use]
pub fn by_office(slots: &[Slot]) -> Vec<(OfficeId, Vec<Slot>)> {
    let mut sorted = slots.to_vec();
    sort(&mut sorted);
    let mut offices: Vec<(OfficeId, Vec<Slot>)> = Vec::new();
    for slot in sorted {
        match offices.iter_mut().find(|(office, _)| *office == slot.office) {
            Some((_, slots)) => slots.push(slot),
            None => offices.push((slot.office, vec![slot])),
        }
    }
    offices
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use crate::wire::decode;
    use proptest::prelude::*;

    fn read(json: &str) -> Result<Calendar, Failure> {
        Calendar::from_wire(decode(json.as_bytes()).unwrap())
    }

    fn local(time: Timestamp) -> LocalTime {
        let day = Day::from_epoch_days(time.0.div_euclid(86_400));
        (day, u32::try_from(time.0.rem_euclid(86_400) / 60).unwrap())
    }

    #[test]
    fn nothing_free_is_not_an_outage() {
        let free = read(r#"{"startDate":"2026-01-01","endDate":"2026-06-01","availableDays":[]}"#);
        assert!(free.unwrap().nothing_free());
        let outage = read(r#"{"startDate":"","endDate":"","availableDays":[]}"#);
        assert_eq!(outage, Err(Failure::CouldNotAsk));
        let later = read(
            r#"{"startDate":"2026-01-01","endDate":"2026-06-01","availableDays":[],
                "nextBookableDate":"2026-03-02"}"#,
        );
        let later = later.unwrap();
        assert!(!later.nothing_free());
        assert_eq!(later.next_bookable(later.start), "2026-03-02".parse().ok());
    }

    #[test]
    fn a_slot_belongs_to_the_office_that_lists_it() {
        let calendar = read(
            r#"{"startDate":"2026-01-01","endDate":"2026-06-01","slotsStartDate":"2026-01-05",
            "availableDays":[{"date":"2026-01-05","providerIDs":"8,9,x","offices":[
              {"officeId":"9","appointments":[1767600000,"1767601000"]},
              {"officeId":8,"appointments":[1767600500,null]},{"officeId":"?"}]},
              {"date":"nonsense"},{"date":"2026-01-06","providerIDs":"8","offices":[]}]}"#,
        )
        .unwrap();
        assert_eq!(calendar.skipped, 3);
        assert_eq!(calendar.owners(Timestamp(1_767_600_500)).next(), Some(OfficeId(8)));
        assert_eq!(calendar.earliest().unwrap().office, OfficeId(9));
        assert_eq!(calendar.earliest_per_office().len(), 2);
        let tuesday = calendar.day("2026-01-06".parse().unwrap()).unwrap();
        assert!(tuesday.slots.is_empty() && !calendar.turned_out_empty(tuesday.day));
        let filter = SlotFilter { weekdays: vec![Weekday::Tuesday], ..SlotFilter::default() };
        assert!(filter.may_want(tuesday));
        assert!(!calendar.slots().any(|slot| filter.wants(slot, &local)));
    }

    proptest! {
        #[test]
        fn grouping_loses_nothing(starts in proptest::collection::vec((0_i64..86_400, 1_u32..4), 0..40)) {
            let slots: Vec<Slot> = starts.iter()
                .map(|(start, office)| Slot { start: Timestamp(*start), office: OfficeId(*office) }).collect();
            let groups = group(&slots, &local);
            prop_assert_eq!(groups.iter().map(|group| group.slots.len()).sum::<usize>(), slots.len());
            let by_hour = groups.iter().all(|group| matches!(group.part, DayPart::Hour(_)));
            prop_assert_eq!(by_hour, slots.len() > FEW_SLOTS || slots.is_empty());
            let grouped: usize = by_office(&slots).iter().map(|(_, slots)| slots.len()).sum();
            prop_assert_eq!(grouped, slots.len());
            for slot in &slots {
                let everything = SlotFilter::default();
                prop_assert!(everything.wants(*slot, &local));
                let morning = SlotFilter { until: Some(720), ..SlotFilter::default() };
                prop_assert_eq!(morning.wants(*slot, &local), slot.start.0 < 43_200);
            }
        }
    }
}
