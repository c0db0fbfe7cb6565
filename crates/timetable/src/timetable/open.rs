//! Opening a file: every number that points somewhere is checked, once.

use super::columns::Lists;
use super::rows::{PatternRow, PlaceRow, TripRow};
use super::{
    LineRow, PlaceNumber, Segments, StopRow, Texts, Timetable, TripIds, Walks, about::Numbers,
};
use crate::file::{File, OpenError, Section};
use crate::geo::Position;
use crate::mode::{Mode, Wheelchair};

/// Most of anything: what 32 bits can count with room to spare.
const MOST: usize = 1 << 28;
/// Most stops: more than all of Europe has.
const MOST_STOPS: usize = 1 << 21;
/// Longest trip and latest start, in seconds: four weeks.
const LATEST: u32 = 28 * 86_400;

impl Timetable {
    /// Opens a file. What comes back can answer every question without failing.
    ///
    /// # Errors
    /// When the bytes are no timetable, of another version, damaged, or written by a faulty program.
    pub fn open(bytes: &[u8]) -> Result<Self, OpenError> {
        let file = File::new(bytes)?;
        let texts = Texts::open(&file)?;
        let mut about = Numbers::open(&file, texts.len())?;
        let agencies = agencies(&file, &texts)?;
        let lines = lines(&file, &texts, agencies.len())?;
        let stops = stops(&file, &texts)?;
        let service_days = file.bytes(Section::ServiceDays)?.to_vec();
        let services = service_days.len() / about.day_bytes();
        if service_days.len() % about.day_bytes() != 0 {
            return Err(OpenError::Section(Section::ServiceDays));
        }
        let mut patterns = patterns(&file, lines.len())?;
        let positions: usize = patterns.iter().map(|pattern| pattern.length as usize).sum();
        let pattern_stop = file.exactly(Section::PatternStop, positions)?;
        if pattern_stop.iter().any(|stop| *stop as usize >= stops.len()) {
            return Err(OpenError::Section(Section::PatternStop));
        }
        let bits = file.exactly(Section::PatternBoarding, positions)?;
        let pattern_boarding = bits.into_iter().map(|bits| (bits & 15) as u8).collect();
        let pattern_sequence = file.exactly(Section::PatternSequence, positions)?;
        let times = Times::open(&file, &patterns, about.unit)?;
        let trips = trips(&file, &mut patterns, &times, about.unit, services)?;
        let headsigns = headsigns(&file, &texts)?;
        let trip_headsign = file.exactly(Section::TripHeadsign, trips.len())?;
        if trip_headsign.iter().any(|sign| *sign as usize >= headsigns.len()) {
            return Err(OpenError::Section(Section::TripHeadsign));
        }
        let flags = file.exactly(Section::TripFlags, trips.len())?;
        let trip_flags = flags.into_iter().map(|flags| (flags & 15) as u8).collect();
        let mut trip_name = file.exactly(Section::TripName, trips.len())?;
        if trip_name.iter().any(|text| *text as usize >= texts.len()) {
            return Err(OpenError::Section(Section::TripName));
        }
        if trip_name.iter().all(|text| *text == 0) {
            trip_name = Vec::new();
        }
        let trip_ids = TripIds::open(&file, &texts, trips.len(), services)?;
        let frequencies = frequencies(&file, trips.len())?;
        let walks = Walks::open(&file, &stops)?;
        about.earliest = trips.iter().map(|trip| trip.start.cast_signed()).min().unwrap_or(0);
        about.latest = latest(&patterns, &trips, &times.all);
        let segments = segments(stops.len(), &patterns, &pattern_stop, &times);
        let calls = calls(&patterns, &pattern_stop);
        let stop_patterns = Lists::new(stops.len(), calls.iter().copied());
        let (places, place_stops) = places(&file, &texts, &stops, |stop| {
            let count =
                |(pattern, _): &(u32, u32)| patterns.get(*pattern as usize).map_or(0, |p| p.count);
            stop_patterns.get(stop).iter().map(count).fold(0, u32::saturating_add)
        })?;
        Ok(Self {
            sum: file.sum(),
            texts,
            about,
            lines,
            agencies,
            stops,
            places,
            place_stops,
            service_days,
            patterns,
            pattern_stop,
            pattern_boarding,
            pattern_sequence,
            stop_patterns,
            times: times.all,
            trips,
            trip_flags,
            trip_headsign,
            trip_name,
            trip_ids,
            headsigns,
            frequencies,
            walks,
            segments,
        })
    }
}

/// A column of text numbers.
fn text_column(
    file: &File,
    texts: &Texts,
    section: Section,
    count: Option<usize>,
) -> Result<Vec<u32>, OpenError> {
    let column = match count {
        Some(count) => file.exactly(section, count)?,
        None => file.column(section, MOST)?,
    };
    if column.iter().all(|text| (*text as usize) < texts.len()) {
        Ok(column)
    } else {
        Err(OpenError::Section(section))
    }
}

