//! A feed with one file of garbage, or garbage in the place of the feed. The first byte chooses.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use timetable::gtfs::{self, Limits, Tongue};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const FILES: [(&str, &str); 11] = [
    (
        "agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,https://a.example,Europe/Berlin\n",
    ),
    (
        "stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\ns,S,51,10,0,\nt,T,51.1,10,0,\nh,H,51,10,1,\n",
    ),
    ("routes.txt", "route_id,route_short_name,route_type,route_color\nr,5,3,FF0000\n"),
    (
        "calendar.txt",
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nw,1,1,1,1,1,0,0,20261123,20261206\n",
    ),
    ("calendar_dates.txt", "service_id,date,exception_type\nw,20261124,2\n"),
    ("trips.txt", "route_id,service_id,trip_id,direction_id\nr,w,t,0\n"),
    (
        "stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,stop_headsign,shape_dist_traveled\nt,8:00:00,8:00:00,s,1,,0\nt,8:05:00,8:05:00,t,2,,1\n",
    ),
    (
        "frequencies.txt",
        "trip_id,start_time,end_time,headway_secs,exact_times\nt,05:00:00,07:00:00,900,1\n",
    ),
    (
        "transfers.txt",
        "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id,to_trip_id\ns,t,2,60,,\n",
    ),
    (
        "pathways.txt",
        "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional\np,s,t,1,1\n",
    ),
    ("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang\nA,https://a.example,de\n"),
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, garbage)) = data.split_first() else { return };
    let limits = Limits { file_bytes: 1 << 20, stop_times: 5000, rows: 5000, days: 4000 };
    let chosen = usize::from(*choice >> 1);
    let bytes = if chosen >= FILES.len() {
        garbage.to_vec()
    } else {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (at, (name, content)) in FILES.iter().enumerate() {
            archive.start_file(*name, options).unwrap();
            if at != chosen {
                archive.write_all(content.as_bytes()).unwrap();
                continue;
            }
            // Instead of the file, or behind its rows.
            if choice & 1 == 1 {
                archive.write_all(content.as_bytes()).unwrap();
            }
            archive.write_all(garbage).unwrap();
        }
        archive.finish().unwrap().into_inner()
    };
    if let Ok((feed, report)) = gtfs::read(Cursor::new(bytes), limits) {
        for trip in &feed.trips {
            assert!(trip.stop_times.len() >= 2);
            assert!(trip.stop_times.is_sorted_by_key(|time| (time.sequence, time.departure)));
        }
        for finding in report.findings() {
            let _ = (finding.sentence(Tongue::German), finding.sentence(Tongue::English));
        }
    }
});
