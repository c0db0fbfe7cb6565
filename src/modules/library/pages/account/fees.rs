//! What is owed.
use super::mark;
use crate::i18n::{format, t, text};
use crate::modules::library::names;
use crate::modules::library::state::use_library;
use crate::ui::{IntoPart, Part, dynamic};
use leptos::prelude::*;
use library::account::{self as entries, Account};

/// What is owed.
#[component]
pub fn Fees() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        state.accounts.with(|all| {
            let owed: Vec<_> = entries::owed(all).into_iter().filter(|sum| sum.is_none_or(|sum| sum.cents != 0)).collect();
            if owed.is_empty() {
                return ().part();
            }
            let sums: Vec<String> = owed
                .into_iter()
                .map(|sum| sum.map_or_else(|| text("library.fees.unknown", &[]), names::money))
                .collect();
            let rows: Vec<_> = all.iter().flat_map(fee_rows).collect();
            view! {
                <section class="stack stack--tight" aria-labelledby="fees">
                    <h2 id="fees">{t("library.fees")}</h2>
                    <p><strong>{text("library.fees.owed", &[("sum", &format::list(&sums))])}</strong></p>
                    <ul class="hits kern-card">{rows}</ul>
                </section>
            }
            .part()
        })
    })
}

fn fee_rows(account: &Account) -> Vec<Part> {
    let fees = account.fees.iter().flat_map(|fees| &fees.fees);
    let row = |fee: &library::patron::Fee| {
        let amount = fee.amount.map_or_else(|| text("library.fees.unknown", &[]), names::money);
        let about = fee.about.clone().or_else(|| fee.kind.clone()).unwrap_or_default();
        let date = fee.date.map(names::when);
        view! {
            <li class="loan">
                <span class="hit__text">
                    <bdi>{about}</bdi>
                    {date.map(|date| view! { <span class="muted small">{date}</span> })}
                    {mark(&account.card)}
                </span>
                <strong>{amount}</strong>
            </li>
        }
        .part()
    };
    fees.map(row).collect()
}
