//! Looking at the source: is there a new version?

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use transit::Day;

use super::compile::{Zip, compile};
use super::mark::Mark;
use super::{Gtfs, Keeper};
use crate::web::outside::{self, Bounds};

/// Seconds between two looks at a file, at the calendar, at a web server.
const LOOK_AT_FILE: i64 = 2;
const LOOK_AT_CALENDAR: i64 = 60;
const LOOK_AT_WEB: i64 = 3600;
/// Seconds until the first new attempt at a web server that did not answer; then twice as long, to an hour.
const TRY_AGAIN: i64 = 60;
/// A country's feed over a slow line.
const DOWNLOAD: Bounds = Bounds { time: Duration::from_mins(10), size: 512 * 1024 * 1024 };

/// What was seen.
enum Seen {
    /// The version that was tried last.
    Same,
    /// Another one.
    New(Zip, Mark),
    /// Nothing.
    Nothing(String),
}

impl Keeper {
    /// Looks, if it is time, and compiles what is new. `today` is the city's day at `now`.
    pub async fn look(&self, now: i64, today: Day) {
        self.start().await;
        self.change_over(now, today);
        if now < self.state().next_look {
            return;
        }
        let tried = self.state().tried.clone();
        let seen = match &self.source {
            Gtfs::Demo => calendar(tried.as_ref(), today),
            Gtfs::File(path) => match Mark::of_file(path) {
                None => Seen::Nothing("there is no such file".to_owned()),
                mark if mark == tried => Seen::Same,
                Some(mark) => Seen::New(Zip::File(path.clone()), mark),
            },
            Gtfs::Web(address) => self.download(address, tried.as_ref()).await,
        };
        self.note(&seen, now);
        if let Seen::New(zip, mark) = seen {
            match compile(zip, self.credit.clone()).await {
                Ok(new) => self.take(new, mark, now, today),
                Err(error) => self.refuse(mark, error.to_string()),
            }
        }
    }

    /// What the last process kept is good until the source says otherwise.
    async fn start(&self) {
        if std::mem::replace(&mut self.state().started, true) || self.source == Gtfs::Demo {
            return;
        }
        let (place, origin) = (self.place.clone(), self.origin());
        let kept = tokio::task::spawn_blocking(move || place.load(&origin)).await;
        let Ok(Some((served, label))) = kept else { return };
        tracing::info!(first = %served.first, last = %served.last, "timetable, kept from before");
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(served));
        let mut state = self.state();
        state.tried = Some(label.mark);
        state.status.read = Some(label.read);
    }

    /// The first day of a timetable that waits has come.
    fn change_over(&self, now: i64, today: Day) {
        let due = self.state().waiting.take_if(|(waiting, _)| waiting.first <= today);
        if let Some((new, mark)) = due {
            self.install(&new, mark, now);
        }
    }

    fn note(&self, seen: &Seen, now: i64) {
        let mut state = self.state();
        let (usual, again) = match self.source {
            Gtfs::Demo => (LOOK_AT_CALENDAR, LOOK_AT_CALENDAR),
            Gtfs::File(_) => (LOOK_AT_FILE, LOOK_AT_FILE),
            Gtfs::Web(_) => {
                let again = TRY_AGAIN.saturating_mul(1 << state.failures.min(10));
                (LOOK_AT_WEB, again.min(LOOK_AT_WEB))
            }
        };
        if let Seen::Nothing(why) = seen {
            state.next_look = now + again;
            state.failures = state.failures.saturating_add(1);
            if state.status.unreachable.as_ref() != Some(why) {
                tracing::warn!(why, "the timetable's source cannot be read; what is there stays");
            }
            state.status.unreachable = Some(why.clone());
        } else {
            state.next_look = now + usual;
            state.failures = 0;
            state.status.checked = Some(now);
            state.status.unreachable = None;
        }
    }

    async fn download(&self, address: &str, tried: Option<&Mark>) -> Seen {
        let unless = Mark::unless(tried);
        let answer = match outside::fetch(&self.client, address, &unless, DOWNLOAD).await {
            Ok(answer) => answer,
            Err(nothing) => return Seen::Nothing(nothing.to_string()),
        };
        match answer.status {
            StatusCode::NOT_MODIFIED if !unless.is_empty() => Seen::Same,
            StatusCode::OK => {
                let mark = Mark::of_answer(&answer.headers);
                // Some servers give no tag, or do not look at the one they are asked with.
                let known = mark != Mark::Web(None, None) && Some(&mark) == tried;
                if known { Seen::Same } else { Seen::New(Zip::Bytes(answer.body), mark) }
            }
            status => Seen::Nothing(format!("its server answers {}", status.as_u16())),
        }
    }
}

fn calendar(tried: Option<&Mark>, today: Day) -> Seen {
    match tried {
        Some(Mark::Demo(day)) if *day == today.0 => Seen::Same,
        _ => Seen::New(Zip::Demo(timetable::Day(today.0)), Mark::Demo(today.0)),
    }
}
