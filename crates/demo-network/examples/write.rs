//! Writes the demo network: `cargo run -p demo-network --example write -- network.zip [updates.pb SECONDS]`.
//!
//! The timetable begins at 2026-11-23 and holds a year; `SECONDS` since 1970 is the moment of the updates.

use std::{error::Error, fs};

use demo_network::Network;
use timetable::Day;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let path = words.next().ok_or("Name the file to write, such as network.zip.")?;
    let first = Day::from_date(2026, 11, 23).ok_or("no such day")?;
    let network = Network::new(1, first, 365);
    fs::write(&path, network.zip()?)?;
    for table in network.tables() {
        println!("{:>7} rows  {}", table.rows.len(), table.name);
    }
    if let (Some(path), Some(moment)) = (words.next(), words.next()) {
        let bytes = network.realtime_bytes(moment.parse()?);
        println!("{:>7} bytes {path}", bytes.len());
        fs::write(&path, bytes)?;
    }
    Ok(())
}
