//! Reading an overlay.

use super::{AddedCall, AddedTrip, News, Overlay, Report, StopNews, TripChange, encode::MAGIC};
use crate::day::Day;
use crate::file::unfold;
use crate::mode::Wheelchair;
use crate::timetable::{LineNumber, StopNumber, TripNumber};

/// Why bytes are no overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverlayError {
    /// Something else was downloaded, or another version.
    #[error("this is no real-time overlay of this version: ask again")]
    NoOverlay,
    /// Cut or changed on the way.
    #[error("the real-time overlay was damaged on the way: ask again")]
    Damaged,
}

impl Overlay {
    /// From the binary form. Numbers may still point nowhere; [`super::Live`] leaves such parts out.
    ///
    /// # Errors
    /// When the bytes are no overlay of this version, cut or changed.
    pub fn decode(bytes: &[u8]) -> Result<Self, OverlayError> {
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(OverlayError::NoOverlay);
        }
        let body = bytes.get(16..).ok_or(OverlayError::Damaged)?;
        let sum: Option<[u8; 8]> = bytes.get(8..16).and_then(|sum| sum.try_into().ok());
        if sum.map(u64::from_le_bytes) != Some(crate::file::sum(body)) {
            return Err(OverlayError::Damaged);
        }
        let mut reader = Reader(body);
        reader.overlay().filter(|_| reader.0.is_empty()).ok_or(OverlayError::Damaged)
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_at_checked(N)?;
        self.0 = rest;
        taken.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(number).ok();
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i32> {
        self.number().map(unfold)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(taken).ok().map(str::to_owned)
    }

    /// So many of what `one` reads. Space is asked for as it is filled: the count may be a lie.
    fn many<T>(&mut self, count: u32, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }

    fn overlay(&mut self) -> Option<Overlay> {
        let timetable = u64::from_le_bytes(self.array()?);
        let made_at = i64::from_le_bytes(self.array()?);
        let count = self.number()?;
        let changes = self.many(count, Self::change)?;
        let count = self.number()?;
        let added = self.many(count, Self::added)?;
        Some(Overlay { timetable, made_at, changes, added })
    }

    fn change(&mut self) -> Option<TripChange> {
        let (trip, day) = (TripNumber(self.number()?), Day(self.signed()?));
        let news = match self.number()? {
            0 => News::Cancelled,
            1 => News::Deleted,
            more => News::Runs(self.many(more - 2, Self::stop_news)?),
        };
        Some(TripChange { trip, day, news })
    }

    fn stop_news(&mut self) -> Option<StopNews> {
        let position = u16::try_from(self.number()?).ok()?;
        let bits = self.byte()?;
        let mut delay =
            |bit: u8| if bits & bit == 0 { Some(None) } else { self.signed().map(Some) };
        let report = match bits & 15 {
            4 => Report::Skipped,
            8 => Report::Nothing,
            0..=3 => Report::Times { arrival: delay(1)?, departure: delay(2)? },
            _ => return None,
        };
        let stop = if bits & 16 == 0 { None } else { Some(StopNumber(self.number()?)) };
        Some(StopNews { position, report, stop })
    }

    fn added(&mut self) -> Option<AddedTrip> {
        let (id, headsign) = (self.text()?, self.text()?);
        let line = self.number()?.checked_sub(1).map(LineNumber);
        let day = Day(self.signed()?);
        let wheelchair = Wheelchair::from_number(self.byte()?);
        let count = self.number()?;
        let calls = self.many(count, |reader| {
            let stop = StopNumber(reader.number()?);
            let (arrival, departure) = (reader.signed()?, reader.signed()?);
            let bits = reader.byte()?;
            let (pickup, drop_off) = (bits & 1 != 0, bits & 2 != 0);
            Some(AddedCall { stop, arrival, departure, pickup, drop_off })
        })?;
        Some(AddedTrip { id, line, day, headsign, wheelchair, calls })
    }
}
