//! The network as the tables of GTFS Schedule.

use timetable::{Day, Wheelchair};

use crate::{
    calendar,
    lines::{Kind, LINES, ServiceKind},
    places::{self, Layout, PLACES},
    schedule::Trip,
    stops::{MAIN_STATION, Quay, Quays, station_id},
};

/// One file of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// File name, such as `stops.txt`.
    pub name: &'static str,
    /// Names of the columns.
    pub columns: &'static [&'static str],
    /// Rows, each with one text for each column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The file's content: comma-separated values (RFC 4180) in UTF-8.
    pub fn csv(&self) -> String {
        let mut text = self.columns.join(",");
        text.push_str("\r\n");
        for row in &self.rows {
            for (at, field) in row.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                if field.contains([',', '"', '\n', '\r']) {
                    text.push('"');
                    text.push_str(&field.replace('"', "\"\""));
                    text.push('"');
                } else {
                    text.push_str(field);
                }
            }
            text.push_str("\r\n");
        }
        text
    }
}

const CITY: &str = "stadtwerke";
const RAILWAY: &str = "regionalbahn";

/// The files of a feed that is valid from `first` for `days` days.
pub fn all(quays: &Quays, trips: &[Trip], first: Day, days: u32) -> Vec<Table> {
    let last = first.plus(i32::try_from(days.saturating_sub(1)).unwrap_or(i32::MAX));
    vec![
        agency(),
        feed_info(first, last),
        attributions(),
        routes(),
        stops(quays.list()),
        calendar(first, last),
        calendar_dates(first, last),
        trips_table(trips),
        stop_times(trips, quays),
        transfers(quays.list()),
    ]
}

fn row<const N: usize>(fields: [&str; N]) -> Vec<String> {
    fields.map(str::to_owned).into()
}

/// `YYYYMMDD`.
pub fn date(day: Day) -> String {
    let (year, month, date) = day.date();
    format!("{year:04}{month:02}{date:02}")
}

fn agency() -> Table {
    Table {
        name: "agency.txt",
        columns: &[
            "agency_id",
            "agency_name",
            "agency_url",
            "agency_timezone",
            "agency_lang",
            "agency_phone",
        ],
        rows: vec![
            row([
                CITY,
                "Stadtwerke Musterstadt",
                "https://fahrplan.musterstadt.example/",
                "Europe/Berlin",
                "de",
                "+49 30 23125-700",
            ]),
            row([
                RAILWAY,
                "Regionalbahn Mitte",
                "https://regionalbahn.example/",
                "Europe/Berlin",
                "de",
                "",
            ]),
        ],
    }
}

fn feed_info(first: Day, last: Day) -> Table {
    Table {
        name: "feed_info.txt",
        columns: &[
            "feed_publisher_name",
            "feed_publisher_url",
            "feed_lang",
            "feed_start_date",
            "feed_end_date",
            "feed_version",
            "feed_contact_email",
        ],
        rows: vec![row([
            "Stadtwerke Musterstadt",
            "https://fahrplan.musterstadt.example/",
            "de",
            &date(first),
            &date(last),
            &date(first),
            "fahrplan@musterstadt.example",
        ])],
    }
}

fn attributions() -> Table {
    Table {
        name: "attributions.txt",
        columns: &["attribution_id", "organization_name", "is_producer", "attribution_url"],
        rows: vec![row([
            "1",
            "Stadtwerke Musterstadt (erfundenes Netz, CC0 1.0)",
            "1",
            "https://fahrplan.musterstadt.example/",
        ])],
    }
}

fn route_id(name: &str) -> String {
    name.replace(' ', "")
}

fn routes() -> Table {
    let rows = LINES.iter().enumerate().map(|(order, line)| {
        let agency = if line.kind == Kind::Train { RAILWAY } else { CITY };
        row([
            &route_id(line.name),
            agency,
            line.name,
            line.long,
            &line.kind.route_type().to_string(),
            line.color,
            line.text_color,
            &(order + 1).to_string(),
        ])
    });
    Table {
        name: "routes.txt",
        columns: &[
            "route_id",
            "agency_id",
            "route_short_name",
            "route_long_name",
            "route_type",
            "route_color",
            "route_text_color",
            "route_sort_order",
        ],
        rows: rows.collect(),
    }
}

fn stops(quays: &[Quay]) -> Table {
    let mut rows = Vec::new();
    for (index, place) in PLACES.iter().enumerate() {
        let code = places::number(index).to_string();
        let wheelchair = match place.wheelchair {
            Wheelchair::Unknown => "",
            Wheelchair::Yes => "1",
            Wheelchair::No => "2",
        };
        let station =
            if place.layout == Layout::Station { station_id(index) } else { String::new() };
        if !station.is_empty() {
            let (latitude, longitude) = place.beside(0.0, 0.0);
            rows.push(stop(
                &station,
                place.name,
                &code,
                (latitude, longitude),
                "1",
                "",
                "",
                wheelchair,
            ));
        }
        for quay in quays.iter().filter(|quay| quay.place == index) {
            let platform = quay.platform.as_deref().unwrap_or_default();
            // Platforms of a station say nothing, so that the station's flag is theirs.
            let flag = if station.is_empty() { wheelchair } else { "" };
            rows.push(stop(
                &quay.id,
                place.name,
                &code,
                quay.position,
                "0",
                &station,
                platform,
                flag,
            ));
        }
        if place.name == MAIN_STATION {
            for (name, north, flag) in [("Nord", 60.0, "1"), ("Süd", -70.0, "2")] {
                let id = format!("{station}:eingang-{}", name.to_lowercase());
                let name = format!("{MAIN_STATION}, Eingang {name}");
                rows.push(stop(&id, &name, "", place.beside(0.0, north), "2", &station, "", flag));
            }
        }
    }
    Table {
        name: "stops.txt",
        columns: &[
            "stop_id",
            "stop_code",
            "stop_name",
            "stop_lat",
            "stop_lon",
            "location_type",
            "parent_station",
            "platform_code",
            "wheelchair_boarding",
        ],
        rows,
    }
}

