//! Looks up a text and a plural: `cargo run -p messages --example greet`.
use messages::Catalogue;

fn main() -> Result<(), messages::CatalogueError> {
    let english = Catalogue::from_json(
        br#"{"free.one": "{n} free appointment", "free.other": "{n} free appointments"}"#,
    )?;
    println!("{}", english.plural("free", "other", &[("n", "12")]));
    Ok(())
}
