//! `GET /available-calendar/`.

use super::wire;

wire! {
    /// The calendar of some offices for some services.
    #[derive(Debug, Default)]
    AvailableCalendar {
        /// First day asked for; empty when the system behind could not be asked.
        start_date: Option<String> = "startDate",
        /// Last day asked for.
        end_date: Option<String> = "endDate",
        /// First day for which slots are listed.
        slots_start_date: Option<String> = "slotsStartDate",
        /// Last day for which slots are listed.
        slots_end_date: Option<String> = "slotsEndDate",
        /// Nearest bookable day before the listed month.
        prev_bookable_date: Option<String> = "prevBookableDate",
        /// Nearest bookable day after the listed month.
        next_bookable_date: Option<String> = "nextBookableDate",
        /// The bookable days of the month.
        available_days: Vec<AvailableDay> = "availableDays",
    }
}

wire! {
    /// A bookable day.
    #[derive(Debug)]
    AvailableDay {
        /// Which day.
        date: String = "date",
        /// The offices that have something free, separated by commas.
        provider_ids: Option<String> = "providerIDs",
        /// Their slots; empty on every day but the one asked for.
        offices: Vec<OfficeSlots> = "offices",
    }
}

wire! {
    /// The free slots of one office on one day.
    #[derive(Debug)]
    OfficeSlots {
        /// The office; a text on the wire, here as nowhere else.
        office_id: String = "officeId",
        /// Starts of the slots, seconds since the epoch.
        appointments: Vec<i64> = "appointments",
    }
}
