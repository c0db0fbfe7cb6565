//! What can one do today? `cargo run -p participation --example what_now -- ITEMS.json`
//!
//! Reads a file of items as the backend sends it and prints a line for each.

use dates::Timestamp;
use participation::items;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file with items")?;
    let read = items(&std::fs::read(path)?)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = Timestamp(i64::try_from(now)?);
    for item in &read.value {
        println!("{:<24} {:<40} {:?}", item.id, item.title.text("en"), item.offer(now));
    }
    println!("{} could not be read", read.skipped);
    Ok(())
}