fn agencies(file: &File, texts: &Texts) -> Result<Vec<[u32; 3]>, OpenError> {
    let column = text_column(file, texts, Section::AgencyText, None)?;
    Ok(column.chunks_exact(3).filter_map(|three| three.try_into().ok()).collect())
}

fn lines(file: &File, texts: &Texts, agencies: usize) -> Result<Vec<LineRow>, OpenError> {
    let id = text_column(file, texts, Section::LineId, None)?;
    let count = id.len();
    let text = |section| text_column(file, texts, section, Some(count));
    let (short, long) = (text(Section::LineShortName)?, text(Section::LineLongName)?);
    let url = text(Section::LineUrl)?;
    let number = |section| file.exactly(section, count);
    let (agency, kind) = (number(Section::LineAgency)?, number(Section::LineRouteType)?);
    let (color, text_color) = (number(Section::LineColor)?, number(Section::LineTextColor)?);
    let sort = number(Section::LineSort)?;
    if agency.iter().any(|agency| *agency as usize > agencies) {
        return Err(OpenError::Section(Section::LineAgency));
    }
    let columns = id.into_iter().zip(short).zip(long).zip(url).zip(agency);
    let numbers = kind.into_iter().zip(color).zip(text_color).zip(sort);
    let rows = columns.zip(numbers).map(
        |(((((id, short_name), long_name), url), agency), (((kind, color), text_color), sort))| {
            let route_type = u16::try_from(kind).unwrap_or(u16::MAX);
            LineRow {
                id,
                short_name,
                long_name,
                url,
                agency,
                route_type,
                mode: Mode::from_route_type(route_type),
                color: color.checked_sub(1),
                text_color: text_color.checked_sub(1),
                sort_order: sort.checked_sub(1),
            }
        },
    );
    Ok(rows.collect())
}

fn stops(file: &File, texts: &Texts) -> Result<Vec<StopRow>, OpenError> {
    let id = text_column(file, texts, Section::StopId, None)?;
    let count = id.len();
    if count > MOST_STOPS {
        return Err(OpenError::Section(Section::StopId));
    }
    let text = |section| text_column(file, texts, section, Some(count));
    let (name, code) = (text(Section::StopName)?, text(Section::StopCode)?);
    let platform = text(Section::StopPlatform)?;
    let number = |section| file.exactly(section, count);
    let (latitude, longitude) = (number(Section::StopLatitude)?, number(Section::StopLongitude)?);
    let (wheelchair, place) = (number(Section::StopWheelchair)?, number(Section::StopPlace)?);
    let names = id.into_iter().zip(name).zip(code).zip(platform);
    let numbers = latitude.into_iter().zip(longitude).zip(wheelchair).zip(place);
    let mut rows = Vec::with_capacity(count);
    for ((((id, name), code), platform), (((latitude, longitude), wheelchair), place)) in
        names.zip(numbers)
    {
        let (latitude, longitude) = (latitude.cast_signed(), longitude.cast_signed());
        if !(-9_000_000..=9_000_000).contains(&latitude)
            || !(-18_000_000..=18_000_000).contains(&longitude)
        {
            return Err(OpenError::Section(Section::StopLatitude));
        }
        let wheelchair = Wheelchair::from_number(u8::try_from(wheelchair).unwrap_or(0));
        let place = PlaceNumber(place);
        rows.push(StopRow { id, name, code, platform, place, wheelchair, latitude, longitude });
    }
    Ok(rows)
}

fn places(
    file: &File,
    texts: &Texts,
    stops: &[StopRow],
    weight: impl Fn(u32) -> u32,
) -> Result<(Vec<PlaceRow>, Vec<u32>), OpenError> {
    let name = text_column(file, texts, Section::PlaceName, None)?;
    let id = text_column(file, texts, Section::PlaceId, Some(name.len()))?;
    if stops.iter().any(|stop| stop.place.0 as usize >= name.len()) {
        return Err(OpenError::Section(Section::StopPlace));
    }
    let lists =
        Lists::new(name.len(), (0..).zip(stops).map(|(number, stop)| (stop.place.0, number)));
    let (mut rows, mut all) = (Vec::with_capacity(name.len()), Vec::with_capacity(stops.len()));
    for ((number, name), id) in (0..).zip(name).zip(id) {
        let of_it = lists.get(number);
        let first = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let count = u32::try_from(of_it.len()).unwrap_or(0);
        let mut position = Position::default();
        for stop in of_it {
            let at = stops.get(*stop as usize).map(StopRow::position).unwrap_or_default();
            position.latitude += at.latitude / f64::from(count);
            position.longitude += at.longitude / f64::from(count);
        }
        let weight = of_it.iter().map(|stop| weight(*stop)).fold(0, u32::saturating_add);
        all.extend(of_it);
        rows.push(PlaceRow { id, name, first, count, position, weight });
    }
    Ok((rows, all))
}

