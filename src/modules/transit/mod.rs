//! Buses and trains: departures, journeys, lines, from the city's timetable on the device.
mod check;
mod client;
mod engine;
mod keep;
pub mod module;
mod names;
mod pages;
mod planner;
mod state;
mod supply;
