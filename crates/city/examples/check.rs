//! Checks a package folder and prints every finding, in German with `--de`.
//!
//! `cargo run -p city --example check -- cities/musterstadt --de`

use city::check::{Tongue, Weight, check, is_servable};
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("which folder?")?;
    let tongue = match arguments.next().as_deref() {
        Some("--de") => Tongue::German,
        _ => Tongue::English,
    };
    let findings = check(&city::folder::load(Path::new(&folder))?);
    for finding in &findings {
        let mark = match finding.weight {
            Weight::Error => "✗",
            Weight::Warning => "!",
        };
        println!("{mark} {}", finding.sentence(tongue));
    }
    println!("{} findings", findings.len());
    if is_servable(&findings) { Ok(()) } else { Err("the package cannot be served".into()) }
}
