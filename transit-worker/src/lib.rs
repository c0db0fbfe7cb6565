//! Answers questions about buses and trains from the timetable on the device, in the form of `transit`.
mod desk;

pub use desk::Desk;
