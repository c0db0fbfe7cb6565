//! Writing the sections.

use super::check::PackError;
use super::ids::{Id, templates};
use super::patterns::Pattern;
use super::stops::Stops;
use super::texts::Texts;
use super::transfers::Between;
use super::trips::{Headsigns, flags};
use crate::feed::{Day, Feed};
use crate::file::{Section, Writer, fold};
use std::collections::BTreeMap;

/// The bits of [`Section::TransferFlags`].
mod transfer_flag {
    pub const FORBIDDEN: u32 = 1;
    pub const WAY: u32 = 2;
    pub const STEP_FREE: u32 = 4;
    pub const MINIMUM: u32 = 8;
}

/// The file.
pub fn write(
    feed: &Feed,
    stops: &Stops,
    patterns: &[Pattern],
    transfers: &BTreeMap<(u32, u32), Between>,
) -> Result<Vec<u8>, PackError> {
    Ok(collect(feed, stops, patterns, transfers)?.finish())
}

/// The sections of the file.
pub fn collect(
    feed: &Feed,
    stops: &Stops,
    patterns: &[Pattern],
    transfers: &BTreeMap<(u32, u32), Between>,
) -> Result<Writer, PackError> {
    let mut writer = Writer::default();
    let mut texts = Texts::new();
    write_stops(feed, stops, &mut texts, &mut writer);
    write_lines(feed, &mut texts, &mut writer);
    let first_day = write_services(feed, &mut writer)?;
    let unit = unit(patterns);
    write_patterns(patterns, unit, &mut writer);
    write_trips(feed, patterns, unit, &mut texts, &mut writer)?;
    write_ids(feed, patterns, &mut texts, &mut writer);
    write_transfers(transfers, &mut writer);
    write_about(feed, first_day, unit, &mut texts, &mut writer);
    let (bytes, lengths) = texts.finish();
    writer.bytes(Section::Texts, &bytes);
    writer.plain(Section::TextLength, &lengths);
    Ok(writer)
}

/// Hundred-thousandths of a degree: about a metre.
#[allow(clippy::cast_possible_truncation)] // clamped to a circle
fn angle(degrees: f64) -> u32 {
    ((degrees.clamp(-180.0, 180.0) * 1e5).round() as i32).cast_unsigned()
}

fn write_stops(feed: &Feed, stops: &Stops, texts: &mut Texts, writer: &mut Writer) {
    let of = |at: &crate::feed::StopIndex| &feed.stops[at.0 as usize];
    let all = || stops.order.iter().map(of);
    let mut column = |section, numbers: Vec<u32>| writer.delta(section, &numbers);
    column(Section::StopLatitude, all().map(|stop| angle(stop.latitude)).collect());
    column(Section::StopLongitude, all().map(|stop| angle(stop.longitude)).collect());
    column(Section::StopId, all().map(|stop| texts.add(&stop.id)).collect());
    column(Section::StopName, all().map(|stop| texts.add(&stop.name)).collect());
    column(Section::StopCode, all().map(|stop| texts.maybe(stop.code.as_deref())).collect());
    column(
        Section::StopPlatform,
        all().map(|stop| texts.maybe(stop.platform.as_deref())).collect(),
    );
    column(Section::StopPlace, stops.place.clone());
    let named = || stops.place_named_by.iter().map(of);
    column(Section::PlaceName, named().map(|stop| texts.add(&stop.name)).collect());
    column(Section::PlaceId, named().map(|stop| texts.add(&stop.id)).collect());
    let wheelchair: Vec<u32> = all().map(|stop| u32::from(stop.wheelchair.number())).collect();
    writer.plain(Section::StopWheelchair, &wheelchair);
}

