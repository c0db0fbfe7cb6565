//! How old is what you see: live, saved at, or not available. Never a guess.
use super::{Icon, IconName};
use crate::i18n::{format, text};
use crate::ui::{IntoPart, dynamic};
use leptos::prelude::*;

/// The three states of everything shown, and the time before the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freshness {
    /// Asked for, nothing to show yet.
    Asking,
    /// As the city's system said at this moment (seconds since the epoch).
    Live(i64),
    /// Kept on the device since this moment; the system could not be asked.
    Saved(i64),
    /// Nothing kept and nothing heard.
    Unavailable,
}

/// One line that says how old the page's information is.
#[component]
pub fn AgeLine(
    /// How fresh it is.
    #[prop(into)]
    of: Signal<Freshness>,
) -> impl IntoView {
    dynamic(move || {
        let (class, icon, words) = match of.get() {
            Freshness::Asking => return ().part(),
            Freshness::Live(at) => (
                "age",
                IconName::Clock,
                text("age.live", &[("time", &format::moment(at, format::Style::Time))]),
            ),
            Freshness::Saved(at) => {
                ("age age--saved", IconName::Offline, text("age.saved", &[("time", &when(at))]))
            }
            Freshness::Unavailable => {
                ("age age--saved", IconName::Offline, text("age.unavailable", &[]))
            }
        };
        view! { <p class=class role="status"><Icon name=icon/><span>{words}</span></p> }.part()
    })
}

/// A moment as short as it can be: the time today, day and time otherwise.
fn when(at: i64) -> String {
    let same_day = format::local(at).map(|(day, _)| day) == format::today();
    format::moment(at, if same_day { format::Style::Time } else { format::Style::Moment })
}

/// Something is being asked for. After a while it says that it takes long.
#[component]
pub fn Loading() -> impl IntoView {
    let slow = RwSignal::new(false);
    let timer = set_timeout_with_handle(
        move || {
            slow.try_set(true);
        },
        std::time::Duration::from_secs(4),
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    view! {
        <p class="loading" role="status">
            {dynamic(move || text(if slow.get() { "loading.slow" } else { "loading" }, &[]))}
        </p>
    }
}
