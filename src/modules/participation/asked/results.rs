//! What came out: every question as one table whose rows are bars too, so that eyes and screen readers have the same.
use super::words;
use crate::http;
use crate::i18n::{format, plural, t, text};
use crate::modules::participation::message;
use crate::offline::{Store, store};
use crate::task;
use crate::ui::{
    AgeLine, Alert, ButtonLink, Freshness, IconName, IntoPart, Loading, Look, Page, Part, Severity,
    dynamic,
};
use gloo_net::http::Request;
use leptos::prelude::*;
use participation::{
    Bin, Cell, Item, OptionTally, Policy, QuestionResult, Results, State, Tally, results,
};

/// Why there are no numbers to see.
#[derive(Clone, Copy)]
enum Why {
    /// The city does not show them here.
    Never,
    /// Whoever answers sees them.
    Answer,
    /// When it is over.
    Later,
    /// Nobody has answered yet.
    Nobody,
    /// Neither the network nor this device has them.
    Away,
}

impl Why {
    const fn key(self) -> &'static str {
        match self {
            Self::Never => "participation.results.never",
            Self::Answer => "participation.results.answer",
            Self::Later => "participation.results.later",
            Self::Nobody => "participation.results.nobody",
            Self::Away => "participation.list.not-here",
        }
    }
}

type Shown = RwSignal<Option<Result<Results, Why>>>;

/// The page.
pub fn of(id: &str) -> Part {
    let asked = super::ask();
    let id = StoredValue::new(id.to_owned());
    let shown: Shown = RwSignal::new(None);
    let freshness = RwSignal::new(Freshness::Asking);
    let found = Memo::new(move |_| {
        let id = id.get_value();
        asked.items.with(|items| {
            let all = items.as_ref().map(|items| items.as_ref().ok());
            all.map(|all| all.and_then(|all| all.iter().find(|item| item.id == id).cloned()))
        })
    });
    Effect::new(move || {
        let Some(Some(item)) = found.get() else { return };
        task::begin(async move {
            let came = bring(&item).await;
            let _ = freshness.try_set(match &came {
                Ok((_, freshness)) => freshness.clone(),
                Err(_) => Freshness::Unavailable,
            });
            let _ = shown.try_set(Some(came.map(|(results, _)| results)));
        });
    });
    let title = move || match found.get() {
        Some(Some(item)) => words::own(&item.title),
        _ => text("participation.results", &[]),
    };
    let back = move || ["/participation/", &id.get_value()].concat();
    view! {
        <Page title=Signal::derive(title) lead=Signal::derive(t("participation.results"))
            usable=Signal::derive(move || shown.with(Option::is_some) || found.with(|found| matches!(found, Some(None))))>
            {dynamic(move || match (found.get(), shown.get()) {
                (Some(None), _) => {
                    view! { <Alert severity=Severity::Warning title=Signal::derive(t("participation.fill.unknown"))/> }.part()
                }
                (_, None) => view! { <Loading/> }.part(),
                (_, Some(Err(why))) => {
                    view! { <Alert severity=Severity::Information title=Signal::derive(t(why.key()))/> }.part()
                }
                (_, Some(Ok(results))) => view! {
                    {head(&results)}
                    {results.questions.iter().map(question).collect_view()}
                    <AgeLine of=freshness/>
                }
                .part(),
            })}
            <div><ButtonLink look=Look::Tertiary icon=IconName::Back href=back() label=Signal::derive(t("participation.results.back"))/></div>
        </Page>
    }
    .part()
}

/// The results as the network or this device has them, if they may be seen.
async fn bring(item: &Item) -> Result<(Results, Freshness), Why> {
    let answered = message::is_answered(&item.id).await;
    let over = item.state(words::now()) == State::Over;
    match item.results.policy {
        Policy::Never => return Err(Why::Never),
        Policy::AfterSubmit if !answered && !over => return Err(Why::Answer),
        Policy::AfterClose if !over => return Err(Why::Later),
        Policy::AfterSubmit | Policy::AfterClose => {}
    }
    let url = item.results.url.clone().ok_or(Why::Nobody)?;
    let key = ["participation/results/", &item.id].concat();
    match http::send(Request::get(&url), None).await {
        Ok(answer) if answer.status == 404 => return Err(Why::Nobody),
        Ok(answer) if answer.status == 200 => {
            if let Ok(read) = results(&answer.body) {
                // A device that keeps nothing shows them all the same.
                let _ =
                    store::put(Store::Package, &key, &String::from_utf8_lossy(&answer.body)).await;
                return Ok((read.value, Freshness::Live(format::now())));
            }
        }
        _ => {}
    }
    let kept = store::get(Store::Package, &key).await.ok().flatten().ok_or(Why::Away)?;
    let read = results(kept.text.as_bytes()).map_err(|_| Why::Away)?;
    Ok((read.value, Freshness::Saved(kept.at)))
}

#[allow(clippy::cast_precision_loss, reason = "people are few")]
const fn people(count: u64) -> f64 {
    count as f64
}

