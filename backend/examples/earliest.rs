//! Starts the demo city in this process and prints the first free appointments of each office.
//!
//! `cargo run -p backend --example earliest`

use std::error::Error;
use std::path::Path;

use backend::appointments::availability::bookable;
use backend::appointments::slots::{OpenDay, Taken, day_of};
use backend::config::{Config, Secrets};
use jiff::tz::TimeZone;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::env::set_current_dir(root)?;
    let data = std::env::temp_dir().join(format!("stadtkern-example-{}", std::process::id()));
    let mut config = Config::load(None, &Secrets::default())?;
    config.listen = ([127, 0, 0, 1], 0).into();
    config.data.clone_from(&data);
    let running = backend::start(config).await?;
    println!("listening on http://{}", running.address);
    for city in running.app.cities.all() {
        let catalogue = city.catalogue.get(city)?;
        let zone = TimeZone::get(&city.city().time_zone)?;
        let now = running.app.clock.now();
        let today = day_of(now, &zone).ok_or("the clock is broken")?;
        for office in catalogue
            .wire
            .offices
            .iter()
            .filter_map(|office| catalogue.office(zms::OfficeId::new(office.id)?))
        {
            let first = (0..90)
                .map(|days| today.plus_days(days))
                .filter(|day| bookable(office, today, *day))
                .find_map(|day| {
                    OpenDay::of(office, day, &zone)
                        .free_starts(office.slot_seconds, &Taken::new(), now)
                        .next()
                });
            let when = first.and_then(|start| jiff::Timestamp::from_second(start).ok());
            let when = when.map_or("nothing".to_owned(), |when| {
                when.to_zoned_datetime(zone.clone()).strftime("%F %H:%M").to_string()
            });
            println!("{when}  {}", office.wire.name.as_deref().unwrap_or_default());
        }
    }
    running.stop().await;
    std::fs::remove_dir_all(data)?;
    Ok(())
}