fn patterns(file: &File, lines: usize) -> Result<Vec<PatternRow>, OpenError> {
    let line = file.column(Section::PatternLine, MOST)?;
    let number = |section| file.exactly(section, line.len());
    let (direction, length) = (number(Section::PatternDirection)?, number(Section::PatternLength)?);
    let count = number(Section::PatternTrips)?;
    let wrong = OpenError::Section(Section::PatternLength);
    let (mut first_stop, mut first_trip) = (0_u32, 0_u32);
    let mut rows = Vec::with_capacity(line.len());
    for (((line, direction), length), count) in
        line.into_iter().zip(direction).zip(length).zip(count)
    {
        // Positions are kept in 16 bits by the search.
        if line as usize >= lines || !(2..=u32::from(u16::MAX)).contains(&length) {
            return Err(wrong);
        }
        let direction = u8::try_from(direction).unwrap_or(2).min(2);
        rows.push(PatternRow { line, direction, first_stop, length, first_trip, count });
        first_stop =
            first_stop.checked_add(length).filter(|sum| (*sum as usize) < MOST).ok_or(wrong)?;
        first_trip =
            first_trip.checked_add(count).filter(|sum| (*sum as usize) < MOST).ok_or(wrong)?;
    }
    Ok(rows)
}

/// Running times as seconds after the start.
struct Times {
    all: Vec<u32>,
    /// Where each profile's arrivals and departures begin.
    rows: Vec<(u32, u32)>,
    /// First profile of each pattern, and the end.
    first: Vec<u32>,
}

impl Times {
    fn open(file: &File, patterns: &[PatternRow], unit: u32) -> Result<Self, OpenError> {
        let counts = file.exactly(Section::PatternProfiles, patterns.len())?;
        let mut first = vec![0_u32];
        let (mut sum, mut runs) = (0_u32, 0_usize);
        for (count, pattern) in counts.iter().zip(patterns) {
            sum = sum.checked_add(*count).ok_or(OpenError::Section(Section::PatternProfiles))?;
            first.push(sum);
            runs = runs.saturating_add((*count as usize).saturating_mul(pattern.length as usize));
        }
        if runs > MOST {
            return Err(OpenError::Section(Section::ProfileRun));
        }
        let dwells = file.exactly(Section::ProfileDwells, sum as usize)?;
        let run = file.exactly(Section::ProfileRun, runs)?;
        let dwell = file.column(Section::ProfileDwell, runs)?;
        let mut times = Vec::with_capacity(runs + dwell.len());
        let mut rows = Vec::with_capacity(sum as usize);
        let (mut run, mut dwell, mut dwells) =
            (run.into_iter(), dwell.into_iter(), dwells.into_iter());
        let mut departures = Vec::new();
        for (count, pattern) in counts.into_iter().zip(patterns) {
            for _ in 0..count {
                let dwelling = dwells.next().is_some_and(|dwells| dwells != 0);
                let arrive = u32::try_from(times.len()).unwrap_or(u32::MAX);
                let mut now = 0_u32;
                departures.clear();
                for _ in 0..pattern.length {
                    now = run
                        .next()
                        .and_then(|run| now.checked_add(run.checked_mul(unit)?))
                        .unwrap_or(u32::MAX);
                    times.push(now);
                    if dwelling {
                        let stay = dwell.next().ok_or(OpenError::Section(Section::ProfileDwell))?;
                        now = stay
                            .checked_mul(unit)
                            .and_then(|stay| now.checked_add(stay))
                            .unwrap_or(u32::MAX);
                        departures.push(now);
                    }
                }
                if now > LATEST {
                    return Err(OpenError::Section(Section::ProfileRun));
                }
                let depart =
                    if dwelling { u32::try_from(times.len()).unwrap_or(u32::MAX) } else { arrive };
                times.append(&mut departures);
                rows.push((arrive, depart));
            }
        }
        if dwell.next().is_some() {
            return Err(OpenError::Section(Section::ProfileDwell));
        }
        Ok(Self { all: times, rows, first })
    }
}