fn head(results: &Results) -> Part {
    let count = plural("participation.results.count", people(results.responses), &[]);
    let day = results.day.map(|day| {
        text("participation.results.day", &[("day", &format::day(day, format::Style::FullDay))])
    });
    let hidden = (results.least_group > 1).then(|| {
        text("participation.results.hidden", &[("n", &format::number(people(results.least_group)))])
    });
    view! {
        <p><strong>{count}</strong>" "{day}</p>
        <p class="muted small">{hidden}</p>
    }
    .part()
}

fn question(result: &QuestionResult) -> Part {
    let (label, group) = (words::own(&result.label), words::own(&result.group));
    let answers = match result.answers {
        Some(count) => plural("participation.results.answers", people(count), &[]),
        None => text("participation.results.few", &[]),
    };
    let body = match &result.tally {
        _ if result.answers.is_none() => None,
        Tally::Single(options) | Tally::Multiple(options) => Some(table(&label, options, false)),
        Tally::Rank(options) => Some(table(&label, options, true)),
        Tally::Numbers { bins, mean } => Some(numbers(&label, bins, *mean)),
        Tally::Points(cells) => Some(points(cells)),
        Tally::Texts(texts) if texts.is_empty() => Some(view! { <p class="muted">{t("participation.results.unread")}</p> }.part()),
        Tally::Texts(texts) => Some(view! {
            <ul class="stack stack--tight">{texts.iter().map(|text| view! { <li><q><bdi>{text.clone()}</bdi></q></li> }).collect_view()}</ul>
        }.part()),
    };
    view! {
        <section class="kern-card stack stack--tight">
            {(!group.is_empty()).then(|| view! { <p class="muted small"><bdi>{group}</bdi></p> })}
            <h2><bdi>{label}</bdi></h2>
            <p class="muted small">{answers}</p>
            {body}
        </section>
    }
    .part()
}

/// A bar of a share; the number beside it says the same.
fn bar(share: f64) -> Part {
    let width = share.clamp(0.0, 100.0).to_string();
    view! {
        <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar__all" width="100" height="6"/><rect class="bar__share" width=width height="6"/>
        </svg>
    }
    .part()
}

fn shown(count: Option<u64>) -> String {
    count.map_or_else(
        || text("participation.results.not-shown", &[]),
        |count| format::number(people(count)),
    )
}

fn table(label: &str, options: &[OptionTally], rank: bool) -> Part {
    let row = |option: &OptionTally| {
        let name = Some(words::own(&option.label)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| option.value.clone());
        let share = option
            .share
            .map(|share| text("participation.results.share", &[("n", &format::number(share))]));
        let place = rank.then(|| view! { <td>{option.place.map(format::number)}</td> });
        view! {
            <tr>
                <th scope="row"><bdi>{name}</bdi>{option.share.map(bar)}</th>
                {place}
                <td>{shown(option.count)}</td>
                <td>{share}</td>
            </tr>
        }
    };
    let count = if rank { "participation.results.first" } else { "participation.results.number" };
    view! {
        <table class="tally">
            <caption class="hidden-visually">{label.to_owned()}</caption>
            <thead><tr>
                <th scope="col">{t("participation.results.option")}</th>
                {rank.then(|| view! { <th scope="col">{t("participation.results.place")}</th> })}
                <th scope="col">{t(count)}</th>
                <th scope="col">{t("participation.results.of-all")}</th>
            </tr></thead>
            <tbody>{options.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .part()
}

fn numbers(label: &str, bins: &[Bin], mean: Option<f64>) -> Part {
    let most = bins.iter().filter_map(|bin| bin.count).max().unwrap_or(1).max(1);
    let row = |bin: &Bin| {
        let from = format::number(bin.from);
        let name = if bin.from < bin.to {
            text("participation.results.span", &[("from", &from), ("to", &format::number(bin.to))])
        } else {
            from
        };
        let share = bin.count.map(|count| people(count) / people(most) * 100.0);
        view! { <tr><th scope="row">{name}{share.map(bar)}</th><td>{shown(bin.count)}</td></tr> }
    };
    let mean = mean.map(|mean| text("participation.results.mean", &[("n", &format::number(mean))]));
    view! {
        <p>{mean}</p>
        <table class="tally">
            <caption class="hidden-visually">{label.to_owned()}</caption>
            <thead><tr>
                <th scope="col">{t("participation.results.value")}</th>
                <th scope="col">{t("participation.results.number")}</th>
            </tr></thead>
            <tbody>{bins.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .part()
}

/// How many places lie in which square of 250 m, the most first.
fn points(cells: &[Cell]) -> Part {
    let mut cells = cells.to_vec();
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.count));
    if cells.is_empty() {
        return view! { <p class="muted">{t("participation.results.scattered")}</p> }.part();
    }
    let row = |cell: &Cell| {
        let place = [format::number(cell.latitude), format::number(cell.longitude)].join(" / ");
        view! { <tr><th scope="row"><bdi dir="ltr">{place}</bdi></th><td>{shown(Some(cell.count))}</td></tr> }
    };
    view! {
        <table class="tally">
            <thead><tr>
                <th scope="col">{t("participation.results.square")}</th>
                <th scope="col">{t("participation.results.number")}</th>
            </tr></thead>
            <tbody>{cells.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .part()
}
