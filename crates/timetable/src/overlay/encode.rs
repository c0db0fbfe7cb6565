//! Writing an overlay.

use super::{News, Overlay, Report};
use crate::file::fold;

/// First bytes; the last of them is the version.
pub(super) const MAGIC: [u8; 8] = *b"sktlive\x01";

impl Overlay {
    /// The small binary form: see `docs/timetable-format.md`.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([0; 8]);
        bytes.extend(self.timetable.to_le_bytes());
        bytes.extend(self.made_at.to_le_bytes());
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        push(&mut bytes, count(self.changes.len()));
        for change in &self.changes {
            push(&mut bytes, change.trip.0);
            push(&mut bytes, fold(change.day.0));
            let stops = match &change.news {
                News::Cancelled => {
                    push(&mut bytes, 0);
                    continue;
                }
                News::Deleted => {
                    push(&mut bytes, 1);
                    continue;
                }
                News::Runs(stops) => stops,
            };
            push(&mut bytes, count(stops.len()).saturating_add(2));
            for news in stops {
                push(&mut bytes, u32::from(news.position));
                // Bits: 1 arrival, 2 departure, 4 skipped, 8 nothing, 16 another stop.
                let (bits, delays) = match news.report {
                    Report::Times { arrival, departure } => (
                        u8::from(arrival.is_some()) | u8::from(departure.is_some()) << 1,
                        [arrival, departure],
                    ),
                    Report::Skipped => (4, [None, None]),
                    Report::Nothing => (8, [None, None]),
                };
                bytes.push(bits | u8::from(news.stop.is_some()) << 4);
                delays.into_iter().flatten().for_each(|delay| push(&mut bytes, fold(delay)));
                news.stop.into_iter().for_each(|stop| push(&mut bytes, stop.0));
            }
        }
        push(&mut bytes, count(self.added.len()));
        for trip in &self.added {
            for text in [&trip.id, &trip.headsign] {
                push(&mut bytes, count(text.len()));
                bytes.extend(text.as_bytes());
            }
            push(&mut bytes, trip.line.map_or(0, |line| line.0.saturating_add(1)));
            push(&mut bytes, fold(trip.day.0));
            bytes.push(trip.wheelchair.number());
            push(&mut bytes, count(trip.calls.len()));
            for call in &trip.calls {
                push(&mut bytes, call.stop.0);
                push(&mut bytes, fold(call.arrival));
                push(&mut bytes, fold(call.departure));
                bytes.push(u8::from(call.pickup) | u8::from(call.drop_off) << 1);
            }
        }
        let sum = crate::file::sum(bytes.get(16..).unwrap_or_default()).to_le_bytes();
        for (to, from) in bytes.iter_mut().skip(8).zip(sum) {
            *to = from;
        }
        bytes
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow (LEB128).
#[allow(clippy::cast_possible_truncation)] // the lowest byte is meant
fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