#[allow(clippy::too_many_arguments)] // one for each column
fn stop(
    id: &str,
    name: &str,
    code: &str,
    position: (f64, f64),
    kind: &str,
    parent: &str,
    platform: &str,
    wheelchair: &str,
) -> Vec<String> {
    let (latitude, longitude) = (format!("{:.6}", position.0), format!("{:.6}", position.1));
    row([id, code, name, &latitude, &longitude, kind, parent, platform, wheelchair])
}

fn calendar(first: Day, last: Day) -> Table {
    let rows = ServiceKind::ALL.into_iter().map(|service| {
        let mut fields = vec![service.id().to_owned()];
        for weekday in 0..7 {
            fields.push(u8::from(calendar::runs_usually(service, weekday)).to_string());
        }
        fields.extend([date(first), date(last)]);
        fields
    });
    Table {
        name: "calendar.txt",
        columns: &[
            "service_id",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "start_date",
            "end_date",
        ],
        rows: rows.collect(),
    }
}

fn calendar_dates(first: Day, last: Day) -> Table {
    let mut rows = Vec::new();
    for day in (first.0..=last.0).map(Day) {
        for service in ServiceKind::ALL {
            let (usually, really) =
                (calendar::runs_usually(service, day.weekday()), calendar::runs(service, day));
            if usually != really {
                rows.push(row([service.id(), &date(day), if really { "1" } else { "2" }]));
            }
        }
    }
    Table { name: "calendar_dates.txt", columns: &["service_id", "date", "exception_type"], rows }
}

fn trips_table(trips: &[Trip]) -> Table {
    let rows = trips.iter().filter_map(|trip| {
        let line = trip.line()?;
        let train = line.kind == Kind::Train;
        // Trains have a number; it is the second part of their name.
        let number = format!(
            "{}{:05}",
            line.name.split(' ').next_back().unwrap_or_default(),
            trip.start() / 60 * 2 + u32::from(trip.direction)
        );
        Some(row([
            &route_id(line.name),
            trip.service.id(),
            &trip.id,
            &trip.headsign,
            if train { &number } else { "" },
            &trip.direction.to_string(),
            line.wheelchair,
            if train { "1" } else { "" },
        ]))
    });
    Table {
        name: "trips.txt",
        columns: &[
            "route_id",
            "service_id",
            "trip_id",
            "trip_headsign",
            "trip_short_name",
            "direction_id",
            "wheelchair_accessible",
            "bikes_allowed",
        ],
        rows: rows.collect(),
    }
}

/// `HH:MM:SS`, past 24 h where the service day goes on.
pub fn time(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn stop_times(trips: &[Trip], quays: &Quays) -> Table {
    let mut rows = Vec::new();
    for trip in trips {
        let last = trip.calls.len().saturating_sub(1);
        for (at, call) in trip.calls.iter().enumerate() {
            let stop = quays.get(call.quay).map_or("", |quay| &quay.id);
            rows.push(row([
                &trip.id,
                &time(call.arrival),
                &time(call.departure),
                stop,
                &(at + 1).to_string(),
                if at == last { "1" } else { "" },
                if at == 0 { "1" } else { "" },
            ]));
        }
    }
    Table {
        name: "stop_times.txt",
        columns: &[
            "trip_id",
            "arrival_time",
            "departure_time",
            "stop_id",
            "stop_sequence",
            "pickup_type",
            "drop_off_type",
        ],
        rows,
    }
}

/// Minutes to change inside stations, and the night buses' meeting at the Rathaus, where they wait for each other.
fn transfers(quays: &[Quay]) -> Table {
    let mut rows = Vec::new();
    for (name, seconds) in [(MAIN_STATION, "240"), ("Westbahnhof", "180"), ("Rathaus", "120")] {
        if let Some((index, _)) = places::find(name) {
            let station = station_id(index);
            rows.push(row([&station, &station, "2", seconds, "", ""]));
        }
    }
    let rathaus = places::find("Rathaus").map(|(index, _)| index);
    let bays: Vec<&Quay> = quays
        .iter()
        .filter(|quay| {
            Some(quay.place) == rathaus
                && !matches!(quay.platform.as_deref(), Some("A" | "B") | None)
        })
        .collect();
    // Buses stand at Rathaus in the order of the list of lines: the night lines are the last two.
    if let [.., north, west] = bays.as_slice() {
        rows.push(row([&north.id, &west.id, "1", "", "N1", "N2"]));
        rows.push(row([&west.id, &north.id, "1", "", "N2", "N1"]));
    }
    Table {
        name: "transfers.txt",
        columns: &[
            "from_stop_id",
            "to_stop_id",
            "transfer_type",
            "min_transfer_time",
            "from_route_id",
            "to_route_id",
        ],
        rows,
    }
}
