//! Which columns and files the GTFS reference names, so that a misspelt one is noticed.

use super::File;

/// Files of the reference (and of its widespread extensions) that a timetable for passengers does not need.
pub(super) const NOT_NEEDED: &[&str] = &[
    "areas.txt",
    "booking_rules.txt",
    "calendar_attributes.txt",
    "directions.txt",
    "fare_attributes.txt",
    "fare_leg_join_rules.txt",
    "fare_leg_rules.txt",
    "fare_media.txt",
    "fare_products.txt",
    "fare_rules.txt",
    "fare_transfer_rules.txt",
    "farezone_attributes.txt",
    "levels.txt",
    "location_group_stops.txt",
    "location_groups.txt",
    "locations.geojson",
    "networks.txt",
    "rider_categories.txt",
    "route_networks.txt",
    "shapes.txt",
    "stop_areas.txt",
    "timeframes.txt",
    "translations.txt",
];

/// The columns of a file.
#[rustfmt::skip] // lists of names read better as a text
pub(super) const fn of(file: File) -> &'static [&'static str] {
    match file {
        File::Agency => &["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang", "agency_phone",
            "agency_fare_url", "agency_email", "cemv_support"],
        File::Stops => &["stop_id", "stop_code", "stop_name", "tts_stop_name", "stop_desc", "stop_lat", "stop_lon", "zone_id",
            "stop_url", "location_type", "parent_station", "stop_timezone", "wheelchair_boarding", "level_id",
            "platform_code", "stop_access"],
        File::Routes => &["route_id", "agency_id", "route_short_name", "route_long_name", "route_desc", "route_type", "route_url",
            "route_color", "route_text_color", "route_sort_order", "continuous_pickup", "continuous_drop_off",
            "network_id", "cemv_support"],
        File::Trips => &["route_id", "service_id", "trip_id", "trip_headsign", "trip_short_name", "direction_id", "block_id",
            "shape_id", "wheelchair_accessible", "bikes_allowed", "cars_allowed"],
        File::StopTimes => &["trip_id", "arrival_time", "departure_time", "stop_id", "location_group_id", "location_id",
            "stop_sequence", "stop_headsign", "start_pickup_drop_off_window", "end_pickup_drop_off_window", "pickup_type",
            "drop_off_type", "continuous_pickup", "continuous_drop_off", "shape_dist_traveled", "timepoint",
            "pickup_booking_rule_id", "drop_off_booking_rule_id"],
        File::Calendar => &["service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
            "start_date", "end_date"],
        File::CalendarDates => &["service_id", "date", "exception_type"],
        File::Frequencies => &["trip_id", "start_time", "end_time", "headway_secs", "exact_times"],
        File::Transfers => &["from_stop_id", "to_stop_id", "from_route_id", "to_route_id", "from_trip_id", "to_trip_id",
            "transfer_type", "min_transfer_time"],
        File::Pathways => &["pathway_id", "from_stop_id", "to_stop_id", "pathway_mode", "is_bidirectional", "length",
            "traversal_time", "stair_count", "max_slope", "min_width", "signposted_as", "reversed_signposted_as"],
        File::FeedInfo => &["feed_publisher_name", "feed_publisher_url", "feed_lang", "default_lang", "feed_start_date",
            "feed_end_date", "feed_version", "feed_contact_email", "feed_contact_url"],
        File::Attributions => &["attribution_id", "agency_id", "route_id", "trip_id", "organization_name", "is_producer",
            "is_operator", "is_authority", "attribution_url", "attribution_email", "attribution_phone"],
        File::Archive => &[],
    }
}
