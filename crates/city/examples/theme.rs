//! Prints the style sheet of a city, or why its primary colour cannot be used.
//!
//! `cargo run -p city --example theme -- cities/musterstadt/city.json`

use city::{City, theme::Theme};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("which city.json?")?;
    let city = City::from_json(&std::fs::read(file)?)?;
    println!("{}", Theme::derive(city.theme)?.css());
    Ok(())
}