fn write_lines(feed: &Feed, texts: &mut Texts, writer: &mut Writer) {
    let agencies: Vec<u32> = feed
        .agencies
        .iter()
        .flat_map(|a| [texts.add(&a.id), texts.add(&a.name), texts.maybe(a.url.as_deref())])
        .collect();
    writer.plain(Section::AgencyText, &agencies);
    let all = || feed.lines.iter();
    let mut column = |section, numbers: Vec<u32>| writer.delta(section, &numbers);
    column(Section::LineId, all().map(|line| texts.add(&line.id)).collect());
    column(Section::LineShortName, all().map(|line| texts.add(&line.short_name)).collect());
    column(Section::LineLongName, all().map(|line| texts.add(&line.long_name)).collect());
    column(Section::LineUrl, all().map(|line| texts.maybe(line.url.as_deref())).collect());
    // Shifted by one: 0 is none.
    let one = |number: u32| number.saturating_add(1);
    let mut column = |section, numbers: Vec<u32>| writer.plain(section, &numbers);
    column(Section::LineAgency, all().map(|line| line.agency.map_or(0, |a| one(a.0))).collect());
    column(Section::LineRouteType, all().map(|line| u32::from(line.route_type)).collect());
    column(
        Section::LineColor,
        all().map(|line| line.color.map_or(0, |c| one(c & 0xff_ffff))).collect(),
    );
    let text_color = all().map(|line| line.text_color.map_or(0, |c| one(c & 0xff_ffff)));
    column(Section::LineTextColor, text_color.collect());
    column(Section::LineSort, all().map(|line| line.sort_order.map_or(0, one)).collect());
}

/// Most days a file may span: 27 years, as a reader allows. A service of one day in 2099 costs bits for all.
const MOST_DAYS: i32 = 10_000;

fn write_services(feed: &Feed, writer: &mut Writer) -> Result<(Day, u32), PackError> {
    let days = || feed.services.iter().flat_map(|service| &service.days);
    let first = days().min().copied().unwrap_or_default();
    let last = days().max().copied().unwrap_or_default();
    let span = last.0.checked_sub(first.0).filter(|span| *span < MOST_DAYS);
    let span = span.ok_or(PackError::TooMany("days"))?;
    let count = usize::try_from(span + 1).unwrap_or(1);
    let row = count.div_ceil(8);
    let mut bits = vec![0_u8; row * feed.services.len()];
    for (service, row) in feed.services.iter().zip(bits.chunks_exact_mut(row)) {
        for day in &service.days {
            let at = usize::try_from(day.0 - first.0).unwrap_or(0);
            row[at / 8] |= 1 << (at % 8);
        }
    }
    writer.bytes(Section::ServiceDays, &bits);
    Ok((first, u32::try_from(count).unwrap_or(1)))
}

/// The largest number of seconds that all times are multiples of.
fn unit(patterns: &[Pattern]) -> u32 {
    // A feed whose only trip begins at 25:00 has no greater unit than a day: the reader takes none.
    let mut unit = 86_400;
    for pattern in patterns {
        for profile in &pattern.profiles {
            profile.run.iter().chain(&profile.dwell).for_each(|seconds| unit = gcd(unit, *seconds));
        }
        pattern.trips.iter().for_each(|trip| unit = gcd(unit, trip.run.start));
    }
    unit
}

