//! Who published a timetable, and when it is valid.

use super::Timetable;
use crate::day::{Day, Moment};
use crate::file::{File, OpenError, Section, unfold};

/// Numbers about the whole.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// Seconds that all times are multiples of.
    pub unit: u32,
    pub first_day: Day,
    /// How many days from the first to the last one with service.
    pub days: i32,
    pub valid_from: Day,
    pub valid_until: Day,
    texts: [u32; 6],
    attributions: Vec<[u32; 2]>,
    /// From when on clocks are how many seconds ahead of UTC.
    pub offsets: Vec<(Moment, i32)>,
    /// First departure and last arrival of any day, in its seconds.
    pub earliest: i32,
    pub latest: i32,
}

/// Who published a timetable, and when it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About<'t> {
    /// First and last day with service.
    pub service_days: (Day, Day),
    /// First and last day that the publisher answers for; the service days if it does not say.
    pub valid: (Day, Day),
    /// IANA name of the time zone.
    pub zone: &'t str,
    /// Who published it; may be empty.
    pub publisher: &'t str,
    /// The publisher's page.
    pub publisher_url: Option<&'t str>,
    /// The publisher's name for this version.
    pub version: Option<&'t str>,
    /// Language of the names.
    pub language: Option<&'t str>,
    /// Name or address of the licence.
    pub licence: Option<&'t str>,
    /// Who has to be named, with an address.
    pub attributions: Vec<(&'t str, Option<&'t str>)>,
}

impl Numbers {
    /// Reads and checks them; `texts` is how many there are.
    pub fn open(file: &File, texts: usize) -> Result<Self, OpenError> {
        let wrong = OpenError::Section(Section::About);
        let numbers = file.column(Section::About, 64)?;
        let number = |at: usize| numbers.get(at).copied().ok_or(wrong);
        let day = |at: usize| Ok::<_, OpenError>(Day(unfold(number(at)?)));
        let text = |at: usize| {
            number(at).and_then(|n| if (n as usize) < texts { Ok(n) } else { Err(wrong) })
        };
        let mut known = Self {
            unit: number(0)?,
            first_day: day(1)?,
            days: i32::try_from(number(2)?).map_err(|_| wrong)?,
            valid_from: day(3)?,
            valid_until: day(4)?,
            texts: [text(5)?, text(6)?, text(7)?, text(8)?, text(9)?, text(10)?],
            ..Self::default()
        };
        // Years 1 to 9999: no sum of days and seconds can overflow.
        let day_fits = |day: Day| (-719_162..2_932_897).contains(&day.0);
        let all = [known.first_day, known.valid_from, known.valid_until];
        let unit = (1..=86_400).contains(&known.unit);
        if !unit || !all.into_iter().all(day_fits) || !(1..=10_000).contains(&known.days) {
            return Err(wrong);
        }
        let attributions = file.column(Section::Attribution, 10_000)?;
        known.attributions =
            attributions.chunks_exact(2).filter_map(|p| p.try_into().ok()).collect();
        if attributions.iter().any(|text| *text as usize >= texts) {
            return Err(OpenError::Section(Section::Attribution));
        }
        let offsets = file.column(Section::ZoneOffset, 10_000)?;
        let halves = file.exactly(Section::ZoneFrom, offsets.len() * 2)?;
        known.offsets = halves
            .chunks_exact(2)
            .zip(offsets)
            .filter_map(|(halves, offset)| {
                let [low, high] = halves.try_into().ok()?;
                Some(((i64::from(high.cast_signed()) << 32 | i64::from(low)), unfold(offset)))
            })
            .collect();
        let sane = |(from, seconds): &(Moment, i32)| {
            (-(1 << 40)..1 << 40).contains(from) && (-86_400..=86_400).contains(seconds)
        };
        let rising = known.offsets.windows(2).all(|pair| pair.first() < pair.last());
        if known.offsets.is_empty() || !rising || !known.offsets.iter().all(sane) {
            return Err(OpenError::Section(Section::ZoneFrom));
        }
        Ok(known)
    }

    /// The position of a day in the bits.
    pub fn day_index(&self, day: Day) -> Option<usize> {
        let at = day.0.checked_sub(self.first_day.0)?;
        usize::try_from(at).ok().filter(|_| at < self.days)
    }

    /// Bytes of a service's days.
    pub fn day_bytes(&self) -> usize {
        usize::try_from(self.days).unwrap_or(0).div_ceil(8)
    }
}

impl<'t> About<'t> {
    pub(super) fn new(timetable: &'t Timetable) -> Self {
        let (numbers, texts) = (&timetable.about, &timetable.texts);
        let [publisher, url, version, language, licence, zone] = numbers.texts;
        Self {
            service_days: (numbers.first_day, numbers.first_day.plus(numbers.days - 1)),
            valid: (numbers.valid_from, numbers.valid_until),
            zone: texts.get(zone),
            publisher: texts.get(publisher),
            publisher_url: texts.maybe(url),
            version: texts.maybe(version),
            language: texts.maybe(language),
            licence: texts.maybe(licence),
            attributions: numbers
                .attributions
                .iter()
                .map(|[name, url]| (texts.get(*name), texts.maybe(*url)))
                .collect(),
        }
    }
}
