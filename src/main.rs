//! Mounts the app, no more.
fn main() {
    stadtkern::start();
}
