//! The same question asked by many at once is asked once, and its answer kept for a moment.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

/// More answers than that are not kept.
const MOST: usize = 512;

/// Questions on their way, and answers that are still fresh.
#[derive(Debug)]
pub struct Flights<T> {
    known: Mutex<HashMap<String, Arc<Flight<T>>>>,
}

#[derive(Debug)]
struct Flight<T> {
    started: i64,
    answer: OnceCell<T>,
}

impl<T> Default for Flights<T> {
    fn default() -> Self {
        Self { known: Mutex::default() }
    }
}

impl<T: Clone> Flights<T> {
    /// The answer to `question`: a kept one, that of whoever is asking already, or a new one. `keep` says for
    /// how many seconds an answer may be told again.
    ///
    /// # Errors
    /// Those of `ask`; they are not kept, whoever waited asks for itself.
    pub async fn get<E>(
        &self,
        question: &str,
        now: i64,
        keep: impl Fn(&T) -> i64,
        ask: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let flight = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.retain(|_, flight| flight.is_of_use(now, &keep));
            if known.len() >= MOST && !known.contains_key(question) {
                known.retain(|_, flight| flight.answer.get().is_none());
            }
            let new = || Arc::new(Flight { started: now, answer: OnceCell::new() });
            known.entry(question.to_owned()).or_insert_with(new).clone()
        };
        flight.answer.get_or_try_init(|| ask).await.cloned()
    }
}

impl<T> Flight<T> {
    /// Answered and fresh, or somebody still waits for it.
    fn is_of_use(self: &Arc<Self>, now: i64, keep: impl Fn(&T) -> i64) -> bool {
        match self.answer.get() {
            Some(answer) => (0..keep(answer)).contains(&(now - self.started)),
            None => Arc::strong_count(self) > 1,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[tokio::test]
    async fn many_ask_one_is_asked() {
        let (flights, asked) = (Flights::<u32>::default(), AtomicUsize::new(0));
        let ask = || async {
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok::<_, ()>(7)
        };
        let one = || flights.get("a", 100, |_| 30, ask());
        assert_eq!(tokio::join!(one(), one(), one()), (Ok(7), Ok(7), Ok(7)));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        flights.get("a", 129, |_| 30, ask()).await.unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        flights.get("a", 130, |_| 30, ask()).await.unwrap();
        flights.get("b", 130, |_| 30, ask()).await.unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn a_refusal_is_not_kept_and_who_waits_asks_itself() {
        let flights = Flights::<u32>::default();
        let refused = flights.get("a", 100, |_| 30, async { Err::<u32, _>("no") });
        let asked = flights.get("a", 100, |_| 30, async { Ok::<_, &str>(1) });
        assert_eq!(tokio::join!(refused, asked), (Err("no"), Ok(1)));
        assert_eq!(flights.get("a", 100, |_| 30, async { Err("no") }).await, Ok(1));
    }

    #[tokio::test]
    async fn who_goes_away_does_not_take_the_question_along() {
        let flights = Flights::<u32>::default();
        let slow = flights.get("a", 100, |_| 30, std::future::pending::<Result<u32, ()>>());
        assert!(tokio::time::timeout(Duration::from_millis(10), slow).await.is_err());
        assert_eq!(flights.get("a", 100, |_| 30, async { Ok::<_, ()>(2) }).await, Ok(2));
        assert_eq!(flights.known.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn memory_is_bounded() {
        let flights = Flights::<u32>::default();
        for number in 0..2 * MOST {
            let _ = flights.get(&number.to_string(), 100, |_| 30, async { Ok::<_, ()>(1) }).await;
        }
        assert!(flights.known.lock().unwrap().len() <= MOST);
    }
}
