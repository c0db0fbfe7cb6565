//! When an office could see somebody: opening hours turned into moments, and what of it is free.
//!
//! Hours are local times of the city; a slot is a moment. The change between winter and summer time
//! needs nothing special: each opening time starts and ends at the moment its clock time names.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use jiff::tz::TimeZone;
use zms::Day;

use super::catalogue::{Office, PIECE};

/// What is taken at one office: counters by the start of a piece.
pub type Taken = BTreeMap<i64, BTreeSet<i64>>;

/// The moment a local time of that day names; minute 1440 is the next midnight.
pub fn moment(day: Day, minute: u32, zone: &TimeZone) -> Option<i64> {
    let (day, minute) =
        if minute >= 1440 { (day.plus_days(1), minute - 1440) } else { (day, minute) };
    let (year, month, date) = day.parts();
    let local = civil::DateTime::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(date).ok()?,
        i8::try_from(minute / 60).ok()?,
        i8::try_from(minute % 60).ok()?,
        0,
        0,
    )
    .ok()?;
    Some(local.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_second())
}

/// The local day of a moment.
pub fn day_of(moment: i64, zone: &TimeZone) -> Option<Day> {
    let date = jiff::Timestamp::from_second(moment).ok()?.to_zoned_datetime(zone.clone()).date();
    Day::new(date.year().into(), u32::try_from(date.month()).ok()?, u32::try_from(date.day()).ok()?)
}

/// How many counters are open in each piece of that day, and where slots may start.
#[derive(Debug, Default)]
pub struct OpenDay {
    counters: BTreeMap<i64, u32>,
    starts: BTreeSet<i64>,
}

impl OpenDay {
    /// Of one office; empty when it is closed.
    pub fn of(office: &Office, day: Day, zone: &TimeZone) -> Self {
        let mut open = Self::default();
        if office.closed.iter().any(|closed| closed.is(day)) {
            return open;
        }
        for hours in office.hours.iter().filter(|hours| hours.on(day)) {
            let (Some(from), Some(to)) =
                (moment(day, hours.from, zone), moment(day, hours.to, zone))
            else {
                continue;
            };
            for piece in steps(from, to, PIECE) {
                *open.counters.entry(piece).or_default() += hours.counters;
            }
            open.starts.extend(steps(from, to - office.slot_seconds + 1, office.slot_seconds));
        }
        open
    }

    /// Whether an appointment may start there at all.
    pub fn starts_at(&self, start: i64) -> bool {
        self.starts.contains(&start)
    }

    /// The counters that exist during the whole appointment, 1 to this number.
    pub fn counters(&self, start: i64, seconds: i64) -> u32 {
        steps(start, start + seconds, PIECE)
            .map(|piece| self.counters.get(&piece).copied().unwrap_or(0))
            .min()
            .unwrap_or(0)
    }

    /// Whether some counter is free during the whole appointment.
    fn is_free(&self, start: i64, seconds: i64, taken: &Taken) -> bool {
        let counters = self.counters(start, seconds);
        let mut busy: BTreeSet<&i64> = BTreeSet::new();
        for piece in steps(start, start + seconds, PIECE) {
            busy.extend(
                taken
                    .get(&piece)
                    .into_iter()
                    .flatten()
                    .filter(|counter| **counter <= i64::from(counters)),
            );
        }
        busy.len() < counters as usize
    }

    /// All free starts of an appointment of that length, after `now`.
    pub fn free_starts<'a>(
        &'a self,
        seconds: i64,
        taken: &'a Taken,
        now: i64,
    ) -> impl Iterator<Item = i64> + 'a {
        self.starts
            .iter()
            .copied()
            .filter(move |start| *start > now && self.is_free(*start, seconds, taken))
    }
}

