//! Parts of a view that change, all of one type.
//!
//! Leptos makes a machinery of its own for each closure in a view, some two kilobytes of wasm
//! every time. Boxed closures are one type and share one machinery; what a call through a
//! pointer costs cannot be measured beside a change of the page.
use crate::ui::{IntoPart, Part};
use leptos::prelude::*;

/// A part of a view that is made anew when what it reads changes.
pub type Dynamic = Box<dyn FnMut() -> Part + Send>;

/// A part that changes.
pub fn dynamic<V: IntoView + 'static>(part: impl Fn() -> V + Send + 'static) -> Dynamic {
    Box::new(move || part().part())
}

/// A part that is there while something holds. It is made anew only when that changes.
pub fn when<V: IntoView + 'static>(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> V + Send + 'static,
) -> Dynamic {
    let holds = settled(Box::new(holds));
    Box::new(move || if holds.get() { part().part() } else { ().part() })
}

/// One part while something holds, another while it does not.
pub fn either<V: IntoView + 'static, W: IntoView + 'static>(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> V + Send + 'static,
    other: impl Fn() -> W + Send + 'static,
) -> Dynamic {
    let holds = settled(Box::new(holds));
    Box::new(move || if holds.get() { part().part() } else { other().part() })
}

/// A condition that only speaks up when it changes.
fn settled(holds: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
    Memo::new(move |_| holds())
}
