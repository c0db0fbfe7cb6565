//! `GET /available-calendar/`: which days of a month are bookable, and the slots of one day.
//!
//! ZMS paints the month of the day that is looked at, lists the slots of that one day, moves a day
//! without slots to the next one that has some, and names the nearest bookable days outside the
//! month, so that a client can jump over empty ones.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use zms::request::CalendarQuery;
use zms::wire::{AvailableCalendar, AvailableDay, OfficeSlots};
use zms::{Day, OfficeId};

use super::catalogue::Office;
use super::record;
use super::slots::{OpenDay, Taken, day_of, moment};
use crate::store::Store;

/// Free starts by office.
type FreeDay = BTreeMap<OfficeId, Vec<i64>>;

/// One calendar request while it is answered; each month is asked of the database at most once.
pub struct Availability<'a> {
    /// The database.
    pub store: &'a Store,
    /// The city's key.
    pub city: &'a str,
    /// The city's time zone.
    pub zone: &'a TimeZone,
    /// Seconds since the epoch.
    pub now: i64,
    /// The offices with the seconds the appointment takes there.
    pub offices: Vec<(&'a Office, i64)>,
    months: BTreeMap<Day, BTreeMap<Day, FreeDay>>,
}

impl<'a> Availability<'a> {
    /// Of these offices.
    pub fn new(
        store: &'a Store,
        city: &'a str,
        zone: &'a TimeZone,
        now: i64,
        offices: Vec<(&'a Office, i64)>,
    ) -> Self {
        Self { store, city, zone, now, offices, months: BTreeMap::new() }
    }

    /// The whole answer.
    ///
    /// # Errors
    /// The database.
    pub async fn answer(mut self, query: &CalendarQuery) -> Result<AvailableCalendar, sqlx::Error> {
        let (start, end) = (query.start, query.end);
        let (first, last) = query.slots.unwrap_or((start, end));
        let shown = self.shown_day(first.max(start), last.min(end), start, end).await?;
        let painted = shown.unwrap_or(first);
        let month = (painted.first_of_month().max(start), painted.last_of_month().min(end));
        let bookable = self.days(month.0, month.1).await?;
        let available_days = bookable
            .iter()
            .map(|(day, free)| AvailableDay {
                date: day.to_string(),
                provider_ids: Some(
                    free.keys().map(ToString::to_string).collect::<Vec<_>>().join(","),
                ),
                offices: if Some(*day) == shown { slots(free) } else { Vec::new() },
            })
            .collect();
        let before = self.nearest_before(start, month.0.plus_days(-1)).await?;
        let after = self.first_bookable(month.1.plus_days(1), end).await?;
        let (slots_start, slots_end) = shown.map_or((first, last), |day| (day, day));
        Ok(AvailableCalendar {
            start_date: Some(start.to_string()),
            end_date: Some(end.to_string()),
            slots_start_date: Some(slots_start.to_string()),
            slots_end_date: Some(slots_end.to_string()),
            prev_bookable_date: before.map(|day| day.to_string()),
            next_bookable_date: after.map(|day| day.to_string()),
            available_days,
        })
    }

    /// The day whose slots are listed: in the window, else in its month, else anywhere.
    async fn shown_day(
        &mut self,
        first: Day,
        last: Day,
        start: Day,
        end: Day,
    ) -> Result<Option<Day>, sqlx::Error> {
        if let Some(day) = self.first_bookable(first, last).await? {
            return Ok(Some(day));
        }
        let month = (first.first_of_month().max(start), first.last_of_month().min(end));
        if let Some(day) = self.first_bookable(month.0, month.1).await? {
            return Ok(Some(day));
        }
        self.first_bookable(start, end).await
    }

    async fn first_bookable(&mut self, from: Day, to: Day) -> Result<Option<Day>, sqlx::Error> {
        let (from, to) = self.clamp(from, to);
        let mut at = from;
        while at <= to {
            let days = self.days(at, at.last_of_month().min(to)).await?;
            if let Some(day) = days.keys().next() {
                return Ok(Some(*day));
            }
            at = at.last_of_month().plus_days(1);
        }
        Ok(None)
    }

    async fn nearest_before(&mut self, from: Day, to: Day) -> Result<Option<Day>, sqlx::Error> {
        let (from, to) = self.clamp(from, to);
        let mut at = to;
        while at >= from {
            let days = self.days(at.first_of_month().max(from), at).await?;
            if let Some(day) = days.keys().next_back() {
                return Ok(Some(*day));
            }
            at = at.first_of_month().plus_days(-1);
        }
        Ok(None)
    }

    /// Outside of what the offices offer at all there is nothing to look for.
    fn clamp(&self, from: Day, to: Day) -> (Day, Day) {
        let today = self.today();
        let last = self.offices.iter().map(|(office, _)| office.bookable_days.1).max().unwrap_or(0);
        (from.max(today), to.min(today.plus_days(i32::try_from(last).unwrap_or(0))))
    }

    fn today(&self) -> Day {
        day_of(self.now, self.zone).unwrap_or(Day::from_epoch_days(self.now / 86_400))
    }

    /// The bookable days between two days of one month.
    async fn days(&mut self, from: Day, to: Day) -> Result<BTreeMap<Day, FreeDay>, sqlx::Error> {
        if from > to {
            return Ok(BTreeMap::new());
        }
        let month = from.first_of_month();
        if !self.months.contains_key(&month) {
            let days = self.load(month).await?;
            self.months.insert(month, days);
        }
        let days = self.months.get(&month);
        Ok(days
            .into_iter()
            .flat_map(|days| days.range(from..=to))
            .map(|(day, free)| (*day, free.clone()))
            .collect())
    }

    async fn load(&self, month: Day) -> Result<BTreeMap<Day, FreeDay>, sqlx::Error> {
        let (first, last) = self.clamp(month, month.last_of_month());
        let mut days: BTreeMap<Day, FreeDay> = BTreeMap::new();
        if first > last {
            return Ok(days);
        }
        let (Some(from), Some(to)) = (moment(first, 0, self.zone), moment(last, 1440, self.zone))
        else {
            return Ok(days);
        };
        let today = self.today();
        for (office, seconds) in &self.offices {
            let mut taken = Taken::new();
            for (counter, piece) in
                record::taken(self.store, self.city, office.id, from, to, self.now).await?
            {
                taken.entry(piece).or_default().insert(counter);
            }
            for offset in 0..=last.days_since(first) {
                let day = first.plus_days(offset);
                if !bookable(office, today, day) {
                    continue;
                }
                let free: Vec<i64> = OpenDay::of(office, day, self.zone)
                    .free_starts(*seconds, &taken, self.now)
                    .collect();
                if !free.is_empty() {
                    days.entry(day).or_default().insert(office.id, free);
                }
            }
        }
        for free in days.values_mut() {
            self.share(free);
        }
        Ok(days)
    }

    /// Offices that share their slots offer each time at one of them only, in turn.
    fn share(&self, free: &mut FreeDay) {
        let group = |office: &Office| {
            let mut ids = office.wire.shared_booking_office_ids.clone().unwrap_or_default();
            ids.push(office.id.0.into());
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let groups: BTreeMap<OfficeId, Vec<i64>> =
            self.offices.iter().map(|(office, _)| (office.id, group(office))).collect();
        let step =
            self.offices.iter().map(|(office, _)| office.slot_seconds).min().unwrap_or(1).max(1);
        let mut owners: BTreeMap<(&Vec<i64>, i64), Vec<OfficeId>> = BTreeMap::new();
        for (office, starts) in free.iter() {
            let Some(group) = groups.get(office).filter(|group| group.len() > 1) else { continue };
            for start in starts {
                owners.entry((group, *start)).or_default().push(*office);
            }
        }
        for ((_, start), offices) in owners {
            let turn = usize::try_from(start / step).unwrap_or(0) % offices.len().max(1);
            for (place, office) in offices.iter().enumerate() {
                if place != turn
                    && let Some(starts) = free.get_mut(office)
                {
                    starts.retain(|other| *other != start);
                }
            }
        }
        free.retain(|_, starts| !starts.is_empty());
    }
}

/// Whether the office takes bookings for that day today.
pub fn bookable(office: &Office, today: Day, day: Day) -> bool {
    let ahead = day.days_since(today);
    let (first, last) = office.bookable_days;
    u32::try_from(ahead).is_ok_and(|ahead| (first..=last).contains(&ahead))
}

fn slots(free: &FreeDay) -> Vec<OfficeSlots> {
    free.iter()
        .map(|(office, starts)| OfficeSlots {
            office_id: office.to_string(),
            appointments: starts.clone(),
        })
        .collect()
}