/// `from`, `from + step`, … below `to`.
pub fn steps(from: i64, to: i64, step: i64) -> impl Iterator<Item = i64> {
    let step = step.max(1);
    std::iter::successors(Some(from), move |at| at.checked_add(step)).take_while(move |at| *at < to)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::catalogue::Catalogue;
    use super::super::catalogue::tests::example;
    use super::*;
    use proptest::prelude::*;
    use zms::OfficeId;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn open(changes: &[(&str, &str)], on: &str) -> OpenDay {
        let text = changes.iter().fold(example(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let catalogue = Catalogue::parse(text.as_bytes()).unwrap();
        OpenDay::of(catalogue.office(OfficeId(1001)).unwrap(), day(on), &berlin())
    }

    #[test]
    fn a_plain_monday_morning() {
        let monday = open(&[], "2026-11-30");
        assert_eq!(monday.starts.len(), 24);
        let first = *monday.starts.first().unwrap();
        assert_eq!(first, moment(day("2026-11-30"), 480, &berlin()).unwrap());
        assert_eq!(first, 1_796_022_000); // 08:00 in winter is 07:00 UTC
        assert_eq!(monday.counters(first, 600), 3);
        assert_eq!(
            monday.counters(first + 4 * 3600 - 600, 1200),
            0,
            "the office closes in between"
        );
    }

    #[test]
    fn closed_days_and_validity() {
        assert!(open(&[], "2026-11-29").starts.is_empty(), "a Sunday");
        assert!(open(&[], "2026-11-27").starts.is_empty(), "closed by the office");
        assert!(open(&[], "2027-03-29").starts.is_empty(), "Easter Monday");
        assert!(!open(&[], "2026-12-30").starts.is_empty());
        assert!(open(&[], "2027-01-06").starts.is_empty(), "no longer valid");
    }

    #[test]
    fn the_nights_when_the_clock_changes() {
        let night = [(
            "[\"mon\", \"tue\", \"thu\"], \"from\": \"08:00\", \"to\": \"12:00\"",
            "[\"sun\"], \"from\": \"01:00\", \"to\": \"04:00\"",
        )];
        assert_eq!(open(&night, "2026-11-29").starts.len(), 18, "three hours");
        assert_eq!(
            open(&night, "2027-03-28").starts.len(),
            12,
            "two hours: 02:00 to 03:00 does not exist"
        );
        assert_eq!(
            open(&night, "2026-10-25").starts.len(),
            24,
            "four hours: 02:00 to 03:00 comes twice"
        );
        let day_after = open(&[("\"mon\", ", "\"sun\", ")], "2027-03-28");
        assert_eq!(
            *day_after.starts.first().unwrap(),
            moment(day("2027-03-28"), 480, &berlin()).unwrap()
        );
        assert_eq!(
            moment(day("2027-03-28"), 480, &berlin()).unwrap() % 86400,
            6 * 3600,
            "08:00 in summer is 06:00 UTC"
        );
    }

    #[test]
    fn one_free_counter_is_enough_and_must_be_the_same_all_the_time() {
        let tuesday = open(&[], "2026-12-01");
        let first = *tuesday.starts.first().unwrap();
        let all = |counters: &[i64]| counters.iter().copied().collect::<BTreeSet<_>>();
        let mut taken: Taken = [(first, all(&[1, 2])), (first + 600, all(&[3]))].into();
        assert!(tuesday.is_free(first, 600, &taken));
        assert!(!tuesday.is_free(first, 1200, &taken), "counter 3 is busy later, 1 and 2 earlier");
        assert!(tuesday.is_free(first + 600, 1200, &taken));
        taken.insert(first + 300, all(&[3]));
        assert!(!tuesday.is_free(first, 600, &taken), "in its second half");
        assert_eq!(
            tuesday.free_starts(600, &Taken::new(), first).next(),
            Some(first + 600),
            "never now or before"
        );
    }

    #[test]
    fn overlapping_hours_add_their_counters() {
        let both = open(
            &[("[\"tue\"], \"from\": \"14:00\"", "[\"tue\"], \"from\": \"11:00\"")],
            "2026-12-01",
        );
        let eleven = moment(day("2026-12-01"), 660, &berlin()).unwrap();
        assert_eq!(both.counters(eleven, 600), 5);
        assert_eq!(both.counters(eleven + 3600 - 300, 600), 2, "the smaller number counts");
        assert_eq!(day_of(eleven, &berlin()), Some(day("2026-12-01")));
    }

    proptest! {
        /// What is offered can be given: the first counter that is free throughout exists, whatever
        /// was given before, and no piece of a counter has two owners.
        #[test]
        fn every_offered_start_can_be_given(wishes in proptest::collection::vec((0_usize..200, 1_i64..4), 1..120)) {
            let tuesday = open(&[("[\"tue\"], \"from\": \"14:00\"", "[\"tue\"], \"from\": \"11:00\"")], "2026-12-01");
            let mut taken = Taken::new();
            for (wish, slots) in wishes {
                let seconds = slots * 600;
                let free: Vec<i64> = tuesday.free_starts(seconds, &taken, 0).collect();
                let Some(start) = free.get(wish % free.len().max(1)).copied() else { continue };
                let counter = (1..=i64::from(tuesday.counters(start, seconds))).find(|counter| {
                    steps(start, start + seconds, PIECE).all(|piece| !taken.get(&piece).is_some_and(|busy| busy.contains(counter)))
                });
                prop_assert!(counter.is_some());
                for piece in steps(start, start + seconds, PIECE) {
                    prop_assert!(taken.entry(piece).or_default().insert(counter.unwrap()));
                }
            }
        }
    }
}