fn trips(
    file: &File,
    patterns: &mut [PatternRow],
    times: &Times,
    unit: u32,
    services: usize,
) -> Result<Vec<TripRow>, OpenError> {
    let count = patterns.iter().map(|pattern| pattern.count as usize).sum();
    let service = file.exactly(Section::TripService, count)?;
    let start = file.exactly(Section::TripStart, count)?;
    let profile = file.exactly(Section::TripProfile, count)?;
    let wrong = OpenError::Section(Section::TripProfile);
    let mut columns = service.into_iter().zip(start).zip(profile);
    let mut rows = Vec::with_capacity(count);
    for (pattern, bounds) in patterns.iter().zip(times.first.windows(2)) {
        for ((service, start), profile) in columns.by_ref().take(pattern.count as usize) {
            let of_pattern = bounds.first().zip(bounds.last());
            let profile = of_pattern.and_then(|(first, end)| {
                Some(first.checked_add(profile)?).filter(|profile| profile < end)
            });
            let row = profile.and_then(|profile| times.rows.get(profile as usize));
            let (arrive, depart) = *row.ok_or(wrong)?;
            let start = start.checked_mul(unit).filter(|start| *start <= LATEST);
            let start = start.ok_or(OpenError::Section(Section::TripStart))?;
            if service as usize >= services {
                return Err(OpenError::Section(Section::TripService));
            }
            rows.push(TripRow { start, arrive, depart, service });
        }
    }
    Ok(rows)
}

/// The last second of any trip.
fn latest(patterns: &[PatternRow], trips: &[TripRow], times: &[u32]) -> i32 {
    let mut latest = 0;
    for pattern in patterns {
        let first = pattern.first_trip as usize;
        for trip in trips.get(first..first + pattern.count as usize).unwrap_or_default() {
            let last = times.get((trip.depart + pattern.length - 1) as usize).copied().unwrap_or(0);
            latest = latest.max((trip.start + last).cast_signed());
        }
    }
    latest
}

fn headsigns(file: &File, texts: &Texts) -> Result<Lists<(u32, u32)>, OpenError> {
    let lengths = file.column(Section::HeadsignLength, MOST)?;
    let text = text_column(file, texts, Section::HeadsignText, None)?;
    let from = file.exactly(Section::HeadsignFrom, text.len())?;
    let all = from.into_iter().zip(text).collect();
    Lists::from_lengths(&lengths, all).ok_or(OpenError::Section(Section::HeadsignLength))
}

fn frequencies(file: &File, trips: usize) -> Result<Vec<(u32, u32, bool)>, OpenError> {
    let trip = file.column(Section::FrequencyTrip, trips)?;
    let headway = file.exactly(Section::FrequencyHeadway, trip.len())?;
    let rising = trip.windows(2).all(|pair| pair.first() < pair.last());
    if !rising || trip.last().is_some_and(|trip| *trip as usize >= trips) {
        return Err(OpenError::Section(Section::FrequencyTrip));
    }
    Ok(trip
        .into_iter()
        .zip(headway)
        .map(|(trip, headway)| (trip, headway >> 1, headway & 1 == 1))
        .collect())
}

/// Stop, pattern, position of every call.
fn calls(patterns: &[PatternRow], pattern_stop: &[u32]) -> Vec<(u32, (u32, u32))> {
    let mut calls = Vec::with_capacity(pattern_stop.len());
    let mut stops = pattern_stop.iter();
    for (number, pattern) in (0..).zip(patterns) {
        for (position, stop) in (0..).zip(stops.by_ref().take(pattern.length as usize)) {
            calls.push((*stop, (number, position)));
        }
    }
    calls
}

fn segments(
    stops: usize,
    patterns: &[PatternRow],
    pattern_stop: &[u32],
    times: &Times,
) -> Segments {
    let mut all = Vec::with_capacity(pattern_stop.len());
    let mut least: Vec<u32> = Vec::new();
    for (pattern, bounds) in patterns.iter().zip(times.first.windows(2)) {
        let length = pattern.length as usize;
        least.clear();
        least.resize(length, u32::MAX);
        let profiles =
            bounds.first().zip(bounds.last()).map(|(from, to)| *from as usize..*to as usize);
        for (arrive, depart) in profiles.and_then(|p| times.rows.get(p)).unwrap_or_default() {
            let row = |from: u32| {
                times.all.get(from as usize..from as usize + length).unwrap_or_default()
            };
            let (arrive, depart) = (row(*arrive), row(*depart));
            for ((least, depart), arrive) in
                least.iter_mut().skip(1).zip(depart).zip(arrive.iter().skip(1))
            {
                *least = (*least).min(arrive - depart);
            }
        }
        let first = pattern.first_stop as usize;
        let of_it = pattern_stop.get(first..first + length).unwrap_or_default();
        for (pair, least) in of_it.windows(2).zip(least.iter().skip(1)) {
            if let (Some(from), Some(to)) = (pair.first(), pair.last())
                && *least != u32::MAX
            {
                all.push((*from, *to, *least));
            }
        }
    }
    Segments::new(stops, &all)
}
