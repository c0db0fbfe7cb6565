//! What the person can and wants, as they set it on the form.
use crate::i18n::t;
use crate::ui::{Check, FieldError, Icon, IconName};
use leptos::prelude::*;
use transit::Mode;
use transit::query::{Options, Pace};

/// The choices as signals.
#[derive(Clone, Copy)]
pub struct Wishes {
    pace: RwSignal<Pace>,
    change: RwSignal<Option<u8>>,
    walk: RwSignal<Option<u32>>,
    changes: RwSignal<Option<u8>>,
    wheelchair: RwSignal<bool>,
    without: RwSignal<Vec<Mode>>,
    /// Lines that a link excludes; kept as they are.
    lines: RwSignal<Vec<transit::line::LineId>>,
}

impl Wishes {
    /// As a link has them.
    pub fn new(of: Options) -> Self {
        Self {
            pace: RwSignal::new(of.pace),
            change: RwSignal::new(of.change),
            walk: RwSignal::new(of.walk),
            changes: RwSignal::new(of.changes),
            wheelchair: RwSignal::new(of.wheelchair),
            without: RwSignal::new(of.without),
            lines: RwSignal::new(of.without_lines),
        }
    }

    /// As they are now.
    pub fn options(self) -> Options {
        Options {
            pace: self.pace.get_untracked(),
            change: self.change.get_untracked(),
            walk: self.walk.get_untracked(),
            changes: self.changes.get_untracked(),
            wheelchair: self.wheelchair.get_untracked(),
            without: self.without.get_untracked(),
            without_lines: self.lines.get_untracked(),
        }
    }
}

/// The kinds of vehicles that can be left out; the rest are rare in a city.
const MODES: [Mode; 6] =
    [Mode::Bus, Mode::Tram, Mode::Subway, Mode::Suburban, Mode::Rail, Mode::Ferry];

/// The form's part.
#[component]
pub fn OptionFields(wishes: Wishes) -> impl IntoView {
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let number = |value: String| value.parse::<u32>().ok();
    let small = move |value: String| number(value).and_then(|value| u8::try_from(value).ok());
    let written = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    view! {
        <details class="kern-accordion">
            <summary><span>{t("transit.options")}</span><Icon name=IconName::Down/></summary>
            <div class="kern-accordion__body stack">
                <Check id="wheelchair" label=Signal::derive(t("transit.options.wheelchair")) checked=wishes.wheelchair errors=errors/>
                <Choice id="pace" label="transit.options.pace"
                    options=vec![("slow", "transit.pace.slow"), ("normal", "transit.pace.normal"), ("fast", "transit.pace.fast")]
                    value=Signal::derive(move || match wishes.pace.get() { Pace::Slow => "slow", Pace::Normal => "normal", Pace::Fast => "fast" }.to_owned())
                    choose=Callback::new(move |value: String| wishes.pace.set(match value.as_str() { "slow" => Pace::Slow, "fast" => Pace::Fast, _ => Pace::Normal }))
                />
                <Choice id="change" label="transit.options.change"
                    options=vec![("", "transit.any"), ("3", "transit.change.3"), ("5", "transit.change.5"), ("10", "transit.change.10")]
                    value=Signal::derive(move || written(wishes.change.get().map(u32::from)))
                    choose=Callback::new(move |value| wishes.change.set(small(value)))
                />
                <Choice id="changes" label="transit.options.changes"
                    options=vec![("", "transit.any"), ("0", "transit.changes.0"), ("1", "transit.changes.1"), ("2", "transit.changes.2")]
                    value=Signal::derive(move || written(wishes.changes.get().map(u32::from)))
                    choose=Callback::new(move |value| wishes.changes.set(small(value)))
                />
                <Choice id="walk" label="transit.options.walk"
                    options=vec![("", "transit.any"), ("300", "transit.walk.300"), ("800", "transit.walk.800"), ("2000", "transit.walk.2000")]
                    value=Signal::derive(move || written(wishes.walk.get()))
                    choose=Callback::new(move |value| wishes.walk.set(number(value)))
                />
                <fieldset class="kern-fieldset">
                    <legend>{t("transit.options.modes")}</legend>
                    {MODES.into_iter().map(|mode| {
                        let label = move || crate::i18n::text(&["transit.modes.", mode.word()].concat(), &[]);
                        let used = move || wishes.without.with(|without| !without.contains(&mode));
                        let toggle = move |on: bool| wishes.without.update(|without| {
                            without.retain(|known| *known != mode);
                            if !on {
                                without.push(mode);
                            }
                        });
                        view! {
                            <label class="kern-form-check">
                                <input type="checkbox" prop:checked=used on:change:target=move |event| toggle(event.target().checked())/>
                                <span>{label}</span>
                            </label>
                        }
                    }).collect_view()}
                </fieldset>
            </div>
        </details>
    }
}

/// One of several.
#[component]
pub fn Choice(
    /// Its id.
    id: &'static str,
    /// The key of its label.
    label: &'static str,
    /// The values, each with the key of its words.
    options: Vec<(&'static str, &'static str)>,
    /// The one that is chosen.
    value: Signal<String>,
    /// Another was chosen.
    choose: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="kern-form-input">
            <label class="kern-label" for=id>{t(label)}</label>
            <select id=id class="kern-form-input__select" on:change:target=move |event| choose.run(event.target().value())>
                {options.into_iter().map(|(word, key)| view! {
                    <option value=word prop:selected=move || value.with(|value| value == word)>{t(key)}</option>
                }).collect_view()}
            </select>
        </div>
    }
}
