//! How full a branch is, where the city counts and the count is new.
use super::super::client;
use super::super::state::use_library;
use crate::i18n::{format, text};
use crate::task;
use crate::ui::{Icon, IconName, IntoPart, Part};
use dates::Timestamp;
use leptos::prelude::*;
use library::branch::Branch;
use library::occupancy::Level;

/// Asks every minute while a page shows it, where there is something to ask.
pub fn follow() {
    let state = use_library();
    Effect::new(move || {
        state.clock.track();
        if state.settings.with(|settings| settings.occupancy) {
            task::begin(async move {
                // What was heard before shows as long as it says something.
                if let Ok(heard) = client::occupancies().await {
                    state.occupancy.set(heard);
                }
            });
        }
    });
}

/// The line; nothing where nobody counts, or not lately.
pub fn shown(branch: &Branch) -> Option<Part> {
    let state = use_library();
    let now = Timestamp(format::now());
    let one = state
        .occupancy
        .with(|all| all.iter().find(|one| branch.is(&one.branch) && one.is_fresh(now)).cloned())?;
    let class = match one.level {
        Level::Low => "kern-badge kern-badge--success",
        Level::Medium => "kern-badge kern-badge--info",
        Level::High => "kern-badge kern-badge--warning",
    };
    let words = text(one.level.message_key(), &[]);
    let share = one.percent.map(|percent| {
        let percent = format::number(f64::from(percent));
        text("library.occupancy.percent", &[("percent", &percent)])
    });
    let time = format::moment(one.at.0, format::Style::Time);
    let since = text("age.live", &[("time", &time)]);
    Some(
        view! {
            <p class="row">
                <span class=class>{words}</span>
                {share.map(|share| view! { <span>{share}</span> })}
                <span class="age"><Icon name=IconName::Clock/><span>{since}</span></span>
            </p>
        }
        .part(),
    )
}
