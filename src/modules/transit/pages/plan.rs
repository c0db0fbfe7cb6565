//! From here to there: the form, and under it what was found. The address holds everything, so it can be shared.
use super::super::state::today;
use super::super::{names, supply};
use super::ends::{End, EndField, name_of};
use super::options::{Choice, OptionFields, Wishes};
use super::parts::parameters;
use super::results::Results;
use crate::i18n::{format, t, text};
use crate::navigation;
use crate::ui::{
    Alert, Button, ErrorSummary, FieldError, Icon, IconName, IntoPart, Look, Page, Severity,
    announce, dynamic, when,
};
use leptos::prelude::*;
use transit::query::{self, Journeys, Options, Via, When};
use transit::url::Parameters;
use transit::{Day, Moment};

/// The page.
#[component]
pub fn Plan() -> impl IntoView {
    supply::look();
    let given = parameters();
    let question = Memo::new(move |_| given.with(Journeys::parse));
    let appointment = Memo::new(move |_| given.with(|given| given.get("for").map(str::to_owned)));
    view! {
        <Page title=Signal::derive(t("transit.plan")) usable=Signal::stored(true)>
            {when(move || appointment.get().is_some(), || view! {
                <Alert severity=Severity::Information title=Signal::derive(t("transit.for.title"))><p>{t("transit.for.text")}</p></Alert>
            })}
            {dynamic(move || {
                let form = given.with(|given| view! { <Form given=given.clone()/> });
                if question.with(Option::is_none) {
                    return form.part();
                }
                view! {
                    <details class="kern-accordion">
                        <summary><span>{text("transit.plan.change", &[])}</span><Icon name=IconName::Down/></summary>
                        <div class="kern-accordion__body">{form}</div>
                    </details>
                }
                .part()
            })}
            {dynamic(move || question.get().map(|question| view! { <Results question appointment=appointment.get()/> }))}
        </Page>
    }
}

