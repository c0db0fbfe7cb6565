//! Spans for numbers.

use std::collections::BTreeMap;

use xforms::Asks;

use super::tally::PARTS;

/// So many values at most have a bar each.
const SINGLE: f64 = 11.0;
/// About so many spans otherwise.
const SPANS: f64 = 8.0;

/// A span: from, to, how many. Of two neighbours the second has the number between them; the last has its end.
pub type Span = (f64, f64, u64);

/// The spans for what was counted.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small by the checks
pub fn spans(asks: &Asks, counts: &BTreeMap<i64, u64>) -> Vec<Span> {
    let number = |key: &i64| *key as f64 / PARTS;
    let (Some(least), Some(most)) =
        (counts.keys().next().map(number), counts.keys().next_back().map(number))
    else {
        return Vec::new();
    };
    let whole = counts.keys().all(|key| key % 1000 == 0);
    let (from, to, step) = match asks {
        Asks::Range { start, end, step, .. } => (start.min(*end), start.max(*end), step.abs()),
        // Bounds are round, so that they do not tell the least and the greatest that anybody wrote.
        _ if whole && most - least < SINGLE => (least, most, 1.0),
        _ => (least, most, f64::NAN),
    };
    let singles = ((to - from) / step).round();
    let (begin, width, count, single) = if singles.is_finite() && singles < SINGLE {
        (from, step, singles + 1.0, true)
    } else {
        let width = round_up((to - from) / SPANS).max(if whole { 1.0 } else { 0.001 });
        let begin = (from / width).floor() * width;
        (begin, width, ((to - begin) / width).floor() + 1.0, false)
    };
    let count = count.clamp(1.0, 50.0) as usize;
    let mut spans: Vec<Span> = (0..count)
        .map(|at| {
            let from = tidy(begin + at as f64 * width);
            (from, if single { from } else { tidy(from + width) }, 0)
        })
        .collect();
    for (key, n) in counts {
        let at = ((number(key) - begin) / width + if single { 0.5 } else { 1e-9 }).floor();
        let at = (at.max(0.0) as usize).min(count - 1);
        if let Some(span) = spans.get_mut(at) {
            span.2 += n;
        }
    }
    spans
}

/// 1, 2 or 5 with zeros: the next above.
fn round_up(width: f64) -> f64 {
    if width.is_nan() || width <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(width.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= width * 0.999);
    factor.unwrap_or(10.0) * power
}

fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(asks: &Asks, numbers: &[f64]) -> Vec<Span> {
        let mut counts = BTreeMap::new();
        for number in numbers {
            #[allow(clippy::cast_possible_truncation)]
            let key = (number * PARTS).round() as i64;
            *counts.entry(key).or_default() += 1;
        }
        spans(asks, &counts)
    }

    #[test]
    fn bars_that_fit_the_question() {
        let stars = Asks::Range { start: 1.0, end: 5.0, step: 1.0, rating: true };
        let bars = of(&stars, &[1.0, 5.0, 5.0, 3.0]);
        assert_eq!(
            bars,
            [(1.0, 1.0, 1), (2.0, 2.0, 0), (3.0, 3.0, 1), (4.0, 4.0, 0), (5.0, 5.0, 2)]
        );
        let percent = Asks::Range { start: 0.0, end: 100.0, step: 5.0, rating: false };
        let bars = of(&percent, &[0.0, 19.0, 20.0, 100.0]);
        assert_eq!(bars.first(), Some(&(0.0, 20.0, 2)));
        assert_eq!(bars.last(), Some(&(100.0, 120.0, 1)));
        let years = of(&Asks::Whole, &[17.0, 18.0, 44.0, 91.0]);
        assert_eq!(years.first(), Some(&(10.0, 20.0, 2)), "round, not 17");
        assert!(of(&Asks::Decimal, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn every_number_is_in_one_bar(numbers in prop::collection::vec(-1e6_f64..1e6, 1..60), small in any::<bool>()) {
            let numbers: Vec<f64> = numbers.into_iter().map(|number| if small { number / 1e5 } else { number }).collect();
            let bars = of(&Asks::Decimal, &numbers);
            prop_assert_eq!(bars.iter().map(|bar| bar.2).sum::<u64>(), numbers.len() as u64);
            prop_assert!(bars.len() <= 12, "{}", bars.len());
            prop_assert!(bars.iter().all(|(from, to, _)| from <= to));
        }
    }
}
