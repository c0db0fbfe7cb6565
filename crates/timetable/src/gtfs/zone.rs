//! What the clocks of the feed's time zone show on its days.

use jiff::{Timestamp, tz::TimeZone};

use super::GtfsError;
use crate::feed::{Service, UtcOffset, Zone};

/// Days before the first and after the last service day for which the offsets hold too.
const MARGIN: i64 = 8;

/// The offsets on the days of the services.
///
/// # Errors
/// The zone is unknown, or no service has a day.
pub(super) fn of_days(name: &str, services: &[Service]) -> Result<Zone, GtfsError> {
    if name.is_empty() {
        return Err(GtfsError::NoZone);
    }
    let zone = TimeZone::get(name).map_err(|_| GtfsError::UnknownZone { name: name.to_owned() })?;
    let days = || services.iter().flat_map(|service| &service.days);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Err(GtfsError::NoDays);
    };
    let start = (i64::from(first.0) - MARGIN) * 86_400;
    let end = (i64::from(last.0) + MARGIN) * 86_400;
    // Days are between the years 0 and 9999, and so are these moments but for the margin.
    let moment = |seconds: i64| Timestamp::from_second(seconds).map_err(|_| GtfsError::NoDays);
    let (start, end) = (moment(start)?, moment(end)?);
    let mut offsets =
        vec![UtcOffset { from: start.as_second(), seconds: zone.to_offset(start).seconds() }];
    for change in zone.following(start).take_while(|change| change.timestamp() < end) {
        let seconds = change.offset().seconds();
        // Some changes are of the name only.
        if offsets.last().is_none_or(|before| before.seconds != seconds) {
            offsets.push(UtcOffset { from: change.timestamp().as_second(), seconds });
        }
    }
    let name = zone.iana_name().unwrap_or(name).to_owned();
    Ok(Zone { name, offsets })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::Day;

    #[test]
    fn berlin_changes_its_clocks_twice_a_year() {
        let days = vec![Day::from_date(2021, 1, 1).unwrap(), Day::from_date(2021, 12, 31).unwrap()];
        let services = [Service { id: "s".to_owned(), days }];
        let zone = of_days("europe/berlin", &services).unwrap();
        assert_eq!(zone.name, "Europe/Berlin");
        let seconds: Vec<i32> = zone.offsets.iter().map(|offset| offset.seconds).collect();
        assert_eq!(seconds, [3600, 7200, 3600]);
        assert_eq!(zone.offsets[1].from, 1_616_893_200);
        assert_eq!(of_days("America/Regina", &services).unwrap().offsets.len(), 1);
        let unknown = of_days("Europe/Musterstadt", &services).unwrap_err().to_string();
        assert!(unknown.contains("Europe/Berlin"), "{unknown}");
        assert!(of_days("Europe/Berlin", &[]).is_err());
    }
}