/// The form, filled from the address.
#[component]
fn Form(given: Parameters) -> impl IntoView {
    let (from, to, via) = (End::new(), End::new(), End::new());
    let stay = RwSignal::new(0_u16);
    let spot = |name: &str| given.get(name).and_then(query::parse_spot);
    if let Some(spot) = spot("from") {
        from.set(spot);
    }
    if let Some(spot) = spot("to") {
        to.set(spot);
    }
    let first_via = given.get("via").and_then(|value| value.split_once(';'));
    if let Some((minutes, spot)) = first_via
        && let Some(spot) = query::parse_spot(spot)
    {
        via.set(spot);
        stay.set(minutes.parse().unwrap_or_default());
    }
    let at = |name: &str| given.get(name).and_then(|at| at.parse::<i64>().ok());
    let (kind, moment) = match (at("depart"), at("arrive")) {
        (_, Some(at)) => ("arrive", at),
        (Some(at), None) => ("depart", at),
        (None, None) => ("now", format::now()),
    };
    let kind = RwSignal::new(kind.to_owned());
    let (day, minutes) = local(moment);
    let day = RwSignal::new(day.to_string());
    let clock = RwSignal::new(clock_of(minutes));
    let wishes = Wishes::new(Options::parse(&given));
    let appointment = given.get("for").map(str::to_owned);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let with_via = RwSignal::new(via.spot.get_untracked().is_some());

    let swap = Callback::new(move |()| {
        let (one, other) = (from.spot.get_untracked(), to.spot.get_untracked());
        let (words, others) = (from.words.get_untracked(), to.words.get_untracked());
        from.words.set(others);
        to.words.set(words);
        from.spot.set(other);
        to.spot.set(one);
        let (first, other) = (from.first.get_untracked(), to.first.get_untracked());
        from.first.set(other);
        to.first.set(first);
        announce(&text(
            "transit.swapped",
            &[("from", &from.words.get_untracked()), ("to", &to.words.get_untracked())],
        ));
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut wrong = Vec::new();
        let (start, goal) = (from.meant(), to.meant());
        if start.is_none() {
            wrong.push(FieldError { field: "from", message: "transit.from.missing" });
        }
        if goal.is_none() {
            wrong.push(FieldError { field: "to", message: "transit.to.missing" });
        }
        let when = when_of(&kind.get_untracked(), &day.get_untracked(), &clock.get_untracked());
        if when.is_none() {
            wrong.push(FieldError { field: "clock", message: "transit.time.missing" });
        }
        errors.set(wrong);
        let (Some(start), Some(goal), Some(when)) = (start, goal, when) else { return };
        from.set(start.clone());
        to.set(goal.clone());
        let through = with_via.get_untracked().then(|| via.meant()).flatten();
        let through = through.map(|spot| Via { spot, stay: stay.get_untracked() });
        let question = Journeys {
            from: start,
            to: goal,
            via: through.into_iter().collect(),
            when,
            options: wishes.options(),
            page: None,
        };
        let mut address = ["/transit/journeys?", &question.query()].concat();
        if let Some(appointment) = &appointment {
            address.push_str("&for=");
            address.push_str(appointment);
        }
        super::results::expect();
        navigation::go(&address);
    };
    let timed = move || kind.with(|kind| kind != "now");
    view! {
        <form class="kern-card stack" novalidate on:submit=submit aria-label=t("transit.plan")>
            <ErrorSummary errors=errors/>
            <EndField id="from" label="transit.from.label" end=from here=true/>
            <div class="row row--spread">
                <Button look=Look::Tertiary icon=IconName::Swap label=Signal::derive(t("transit.swap")) on_press=swap/>
                {when(move || !with_via.get(), move || view! {
                    <Button look=Look::Tertiary icon=IconName::Plus label=Signal::derive(t("transit.via.add")) on_press=Callback::new(move |()| with_via.set(true))/>
                })}
            </div>
            {when(move || with_via.get(), move || view! {
                <EndField id="via" label="transit.via.label" end=via/>
                <Choice id="stay" label="transit.via.stay"
                    options=vec![("0", "transit.stay.0"), ("10", "transit.stay.10"), ("30", "transit.stay.30"), ("60", "transit.stay.60")]
                    value=Signal::derive(move || stay.get().to_string())
                    choose=Callback::new(move |value: String| stay.set(value.parse().unwrap_or_default()))
                />
                <p><Button look=Look::Tertiary icon=IconName::Close label=Signal::derive(t("transit.via.remove")) on_press=Callback::new(move |()| { via.clear(); with_via.set(false); })/></p>
            })}
            <EndField id="to" label="transit.to.label" end=to/>
            <Choice id="when" label="transit.when"
                options=vec![("now", "transit.when.now"), ("depart", "transit.when.depart"), ("arrive", "transit.when.arrive")]
                value=Signal::derive(move || kind.get())
                choose=Callback::new(move |value| kind.set(value))
            />
            {when(timed, move || view! {
                <div class="row row--fields">
                    <div class="kern-form-input">
                        <label class="kern-label" for="date">{t("transit.date")}</label>
                        <input id="date" type="date" class="kern-form-input__input" prop:value=day on:input:target=move |event| day.set(event.target().value())/>
                    </div>
                    <div class="kern-form-input">
                        <label class="kern-label" for="clock">{t("transit.time")}</label>
                        <input id="clock" type="time" class="kern-form-input__input" prop:value=clock on:input:target=move |event| clock.set(event.target().value())/>
                    </div>
                </div>
            })}
            <OptionFields wishes=wishes/>
            <Button look=Look::Primary icon=IconName::Search submit=true label=Signal::derive(t("transit.plan.search"))/>
        </form>
    }
}

fn local(moment: i64) -> (Day, u32) {
    format::local(moment).map_or((today(), 0), |(day, minutes)| (Day(day.epoch_days()), minutes))
}

/// `09:05`, as a field for times wants it.
fn clock_of(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What the fields say; `None` if they make no moment.
fn when_of(kind: &str, day: &str, clock: &str) -> Option<When> {
    if kind == "now" {
        return Some(When::Now);
    }
    let day: zms::Day = day.parse().ok()?;
    let (hours, minutes) = clock.split_once(':')?;
    let minutes: u32 = hours.parse::<u32>().ok()? * 60 + minutes.get(..2)?.parse::<u32>().ok()?;
    let at: Moment = names::moment_of(day, minutes);
    Some(if kind == "arrive" { When::Arrive(at) } else { When::Depart(at) })
}

/// From where to where, in words.
pub fn way(question: &Journeys) -> (String, String) {
    (name_of(&question.from), name_of(&question.to))
}
