//! Prints the JSON Schema of `city.json`.
//!
//! `cargo run -q -p city --example schema > public/city.schema.json`

fn main() {
    print!("{}", city::schema::text());
}