const fn gcd(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn write_patterns(patterns: &[Pattern], unit: u32, writer: &mut Writer) {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let all = || patterns.iter();
    let lines: Vec<u32> = all().map(|pattern| pattern.key.line.0).collect();
    writer.delta(Section::PatternLine, &lines);
    let mut column = |section, numbers: Vec<u32>| writer.plain(section, &numbers);
    column(Section::PatternDirection, all().map(|p| u32::from(p.key.direction)).collect());
    column(Section::PatternLength, all().map(|p| count(p.key.stops.len())).collect());
    column(Section::PatternProfiles, all().map(|p| count(p.profiles.len())).collect());
    column(Section::PatternTrips, all().map(|p| count(p.trips.len())).collect());
    let boarding = all().flat_map(|p| p.key.boarding.iter().map(|b| u32::from(*b)));
    column(Section::PatternBoarding, boarding.collect());
    let stops: Vec<u32> = all().flat_map(|p| p.key.stops.iter().copied()).collect();
    writer.delta(Section::PatternStop, &stops);
    let sequence: Vec<u32> = all().flat_map(|p| p.key.sequence.iter().copied()).collect();
    writer.delta(Section::PatternSequence, &sequence);
    let profiles = || all().flat_map(|pattern| &pattern.profiles);
    let dwells = |profile: &super::patterns::Profile| profile.dwell.iter().any(|d| *d > 0);
    let mut column = |section, numbers: Vec<u32>| writer.plain(section, &numbers);
    column(Section::ProfileDwells, profiles().map(|profile| u32::from(dwells(profile))).collect());
    column(Section::ProfileRun, profiles().flat_map(|p| p.run.iter().map(|s| s / unit)).collect());
    let dwelling = profiles().filter(|profile| dwells(profile));
    column(
        Section::ProfileDwell,
        dwelling.flat_map(|p| p.dwell.iter().map(|s| s / unit)).collect(),
    );
}

fn write_trips(
    feed: &Feed,
    patterns: &[Pattern],
    unit: u32,
    texts: &mut Texts,
    writer: &mut Writer,
) -> Result<(), PackError> {
    let trips = || patterns.iter().flat_map(|pattern| &pattern.trips);
    let services: Vec<u32> = trips().map(|trip| trip.run.trip.service.0).collect();
    let starts: Vec<u32> = trips().map(|trip| trip.run.start / unit).collect();
    let profiles: Vec<u32> = trips().map(|trip| trip.profile).collect();
    if trips().count() > 1 << 28 {
        return Err(PackError::TooMany("trips"));
    }
    let mut headsigns = Headsigns::default();
    let shown: Vec<u32> = trips()
        .map(|trip| {
            let last = trip.run.trip.stop_times.last().map(|time| time.stop.0 as usize);
            let name = last.and_then(|stop| feed.stops.get(stop)).map_or("", |stop| &stop.name);
            headsigns.add(trip.run.trip, name, texts)
        })
        .collect();
    writer.delta(Section::TripService, &services);
    writer.delta(Section::TripStart, &starts);
    writer.plain(Section::TripProfile, &profiles);
    writer.delta(Section::TripHeadsign, &shown);
    let all_flags: Vec<u32> = trips().map(|trip| flags(trip.run.trip)).collect();
    writer.plain(Section::TripFlags, &all_flags);
    let names: Vec<u32> =
        trips().map(|trip| texts.maybe(trip.run.trip.short_name.as_deref())).collect();
    writer.delta(Section::TripName, &names);
    let lengths: Vec<u32> =
        headsigns.all.iter().map(|signs| u32::try_from(signs.len()).unwrap_or(u32::MAX)).collect();
    let froms: Vec<u32> = headsigns.all.iter().flatten().map(|(from, _)| *from).collect();
    let signs: Vec<u32> = headsigns.all.iter().flatten().map(|(_, text)| *text).collect();
    writer.plain(Section::HeadsignLength, &lengths);
    writer.plain(Section::HeadsignFrom, &froms);
    writer.delta(Section::HeadsignText, &signs);
    let repeated = || (0_u32..).zip(trips()).filter_map(|(at, t)| Some((at, t.run.headway?)));
    let at: Vec<u32> = repeated().map(|(at, _)| at).collect();
    let headway: Vec<u32> =
        repeated().map(|(_, (seconds, exact))| (seconds << 1) | u32::from(exact)).collect();
    writer.delta(Section::FrequencyTrip, &at);
    writer.plain(Section::FrequencyHeadway, &headway);
    Ok(())
}

fn write_ids(feed: &Feed, patterns: &[Pattern], texts: &mut Texts, writer: &mut Writer) {
    let ids: Vec<Id> = patterns
        .iter()
        .flat_map(|pattern| &pattern.trips)
        .map(|trip| Id {
            trip: &trip.run.trip.id,
            service: &feed.services[trip.run.trip.service.0 as usize].id,
            line: &feed.lines[trip.run.trip.line.0 as usize].id,
            start: trip.run.start,
        })
        .collect();
    let found = templates(&ids);
    let services: Vec<u32> = feed.services.iter().map(|service| texts.add(&service.id)).collect();
    writer.delta(Section::ServiceId, &services);
    let template_texts: Vec<u32> = found.texts.iter().map(|text| texts.add(text)).collect();
    writer.delta(Section::TemplateText, &template_texts);
    let rules: Vec<u32> = found.rules.iter().flatten().map(|rule| rule.pack()).collect();
    writer.plain(Section::TemplateRule, &rules);
    writer.plain(Section::TripIdTemplate, &found.template);
    writer.plain(Section::TripIdNumbers, &found.numbers);
}

fn write_transfers(transfers: &BTreeMap<(u32, u32), Between>, writer: &mut Writer) {
    let from: Vec<u32> = transfers.keys().map(|(from, _)| *from).collect();
    let to: Vec<u32> = transfers.keys().map(|(_, to)| *to).collect();
    let flags: Vec<u32> = transfers
        .values()
        .map(|between| {
            let bits = [
                (between.forbidden, transfer_flag::FORBIDDEN),
                (between.way.is_some(), transfer_flag::WAY),
                (between.step_free.is_some(), transfer_flag::STEP_FREE),
                (between.minimum.is_some(), transfer_flag::MINIMUM),
            ];
            bits.into_iter().filter(|(known, _)| *known).map(|(_, bit)| bit).sum()
        })
        .collect();
    let seconds: Vec<u32> = transfers
        .values()
        .flat_map(|between| [between.way, between.step_free, between.minimum])
        .flatten()
        .map(|seconds| seconds.min(86_400))
        .collect();
    writer.delta(Section::TransferFrom, &from);
    writer.delta(Section::TransferTo, &to);
    writer.plain(Section::TransferFlags, &flags);
    writer.plain(Section::TransferSeconds, &seconds);
}

fn write_about(
    feed: &Feed,
    (first, days): (Day, u32),
    unit: u32,
    texts: &mut Texts,
    writer: &mut Writer,
) {
    let about = &feed.about;
    let last = first.plus(i32::try_from(days).unwrap_or(1) - 1);
    let day = |day: Day| fold(day.0);
    let numbers = [
        unit,
        day(first),
        days,
        day(about.first_day.unwrap_or(first)),
        day(about.last_day.unwrap_or(last)),
        texts.add(&about.publisher),
        texts.maybe(about.publisher_url.as_deref()),
        texts.maybe(about.version.as_deref()),
        texts.maybe(about.language.as_deref()),
        texts.maybe(about.licence.as_deref()),
        texts.add(&feed.zone.name),
    ];
    writer.plain(Section::About, &numbers);
    let attributions: Vec<u32> = about
        .attributions
        .iter()
        .flat_map(|one| [texts.add(&one.name), texts.maybe(one.url.as_deref())])
        .collect();
    writer.plain(Section::Attribution, &attributions);
    #[allow(clippy::cast_possible_truncation)] // the lower half is meant
    let halves = |moment: i64| {
        let bits = moment.cast_unsigned();
        [bits as u32, (bits >> 32) as u32]
    };
    let from: Vec<u32> = feed.zone.offsets.iter().flat_map(|offset| halves(offset.from)).collect();
    let offsets: Vec<u32> = feed.zone.offsets.iter().map(|offset| fold(offset.seconds)).collect();
    writer.plain(Section::ZoneFrom, &from);
    writer.plain(Section::ZoneOffset, &offsets);
}
