//! Due dates for the calendar.
use super::loans::Loan;
use crate::i18n::{format, t, text};
use crate::modules::library::state::zone;
use crate::ui::{Icon, IconName, file_address};
use leptos::prelude::*;
use library::reminder::{self, Reminder};

/// A calendar file with an alarm two days before each due date.
pub fn calendar(loans: Memo<Vec<Loan>>) -> impl IntoView {
    let address = Memo::new(move |before: Option<&String>| {
        if let Some(before) = before {
            // An address that was never given out needs no taking back.
            let _ = web_sys::Url::revoke_object_url(before);
        }
        loans.with(|all| file_address(&ics(all), "text/calendar"))
    });
    on_cleanup(move || {
        address.with_untracked(|address| {
            let _ = web_sys::Url::revoke_object_url(address);
        });
    });
    view! {
        <p><a class="kern-btn kern-btn--tertiary" href=address download="library.ics">
            <Icon name=IconName::Calendar/><span>{t("library.due.calendar")}</span>
        </a></p>
    }
}

fn ics(all: &[Loan]) -> String {
    let titles: Vec<String> = all
        .iter()
        .map(|loan| text("library.due.back", &[("title", loan.document.title())]))
        .collect();
    let reminders: Vec<Reminder<'_>> = all
        .iter()
        .zip(&titles)
        .map(|(loan, summary)| Reminder { card: &loan.card, document: &loan.document, summary })
        .collect();
    reminder::file(&reminders, dates::Timestamp(format::now()), &zone)
}
